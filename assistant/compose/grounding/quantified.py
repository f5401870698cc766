"""How many of the listed products a clause says something of, and whether as many bear it out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.compose.items import ItemFacts

_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "1": 1, "2": 2, "3": 3, "4": 4,
            "一": 1, "两": 2, "二": 2, "三": 3, "四": 4}  # fmt: skip
_PLURAL = r"(?:of (?:the |these |them|those )?(?:\w+ )?|(?=are\b|have\b|come\b|cost\b|support\b))"
_FRAMES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(?:none|not one|no(?:ne)? item|neither)\b(?: of (?:the |these |them)(?:\w+)?)?"
                r"|没有?一[款个台把]|都不(?:是)?|都没有?|全都?没有?"), "none"),
    (re.compile(r"\b(?:only|just) (?:the )?(one|two|three|1|2|3)\b|\bthe only (?:one|pick|option)|"
                r"(?:只有|仅|仅有)(一|两|二|三|1|2|3)[款个台把]|唯一"), "exactly"),
    (re.compile(rf"\b(one|two|three|four) {_PLURAL}"
                r"|(?:其中|有|里)(一|两|二|三|四|\d)[款个台把](?!里)"), "exactly"),
    (re.compile(r"\b(?:all|every|each|both)\b(?! the (?:more|better))|全部|全都|每[一]?[款个台把]"
                r"|[四三两][款个台把](?:全)?都|都"), "all"),
    (re.compile(r"\bmost (?:of (?:the|these|them)|are|have)\b|大多|多数"), "most"),
)  # fmt: skip
Holds = Callable[[str, ItemFacts], bool | None]


def false_count(
    text: str, items: Sequence[ItemFacts], listed: Sequence[ItemFacts], holds: Holds
) -> tuple[bool, str | None]:
    """Whether a clause counts products and can be decided, and the count where it is wrong.

    Args:
        text: the clause without names.
        items: the products that it speaks of, for "the only one".
        listed: all products shown.
        holds: whether an item bears out what a text says; None where nothing decides.
    """
    for frame, kind in _FRAMES:
        match = frame.search(text)
        if match is None:
            continue
        bare = text[: match.start()] + " " + text[match.end() :]
        if kind == "none":
            bare = re.sub(r"\bnot\b|n[’']t", " ", bare)
        states = [holds(bare, i) for i in listed]
        if all(s is None for s in states):
            return False, _too_many(match, len(listed))
        true = sum(s is True for s in states)
        wanted = _wanted(match, kind, len(listed))
        if kind == "most":
            return True, None if true * 2 > len(listed) else match.group()
        if kind == "all" and items and len(items) > 1:
            own = [s for s, i in zip(states, listed, strict=True) if i in items]
            return True, None if all(own) else match.group()
        if match.group() in ("唯一",) or match.group().startswith("the only"):
            own = [s for s, i in zip(states, listed, strict=True) if i in items]
            return True, None if true == 1 and (len(items) != 1 or own == [True]) else match.group()
        return True, None if true == wanted else match.group()
    return False, None


def _wanted(match: re.Match[str], kind: str, listed: int) -> int:
    if kind == "none":
        return 0
    if kind == "all":
        return listed
    word = next((g for g in match.groups() if g), "one")
    return _NUMBERS.get(word, 1)


def _too_many(match: re.Match[str], listed: int) -> str | None:
    word = next((g for g in match.groups() if g), "")
    return match.group() if _NUMBERS.get(word, 0) > listed else None
