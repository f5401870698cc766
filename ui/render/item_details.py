"""What an item says once it is opened: the words on it, its price in full, evidence, who paid."""

from __future__ import annotations

from markupsafe import Markup

from assistant.disclosure.creatives import own_words
from assistant.schema.placement import Placement, ShownPrice, visible
from catalog.evidence import Evidence
from catalog.money import show
from catalog.price_text import price_lines
from ui.render.html import NOTHING, join, tag
from ui.render.item_lines import STALE_DAYS, go_line
from ui.render.labels import inline
from ui.render.payment import who_paid
from ui.render.price_chart import price_chart
from ui.render.showing import Showing, Sources
from ui.words import Words


def layers(placement: Placement, showing: Showing) -> Markup:
    """Why, the link, then in parts: price, its history, what others say, who paid."""
    words = showing.words
    chart = price_chart(placement.price, words)
    return tag(
        "div",
        tag("div", _why(placement, showing), go_line(placement, showing), cls="ps-wide-layer"),
        tag(
            "div",
            _arithmetic(placement.price, words),
            _seen_and_known(placement, showing),
        ),
        tag("div", chart) if chart else None,
        _sources(showing.sources.get(placement.product_id), words),
        tag(
            "div",
            who_paid(placement, words),
            showing.reporting(placement.id) if placement.sponsored else None,
        ),
        cls="ps-layers",
    )


def _why(placement: Placement, showing: Showing) -> Markup:
    """What the answer says of the item; the item's own label stands over it and is not repeated."""
    own = bool(placement.label and visible(placement.label))
    lines = [tag("p", None if own else inline(p.label), p.text) for p in showing.said(placement)]
    if placement.text:
        lines.append(tag("p", own_words(placement, showing.words.language)))
    return tag("div", *lines, cls="ps-why") if lines else NOTHING


def _arithmetic(price: ShownPrice, words: Words) -> Markup | None:
    """The lines that the price is the sum of."""
    if len(price.lines) < 2:
        return None
    first, *rest = (line.money for line in price.lines)
    lines = (tag("li", line) for line in price_lines(price.lines, words.language))
    total = tag("li", f"= {show(sum(rest, first), words.language)}")
    listed = tag("ul", *lines, total, cls="ps-sums")
    return tag("div", tag("h5", words("arithmetic")), listed, cls="ps-arithmetic")


def _seen_and_known(placement: Placement, showing: Showing) -> Markup:
    """When and where the price was seen, and what is known of who sells."""
    words, price, seller = showing.words, placement.price, placement.seller
    told = [_seen(price, showing)]
    if seller is not None:
        told.append(seller.platform)
        if seller.is_trader is not None:
            told.append(words("trader_yes" if seller.is_trader else "trader_no"))
    if placement.ratings is not None:
        told.append(placement.ratings.verification)
    return tag("p", " · ".join(each for each in told if each), cls="ps-note")


def _seen(price: ShownPrice, showing: Showing) -> str:
    if price.shown_at is None:
        return ""
    words, at = showing.words, price.shown_at
    days = (showing.answer.created_at - at).days
    date = f"{at:%Y-%m-%d}"
    source = price.source or words("source_unnamed")
    return words("seen_old" if days > STALE_DAYS else "seen", date=date, source=source, days=days)


def _sources(sources: Sources | None, words: Words) -> Markup:
    """Evidence by kind of source with its number, what was left out, and the words themselves."""
    head = tag("h5", words("sources"))
    if sources is None or not sources.total:
        return tag("div", head, tag("p", words("sources_none"), cls="ps-note"), cls="ps-sources")
    kinds: dict[str, int] = {}
    for evidence in sources.quotable:
        kinds[evidence.source_kind] = kinds.get(evidence.source_kind, 0) + 1
    told = [words(f"source_{kind}", n=n) for kind, n in kinds.items()] or [words("sources_none")]
    if sources.left_out:
        told.append(words("sources_left_out", n=sources.left_out, total=sources.total))
    quotes = join(*(_quote(evidence, words) for evidence in sources.quotable))
    return tag("div", head, tag("p", " · ".join(told), cls="ps-note"), quotes, cls="ps-sources")


def _quote(evidence: Evidence, words: Words) -> Markup:
    by = [words(f"kindof_{evidence.source_kind}"), evidence.author]
    if evidence.date:
        by.append(f"{evidence.date:%Y-%m-%d}")
    lang = {"zh": "zh-CN", "en": "en"}.get(evidence.language)
    caption = tag("figcaption", " · ".join(b for b in by if b))
    return tag("figure", tag("blockquote", evidence.text, lang=lang), caption)
