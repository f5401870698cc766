"""How one item of an answer looks: its label first, then what it is, its price, seller and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from markupsafe import Markup

from assistant.disclosure.creatives import own_words
from assistant.disclosure.targeting_text import chosen_by
from assistant.monetisation.ledger.entries import LedgerEntry
from assistant.monetisation.ledger.impressions import paid_for, sentence_ids
from assistant.schema.answer import Answer, Part
from assistant.schema.placement import (
    Label,
    Placement,
    ShownPrice,
    ShownRating,
    ShownSeller,
    visible,
)
from catalog.evidence import Evidence
from catalog.money import Money, show
from catalog.price_text import price_lines
from catalog.record import Record
from ui.render.drawings import drawing
from ui.render.html import NOTHING, details, host, join, tag, web
from ui.render.paying import NOTHING_TAKEN, Takes, order_control
from ui.render.payment import who_paid
from ui.render.report_form import control
from ui.words import Words, tongue_of

STALE_DAYS = 7
REASONS = 2
SIGNS = {"official": "✓", "authorised": "✓", "own": "⌂", "unknown": "?", "self_described": "?"}
"""What stands before the kind of a shop; the word after it says the same."""


class Sources(Record):
    """What stands behind one product: quotable evidence, and how much promotion was left out.

    `traits` are what sets it apart by the catalog's facts, in words; `colour` is that of its
    drawing, "" where none is on record.
    """

    quotable: tuple[Evidence, ...] = ()
    left_out: int = 0
    total: int = 0
    traits: tuple[str, ...] = ()
    colour: str = ""


def straight(placement: Placement) -> str:
    """The link of an item without a ledger in between: its own address, if that is a web page."""
    return web(placement.url)


@dataclass(frozen=True)
class Showing:
    """An answer as it is shown: with the evidence behind its products, and where links lead.

    `link` gives the address that a click on an item opens, "" for none, `counted` the one that
    notes such a click where it opens the shop itself; `report` the one that
    takes a report of a paid thing by its id in the ledger, `reports` those made already; `mark`
    what a comparison notes at an item; `takes` is what may be ordered or paid at it.
    """

    answer: Answer
    sources: Mapping[str, Sources] = field(default_factory=dict)
    link: Callable[[Placement], str] = straight
    counted: Callable[[Placement], str] = lambda placement: ""
    report: Callable[[str], str] = lambda id: ""
    reports: Mapping[str, LedgerEntry] = field(default_factory=dict)
    mark: Callable[[Placement], Markup] = lambda placement: NOTHING
    takes: Takes = NOTHING_TAKEN

    @property
    def words(self) -> Words:
        """The page's phrases in the answer's language."""
        return Words(tongue_of(self.answer.locale))

    @cached_property
    def bought(self) -> frozenset[str]:
        """The ids under which the ledger knows what is paid for in the answer."""
        return frozenset(id for id, _, _ in paid_for(self.answer))

    @cached_property
    def sentences(self) -> dict[int, str]:
        """The ids of bought sentences, by their place among the answer's parts."""
        return sentence_ids(self.answer.parts, self.answer.placements)

    def reporting(self, id: str) -> Markup | None:
        """The way to report one paid thing, where the answer offers it."""
        if not self.answer.controls.report:
            return None
        return control(self.report(id), self.reports.get(id), self.words)

    def said(self, placement: Placement) -> tuple[Part, ...]:
        """The stretches of text that are about this item alone."""
        picks = (p for p in self.answer.parts if p.role == "pick")
        return tuple(p for p in picks if p.product_ids == (placement.product_id,))


def card(placement: Placement, showing: Showing, *, in_zone: bool = False) -> Markup:
    """One item as an HTML article; its visible label is the first thing in it.

    A hover label becomes a `title` and is not seen at first, as that disclosure has it.

    Args:
        placement: the item.
        showing: the answer that it stands in.
        in_zone: whether the block's own label says that everything in it is paid for.
    """
    words, label = showing.words, placement.label
    hovering = label.text if label and label.position == "hover" else None
    name = f"{showing.answer.id}-{placement.id}"
    paid = bool(label and visible(label)) or in_zone
    own = showing.sources.get(placement.product_id)
    head = tag(
        "div",
        tag("h4", _title(placement, words), id=name, cls="ps-title"),
        _price(placement.price, showing),
        cls="ps-facts",
    )
    return tag(
        "article",
        badge(label, id=f"{name}-label"),
        showing.mark(placement),
        tag("div", drawing(placement.category, own.colour if own else ""), head, cls="ps-top"),
        _seller(placement.seller, words),
        _reasons(own),
        _rating(placement.ratings, words),
        _told(placement, words) if placement.label else None,
        order_control(showing.takes, placement, showing.answer),
        tag(
            "div",
            _link(placement, showing),
            details(words("more"), _rest(placement, showing), cls="ps-more"),
            cls="ps-end",
        ),
        cls="ps-card ps-paid" if paid else "ps-card",
        aria_labelledby=f"{name}-label {name}" if label and visible(label) else name,
        title=hovering,
    )


