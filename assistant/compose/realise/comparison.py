"""How two to four products differ: rows for a table, and the difference in a sentence."""

from collections.abc import Iterable, Sequence

from assistant.compose.facts import Facts
from assistant.compose.items import ItemFacts, Trait
from assistant.compose.realise.cost import paid
from assistant.compose.superlatives import best_rated, cheapest
from assistant.compose.variation import Voice
from catalog.money import show
from catalog.record import Record

SIDE_BY_SIDE = 4
ROWS = 10


class Table(Record):
    """Rows of a comparison: the first names the products, the others start with what they tell."""

    rows: tuple[tuple[str, ...], ...]
    product_ids: tuple[str, ...]

    def text(self, voice: Voice) -> str:
        """The rows as lines of plain text."""
        names, *rows = self.rows
        lines = []
        for label, *values in rows:
            pairs = zip(names[1:], values, strict=True)
            cells = [voice.say("tables.cell", name=name, value=value) for name, value in pairs]
            told = voice.grammar.clauses.join(cells)
            lines.append(voice.say("tables.row", label=label, cells=told))
        return "\n".join(lines)


def table(facts: Facts, voice: Voice) -> Table:
    """The comparison of up to four products: price, seller, rating, then what differs."""
    items = facts.items[:SIDE_BY_SIDE]

    def row(label: str, cells: Iterable[str]) -> tuple[str, ...]:
        return (label, *(cell or voice.say("tables.not_stated") for cell in cells))

    rows = [("", *(i.name for i in items))]
    rows.append(row(voice.say("tables.price"), (paid(i, voice) for i in items)))
    rows.append(row(voice.say("tables.seller"), (_seller(i, voice) for i in items)))
    if any(i.rating is not None for i in items):
        rows.append(row(voice.say("tables.rating"), (_rating(i, voice) for i in items)))
    if len({i.stock for i in items} - {"unknown"}) > 1:
        rows.append(row(voice.say("tables.stock"), (_stock(i, voice) for i in items)))
    for attribute in differing(items):
        traits = [i.trait(attribute) for i in items]
        name = next(t.name for t in traits if t is not None)
        rows.append(row(name[:1].upper() + name[1:], (t.text if t else "" for t in traits)))
    return Table(rows=tuple(rows[:ROWS]), product_ids=tuple(i.product_id for i in items))


def differing(items: Sequence[ItemFacts]) -> tuple[str, ...]:
    """The attributes in which the products differ, those that most of them state first."""
    order = list(dict.fromkeys(t.attribute for i in items for t in i.traits))
    stated = {a: [i.trait(a) for i in items] for a in order}
    differ = [a for a in order if len({t.value if t else None for t in stated[a]}) > 1]
    return tuple(sorted(differ, key=lambda a: sum(1 for t in stated[a] if t is None)))


def alike(items: Sequence[ItemFacts]) -> tuple[Trait, ...]:
    """The traits that all products share."""
    first = items[0]
    return tuple(
        t for t in first.traits
        if all((o := i.trait(t.attribute)) is not None and o.value == t.value for i in items)
    )  # fmt: skip


def difference(facts: Facts, voice: Voice) -> str:
    """The differences that decide, in a sentence or two."""
    items, told = facts.items[:SIDE_BY_SIDE], []
    low = next((i for i in items if cheapest(i, items)), None)
    if low is not None and low.price is not None:
        told.append(_price_difference(low, items, voice))
    top = next((i for i in items if best_rated(i, items)), None)
    if top is not None:
        told.append(_rating_difference(top, items, voice))
    names = [t.name for a in differing(items) if (t := _first(items, a)) is not None][:4]
    if names:
        attributes = voice.grammar.enumeration.join(voice.grammar.within(name) for name in names)
        key = "tables.differ_also" if told else "tables.differ"
        told.append(voice.say(key, attributes=attributes))
    same = [t.text for t in alike(items)][:3]
    if same:
        told.append(voice.say("tables.alike", traits=voice.grammar.enumeration.join(same)))
    if not told:
        return voice.say("tables.no_difference")
    return voice.sentence("tables.sentence", clauses=voice.grammar.clauses.join(told))


def _first(items: Sequence[ItemFacts], attribute: str) -> Trait | None:
    return next((t for i in items if (t := i.trait(attribute)) is not None), None)


def _price_difference(low: ItemFacts, items: Sequence[ItemFacts], voice: Voice) -> str:
    others = [i for i in items if i.product_id != low.product_id]
    mine, theirs = low.paid, others[0].paid
    if len(others) == 1 and mine is not None and theirs is not None:
        return voice.say(
            "tables.cheaper",
            name=low.name,
            price=paid(low, voice),
            other=others[0].name,
            other_price=paid(others[0], voice),
            gap=show(theirs - mine, voice.grammar.language),
        )
    return voice.say("tables.cheapest", name=low.name, price=paid(low, voice))


def _rating_difference(top: ItemFacts, items: Sequence[ItemFacts], voice: Voice) -> str:
    others = [i for i in items if i.product_id != top.product_id and i.rating is not None]
    stars = f"{top.rating:f}"
    if len(others) == 1:
        slots = {"other": others[0].name, "other_stars": f"{others[0].rating:f}"}
        return voice.say("tables.rated", slots, name=top.name, stars=stars)
    return voice.say("tables.rated_highest", name=top.name, stars=stars)


def _seller(item: ItemFacts, voice: Voice) -> str:
    if not item.seller or item.seller_kind == "unknown":
        return item.seller
    kind = voice.say(f"tables.{item.seller_kind}")
    return voice.say("tables.seller_kind", seller=item.seller, kind=kind)


def _rating(item: ItemFacts, voice: Voice) -> str:
    if item.rating is None:
        return ""
    stars, many = f"{item.rating:f}", item.rating_count
    return voice.say("tables.stars", stars=stars, count=f"{many:,}") if many else stars


def _stock(item: ItemFacts, voice: Voice) -> str:
    return "" if item.stock == "unknown" else voice.say(f"tables.{item.stock}")
