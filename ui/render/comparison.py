"""A comparison as one table a turn: a product a row, a policy with its disclosure a column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from assistant.schema.difference import (
    Difference,
    ItemDifference,
    ListedProduct,
    PaidWords,
    Seen,
)
from catalog.i18n import Spoken
from catalog.money import Money, show
from catalog.phrases import say
from catalog.record import Record
from ui.render.comparison_measures import measures
from ui.render.html import NOTHING, join, tag
from ui.render.styles import compare_style

VIEWPORT = '<meta name="viewport" content="width=device-width, initial-scale=1">'
SEEN_LATER: dict[Seen, str] = {
    "hover": "label_hover",
    "footer": "label_footer",
    "after": "label_after",
    "none": "label_none",
}


class ColumnHead(Record):
    """What a column is under, in words: its policy, its disclosure, what money may move in it."""

    policy: str
    disclosure: str
    money_may: str


@dataclass(frozen=True)
class ComparedTurn:
    """One question, what differs in each column, and the audit's verdicts where they differ."""

    question: str
    differences: tuple[Difference, ...]
    verdicts: tuple[Markup, ...] = ()


def board(heads: Sequence[ColumnHead], turns: Sequence[ComparedTurn], language: Spoken) -> Markup:
    """Every turn as a table, the newest first."""
    return join(*(_turn(heads, turn, language) for turn in reversed(turns)))


def document(heads: Sequence[ColumnHead], turns: Sequence[ComparedTurn], language: Spoken) -> str:
    """The comparison as one HTML file that needs nothing else."""
    title = say("compare.title", language)
    page = tag(
        "html",
        tag(
            "head",
            Markup('<meta charset="utf-8">'),
            Markup(VIEWPORT),
            tag("title", title),
            Markup("<style>") + Markup(compare_style()) + Markup("</style>"),
        ),
        tag(
            "body",
            tag("h1", title),
            tag("p", say("compare.offline_note", language), cls="ps-cmp-note"),
            board(heads, turns, language),
            cls="ps-cmp-page",
        ),
        lang="zh-CN" if language == "zh" else "en",
    )
    return f"<!doctype html>\n{page}\n"


def _turn(heads: Sequence[ColumnHead], turn: ComparedTurn, language: Spoken) -> Markup:
    corner = tag(
        "td",
        tag("b", say("compare.columns", language, n=len(turn.differences))),
        tag("span", say("compare.tinted", language), cls="ps-cmp-soft"),
        cls="ps-cmp-corner",
    )
    shown = heads[: len(turn.differences)]
    tops = (_top(head, n, len(shown), language) for n, head in enumerate(shown, start=1))
    rows = [*measures(turn.differences, language), *_products(heads, turn, language)]
    rows.append(_bought(turn.differences, language))
    if turn.verdicts:
        cells = (tag("td", verdict) for verdict in turn.verdicts)
        rows.append(tag("tr", tag("th", say("compare.verdicts", language), scope="row"), *cells))
    table = tag(
        "table",
        tag("thead", tag("tr", corner, *tops)),
        tag("tbody", *rows),
        cls="ps-cmp",
        style=f"--columns: {len(turn.differences)}",
    )
    asked = tag("span", say("compare.asked", language), cls="ps-aloud")
    return tag(
        "section",
        tag("h2", asked, turn.question, cls="ps-question ps-cmp-question"),
        tag("p", say("compare.swipe", language, n=len(turn.differences)), cls="ps-cmp-swipe"),
        tag(
            "div", table, cls="ps-cmp-scroll", tabindex="0", role="group", aria_label=turn.question
        ),
        cls="ps-turn ps-cmp-turn",
    )


def _top(head: ColumnHead, n: int, of: int, language: Spoken) -> Markup:
    at = say("compare.of_columns", language, n=n, of=of)
    yardstick = tag("span", say("compare.yardstick", language), cls="ps-cmp-yardstick")
    return tag(
        "th",
        tag("b", head.policy),
        yardstick if n == 1 else None,
        # Seen where one column fills the screen, which its place among them is told from.
        tag("span", at, cls="ps-cmp-at", aria_hidden="true"),
        tag("span", head.disclosure, cls="ps-cmp-line"),
        tag("span", head.money_may, cls="ps-cmp-soft"),
        scope="col",
    )


