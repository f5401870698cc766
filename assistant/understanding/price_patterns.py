"""The words that make a number a price, as regular expressions made from data/prices.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.understanding.numbers import NUMBER
from assistant.understanding.patterns import any_of, lines, mapping, table


@dataclass(frozen=True)
class PriceWords:
    """`amount` finds a number with its currency before or after it; `before` and `after` what
    stands beside it and says which bound it is; `other_unit` follows what is no money.
    """

    amount: re.Pattern[str]
    currencies: tuple[tuple[re.Pattern[str], str], ...]
    before: tuple[tuple[str, re.Pattern[str]], ...]
    after: tuple[tuple[str, re.Pattern[str]], ...]
    other_unit: re.Pattern[str]
    plain_after: re.Pattern[str]

    def currency(self, sign: str) -> str:
        """The currency that a sign or word names, several apart by spaces, "" for none."""
        return next((c for p, c in self.currencies if sign and p.fullmatch(sign)), "")


@lru_cache(maxsize=1)
def price_words() -> PriceWords:
    """The words in data/prices.yaml, compiled once."""
    data = table("prices")
    signs = {side: dict(mapping(names)) for side, names in mapping(data["currencies"]).items()}
    for code in str(data["codes"]).split():
        for side, pattern in (("before", f"{code} ?"), ("after", code)):
            signs[side].setdefault(code.upper(), pattern)
    every = {
        side: any_of(entry for names in currencies.values() for entry in lines(names))
        for side, currencies in signs.items()
    }
    # A currency may touch its number ("usd80", "80usd"), so the inner boundary is lifted.
    sign = every["before"].replace("(?![a-z0-9])", "")
    unit = every["after"].replace("(?<![a-z0-9])", "")
    beside = {
        side: {kind: any_of(lines(words)) for kind, words in mapping(data[side]).items()}
        for side in ("before", "after")
    }
    return PriceWords(
        amount=re.compile(
            rf"(?P<sign>{sign})?\s?(?P<number>{NUMBER})(?P<few>来|多)?(?:\s?(?P<unit>{unit}))?"
            r"(?P<few2>多)?"
        ),
        currencies=tuple(
            (re.compile(any_of(lines(names))), currency)
            for side in signs.values()
            for currency, names in side.items()
        ),
        before=tuple((k, re.compile(rf"(?:{p})[\s:]*\Z")) for k, p in beside["before"].items()),
        after=tuple((k, re.compile(rf"[\s,]?(?:{p})")) for k, p in beside["after"].items()),
        other_unit=re.compile(rf"\s?{data['other_units']}(?![a-z])|[a-z]"),
        plain_after=re.compile(rf"\s*{data['plain_after']}"),
    )
