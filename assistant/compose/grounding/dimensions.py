"""By what products can be set against one another: price, rating, each measured trait."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.compose.items import ItemFacts
from catalog.measures import Unit, figures, unit

NOUNS = {
    "price": r"pric\w+|costs?\b|costing|pay\b|paying|spend|money|到手价?|价格|价钱|售价|价位|花费"
    r"|[¥$€£]"
    r"|\b(?:cny|usd|rmb|eur|gbp)\b",
    "rating": r"\brating\b|\brated\b|\bscor\w+|\bstars?\b|评分(?!人)|分数|打分|星级|得分",
    "count": r"\bratings\b|\breviews\b|\breview(?:ed|ers)\b|\braters\b|评[价分论](?:人数|数|的人"
    r"|条数)"
    r"|评[价论](?=[最更]?[多少])|人评",
    "mass": r"\bweigh\w*|\bmass\b|重量|净重|克重",
    "sound": r"\bnois\w*|\bsound|\bdb\b|decibel|噪音|噪声|声音|分贝",
    "light": r"\bbright\w*|\blumens?\b|\blm\b|light output|亮度|光通量|流明",
    "time": r"\bbattery|\bruntime|\brun time|续航|电池",
    "pressure": r"\bsuction|吸力",
    "power": r"\bpower\b|\bwatt\w*|功率",
    "volume": r"\bcapacity|\bvolume|\bbottle|\btank\b|容量|净含量",
    "length": r"\bheight|\bthick\w*|\btall\b|高度|厚度|机身",
    "area": r"\broom size|\bcoverage|\barea\b|适用面积|面积",
    "flow": r"\bcadr\b|\bairflow|风量",
}
"""What a dimension is called, by its family."""
ROUND = Decimal("0.5")
RATIO = Decimal("0.06")
"""How far "about" may be off, relative to the true figure."""


@dataclass(frozen=True)
class Dimension:
    """One thing by which products are ordered; `values` holds those of the items that have it.

    `family` is "price", "rating", "count", what its unit measures ("mass") or the attribute's id;
    `unit` the unit of the values, a currency's code for a price, "" for none.
    """

    family: str
    nouns: re.Pattern[str]
    values: Mapping[str, Decimal]
    unit: str = ""

    def of(self, item: ItemFacts) -> Decimal | None:
        """An item's value, None where nobody says."""
        return self.values.get(item.product_id)

    @property
    def measure(self) -> Unit | None:
        """Its unit of measure, None for prices and bare numbers."""
        return unit(self.unit)


def dimensions_of(items: Sequence[ItemFacts]) -> tuple[Dimension, ...]:
    """Every dimension in which at least one of the items has a value."""
    return tuple(_dimensions(items))


def _dimensions(items: Sequence[ItemFacts]) -> Iterator[Dimension]:
    for currency in dict.fromkeys(i.price.currency for i in items if i.price):
        prices = {i.product_id: i.price.amount for i in items
                  if i.price and i.price.currency == currency}  # fmt: skip
        yield Dimension("price", re.compile(NOUNS["price"]), prices, currency)
    ratings = {i.product_id: i.rating for i in items if i.rating is not None}
    counts = {i.product_id: Decimal(i.rating_count) for i in items if i.rating_count is not None}
    if ratings:
        yield Dimension("rating", re.compile(NOUNS["rating"]), ratings)
    if counts:
        yield Dimension("count", re.compile(NOUNS["count"]), counts)
    traits = {t.attribute: t for i in items for t in i.traits if t.number is not None}
    for attribute, trait in traits.items():
        measured = next(figures(trait.text.lower()), None)
        family = measured.unit.dimension if measured else attribute
        name = re.escape(trait.name.lower())
        common = NOUNS.get(family)
        yield Dimension(
            family,
            re.compile(f"{name}|{common}" if common else name),
            {
                i.product_id: t.number
                for i in items
                if (t := i.trait(attribute)) is not None and t.number is not None
            },
            measured.unit.name if measured else "",
        )


def rounded(said: Decimal, true: Decimal) -> bool:
    """Whether a figure is the true one to the digits that it shows: 0.2 for 0.24, 3.1 for 3.149."""
    exponent = said.as_tuple().exponent
    place = Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)
    return abs(said - true) <= place * ROUND if exponent else said == true


def about(said: Decimal, true: Decimal) -> bool:
    """Whether a figure said to be about right is."""
    return abs(said - true) <= abs(true) * RATIO
