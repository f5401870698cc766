"""How two to four products differ: rows for a table, and the difference in a sentence."""

from collections.abc import Sequence

from assistant.compose.facts import Facts
from assistant.compose.items import ItemFacts, Trait
from assistant.compose.superlatives import best_rated, cheapest
from catalog.money import show
from catalog.record import Record

SIDE_BY_SIDE = 4
ROWS = 10
KINDS = {
    "official": ("官方", "official"),
    "authorised": ("授权", "authorised"),
    "third_party": ("第三方", "third party"),
    "self_operated": ("平台自营", "platform’s own"),
    "unknown": ("", ""),
}
STOCKS = {
    "in_stock": ("有货", "in stock"),
    "limited": ("库存不多", "limited"),
    "preorder": ("预售", "pre-order"),
    "out_of_stock": ("缺货", "out of stock"),
    "unknown": ("", ""),
}


class Table(Record):
    """Rows of a comparison: the first names the products, the others start with what they tell."""

    rows: tuple[tuple[str, ...], ...]
    product_ids: tuple[str, ...]

    def text(self, chinese: bool) -> str:
        """The rows as lines of plain text."""
        names, *rows = self.rows
        colon, gap = ("：", "；") if chinese else (": ", "; ")
        return "\n".join(
            f"{label}{colon}" + gap.join(f"{n} {c}" for n, c in zip(names[1:], cells, strict=True))
            for label, *cells in rows
        )


def table(facts: Facts) -> Table:
    """The comparison of up to four products: price, seller, rating, then what differs."""
    items = facts.items[:SIDE_BY_SIDE]
    zh = facts.chinese
    unsaid = "未标明" if zh else "not stated"

    def row(name_zh: str, name_en: str, cells: Sequence[str]) -> tuple[str, ...]:
        return (name_zh if zh else name_en, *(c or unsaid for c in cells))

    rows = [("", *(i.name for i in items)), row("到手价", "Price", [i.price_text for i in items])]
    rows.append(row("卖家", "Seller", [_seller(i, zh) for i in items]))
    if any(i.rating is not None for i in items):
        rows.append(row("评分", "Rating", [_rating(i, zh) for i in items]))
    if len({i.stock for i in items} - {"unknown"}) > 1:
        rows.append(row("库存", "Stock", [STOCKS[i.stock][not zh] for i in items]))
    for attribute in differing(items):
        traits = [i.trait(attribute) for i in items]
        name = next(t.name for t in traits if t is not None)
        rows.append((name[:1].upper() + name[1:], *(t.text if t else unsaid for t in traits)))
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


def difference(facts: Facts) -> str:
    """The differences that decide, in a sentence or two."""
    items = facts.items[:SIDE_BY_SIDE]
    zh = facts.chinese
    told = []
    low = next((i for i in items if cheapest(i, items)), None)
    if low is not None and low.price is not None:
        told.append(_price_difference(low, items, zh))
    top = next((i for i in items if best_rated(i, items)), None)
    if top is not None:
        told.append(_rating_difference(top, items, zh))
    names = [t.name for a in differing(items) if (t := _first(items, a)) is not None][:4]
    if names and zh:
        told.append(f"{'另外' if told else '主要'}差在{'、'.join(names)}")
    elif names:
        told.append(
            f"they {'also ' if told else ''}differ in {', '.join(n.lower() for n in names)}"
        )
    same = [t.text for t in alike(items)][:3]
    if same and zh:
        told.append(f"相同的是{'、'.join(same)}")
    elif same:
        told.append(f"shared: {', '.join(same)}")
    if not told:
        return "从已有的资料看不出差别。" if zh else "Nothing on record tells them apart."
    text = ("；" if zh else "; ").join(told)
    return f"{text}。" if zh else f"{text[:1].upper()}{text[1:]}."


def _first(items: Sequence[ItemFacts], attribute: str) -> Trait | None:
    return next((t for i in items if (t := i.trait(attribute)) is not None), None)


def _price_difference(low: ItemFacts, items: Sequence[ItemFacts], zh: bool) -> str:
    others = [i for i in items if i.product_id != low.product_id]
    if len(others) == 1 and others[0].price and low.price:
        other = others[0]
        gap = show(others[0].price - low.price, "zh" if zh else "en")
        if zh:
            return (
                f"{low.name}便宜一些，{low.price_text}；{other.name} {other.price_text}，差 {gap}"
            )
        more = f"{other.name} costs {other.price_text}, {gap} more"
        return f"{low.name} is cheaper at {low.price_text}; {more}"
    if zh:
        return f"{low.name}最便宜，{low.price_text}"
    return f"{low.name} is the cheapest at {low.price_text}"


def _rating_difference(top: ItemFacts, items: Sequence[ItemFacts], zh: bool) -> str:
    others = [i for i in items if i.product_id != top.product_id and i.rating is not None]
    if len(others) == 1:
        other = others[0]
        if zh:
            return f"评分上{top.name} {top.rating:f}，{other.name} {other.rating:f}"
        return f"{top.name} is rated {top.rating:f}, {other.name} {other.rating:f}"
    if zh:
        return f"{top.name}评分最高，{top.rating:f} 分"
    return f"{top.name} is rated highest at {top.rating:f}"


def _seller(item: ItemFacts, zh: bool) -> str:
    kind = KINDS[item.seller_kind][not zh]
    if not item.seller or not kind:
        return item.seller
    return f"{item.seller}（{kind}）" if zh else f"{item.seller} ({kind})"


def _rating(item: ItemFacts, zh: bool) -> str:
    if item.rating is None:
        return ""
    many = f" ({item.rating_count:,})" if item.rating_count else ""
    return f"{item.rating:f}{many}" if not zh else f"{item.rating:f}{many.replace(' ', '')}"
