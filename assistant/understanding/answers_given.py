"""What a shopper answers to the question that the assistant put back."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.schema.need import Wish
from assistant.understanding.entities import Terms
from assistant.understanding.lexicon import Lexicon
from assistant.understanding.normalise import lowered
from assistant.understanding.patterns import bare
from assistant.understanding.small_talk import says

_YES = re.compile(r"(?:yes|yeah|yep|sure|i do|要的?|需要|对|是的?|嗯|好的?)\W*")
_NO = re.compile(
    r"(?:no|nope|nah|not really|i don't|不要|不用|不需要|不是|没必要)(?:了|thanks?| thank you)?\W*"
)


def indifferent(
    text: str, drops: frozenset[str], wanted: Terms, asked: str, lexicon: Lexicon
) -> tuple[frozenset[str], Terms]:
    """What does not matter: the attributes named with "any … is fine", else the one asked about."""
    if not says(text, "whatever"):
        return drops, wanted
    named = {
        term.id
        for term in lexicon.vocabulary.attributes
        if any(lowered(word) in text for word in term.words())
    }
    indifferent = named or ({asked} if asked else set())
    wishes = tuple(w for w in wanted.wishes if w.name not in indifferent)
    return drops | indifferent, replace(wanted, wishes=wishes)


def chosen(text: str, wanted: Terms, asked: str, lexicon: Lexicon) -> Terms:
    """The name of a value, or a bare yes or no, as an answer to the question about an attribute."""
    values = {v.id for v in lexicon.vocabulary.attribute(asked).values} if asked else set()
    if chosen := choice(text, asked, lexicon):
        return replace(wanted, wishes=(Wish(name=asked, value=chosen),))
    for pattern, value in ((_YES, "yes"), (_NO, "no")):
        if value in values and pattern.fullmatch(text):
            return replace(wanted, wishes=(Wish(name=asked, value=value),))
    return wanted


def choice(text: str, asked: str, lexicon: Lexicon) -> str:
    """The value of the attribute asked about whose name is all that a text says, "" for none."""
    said = bare(text).rstrip(".!。！ ")
    values = lexicon.vocabulary.attribute(asked).values if asked else ()
    return next((v.id for v in values if said in map(lowered, v.words())), "")
