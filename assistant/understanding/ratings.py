"""How many stars are asked for at least: "rated 4.5 or higher", "评分4.5以上"."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.understanding.normalise import blank
from retrieval.request import NumberBound

RATING = "rating"
"""The name of the bound, and the id of its condition."""
_STARS = r"(?P<stars>[1-5](?:\.\d)?)(?![\d.]*\d)"
_HAN = {"一": "1", "二": "2", "两": "2", "三": "3", "四": "4", "五": "5"}
_ZH_STARS = rf"(?P<stars>[1-5](?:\.\d)?|[{''.join(_HAN)}])(?![\d.]*\d)"
_BOUND = (
    r"(?:at least|no less than|not (?:under|below)|min(?:imum)?(?: of)?"
    r"|(?P<open>over|above|more than|higher than|better than))"
)
_AND_UP = r"(?: ?\+| ?plus| (?:or|and) (?:more|higher|better|above|up|over))"
_UNIT = r"[ -]?stars?"
_RATED = r"(?:(?:customer |user |review )?(?:rated|ratings?)(?: (?:of|is|are))?)"
_ZH_BOUND = r"(?:要|得|必须)?(?:(?:至少|最少|不低于|不少于|起码)|(?P<open>高于|大于|超过))"
_ZH_RATED = r"(?:用户|买家|综合)?(?:评分|评价|好评|打分|星级|口碑)"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![a-z]){_RATED} {_BOUND} {_STARS}(?:{_UNIT})?(?![a-z])",
        rf"(?<![a-z]){_BOUND}(?: a)? {_STARS}{_UNIT}(?: (?:rated|ratings?|reviews?))?(?![a-z])",
        rf"(?<![a-z\d.])(?:{_RATED} )?{_STARS}(?:{_UNIT}{_AND_UP}|{_AND_UP}{_UNIT})(?: ratings?)?",
        rf"(?<![a-z]){_RATED} {_STARS}{_AND_UP}",
        rf"{_ZH_RATED}(?:在|有|是)?{_ZH_BOUND} ?{_ZH_STARS} ?[分星]?(?:以上)?",
        rf"{_ZH_RATED}(?:要|得|在|有|是)? ?{_ZH_STARS} ?[分星]? ?(?:及?以上|往上|起)",
        rf"{_ZH_BOUND} ?{_ZH_STARS} ?星(?:评价|好评)?",
        rf"(?<![\d.]){_ZH_STARS} ?星(?:级)?(?:及?以上|往上|起)(?:的?评价|的?评分)?",
    )
)


def read_rating(text: str) -> tuple[NumberBound | None, str]:
    """The bound on the stars of a folded, lowered text, None for none; the text without it."""
    for pattern in _PATTERNS:
        match = pattern.search(text)
        if match is None:
            continue
        stars = _HAN.get(match["stars"], match["stars"])
        above = "open" in pattern.groupindex and match["open"] is not None
        bound = NumberBound(name=RATING, low=Decimal(stars), low_open=above)
        return bound, blank(text, match.start(), match.end())
    return None, text