def _products(heads: Sequence[ColumnHead], turn: ComparedTurn, language: Spoken) -> list[Markup]:
    """A row per product of any column: the yardstick's list first, then what others bring."""
    first = turn.differences[0]
    titles = {i.product_id: i.title for d in turn.differences for i in d.items}
    order = dict.fromkeys(
        [i.product_id for i in first.items]
        + [i.product_id for d in turn.differences for i in d.items]
    )
    return [_row(id, titles[id], heads, turn, language) for id in order]


def _row(
    id: str, title: str, heads: Sequence[ColumnHead], turn: ComparedTurn, language: Spoken
) -> Markup:
    before = _told_briefly(id, turn.differences[0], language)
    was = say("compare.unpaid_was", language, yardstick=heads[0].policy, told=before)
    cells = []
    for n, change in enumerate(turn.differences):
        items = [i for i in change.items if i.product_id == id]
        told = [_item(i, first=n == 0, language=language) for i in items]
        changed = any(i.changed for i in items)
        if not items:
            absent, changed = _absent(id, change, turn, first=n == 0, language=language)
            told = [absent]
        name = tag("b", title, cls="ps-cmp-name")
        note = tag("span", was, cls="ps-cmp-was") if n else None
        cells.append(
            tag("td", name, *told, note, cls="ps-cmp-changed" if changed and n else "ps-cmp-plain")
        )
    return tag("tr", tag("th", title, scope="row"), *cells)


def _item(item: ItemDifference, *, first: bool, language: Spoken) -> Markup:
    """What a column shows of a product: its label, place, price, shop, and what money changed."""
    if not first and not item.changed:
        return tag("span", say("compare.same", language), cls="ps-cmp-soft")
    place = "number" if item.space == "list" else "ad_place"
    head = join(
        tag("b", say(f"compare.{place}", language, n=item.place)),
        None if first else _move(item, language),
        " ",
        _price(item.price, item.delivered, language),
        None if first else _dearer(item, language),
    )
    lines: list[Markup | None] = [_label(item, language), tag("span", head, cls="ps-cmp-line")]
    if first or not item.seller_changed:
        lines.append(tag("span", item.seller, cls="ps-cmp-soft") if first else None)
    else:
        words = say(
            "compare.shop_changed", language, shop=item.seller, before=item.seller_unpaid or "–"
        )
        lines.append(tag("span", words, cls="ps-cmp-line"))
    link = _link(item, language)
    lines.append(tag("span", link, cls="ps-cmp-line") if link else None)
    return join(*lines)


def _link(item: ItemDifference, language: Spoken) -> str:
    """What became of the link of an item of the list, "" for nothing."""
    if not item.payer or item.space == "bought":
        return ""
    if item.link_sold and item.link_changed and item.hops:
        return say("compare.link_via", language, host=item.hops[0])
    if item.seller_changed or not (item.link_changed or item.link_sold):
        return ""
    return say("compare.link_sold" if item.link_sold else "compare.link_changed", language)


def _label(item: ItemDifference, language: Spoken) -> Markup:
    """The label in the form in which it is seen; where it is not, that it is not."""
    if not item.payer:
        return NOTHING
    if item.seen in ("before", "zone"):
        return tag("span", tag("mark", item.label), cls="ps-cmp-ad")
    return _unseen(item.seen, item.payer, language)


def _unseen(seen: Seen, payer: str, language: Spoken) -> Markup:
    """Who pays for what bears no label in sight, and where its label is."""
    words = say(f"compare.{SEEN_LATER[seen]}", language, payer=payer)
    return tag("span", "◌ ", words, cls="ps-cmp-unseen")


