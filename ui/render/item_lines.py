"""The lines of one item: what it is called, what is paid for it, who sells it, how it is rated."""

from __future__ import annotations

from markupsafe import Markup

from assistant.schema.placement import Placement, ShownPrice, ShownRating
from catalog.money import Money, show
from ui.render.html import host, join, tag
from ui.render.showing import Showing
from ui.words import Words

STALE_DAYS = 7
SIGNS = {
    "official": "✓",
    "authorised": "✓",
    "own": "⌂",
    "person": "○",
    "unknown": "?",
    "self_described": "?",
}
"""What stands before the kind of a shop; the word after it says the same."""


def title(placement: Placement, name: str, *, numbered: bool) -> Markup:
    """The title with its place in the list; what follows the product's short name stands smaller.

    Args:
        placement: the item.
        name: the short name, which the title is only cut at where it begins with it.
        numbered: whether its place in its block is told.
    """
    whole = placement.title
    cut = len(name) if name and whole.startswith(name) else len(whole)
    head, rest = whole[:cut], whole[cut:].strip()
    place = tag("span", f"{placement.rank}.", cls="ps-rank", aria_hidden="true")
    return join(
        join(place, " ") if numbered else None,
        head,
        join(" ", tag("span", rest, cls="ps-form")) if rest else None,
    )


def price_line(price: ShownPrice, showing: Showing) -> Markup:
    """What is paid for one, delivered where that is known, and then how it comes about."""
    words, total = showing.words, price.total
    if total is None:
        return tag("p", words("price_unknown"), cls="ps-price ps-warn")
    old = showing.answer.created_at - price.shown_at if price.shown_at else None
    doubts = [words("days_old", days=old.days)] if old and old.days > STALE_DAYS else []
    if price.fees:
        unknown = price.fees == "shipping_unknown"
        doubts.insert(0, words("shipping_unknown") if unknown else price.fees)
    told = [note for note in (_delivery(price, words), price.conditions) if note]
    doubt = tag("span", " · ".join(doubts), cls="ps-warn") if doubts else None
    between = " · " if told and doubt else None
    return tag(
        "p",
        tag("strong", show(total, words.language)),
        _reference(price, words),
        " ",
        tag("span", " · ".join(told), between, doubt, cls="ps-note") if told or doubt else None,
        cls="ps-price",
    )


def _delivery(price: ShownPrice, words: Words) -> str:
    """What of the total is delivery; nothing where nobody says."""
    cost = next((line.money for line in price.lines if line.kind == "shipping"), None)
    if price.fees or cost is None:
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
    return join(" ", struck, " ", tag("span", price.basis, cls="ps-note ps-reference"))


def seller_line(placement: Placement, showing: Showing) -> Markup:
    """The shop, which is the link to it, with one mark, and at the end what its link passes."""
    words = showing.words
    hops = " → ".join(placement.redirects)
    return tag(
        "p",
        _shop(placement, showing),
        _kind(placement, words),
        tag("span", words("via", hops=hops), cls="ps-warn") if hops else None,
        cls="ps-seller",
    )


def _shop(placement: Placement, showing: Showing) -> Markup:
    words, seller = showing.words, placement.seller
    name = (seller.name if seller else "") or words("seller_unknown")
    aloud = tag("span", " ", words("new_tab"), cls="ps-aloud")
    return link(placement, showing, join(name, aloud)) or tag("span", name)


def _kind(placement: Placement, words: Words) -> Markup | None:
    """Whose the shop is where it is the operator's own, else of what kind."""
    seller = placement.seller
    if seller is None:
        return None
    kind: str = seller.kind
    said = words(f"kind_{seller.kind}")
    if seller.relation_to_operator in ("owned", "affiliated"):
        kind, said = "own", words(f"relation_{seller.relation_to_operator}")
    elif seller.is_trader is False:
        kind, said = "person", words("trader_no")
    mark = tag("span", SIGNS.get(kind, "") + " ", aria_hidden="true")
    return tag("span", mark, said, cls=f"ps-kind ps-kind-{kind}")


def link(placement: Placement, showing: Showing, said: str) -> Markup | None:
    """A link to where the item is sold; None where the item has no web address."""
    address = showing.link(placement)
    if not address or not _end(placement):
        return None
    return tag(
        "a",
        said,
        href=address,
        data_counted=showing.counted(placement) or None,
        target="_blank",
        rel="sponsored nofollow noopener" if placement.sponsored else "nofollow noopener",
    )


def _end(placement: Placement) -> str:
    return host(placement.final_url) or host(placement.url)


def go_line(placement: Placement, showing: Showing) -> Markup | None:
    """The link as a button that says where it ends."""
    words = showing.words
    aloud = tag("span", f" {words('new_tab')}", cls="ps-aloud")
    anchor = link(placement, showing, join(words("go", host=_end(placement)), aloud))
    return tag("p", anchor, cls="ps-go") if anchor else None


def rating_line(rating: ShownRating | None, words: Words) -> Markup | None:
    """Stars with their source and number, and whether any were rewarded."""
    if rating is None:
        return None
    source = rating.source or words("source_unnamed")
    key = "rating" if rating.count is not None else "rating_uncounted"
    told = words(key, value=f"{rating.value:f}", count=f"{rating.count or 0:,}", source=source)
    extra = f" · {words('rating_rewarded')}" if rating.incentivised else ""
    return tag("p", tag("span", "★ ", aria_hidden="true"), told, extra, cls="ps-rating ps-note")
