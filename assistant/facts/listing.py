"""What the words of a listing or of its reviews say on what no attribute covers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.facts.inquiry import FEW, Considered, Inquiry, subject
from assistant.facts.reviews import heard, quotation
from assistant.schema.statement import Quotation, Statement, filled, series, statement
from catalog.sentences import excerpt, sentences

LONGEST = 160
MOST_KEYS = 2
"""Words of a question that are said back where nothing is on record."""
_STOP = frozenset(
    [
        "a",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "but",
        "by",
        "can",
        "come",
        "comes",
        "could",
        "do",
        "does",
        "did",
        "e",
        "for",
        "from",
        "get",
        "got",
        "had",
        "has",
        "have",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "just",
        "let",
        "like",
        "many",
        "me",
        "more",
        "much",
        "my",
        "no",
        "not",
        "of",
        "off",
        "on",
        "one",
        "ones",
        "or",
        "other",
        "out",
        "own",
        "per",
        "please",
        "say",
        "says",
        "see",
        "set",
        "should",
        "so",
        "some",
        "state",
        "such",
        "take",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "thing",
        "this",
        "those",
        "to",
        "too",
        "two",
        "up",
        "us",
        "use",
        "used",
        "very",
        "was",
        "way",
        "we",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "will",
        "with",
        "work",
        "works",
        "would",
        "yes",
        "you",
        "your",
        "first",
        "second",
        "third",
        "fourth",
        "last",
        "four",
        "really",
        "still",
        "also",
        "good",
        "long",
        "number",
    ]
)
_ORDINAL = re.compile(
    r"第?[一二三四五六七八九十\d]+[款个台把双只盏号]|这[款个台把双只盏]|那[款个台]|它"
)
_FUNCTION = re.compile(
    r"请问|你们|可不可以|能不能|可以|是不是|会不会|有没有|什么|怎么|多少|多久|哪[些个款里]?|为什么|需要|支持|适合"
    r"|能用|[吗呢吧啊呀么的了是有能会要和跟与在不没含带用上下里多大得着就都还也很我你他她它给把被让]"
)


def stated_in_text(inquiry: Inquiry) -> tuple[Statement, ...]:
    """The sentence of the listing that holds the question's own words, else one of a review."""
    if inquiry.whole or len(inquiry.products) > FEW:
        return ()
    keys = [stem for stem, _ in key_words(inquiry.need.text, inquiry)]
    if not keys:
        return ()
    told = []
    for asked in inquiry.products:
        told += _of(asked, keys, inquiry)
    return tuple(told[:FEW])


def _of(asked: Considered, keys: list[str], inquiry: Inquiry) -> list[Statement]:
    for sentence in sentences(asked.product.description):
        if holds(sentence, keys) and (words := excerpt(sentence, LONGEST)):
            quote = Quotation(text=words)
            return [statement("facts.listing_says", about=(asked.id,), product=asked.name,
                              quote=quote)]  # fmt: skip
    for voice in heard(asked, inquiry).voices:
        if holds(voice.words, keys):
            return [
                statement(
                    "facts.review_says",
                    about=(asked.id,),
                    evidence=(voice.review.id,),
                    product=asked.name,
                    quote=quotation(voice),
                )
            ]
    return []


def unmentioned(inquiry: Inquiry) -> Statement | None:
    """That the record does not mention what the question is about, in the shopper's own words."""
    keys = list(dict.fromkeys(word for _, word in key_words(inquiry.need.text, inquiry)))
    if not keys or len(keys) > MOST_KEYS or inquiry.whole or not inquiry.products:
        return None
    words = series([Quotation(text=key) for key in keys], "neither")
    return filled(
        "facts.unmentioned", {"words": words, **subject(inquiry)}, about=inquiry.ids[:FEW]
    )


def key_words(question: str, inquiry: Inquiry) -> Iterator[tuple[str, str]]:
    """The words of a question that carry its meaning, as (stem, word as asked).

    Those that name the product are left out.
    """
    titles = " ".join(c.product.title for c in inquiry.products).lower()
    text = question.lower()
    for word in re.findall(r"[a-z0-9][a-z0-9'’.-]+", text):
        stem = re.sub(r"(?:'s|’s|ing|ed|es|s)$", "", word) if len(word) > 4 else word
        if word not in _STOP and stem not in _STOP and stem not in titles:
            yield stem, word
    for run in re.findall(r"[\u4e00-\u9fff]+", _FUNCTION.sub(" ", _ORDINAL.sub(" ", text))):
        if len(run) >= 2 and run not in titles:
            yield run, run


def holds(sentence: str, keys: list[str]) -> bool:
    """Whether a sentence has all the words that carry the question's meaning (two are enough)."""
    lower = sentence.lower()
    hits = sum(1 for key in keys if re.search(rf"(?<![a-z]){re.escape(key)}", lower))
    return hits >= min(len(keys), 2)
