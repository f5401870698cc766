"""The OpenAI product feed (JSONL, CSV, TSV), field set of July 2026 and its legacy names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from catalog.feeds.flat import facts, names, read_flat, rename, variant_of
from catalog.feeds.row import Feed, Rejection, Row

NAMES = names("""
    offer_id: item_id id
    product_id: group_id item_group_id
    title: item_group_title title
    description: description
    category: product_category
    brand: brand
    model: mpn
    gtin: gtin
    seller: seller_name
    seller_url: seller_url
    price: price
    sale_price: sale_price
    currency: currency
    sale_starts: sale_price_start_date
    sale_ends: sale_price_end_date
    url: url link
    image: image_url image_link
    stock: availability
    rating: star_rating product_review_rating
    reviews: review_count product_review_count
    checkout: is_eligible_checkout enable_checkout
""")
FACTS = "color size material gender age_group condition weight dimensions"
SEARCH = ("is_eligible_search", "enable_search")
USED = NAMES | dict.fromkeys((*FACTS.split(), *SEARCH, "marketplace_seller", "shipping"), "facts")


def read(feed: Feed) -> Iterator[Row | Rejection]:
    """The items of the feed; rows of one group are offers of one product.

    Field names: developers.openai.com/commerce/specs, as of July 2026. An item that its seller
    keeps out of search is left out. A marketplace's seller is the seller, the marketplace its
    platform.
    """
    for item in read_flat(feed, USED):
        if isinstance(item, Rejection):
            yield item
            continue
        number, record = item
        kept_out = next((f for f in SEARCH if record.get(f, "").casefold() in ("false", "0")), "")
        if kept_out:
            reason = "its seller keeps it out of search"
            yield Rejection(row=number, field=kept_out, reason=reason, hidden=True)
            continue
        values = rename(record, NAMES)
        if not values.get("product_id"):
            values["title"] = record.get("title", "")
        if seller := record.get("marketplace_seller"):
            values["platform"] = values.get("seller", "")
            values["seller"] = seller
        if shipping := _shipping(record):
            values["shipping"] = shipping
        values["variant"] = variant_of(record)
        yield Row(number, values, facts(record, FACTS), decimal=".")


def _shipping(record: Mapping[str, str]) -> str:
    """The price of shipping where all regions and services cost the same; else it is not known."""
    found = {
        part
        for entry in record.get("shipping", "").split(",")
        for part in [next((p.strip() for p in entry.split(":") if " " in p.strip()), "")]
        if entry.strip()
    }
    only = found.pop() if len(found) == 1 else ""
    return only if only[:1].isdigit() else ""
