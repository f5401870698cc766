"""What is worth saying of each listed product: its angle, its traits, its quotes, its drawbacks."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal

from assistant.compose.facts import Facts
from assistant.compose.items import ItemFacts, Quote, Trait, WishFact
from assistant.compose.plain import excerpt, sentences, unlabelled
from catalog.record import Record

Angle = Literal["cheapest", "best_rated", "most_rated", "all_wishes", "saving", "official", "plain"]
DrawbackKind = Literal[
    "unmet", "unsaid", "complaint", "stock", "third_party", "unrated", "stale", "shipping"
]
STALE_DAYS = 7
FEW_TRAITS = 2
QUOTE_LIMIT = {"zh": 60, "en": 120}
MANY_RATINGS = 100

_CRITICAL = re.compile(
    r"但|不过|缺点|可惜|就是|遗憾|美中不足|如果能|希望|偏贵|差评|失望|一般"
    r"|\b(?:but|however|though|although|downside|complaint|wish|unfortunately|disappoint\w*"
    r"|except|too (?:big|small|loud|heavy|short|stiff|tight|sweet|thin))\b",
    re.IGNORECASE,
)
"""Words by which a sentence of a review takes something back."""


class Excerpt(Record):
    """Words of one statement, short enough to quote."""

    quote: Quote
    words: str


class Drawback(Record):
    """One thing against a product; `wish` for the wishes, `excerpt` for a complaint."""

    kind: DrawbackKind
    wish: WishFact | None = None
    excerpt: Excerpt | None = None


class Said(Record):
    """What is said of one product, in no language yet."""

    item: ItemFacts
    angle: Angle
    traits: tuple[Trait, ...] = ()
    praise: Excerpt | None = None
    drawbacks: tuple[Drawback, ...] = ()


class Plan(Record):
    """What is said of every product, and the drawbacks that all of them share."""

    said: tuple[Said, ...]
    shared: tuple[DrawbackKind, ...] = ()


def plan(facts: Facts) -> Plan:
    """What to say of the listed products: each its own angle, where the facts hold one."""
    items = facts.items
    drawbacks = [_drawbacks(item, facts) for item in items]
    kinds = Counter(d.kind for own in drawbacks for d in own)
    hoistable = ("shipping", "stale", "unrated", "third_party")
    shared = tuple(
        k
        for k in hoistable
        if len(items) > 1 and kinds[k] == len(items)  # type: ignore[index]
    )
    chosen = _angles(items)
    said = tuple(
        Said(
            item=item,
            angle=angle,
            traits=_traits(item, items),
            praise=_praise(item, facts),
            drawbacks=tuple(d for d in own if d.kind not in shared)[:2],
        )
        for item, angle, own in zip(items, chosen, drawbacks, strict=True)
    )
    return Plan(said=said, shared=shared)  # type: ignore[arg-type]


def _angles(items: Sequence[ItemFacts]) -> list[Angle]:
    """One angle each; rarer ones first, and no two the same while others are true."""
    used: Counter[Angle] = Counter()
    chosen: list[Angle] = []
    for item in items:
        true = true_angles(item, items)
        angle = min(true, key=lambda a: (used[a], true.index(a)))
        used[angle] += 1
        chosen.append(angle)
    return chosen


def true_angles(item: ItemFacts, items: Sequence[ItemFacts]) -> list[Angle]:
    """The angles that the facts hold for an item among these, the more telling first."""
    true: list[Angle] = []
    if cheapest(item, items):
        true.append("cheapest")
    if best_rated(item, items):
        true.append("best_rated")
    if most_rated(item, items):
        true.append("most_rated")
    if item.met and not item.unmet and not item.unsaid and any(o.unmet for o in items):
        true.append("all_wishes")
    if item.start and item.price and item.start.amount > item.price.amount:
        true.append("saving")
    if item.seller_kind == "official" and any(o.seller_kind != "official" for o in items):
        true.append("official")
    return [*true, "plain"]


def cheapest(item: ItemFacts, items: Sequence[ItemFacts]) -> bool:
    """Whether every other item has a price in the same currency, and a higher one."""
    prices = [o.price for o in items if o.product_id != item.product_id]
    own = item.price
    return bool(prices) and own is not None and all(
        p is not None and p.currency == own.currency and own < p for p in prices
    )  # fmt: skip


def dearest(item: ItemFacts, items: Sequence[ItemFacts]) -> bool:
    """Whether every other item has a price in the same currency, and a lower one."""
    prices = [o.price for o in items if o.product_id != item.product_id]
    own = item.price
    return bool(prices) and own is not None and all(
        p is not None and p.currency == own.currency and own > p for p in prices
    )  # fmt: skip


def best_rated(item: ItemFacts, items: Sequence[ItemFacts]) -> bool:
    """Whether its stars beat those of all others that one and the same source rates."""
    others = [o for o in items if o.product_id != item.product_id and o.rating is not None]
    own = item.rating
    return own is not None and bool(others) and all(
        o.rating is not None and o.rating < own and o.rating_source == item.rating_source
        for o in others
    )  # fmt: skip


def most_rated(item: ItemFacts, items: Sequence[ItemFacts]) -> bool:
    """Whether at least twice as many people rated it as any other, and a hundred or more."""
    others = [o.rating_count or 0 for o in items if o.product_id != item.product_id]
    own = item.rating_count or 0
    return bool(others) and own >= MANY_RATINGS and own >= 2 * max(others)


def _traits(item: ItemFacts, items: Sequence[ItemFacts]) -> tuple[Trait, ...]:
    """The traits that tell it from the others, those that fewest share first."""
    wished = {w.attribute for w in (*item.met, *item.unmet)}
    usable = [t for t in item.traits if t.attribute not in wished and len(t.text) <= 32 and t.name]

    def shared(trait: Trait) -> int:
        others = (o.trait(trait.attribute) for o in items if o.product_id != item.product_id)
        return sum(1 for o in others if o is not None and o.value == trait.value)

    order = {t.attribute: n for n, t in enumerate(usable)}
    usable.sort(key=lambda t: (shared(t), not t.better, order[t.attribute]))
    return tuple(usable[:FEW_TRAITS])


def _own_language(quote: Quote, chinese: bool) -> bool:
    if quote.language != "und":
        return (quote.language == "zh") == chinese
    return any("\u4e00" <= c <= "\u9fff" for c in quote.text) == chinese


def _praise(item: ItemFacts, facts: Facts) -> Excerpt | None:
    """The most telling favourable sentence in the language of the answer."""
    words = [w.wanted for w in item.met] + [t.text for t in item.traits] + [facts.asked.subject]
    kinds = {"verified_purchase": 2, "expert_test": 2, "user_note": 1}
    best: tuple[float, Excerpt] | None = None
    for quote in item.quotes:
        if not _own_language(quote, facts.chinese) or (quote.rating or 5) < 4:
            continue
        for words_said in _quotable(quote, facts):
            if _CRITICAL.search(words_said):
                continue
            hits = sum(1 for w in words if w and w.lower() in words_said.lower())
            score = 2 * hits + kinds.get(quote.source_kind, 0) + min(len(words_said), 40) / 40
            if best is None or score > best[0]:
                best = score, Excerpt(quote=quote, words=words_said)
    return best[1] if best else None


def _complaint(item: ItemFacts, facts: Facts) -> Excerpt | None:
    """The first critical sentence: of a low rating, else one that takes something back."""
    own = [q for q in item.quotes if _own_language(q, facts.chinese)]
    low = [q for q in own if q.rating is not None and q.rating <= 3]
    for quote in low:
        for words in _quotable(quote, facts):
            return Excerpt(quote=quote, words=words)
    for quote in own:
        for words in _quotable(quote, facts):
            if _CRITICAL.search(words):
                return Excerpt(quote=quote, words=words)
    return None


def _quotable(quote: Quote, facts: Facts) -> list[str]:
    limit = QUOTE_LIMIT[facts.language]
    found = [excerpt(s, limit) for s in sentences(unlabelled(quote.text))]
    return [words for words in found if len(words) >= (4 if facts.chinese else 12)]


def _drawbacks(item: ItemFacts, facts: Facts) -> tuple[Drawback, ...]:
    """Everything against it, the weightiest first."""
    found = [Drawback(kind="unmet", wish=w) for w in item.unmet]
    complaint = _complaint(item, facts)
    if complaint is not None:
        found.append(Drawback(kind="complaint", excerpt=complaint))
    if item.stock in ("limited", "preorder", "out_of_stock"):
        found.append(Drawback(kind="stock"))
    found += [Drawback(kind="unsaid", wish=w) for w in item.unsaid]
    if item.seller_kind == "third_party":
        found.append(Drawback(kind="third_party"))
    if item.age_days is not None and item.age_days > STALE_DAYS:
        found.append(Drawback(kind="stale"))
    if item.price is not None and not item.shipping_known:
        found.append(Drawback(kind="shipping"))
    if item.rating is None:
        found.append(Drawback(kind="unrated"))
    return tuple(found)