def _reasons(own: Sources | None) -> Markup | None:
    """Two facts that set the product apart, as the catalog has them."""
    if own is None or not own.traits:
        return None
    return tag("ul", *(tag("li", trait) for trait in own.traits[:REASONS]), cls="ps-reasons")


def _rest(placement: Placement, showing: Showing) -> Markup:
    """What a card says once it is opened: the words on it, arithmetic, evidence, who paid."""
    words = showing.words
    return tag(
        "div",
        _why(placement, showing),
        _seen_and_known(placement, showing),
        _arithmetic(placement.price, words),
        _sources(showing.sources.get(placement.product_id), words),
        who_paid(placement, words),
        showing.reporting(placement.id) if placement.sponsored else None,
        cls="ps-layers",
    )


def badge(label: Label | None, id: str | None = None) -> Markup:
    """A label as the words that a shopper sees; nothing where it is not to be seen at first."""
    if label is None or not visible(label):
        return NOTHING
    return tag("p", label.text, id=id, cls="ps-label", lang=label.lang)


def _title(placement: Placement, words: Words) -> Markup:
    place = tag("span", f"{placement.rank}.", cls="ps-rank", aria_hidden="true")
    return join(place, " ", placement.title)


def _price(price: ShownPrice, showing: Showing) -> Markup:
    """What is paid for one, delivered where that is known, and then how it comes about."""
    words, total = showing.words, price.total
    if total is None:
        return tag("p", words("price_unknown"), cls="ps-price")
    old = showing.answer.created_at - price.shown_at if price.shown_at else None
    notes = [_delivery(price, words), price.conditions]
    if old is not None and old.days > STALE_DAYS:
        notes.append(words("days_old", days=old.days))
    return tag(
        "p",
        tag("strong", show(total, words.language)),
        _reference(price, words),
        " ",
        tag("span", " · ".join(n for n in notes if n), cls="ps-note"),
        cls="ps-price",
    )


def _delivery(price: ShownPrice, words: Words) -> str:
    """What of the total is delivery, or that nobody says what it costs."""
    if price.fees:
        return words(price.fees) if price.fees == "shipping_unknown" else price.fees
    cost = next((line.money for line in price.lines if line.kind == "shipping"), None)
    if cost is None:
        return ""
    if cost.amount == 0:
        return words("shipping_free")
    goods = show(price.money, words.language) if price.money else ""
    return words("shipping_extra", goods=goods, price=show(cost, words.language))


def _reference(price: ShownPrice, words: Words) -> Markup | None:
    """A struck-through price stands only with the evidence that holds it."""
    if price.ref is None or not price.basis:
        return None
    before = show(Money(amount=price.ref, currency=price.currency), words.language)
    struck = tag("s", tag("span", words("was") + " ", cls="ps-aloud"), before)
    return join(" ", struck, " ", tag("span", price.basis, cls="ps-note"))


def _seen_and_known(placement: Placement, showing: Showing) -> Markup:
    """When and where the price was seen, and what is known of who sells."""
    words, price, seller = showing.words, placement.price, placement.seller
    told = [_seen(price, showing)]
    if seller is not None:
        told.append(seller.platform)
        if seller.is_trader is not None:
            told.append(words("trader_yes" if seller.is_trader else "trader_no"))
    return tag("p", " · ".join(each for each in told if each), cls="ps-note")


def _seen(price: ShownPrice, showing: Showing) -> str:
    if price.shown_at is None:
        return ""
    words, at = showing.words, price.shown_at
    days = (showing.answer.created_at - at).days
    date = f"{at:%Y-%m-%d}"
    source = price.source or words("source_unnamed")
    return words("seen_old" if days > STALE_DAYS else "seen", date=date, source=source, days=days)


def _seller(seller: ShownSeller | None, words: Words) -> Markup:
    """The shop with one mark: whose it is where it is the operator's own, else of what kind."""
    if seller is None:
        return tag("p", words("seller_unknown"), cls="ps-seller ps-note")
    kind: str = seller.kind
    said = words(f"kind_{seller.kind}")
    if seller.relation_to_operator in ("owned", "affiliated"):
        kind, said = "own", words(f"relation_{seller.relation_to_operator}")
    elif seller.is_trader is False:
        kind, said = "person", words("trader_no")
    mark = tag("span", SIGNS.get(kind, "") + " ", aria_hidden="true")
    name = seller.name or words("seller_unknown")
    return tag("p", name, " ", tag("b", mark, said, cls=f"ps-kind ps-kind-{kind}"), cls="ps-seller")


