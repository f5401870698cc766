"""How likely two listings of different shops are one product, from features a person can read."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

WORD = re.compile(r"[a-z0-9]+(?:\.[0-9]+)?|[\u4e00-\u9fff]+")
CODE = re.compile(r"[a-z0-9][a-z0-9\-/._]*")
MEASURE = re.compile(
    r"(\d+(?:\.\d+)?)[\s\-]*(gb|tb|mb|ghz|mhz|hz|w|v|mah|ml|l|kg|g|oz|lb|lbs|inch|in|mm|cm|m|ft|mp|x"
    r"|pack|pk|ct|count|sheets?|pages|ports?|pin|pieces?|pcs|dpi|ppm|k|btu|寸|英寸|升|毫升|克|千克|件装)"
    r"(?![a-z0-9])"
)
UNITS = {"pk": "pack", "ct": "pack", "count": "pack", "pcs": "pack", "piece": "pack"}
UNITS |= {"pieces": "pack", "件装": "pack", "in": "inch", "寸": "inch", "英寸": "inch", "lbs": "lb"}
UNITS |= {"升": "l", "毫升": "ml", "克": "g", "千克": "kg", "sheets": "sheet", "ports": "port"}
COLOURS = """
black white red blue green silver pink purple gray grey orange yellow gold brown beige clear magenta
cyan 黑色 白色 红色 蓝色 绿色 银色 粉色 紫色 灰色 橙色 黄色 金色 棕色
"""
EXTRAS = "bundle bndl kit compatible refurbished replacement lot refill dimmer mini"
WEIGHTS = Path(__file__).with_name("similarity.json")
Rarity = Callable[[str], float]
"""How rare a word is among all listings: log of their number over those that hold it."""


@lru_cache
def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


class Entry(NamedTuple):
    """What the join reads of a listing; `product` is "" where it is still to be found."""

    n: int
    offer_id: str
    product: str
    seller: str
    title: str
    brand: str
    model: str
    gtin: str
    price: float | None


@dataclass(frozen=True, slots=True)
class Traits:
    """An entry's title and codes, cut up for comparing."""

    words: frozenset[str]
    codes: frozenset[str]
    numbers: frozenset[str]
    measures: Mapping[str, frozenset[str]]
    flat: str
    brand: str
    model: str
    price: float | None


def squeeze(text: str) -> str:
    """Letters and digits only, in lower case: "LC-37D64U" and "lc37d64u" are one."""
    return re.sub(r"[\W_]+", "", text.casefold())


def _words(text: str) -> frozenset[str]:
    found = set[str]()
    for word in WORD.findall(text):
        if word[0] >= "\u4e00" and len(word) > 2:
            found.update(word[at : at + 2] for at in range(len(word) - 1))
        else:
            found.add(word)
    return frozenset(found)


@lru_cache(maxsize=20_000)
def traits(entry: Entry) -> Traits:
    """Cut one entry up."""
    title = entry.title.casefold()
    words = _words(title.replace("-", " "))
    model = squeeze(entry.model)
    codes = {squeeze(w) for w in CODE.findall(title) if not MEASURE.fullmatch(w)}
    codes = {c for c in codes if len(c) >= 4 and any(letter.isdigit() for letter in c)}
    measures: dict[str, set[str]] = {}
    for value, unit in MEASURE.findall(title):
        measures.setdefault(UNITS.get(unit, unit), set()).add(value.removesuffix(".0"))
    return Traits(
        words=words,
        codes=frozenset(codes | ({model} if len(model) >= 3 else set())),
        numbers=frozenset(w for w in words if w.replace(".", "").isdecimal()),
        measures={unit: frozenset(values) for unit, values in measures.items()},
        flat=squeeze(title),
        brand=squeeze(entry.brand),
        model=model,
        price=entry.price,
    )


def features(a: Traits, b: Traits, rarity: Rarity) -> dict[str, float]:
    """What speaks for and against one product, each in [0, 1] or near it; symmetric in a and b."""
    found = _words_alike(a, b, rarity) | _codes_alike(a, b, rarity) | _makers_alike(a, b)
    found |= _measures_alike(a, b) | _prices_alike(a, b)
    overlap, brand = found["title overlap"], found["same brand"]
    model, inside = found["same model"], found["model inside the title"]
    found["same model × title overlap"] = model * overlap
    found["same model × same brand"] = model * brand
    found["same model × measures differ"] = model * found["measures differ"]
    found["model inside the title × title overlap"] = inside * overlap
    found["model inside the title × same brand"] = inside * brand
    found["same brand × title overlap"] = brand * overlap
    found["shared code × same brand"] = found["shared code"] * brand
    found["models differ × title overlap"] = found["models differ"] * overlap
    return found


