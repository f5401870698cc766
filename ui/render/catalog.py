"""How a catalog looks to a researcher: lists of products, and one with the source of each field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from markupsafe import Markup

from assistant.compose.fact_builder import traits_of
from catalog.evidence import Evidence
from catalog.i18n import Spoken
from catalog.money import show
from catalog.offer import Offer
from catalog.price import PriceObservation
from catalog.price_paid import price_paid
from catalog.product import Product
from catalog.store import Catalog
from retrieval.request import Ranking
from ui.render.frame import button, choice, field, hidden, section, table
from ui.render.html import details, join, tag

Said = Callable[..., str]
Row = tuple[str, str | Markup, str]
LONGEST = 600
"""Characters of a description."""


@dataclass(frozen=True)
class Shelf:
    """A catalog as it is looked at: in which language, when, and which trial import it is of."""

    catalog: Catalog
    said: Said
    language: Spoken
    now: datetime
    trial: str = ""
    name: str = ""

    def address(self, path: str, **fields: str) -> str:
        """The address of another page of the same catalog."""
        kept = {"lang": self.language, "trial": self.trial, **fields}
        return f"{path}?{urlencode({name: value for name, value in kept.items() if value})}"


def heading(shelf: Shelf) -> Markup:
    """What the catalog is, how much is in it, and the hash of its content."""
    said, tables = shelf.said, ("product", "offer", "seller", "evidence")
    numbers = {n: f"{shelf.catalog.count(n):,}" for n in tables}
    counts = said(
        "counts",
        products=numbers["product"],
        offers=numbers["offer"],
        sellers=numbers["seller"],
        evidence=numbers["evidence"],
    )
    title = said("trial", name=shelf.name) if shelf.trial else said("title")
    digest = said("digest", digest=shelf.catalog.digest[:16])
    note = tag("p", said("trial_note"), cls="ps-note") if shelf.trial else None
    about = tag("p", counts, " · ", tag("span", digest, cls="ps-note"))
    return section(title, note, about)


def searching(text: str, said: Said, lang: str) -> Markup:
    """The form that searches."""
    box = tag("input", type="search", name_="q", id="q", value=text, size="40", maxlength="500")
    return join(
        tag(
            "form",
            field(said("query"), "q", box),
            hidden("lang", lang),
            button(said("search")),
            action="/catalog",
            role="search",
        ),
        tag("p", said("search_note"), cls="ps-note"),
    )


def found(shelf: Shelf, text: str, ranking: Ranking) -> Markup:
    """The products found for some words, best first, with their scores."""
    said = shelf.said
    if not ranking.products:
        return tag("p", said("none_found", text=text), role="status")
    heads = [said(name) for name in ("rank", "product", "brand", "price", "score")]
    rows = []
    for one in ranking.products:
        product = shelf.catalog.product(one.product_id)
        cells = (_link(shelf, product), product.brand, _lowest(shelf, product))
        rows.append((str(one.rank), *cells, f"{one.score:.3f}"))
    name = said("found", text=text, n=len(rows))
    return join(tag("p", name, role="status"), table(heads, rows, name))


def browsing(
    shelf: Shelf,
    products: Sequence[Product],
    counts: Mapping[str, int],
    category: str,
    skip: int,
    most: int,
) -> Markup:
    """A page of the products of a category, and the ways to the pages beside it."""
    said = shelf.said
    whole = counts.get(category, 0) if category else sum(counts.values())
    heads = [said(name) for name in ("product", "brand", "category", "offers", "price")]
    rows = (
        (
            _link(shelf, p),
            p.brand,
            _category(shelf, p.category),
            str(len(shelf.catalog.offers_of(p.id))),
            _lowest(shelf, p),
        )
        for p in products
    )
    name = said("range", first=skip + 1, last=skip + len(products), n=whole)
    ways = []
    if skip:
        before = {"category": category, "skip": str(max(0, skip - most))}
        ways.append(tag("a", said("back"), href=shelf.address("/catalog", **before), rel="prev"))
    if skip + most < whole:
        after = {"category": category, "skip": str(skip + most)}
        ways.append(tag("a", said("next"), href=shelf.address("/catalog", **after), rel="next"))
    return join(
        _categories(shelf, counts, category),
        tag("p", name, cls="ps-note") if products else None,
        table(heads, rows, name),
        tag("p", *(join(way, " ") for way in ways), cls="ps-row"),
    )


def _categories(shelf: Shelf, counts: Mapping[str, int], chosen: str) -> Markup:
    said = shelf.said
    among = [("", f"{said('all')} ({sum(counts.values()):,})")]
    among += [(id, f"{_category(shelf, id)} ({n:,})") for id, n in counts.items() if id]
    return tag(
        "form",
        field(said("category"), "category", choice("category", among, chosen)),
        hidden("lang", shelf.language),
        hidden("trial", shelf.trial) if shelf.trial else None,
        button(said("show"), quiet=True),
        action="/catalog",
    )


def _category(shelf: Shelf, id: str) -> str:
    if not id:
        return shelf.said("uncategorised")
    return shelf.catalog.vocabulary.category(id).name(shelf.language)


def _link(shelf: Shelf, product: Product) -> Markup:
    return tag("a", product.title, href=shelf.address("/catalog/product", id=product.id))


def _lowest(shelf: Shelf, product: Product) -> str:
    """The least that an offer costs now; offers in another currency than the first's are apart."""
    paid = (price_paid(offer, now=shelf.now) for offer in shelf.catalog.offers_of(product.id))
    totals = [p.total for p in paid if p is not None]
    same = [t for t in totals if t.currency == totals[0].currency]
    return show(min(same), shelf.language) if same else shelf.said("no_price")