def _rating(rating: ShownRating | None, words: Words) -> Markup | None:
    if rating is None:
        return None
    source = rating.source or words("source_unnamed")
    key = "rating" if rating.count is not None else "rating_uncounted"
    told = words(key, value=f"{rating.value:f}", count=f"{rating.count or 0:,}", source=source)
    extra = f" · {rating.verification}" if rating.verification else ""
    extra += f" · {words('rating_rewarded')}" if rating.incentivised else ""
    return tag("p", tag("span", "★ ", aria_hidden="true"), told, extra, cls="ps-rating ps-note")


def _why(placement: Placement, showing: Showing) -> Markup:
    """What the answer says of the item; the item's own label stands over it and is not repeated."""
    own = bool(placement.label and visible(placement.label))
    lines = [tag("p", None if own else inline(p.label), p.text) for p in showing.said(placement)]
    if placement.text:
        lines.append(tag("p", own_words(placement, showing.words.language)))
    return tag("div", *lines, cls="ps-why") if lines else NOTHING


def inline(label: Label | None) -> Markup | None:
    """A label within running text."""
    if label is None or not visible(label):
        return None
    return join(tag("span", label.text, cls="ps-label ps-inline", lang=label.lang), " ")


def _told(placement: Placement, words: Words) -> Markup | None:
    """What a full disclosure tells at the item itself, before anything is opened."""
    record = placement.disclosure
    if record is None or record.shown != "full":
        return None
    rank = placement.rank_if_unpaid
    unpaid = words("unpaid_rank", n=rank) if rank else words("unpaid_nowhere")
    told = (record.why.text(words.language), chosen_by(record.targeting, words.language))
    between = "" if words.language == "zh" else " "
    return join(
        tag("p", unpaid, cls="ps-note"),
        details(words("paid_why"), between.join(each for each in told if each), cls="ps-told"),
    )


def _link(placement: Placement, showing: Showing) -> Markup | None:
    words, address = showing.words, showing.link(placement)
    final = host(placement.final_url) or host(placement.url)
    if not address or not final:
        return None
    anchor = tag(
        "a",
        words("go", host=final),
        tag("span", f" {words('new_tab')}", cls="ps-aloud"),
        href=address,
        data_counted=showing.counted(placement) or None,
        target="_blank",
        rel="sponsored nofollow noopener" if placement.sponsored else "nofollow noopener",
    )
    hops = words("via", hops=" → ".join(placement.redirects)) if placement.redirects else None
    return tag("p", anchor, tag("span", f" {hops}", cls="ps-note") if hops else None, cls="ps-go")


def _sources(sources: Sources | None, words: Words) -> Markup:
    if sources is None or not sources.total:
        return tag("p", words("sources"), ": ", words("sources_none"), cls="ps-note")
    kinds: dict[str, int] = {}
    for evidence in sources.quotable:
        kinds[evidence.source_kind] = kinds.get(evidence.source_kind, 0) + 1
    told = [words(f"source_{kind}", n=n) for kind, n in kinds.items()] or [words("sources_none")]
    if sources.left_out:
        told.append(words("sources_left_out", n=sources.left_out, total=sources.total))
    quotes = (_quote(evidence, words) for evidence in sources.quotable)
    return details(f"{words('sources')}: {' · '.join(told)}", *quotes, cls="ps-sources")


def _quote(evidence: Evidence, words: Words) -> Markup:
    by = [words(f"kindof_{evidence.source_kind}"), evidence.author]
    if evidence.date:
        by.append(f"{evidence.date:%Y-%m-%d}")
    lang = {"zh": "zh-CN", "en": "en"}.get(evidence.language)
    caption = tag("figcaption", " · ".join(b for b in by if b))
    return tag("figure", caption, tag("blockquote", evidence.text, lang=lang))


def _arithmetic(price: ShownPrice, words: Words) -> Markup | None:
    if len(price.lines) < 2:
        return None
    first, *rest = (line.money for line in price.lines)
    lines = (tag("li", line) for line in price_lines(price.lines, words.language))
    total = tag("li", tag("b", f"= {show(sum(rest, first), words.language)}"))
    return details(words("arithmetic"), tag("ul", *lines, total), cls="ps-arithmetic")
