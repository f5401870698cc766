"""Figures said to be about, under or over something, against the true ones."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.compose.grounding.dimensions import about, rounded

_UNDER = re.compile(
    r"(?:under|below|less than|within|up to|at most|no more than|not over"
    r"|fewer than"
    r"|不到|低于|少于|不超过?|至多|不足)\s*(?:the |your |his |an? )?[¥$€£]?\s?$"
)


_UNDER_AFTER = re.compile(r"^\s?(?:元|块)?\s?(?:以内|以下|之内|不到|封顶)")


_OVER = re.compile(r"(?:over|above|more than|at least|beyond|exceeds|upwards of|超过|高于|多于"
    r"|至少|不止)"
                   r"\s*(?:the |your )?[¥$€£]?\s?$")  # fmt: skip


_OVER_AFTER = re.compile(r"^\s?(?:元|块|人|条)?\s?(?:以上|\+|多)")


_MANY_AFTER = re.compile(r"^\s?(?:元|块)?\s?多")


_ABOUT = re.compile(r"(?:about|around|roughly|nearly|almost|some|close to|approximately|大?约|近"
    r"|将近"
    r"|差不多)"
                    r"\s*[¥$€£]?\s?$")  # fmt: skip


_ABOUT_AFTER = re.compile(r"^\s?(?:元|块)?\s?(?:左右|上下|or so)")


def fits(said: Decimal, true: Decimal, text: str, start: int, end: int) -> bool:
    """Whether a figure is the true one as its words have it: at most, over, about, or exactly."""
    before, after = text[:start], text[end:]
    if _UNDER.search(before) or _UNDER_AFTER.match(after):
        return true <= said
    if _MANY_AFTER.match(after):
        return said <= true <= said * Decimal("1.34")
    if _OVER.search(before) or _OVER_AFTER.match(after):
        return true >= said
    if _ABOUT.search(before) or _ABOUT_AFTER.match(after):
        return about(said, true)
    return (
        said == true
        or (true != true.to_integral_value() and rounded(said, true) and said > 9)
        or (rounded(said, true) and said.as_tuple().exponent != 0)
    )


def framed(text: str, start: int, end: int) -> bool:
    """Whether the figure from `start` to `end` is said to be a bound or a rough one."""
    before, after = text[:start], text[end:]
    return bool(
        _UNDER.search(before) or _UNDER_AFTER.match(after) or _OVER.search(before)
        or _OVER_AFTER.match(after) or _ABOUT.search(before) or _ABOUT_AFTER.match(after)
    )  # fmt: skip