def product_page(shelf: Shelf, product: Product) -> Markup:
    """One product: its fields, every offer, all that others say, each with where it is from."""
    said, catalog = shelf.said, shelf.catalog
    heads = [said(name) for name in ("field", "value", "from")]
    offers = catalog.offers_of(product.id)
    evidence = catalog.evidence_of(product.id)
    return join(
        tag("p", tag("a", said("to_catalog"), href=shelf.address("/catalog"))),
        section(product.title, table(heads, _fields(shelf, product), product.title)),
        *(_offer(shelf, offer, heads) for offer in offers),
        section(
            said("evidence"),
            *(_said_by(one, said) for one in evidence),
            None if evidence else tag("p", said("no_evidence")),
        ),
    )


def _fields(shelf: Shelf, product: Product) -> Iterator[Row]:
    said, source = shelf.said, product.provenance or shelf.said("not_stated")
    description = product.description
    cut = description[:LONGEST] + ("…" if len(description) > LONGEST else "")
    values = {
        "id": product.id,
        "title": product.title,
        "category": _category(shelf, product.category) if product.category else "",
        "brand": product.brand,
        "model": product.model,
        "gtin": product.gtin,
        "language": "" if product.language == "und" else product.language,
        "description": cut,
    }
    for name, value in values.items():
        yield (said(f"field_{name}"), value or said("not_stated"), source if value else "")
    for trait in traits_of(product, shelf.catalog.vocabulary, shelf.language):
        yield (trait.name, trait.text, source)


def _offer(shelf: Shelf, offer: Offer, heads: Sequence[str]) -> Markup:
    said, seller = shelf.said, shelf.catalog.seller(offer.seller_id)
    name = said("offer_of", seller=seller.name or seller.id)
    return section(name, table(heads, _offered(shelf, offer), name))


def _offered(shelf: Shelf, offer: Offer) -> Iterator[Row]:
    said, source = shelf.said, offer.provenance or shelf.said("not_stated")
    for name, prices in (("offer_price", offer.prices), ("offer_earlier", offer.history)):
        yield from (_price(shelf, name, price) for price in prices)
    if not offer.prices:
        yield (said("price"), said("no_price"), "")
    rating = offer.rating
    stars = said("rating", value=rating.value, n=rating.count or "?") if rating else ""
    shipping = show(offer.shipping, shelf.language) if offer.shipping else ""
    values = {
        "offer_shipping": shipping,
        "offer_stock": said(f"stock_{offer.stock}") if offer.stock != "unknown" else "",
        "offer_promotions": said("promotions", n=len(offer.promotions)) if offer.promotions else "",
        "offer_url": offer.url,
        "offer_hops": " → ".join(offer.hops),
    }
    for name, value in values.items():
        yield (said(name), value or said("not_stated"), source if value else "")
    yield (said("offer_rating"), stars or said("not_stated"), rating.source if rating else "")


def _price(shelf: Shelf, name: str, price: PriceObservation) -> Row:
    said = shelf.said
    told = " · ".join(filter(None, (show(price.money, shelf.language), price.conditions)))
    seen = said("seen", day=f"{price.observed_at:%Y-%m-%d}", source=price.source)
    return (said(name, kind=said(f"price_{price.kind}")), told, seen)


def _said_by(one: Evidence, said: Said) -> Markup:
    """One statement of somebody's, with who they are and whether they were paid for it."""
    day = f"{one.date:%Y-%m-%d}" if one.date else ""
    kind, paid = said(f"kind_{one.source_kind}"), said(f"compensation_{one.compensation}")
    who = " · ".join(filter(None, (kind, one.author, day, paid, one.provenance)))
    return details(join(tag("b", kind), f" · {one.text[:60]}"), tag("p", one.text), tag("p", who))