def _move(item: ItemDifference, language: Spoken) -> Markup:
    if item.move == "same":
        return NOTHING
    by = item.moved_by
    if item.move == "new" and item.space == "list" and item.rank_unpaid:
        rise = item.rank_unpaid - item.place
        arrow = say("compare.up", language, n=rise) + ", " if rise > 0 else ""
        return tag("span", " ", arrow, say("compare.new", language), cls="ps-cmp-move")
    return tag("span", " ", say(f"compare.{item.move}", language, n=by), cls="ps-cmp-move")


def _price(price: Money | None, delivered: bool, language: Spoken) -> Markup:
    if price is None:
        return tag("span", say("compare.no_price", language), cls="ps-cmp-soft")
    note = say("compare.delivered" if delivered else "compare.plus_delivery", language)
    return join(tag("b", show(price, language)), " ", tag("span", note, cls="ps-cmp-small"))


def _dearer(item: ItemDifference, language: Spoken) -> Markup:
    more = item.dearer_by
    if more is None or more.amount == 0:
        return NOTHING
    size = show(Money(amount=abs(more.amount), currency=more.currency), language)
    aloud = say(
        f"compare.aloud_{'dearer' if more.amount > 0 else 'cheaper'}", language, amount=size
    )
    sign = "+" if more.amount > 0 else "−"
    both = item.delivered and item.delivered_unpaid
    note = (
        None
        if both
        else tag("span", " ", say("compare.before_delivery", language), cls="ps-cmp-small")
    )
    return join(
        " ",
        tag(
            "b",
            sign,
            size,
            cls="ps-cmp-dearer" if more.amount > 0 else "ps-cmp-cheaper",
            aria_hidden="true",
        ),
        tag("span", aloud, cls="ps-aloud"),
        note,
    )


def _absent(
    id: str, change: Difference, turn: ComparedTurn, *, first: bool, language: Spoken
) -> tuple[Markup, bool]:
    """What stands in a column that does not show a product, and whether money changed that."""
    words = (*change.sentences, *change.questions)
    if any(id in w.product_ids for w in words):
        return tag("span", say("compare.in_words", language)), True
    if any(p.product_id == id for p in change.gone):
        return tag("b", say("compare.gone", language), cls="ps-cmp-move"), True
    ranks = (i.rank_unpaid for d in turn.differences for i in d.items if i.product_id == id)
    rank = next((r for r in ranks if r), None)
    if first and rank:
        return tag("span", say("compare.unpaid_rank", language, n=rank), cls="ps-cmp-soft"), False
    return tag("span", say("compare.not_shown", language), cls="ps-cmp-soft"), False


def _told_briefly(id: str, first: Difference, language: Spoken) -> str:
    """The product under the yardstick in one line, for a column seen alone."""
    items: list[ItemDifference | ListedProduct] = [i for i in first.items if i.product_id == id]
    if not items:
        return say("compare.not_shown", language)
    item = items[0]
    told = [say("compare.number", language, n=item.place)]
    told += [show(item.price, language)] if item.price else []
    return " · ".join([*told, item.seller])


def _bought(differences: Sequence[Difference], language: Spoken) -> Markup:
    head = join(
        say("compare.bought", language),
        tag("span", say("compare.bought_note", language), cls="ps-cmp-soft"),
    )
    cells = []
    for n, change in enumerate(differences):
        told = [_words(w, w.text, language) for w in change.sentences]
        for question in change.questions:
            text = say("compare.asks", language, text=question.text)
            told.append(_words(question, text, language))
        nothing = tag("span", say("compare.none", language), cls="ps-cmp-soft")
        cells.append(
            tag("td", *(told or [nothing]), cls="ps-cmp-changed" if told and n else "ps-cmp-plain")
        )
    return tag("tr", tag("th", head, scope="row"), *cells)


def _words(words: PaidWords, text: str, language: Spoken) -> Markup:
    if words.seen in ("before", "zone"):
        label = tag("span", tag("mark", words.label), cls="ps-cmp-ad")
    else:
        label = _unseen(words.seen, words.payer, language)
    return join(label, tag("span", text, cls="ps-cmp-line"))
