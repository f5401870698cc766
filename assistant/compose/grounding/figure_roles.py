"""Which figure of a clause stands for what, and whether it is what the facts have there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.compose.facts import Facts
from assistant.compose.grounding.approximations import fits
from assistant.compose.grounding.claims import ships_free
from assistant.compose.grounding.dimensions import Dimension
from assistant.compose.grounding.figures import (
    DIGITS,
    folded,
    item_numbers,
    numbers,
    shared_numbers,
)
from assistant.compose.grounding.sums import SHIPPING, sum_stands, sums_said
from assistant.compose.items import ItemFacts, Quote
from catalog.measures import figures

_BARE = re.compile(rf"(?<![\w.]){DIGITS}|{DIGITS}")
_RATED = re.compile(
    r"(?:rated|rating of|rating is|scores?|rating,?|stars|评分(?:为|是|有|达|只有)?|打分"
    r"|得分)\s*:?\s*(?:a "
    r"|an |just |only )?$"
)
_RATED_AFTER = re.compile(r"^\s?(?:stars?|out of 5|/ ?5|-star|分(?![贝钟])|星)")
_COUNTED = re.compile(
    r"^\+?\s?(?:个|位|名|条)?(?:多)?(?:ratings|reviews|raters|reviewers|people rated|(?:people"
    r"|buyers"
    r"|customers|shoppers)|人|条|评)"
)
_VOICE = re.compile(r"buyer|user|review|one |quote|用户|买家|评测|实测|已购|note|test|有人|提到")


@dataclass(frozen=True)
class Ledger:
    """All that figures may rest on, and what they are held against."""

    facts: Facts
    dimensions: Sequence[Dimension]


def false_figure(
    text: str,
    items: Sequence[ItemFacts],
    sentence: Sequence[ItemFacts],
    own: Sequence[Quote],
    ledger: Ledger,
    context: str = "",
) -> str | None:
    """The first figure of a stretch that is not true of the products it speaks of.

    Args:
        text: the stretch in lower case, names out of it.
        items: the products it speaks of; none or several where no single one is meant.
        sentence: the products that the whole sentence names.
        own: the evidence that the part cites.
        ledger: the facts.
        context: the whole clause of the stretch, which says what is added up.
    """
    facts = ledger.facts
    quoted = {n for q in own for n in numbers(folded(q.text))}
    quoted |= {n for m in facts.misses for n in numbers(folded(m.has))}
    rest = text
    for said in sums_said(text):
        if (
            not sum_stands(said, text, items, sentence, facts, context)
            and said.amount not in quoted
        ):
            return said.text
        rest = rest[: said.start] + " " * (said.end - said.start) + rest[said.end :]
    for figure in figures(rest):
        words = rest[figure.start : figure.end]
        if figure.unit.dimension in ("people", "servings") or _COUNTED.match(
            rest[figure.end - 1 :]
        ):
            continue
        matched = _measured(figure.amount, figure.start, figure.end, rest, figure.unit.dimension,
                            figure.unit.name, items, ledger)  # fmt: skip
        aged = {Decimal(i.age_days) for i in items or facts.items if i.age_days is not None}
        if matched is False and figure.unit.dimension == "time" and figure.amount in aged:
            continue
        if matched is False and figure.amount not in quoted and not _asked(figure.amount, facts):
            return words
        if matched is not None:
            rest = rest[: figure.start] + " " * len(words) + rest[figure.end :]
    return _bare_number(rest, items, quoted, ledger)


def _asked(amount: Decimal, facts: Facts) -> bool:
    return amount in set(numbers(folded(facts.asked.question)))


def _measured(
    amount: Decimal,
    start: int,
    end: int,
    text: str,
    family: str,
    unit: str,
    items: Sequence[ItemFacts],
    ledger: Ledger,
) -> bool | None:
    """Whether some item has the measure; None where no dimension of that family is known."""
    from catalog.measures import unit as unit_named

    known = [d for d in ledger.dimensions if d.family == family and d.measure]
    held = unit_named(unit)
    if not known or held is None:
        return None
    near = [d for d in known if d.nouns.search(text)] or known
    for dimension in near if len(near) < len(known) else known:
        measure = dimension.measure
        for item in items or ledger.facts.items:
            value = dimension.of(item)
            if value is None or measure is None:
                continue
            true = measure.convert(value, held)
            if fits(amount, true, text, start, end):
                return True
    titles = (folded(i.title).lower() for i in items)
    literal = {f.amount for title in titles for f in figures(title) if f.unit.dimension == family}
    texts = {n for i in items for t in i.traits if t.number is None for n in numbers(t.text)}
    return amount in literal or amount in texts


def _bare_number(
    text: str, items: Sequence[ItemFacts], quoted: set[Decimal], ledger: Ledger
) -> str | None:
    facts = ledger.facts
    spoken_of = items or facts.items
    known = shared_numbers(facts) | quoted
    for item in spoken_of:
        known |= item_numbers(item)
    for match in _BARE.finditer(text):
        number = Decimal(match.group().replace(",", "").rstrip("."))
        if text[match.end() :].lstrip()[:1] == "万":
            number *= 10_000
        before, after = text[: match.start()], text[match.end() :]
        if _plainly(number, before, text, spoken_of):
            continue
        if (_RATED.search(before) or _RATED_AFTER.match(after)) and not _VOICE.search(text):
            ratings = [i.rating for i in spoken_of if i.rating is not None]
            if not any(fits(number, r, text, match.start(), match.end()) for r in ratings) and not (
                number == 5 and re.search(r"(?:out of|/|满分)\s*$", before)
            ):
                return match.group()
            continue
        if _COUNTED.match(after):
            counts = [Decimal(i.rating_count) for i in spoken_of if i.rating_count is not None]
            if any(fits(number, c, text, match.start(), match.end()) for c in counts):
                continue
            small = {Decimal(n) for i in spoken_of for n in (i.sources, i.left_out, len(i.quotes))}
            if number in small | quoted or number in shared_numbers(facts):
                continue
            return match.group()
        if number in known or _percent(number, after, spoken_of):
            continue
        if any(fits(number, v, text, match.start(), match.end())
               for d in ledger.dimensions if d.nouns.search(text)
               for i in spoken_of if (v := d.of(i)) is not None):  # fmt: skip
            continue
        return match.group()
    return None


def _percent(number: Decimal, after: str, items: Sequence[ItemFacts]) -> bool:
    """Whether a percentage is what an item is reduced by."""
    if not re.match(r"\s?(?:%|percent|per cent)", after):
        return False
    for item in items:
        if item.start and item.price and item.start.amount:
            share = (item.start.amount - item.price.amount) / item.start.amount * 100
            if share and abs(share - number) < 1:
                return True
    return False


def _plainly(number: Decimal, before: str, text: str, items: Sequence[ItemFacts]) -> bool:
    """Whether a number is the 5 of "out of 5", or the 0 of a delivery that costs nothing."""
    if number == 0 and SHIPPING.search(text) and any(map(ships_free, items)):
        return True
    return number == 5 and bool(re.search(r"(?:out of|/|满分)\s*$", before))