def _words_alike(a: Traits, b: Traits, rarity: Rarity) -> dict[str, float]:
    shared = sum(map(rarity, a.words & b.words))
    of_a, of_b = sum(map(rarity, a.words)) or 1.0, sum(map(rarity, b.words)) or 1.0
    only_a = max(map(rarity, a.words - b.words), default=0.0) / 8
    only_b = max(map(rarity, b.words - a.words), default=0.0) / 8
    jaccard = shared / (of_a + of_b - shared or 1.0)
    return {
        "title overlap": shared / max(of_a, of_b),
        "shorter title contained": shared / min(of_a, of_b),
        "title words in common": jaccard,
        "title words in common, squared": jaccard**2,
        "rarest word of one alone": max(only_a, only_b),
        "rarest word of the other alone": min(only_a, only_b),
        "only one is a bundle or accessory": float(bool((a.words ^ b.words) & _listed(EXTRAS))),
    }


def _codes_alike(a: Traits, b: Traits, rarity: Rarity) -> dict[str, float]:
    both = bool(a.model and b.model)
    near = both and min(len(a.model), len(b.model)) >= 4
    near = near and (a.model in b.model or b.model in a.model)
    same = both and a.model == b.model
    inside = (len(a.model) >= 4 and a.model in b.flat) + (len(b.model) >= 4 and b.model in a.flat)
    shared = a.codes & b.codes
    apart = bool(a.codes - b.codes) and bool(b.codes - a.codes) and not shared and not inside
    return {
        "same model": float(same),
        "one model contains the other": float(near and not same),
        "models differ": float(both and not same and not near),
        "model inside the title": float(inside > 0),
        "each model inside the other title": float(inside == 2),
        "model inside the title, none beside it": float(not both and inside > 0),
        "shared code": float(bool(shared)),
        "rarity of the shared code": max((min(rarity(c), 8.0) for c in shared), default=0.0) / 8,
        "codes differ": float(apart),
    }


def _makers_alike(a: Traits, b: Traits) -> dict[str, float]:
    both = bool(a.brand and b.brand)
    same = both and a.brand == b.brand
    named = both and not same and (a.brand in b.flat or b.brand in a.flat)
    return {
        "same brand": float(same),
        "brand inside the title": float(named),
        "brands differ": float(both and not same and not named),
    }


def _measures_alike(a: Traits, b: Traits) -> dict[str, float]:
    units = a.measures.keys() & b.measures.keys()
    same = sum(bool(a.measures[u] & b.measures[u]) for u in units)
    all_numbers = len(a.numbers | b.numbers)
    colours, theirs = (words & _listed(COLOURS) for words in (a.words, b.words))
    return {
        "measures differ": float(same < len(units)),
        "measures agree": min(same, 3) / 3,
        "numbers in common": len(a.numbers & b.numbers) / all_numbers if all_numbers else 0.0,
        "numbers differ": float(bool(a.numbers - b.numbers) and bool(b.numbers - a.numbers)),
        "same colour": float(bool(colours & theirs)),
        "colours differ": float(bool(colours and theirs and not colours & theirs)),
    }


def _prices_alike(a: Traits, b: Traits) -> dict[str, float]:
    if not (a.price and b.price):
        return {"price ratio": 0.35, "price three times the other": 0.0}
    ratio = abs(math.log(a.price / b.price))
    return {"price ratio": min(ratio, 2.0), "price three times the other": float(ratio > 1.1)}


@dataclass(frozen=True, slots=True)
class Matcher:
    """A logistic model over the features: `weights` by name, "" the constant."""

    weights: Mapping[str, float]
    threshold: float

    def score(self, found: Mapping[str, float]) -> float:
        """The probability that they are one product."""
        weights = self.weights
        at = weights[""] + sum(weights[name] * value for name, value in found.items() if value)
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, at))))

    def reasons(self, found: Mapping[str, float], most: int = 5) -> tuple[tuple[str, float], ...]:
        """The features that moved the score most, with what each added to its log odds."""
        moved = [(name, self.weights[name] * value) for name, value in found.items() if value]
        return tuple(sorted(moved, key=lambda part: -abs(part[1]))[:most])


@lru_cache(maxsize=1)
def trained() -> Matcher:
    """The matcher with the weights beside this file, made by benchmarks/join.py --train."""
    held = json.loads(WEIGHTS.read_text("utf-8"))
    return Matcher(weights=held["weights"], threshold=held["threshold"])
