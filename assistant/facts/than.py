"""Whether one product has more or less of something than another, as a yes or no."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.facts.inquiry import Inquiry
from assistant.facts.leading import Figure
from assistant.schema.statement import Statement, statement

_WHETHER = re.compile(
    r"^\W*(?:so |and |but )?(?:is|are|does|do|has|have|will|can)\b.*\bthan\b"
    r"|比.*(?:吗|么|嘛|没有)\W*$"
    r"|是不是.*比|比.*[吗?]",
    re.IGNORECASE,
)
_LESS = re.compile(
    r"\b(?:lighter|quieter|smaller|shorter|thinner|less|fewer|lower|slimmer|narrower|weaker|dimmer|cheaper)\b"
    r"|比.*(?:轻|安静|静|小|短|薄|少|低|矮|窄|弱|暗|便宜)",
    re.IGNORECASE,
)


def whether(text: str) -> bool:
    """Whether a text asks if one thing has more or less of something than another."""
    return _WHETHER.search(text) is not None


def than(inquiry: Inquiry, figures: Sequence[Figure]) -> tuple[Statement, ...]:
    """Yes, no or alike, with both figures; nothing where no such question is asked of two."""
    if len(inquiry.products) != 2 or not whether(inquiry.need.text):
        return ()
    by_id = {figure.asked.id: figure for figure in figures}
    first, other = (by_id.get(id) for id in inquiry.ids)
    if first is None or other is None:
        return ()
    if first.amount == other.amount:
        way = "same"
    else:
        less = bool(_LESS.search(inquiry.need.text))
        way = "yes" if (first.amount < other.amount) == less else "no"
    return (
        statement(
            f"facts.than_{way}",
            about=inquiry.ids,
            product=first.asked.name,
            value=first.text,
            other=other.asked.name,
            theirs=other.text,
        ),
    )
