"""What a shopper says of the conversation itself: once more, back to, others like this one."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from assistant.schema.need import Exchange, History
from assistant.understanding.frame import Said
from assistant.understanding.lexicon import Lexicon
from assistant.understanding.normalise import BLANK, blank
from assistant.understanding.patterns import bare, compiled, taken
from assistant.understanding.query_words import content, search_words
from retrieval.request import NumberBound

_LIKE = re.compile(
    rf"(?:(?:something|anything|one|ones|others?|another)\s)?(?:just |a lot )?"
    rf"(?:like|similar to|the same as|along the lines of)\s(?:the )?{BLANK}+"
    rf"(?:\s?,?\s?(?:but|only|just|except)(?! not?\b))?"
    rf"|{BLANK}+\s?,?\s?but(?=\s(?:in|with|without|more|less|\w+er|rechargeable|wireless|wired|for)\b)"
    rf"|(?:像|类似于?|仿照?){BLANK}+[^,。]{{0,2}}(?:那样|这样|一样|那种|似)?的?[,。]?(?:但是?|不过|只是|就是|只不过)?"
    rf"|(?:跟|和|与){BLANK}+[^,。]{{0,2}}(?:差不多|一样|类似|相似|同类)的?[,。]?(?:但是?|不过|只是|就是)?"
    rf"|{BLANK}+[^,。]{{0,2}}[,。]?(?:但是?|不过|只是)(?=要|想|得|更|换|能)"
)
"""Takes a product on the screen as the pattern for others."""
_MORE: tuple[tuple[str, tuple[str, ...], bool], ...] = (
    (r"\blighter\b|更轻|轻(?:一?点|一些|些)", ("g",), False),
    (r"\bheavier\b|更重|重(?:一?点|一些|些)", ("g",), True),
    (r"\b(?:quieter|less noisy)\b|更安?静|安静(?:一?点|一些|些)|静音(?:一?点|些)", ("dB",), False),
    (r"\b(?:bigger|larger|roomier)\b|更大|大(?:一?点|一些|些|一号)", ("L", "ml", "mm"), True),
    (
        r"\b(?:smaller|more compact|tinier)\b|更小|小(?:一?点|一些|些|一号|巧)",
        ("L", "ml", "mm"),
        False,
    ),
    (r"\bbrighter\b|更亮|亮(?:一?点|一些|些)", ("lm",), True),
    (r"\bdimmer\b|更暗|暗(?:一?点|一些|些)", ("lm",), False),
    (
        r"\b(?:longer (?:battery|lasting|runtime)|longer-lasting|lasts? longer)(?: life)?\b"
        r"|续航(?:更|再)?[长久](?:一?点|些)?|更耐用|用得更久",
        ("h", "days"),
        True,
    ),
    (r"\b(?:more powerful|stronger)\b|更强|吸力(?:更|再)?大(?:一?点|些)?", ("Pa", "W"), True),
)
"""Words that compare with a product, the units they compare in, whether more is asked for."""


def of_thread(said: Said, text: str, history: History) -> Said | None:
    """A turn that is only about the conversation; None where it is about anything else."""
    if not any(e.need.asks_for_something for e in history):
        return None
    plain = _courteous(text)
    if compiled("talk", "anew").fullmatch(plain) or compiled("thread", "anew").fullmatch(plain):
        return replace(said, act="social", social="anew")
    if compiled("thread", "again").fullmatch(plain):
        return replace(said, act="find")
    return None


def _courteous(text: str) -> str:
    """The text without courtesies and marks at its ends."""
    plain = re.sub(r"[?!.,。！？，;；]+", " ", bare(text)).strip()
    return re.sub(
        r"^(?:please|ok(?:ay)?|then|so|and|请|麻烦|那|好的?) | (?:please|thanks)$", "", plain
    )


def read_back(text: str, history: History, lexicon: Lexicon) -> tuple[Exchange | None, str]:
    """The latest earlier turn about the thing that is gone back to, and the text without that.

    Of a thing named it is the latest that looked for it, else the latest that looked for another
    than now.
    """
    match = compiled("thread", "back").match(text)
    if match is None:
        return None, text
    rest = blank(text, 0, match.end())
    kinds = {m.name for mention in lexicon.find(rest) for m in mention.of("category")}
    now = history[-1].need.category if history else ""
    named = [e for e in history if e.need.category and e.need.category in kinds]
    if named:
        return named[-1], rest
    vague, left = taken(compiled("thread", "before"), rest)
    others = [e for e in history if e.need.category and e.need.category != now]
    return (others[-1], left) if vague and others and not kinds else (None, text)


def read_like(text: str) -> tuple[bool, str]:
    """Whether the products referred to, blanked already, are a pattern for others; the rest."""
    match = _LIKE.search(text)
    return (True, blank(text, match.start(), match.end())) if match else (False, text)


def asks_more(text: str) -> bool:
    """Whether a text only asks for more or less of something than what is shown has."""
    plain = _DEGREE.sub(" ", text)
    for words, _, _ in _MORE:
        match = re.search(words, plain)
        if match is not None and not content(
            search_words(f"{plain[: match.start()]} {plain[match.end() :]}")
        ):
            return True
    return False


_DEGREE = re.compile(
    r"(?<![a-z])(?:a bit|a little|slightly|somewhat|much|even|still|please"
    r"|than (?:this|that|these))(?![a-z])|稍微?|略微?|再|能不能|有没有"
)


def read_more(
    text: str, product_id: str, lexicon: Lexicon
) -> tuple[tuple[NumberBound, ...], tuple[str, ...], str]:
    """What is to be more or less than a product has: bounds, words without a figure, the rest."""
    product = lexicon.product(product_id)
    bounds: list[NumberBound] = []
    unknown: list[str] = []
    for words, units, more in _MORE:
        match = re.search(words, text)
        if match is None or product is None:
            continue
        text = blank(text, match.start(), match.end())
        figures = [
            (name, value)
            for name in dict.fromkeys(a.name for a in product.attributes)
            if (lexicon.vocabulary.attribute(name).unit or name) in units
            and (value := _figure(product.values(name))) is not None
        ]
        if not figures:
            unknown.append(match.group())
            continue
        name, value = figures[0]
        bound = NumberBound(name=name, low=value if more else None, high=None if more else value,
                            low_open=more, high_open=not more)  # fmt: skip
        bounds.append(bound)
    return tuple(bounds), tuple(unknown), text


def _figure(values: tuple[str, ...]) -> Decimal | None:
    plain = [v for v in values if v.replace(".", "", 1).isdecimal()]
    return Decimal(plain[0]) if plain else None
