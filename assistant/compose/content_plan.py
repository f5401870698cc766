"""What is worth saying of each listed product: its angle, its traits, its quotes, its drawbacks."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from assistant.compose.facts import Facts
from assistant.compose.items import ItemFacts, Quote, Trait, WishFact
from assistant.compose.sanitise import unlabelled
from assistant.compose.superlatives import best_rated, cheapest, most_rated
from assistant.facts.polarity import CONTRAST, RESERVED, lean
from catalog.record import Record
from catalog.sentences import excerpt, sentences

Angle = Literal["cheapest", "best_rated", "most_rated", "all_wishes", "saving", "official", "plain"]
DrawbackKind = Literal[
    "unmet", "complaint", "low_rated", "stock", "unsaid", "third_party", "stale", "shipping",
    "unrated",
]  # fmt: skip
STALE_DAYS = 7
LOW_RATING = Decimal("3.5")
DULL = ("color", "colour")
"""Attributes that say little of whether to buy; told last."""
FEW_TRAITS, FEW_DRAWBACKS = 2, 2
ALL_OF_ONE = 4
"""Traits and drawbacks that are told of each product, and of one that is asked about alone."""
QUOTE_LIMIT = {"zh": 60, "en": 120}
SHORTEST = {"zh": 4, "en": 12}
"""Characters that a quote has at most and at least."""


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
    told: set[str] = set()
    drawbacks = [_drawbacks(item, facts, told) for item in items]
    kinds = Counter(d.kind for own in drawbacks for d in own)
    hoistable = ("shipping", "stale", "unrated", "third_party")
    shared = tuple(
        k
        for k in hoistable
        if len(items) > 1 and kinds[k] == len(items)  # type: ignore[index]
    )
    chosen = _angles(items)
    alone = facts.situation == "about"
    said = tuple(
        Said(
            item=item,
            angle=angle,
            traits=_traits(item, facts)[: ALL_OF_ONE if alone else FEW_TRAITS],
            praise=_praise(item, facts, told),
            drawbacks=tuple(d for d in own if d.kind not in shared)[
                : ALL_OF_ONE if alone else FEW_DRAWBACKS
            ],
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
    if best_rated(item, items) and not low_rated(item):
        true.append("best_rated")
    if most_rated(item, items) and not low_rated(item):
        true.append("most_rated")
    if item.met and not item.unmet and not item.unsaid and any(o.unmet for o in items):
        true.append("all_wishes")
    if item.start and item.price and item.start.amount > item.price.amount:
        true.append("saving")
    if item.seller_kind == "official" and any(o.seller_kind != "official" for o in items):
        true.append("official")
    return [*true, "plain"]


def low_rated(item: ItemFacts) -> bool:
    """Whether its stars are a reason to hesitate."""
    return item.rating is not None and item.rating < LOW_RATING


def _traits(item: ItemFacts, facts: Facts) -> tuple[Trait, ...]:
    """The traits that tell it from the others, those that fewest share first."""
    items = facts.items
    wished = {w.attribute for w in (*item.met, *item.unmet)} | {id for id, _ in facts.asked.about}
    usable = [t for t in item.traits if t.attribute not in wished and len(t.text) <= 32 and t.name]

    def shared(trait: Trait) -> int:
        others = (o.trait(trait.attribute) for o in items if o.product_id != item.product_id)
        return sum(1 for o in others if o is not None and o.value == trait.value)

    order = {t.attribute: n for n, t in enumerate(usable)}
    usable.sort(key=lambda t: (t.attribute in DULL, shared(t), not t.better, order[t.attribute]))
    return tuple(usable)


def _own_language(quote: Quote, chinese: bool) -> bool:
    if quote.language != "und":
        return (quote.language == "zh") == chinese
    return any("\u4e00" <= c <= "\u9fff" for c in quote.text) == chinese


def _praise(item: ItemFacts, facts: Facts, told: set[str]) -> Excerpt | None:
    """The most telling favourable sentence in the language of the answer, not yet `told`."""
    words = [w.wanted for w in item.met] + [t.text for t in item.traits]
    kinds = {"verified_purchase": 2, "expert_test": 2, "user_note": 1}
    best: tuple[float, Excerpt] | None = None
    for quote in item.quotes:
        if not _own_language(quote, facts.chinese) or (quote.rating or 5) < 4:
            continue
        for said in _quotable(quote, facts):
            if said in told or lean(said) != "for" or CONTRAST.match(said):
                continue
            hits = sum(1 for w in words if w and w.lower() in said.lower())
            score = 2 * hits + kinds.get(quote.source_kind, 0) + min(len(said), 40) / 40
            if best is None or score > best[0]:
                best = score, Excerpt(quote=quote, words=said)
    if best is None:
        return None
    told.add(best[1].words)
    return best[1]


def _complaint(item: ItemFacts, facts: Facts, told: set[str]) -> Excerpt | None:
    """A sentence not yet `told` that speaks against the product, the lowest-rated voice first.

    In a content review a sentence that opens with "but" is one too, whatever its words.
    """
    own = [q for q in item.quotes if _own_language(q, facts.chinese)]
    for quote in sorted(own, key=lambda q: q.rating or 4):
        content = quote.rating is None or quote.rating >= 4
        for said in _quotable(quote, facts):
            turned = CONTRAST.match(said)
            words = said[turned.end() :] if turned else said
            if words in told or len(words) < SHORTEST[facts.language]:
                continue
            neutral = lean(words) == "none" and len(words) >= 2 * SHORTEST[facts.language]
            if lean(words) == "against" or (
                neutral and ((turned and content) or RESERVED.search(words))
            ):
                told.add(words)
                return Excerpt(quote=quote, words=words)
    return None


def _quotable(quote: Quote, facts: Facts) -> list[str]:
    limit = QUOTE_LIMIT[facts.language]
    found = [excerpt(s, limit) for s in sentences(unlabelled(quote.text))]
    return [words for words in found if len(words) >= SHORTEST[facts.language]]


def _drawbacks(item: ItemFacts, facts: Facts, told: set[str]) -> tuple[Drawback, ...]:
    """Everything against it, the weightiest first."""
    found = [Drawback(kind="unmet", wish=w) for w in item.unmet]
    complaint = _complaint(item, facts, told)
    if complaint is not None:
        found.append(Drawback(kind="complaint", excerpt=complaint))
    if low_rated(item):
        found.append(Drawback(kind="low_rated"))
    if item.stock in ("limited", "preorder", "out_of_stock"):
        found.append(Drawback(kind="stock"))
    # An attribute that none of them states is no fault of this one; it may not apply at all.
    stated = {t.attribute for other in facts.items for t in other.traits}
    unsaid = (w for w in item.unsaid if w.attribute in stated)
    found += [Drawback(kind="unsaid", wish=w) for w in unsaid]
    if item.seller_kind == "third_party":
        found.append(Drawback(kind="third_party"))
    if item.age_days is not None and item.age_days > STALE_DAYS:
        found.append(Drawback(kind="stale"))
    if item.price is not None and not item.shipping_known:
        found.append(Drawback(kind="shipping"))
    if item.rating is None:
        found.append(Drawback(kind="unrated"))
    return tuple(found)
