"""A checked row: one seller's offer with the facts of its product, ready to be joined."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from catalog.feeds.amount import amount_of, currency_of
from catalog.feeds.row import Refused, Row
from catalog.feeds.sanitise import gtin, language_of, line, link, prose, slug

KINDS = {
    "official": "official flagship 官方 官方旗舰店 旗舰店 brand",
    "authorised": "authorised authorized 授权 授权店 专卖店 专营店 reseller",
    "third_party": "third_party third-party 3p 第三方 marketplace 个人",
    "self_operated": "self_operated self-operated 自营 1p first_party",
    "unknown": "unknown 未知",
}
STOCKS = {
    "in_stock": "in_stock instock in true yes available 有货 现货 onlineonly instoreonly",
    "limited": "limited limited_stock limitedavailability low_stock 库存紧张",
    "preorder": "preorder pre_order presale backorder 预售 预订",
    "out_of_stock": "out_of_stock outofstock false no soldout sold_out discontinued 无货 缺货 售罄",
    "unknown": "unknown",
}


ASKED = ("sale_price", "price", "list_price")
"""From the price that should be lowest to the one that should be highest."""
PRICES = ("price", "list_price", "sale_price", "member_price")
BARE = re.compile(r"[\d.,\s]+")
Price = tuple[Decimal, str]


class Listing(NamedTuple):
    """What one row says, checked and plain enough for JSON.

    `prices` are (kind, amount, currency, end as ISO 8601 or ""); `shipping` is (amount, currency)
    or None. `product_id` is "" where the feed gives none. `repairs` are (field, what was mended).
    """

    row: int
    offer_id: str
    product_id: str
    title: str
    description: str
    category: str
    brand: str
    model: str
    gtin: str
    language: str
    image: str
    seller_id: str
    seller: str
    seller_kind: str
    seller_url: str
    platform: str
    prices: tuple[tuple[str, str, str, str], ...]
    shipping: tuple[str, str] | None
    stock: str
    url: str
    rating: str
    reviews: int | None
    variant: str
    checkout: bool
    attributes: tuple[tuple[str, str], ...]
    repairs: tuple[tuple[str, str], ...] = ()


def listing_of(row: Row, shop: str, seen_at: datetime) -> Listing:
    """Check one row; `shop` names the seller where the row does not.

    Raises:
        Refused: it has no title, or an id or a price that cannot be used.

    """
    said, repairs = row.values, list[tuple[str, str]]()
    _decoded(said)
    title = line(said.get("title", ""), 500)
    if not title:
        raise Refused("title", "there is no title")
    seller = line(said.get("seller", ""), 200) or shop or "unnamed"
    platform = line(said.get("platform", ""), 200)
    seller_id = slug(seller) + (f"@{slug(platform)}" if platform else "")
    variant = line(said.get("variant", ""), 200)
    url, image, code = _codes(said, repairs)
    rating, reviews = _rating(said, repairs)
    return Listing(
        row=row.number,
        offer_id=_offer_id(said, seller_id, title + variant + url),
        product_id=_id(said, "product_id"),
        title=title,
        description=prose(said.get("description", ""), 20_000),
        category=line(said.get("category", ""), 300),
        brand=line(said.get("brand", ""), 100),
        model=line(said.get("model", ""), 100),
        gtin=code,
        language=said.get("language") or language_of(title),
        image=image,
        seller_id=seller_id,
        seller=seller,
        seller_kind=_word(said, "seller_kind", KINDS, repairs),
        seller_url=link(said.get("seller_url", "")),
        platform=platform,
        prices=_prices(said, row.assumed, seen_at, repairs),
        shipping=_shipping(said),
        stock=_stock(said, repairs),
        url=url,
        rating=rating,
        reviews=reviews,
        variant=variant,
        checkout=said.get("checkout", "").casefold() in {"true", "yes", "1"},
        attributes=tuple((line(n, 60), line(v, 200)) for n, v in row.attributes if n and v),
        repairs=tuple(repairs),
    )


def _decoded(said: Mapping[str, str]) -> None:
    for field, text in said.items():
        if not text.isascii():
            try:
                text.encode()
            except UnicodeEncodeError as error:
                raise Refused(field, "holds bytes that are not in the file's encoding") from error


def _id(said: Mapping[str, str], field: str) -> str:
    text = line(said.get(field, ""), 201)
    if len(text) > 200:
        raise Refused(field, "is longer than 200 characters")
    return text


def _offer_id(said: Mapping[str, str], seller_id: str, content: str) -> str:
    """The feed's own id; else the product's at this seller; else one made from the content."""
    given, product = _id(said, "offer_id"), _id(said, "product_id")
    if given:
        return given
    if product:
        return f"{product}@{seller_id}"
    return "row-" + hashlib.sha256(f"{seller_id}\n{content}".encode()).hexdigest()[:16]


def _codes(said: Mapping[str, str], repairs: list[tuple[str, str]]) -> tuple[str, str, str]:
    cleaned = []
    for field, clean, flaw in (
        ("url", link, "not a plain web address; left out"),
        ("image", link, "not a plain web address; left out"),
        ("gtin", gtin, "not a GTIN with a right check digit; left out"),
    ):
        text = said.get(field, "").strip()
        good = clean(text) if text else ""
        if text and not good:
            repairs.append((field, f"{text[:60]!r} is {flaw}"))
        cleaned.append(good)
    return cleaned[0], cleaned[1], cleaned[2]


def _word(
    said: Mapping[str, str],
    field: str,
    words: Mapping[str, str],
    repairs: list[tuple[str, str]],
) -> str:
    text = said.get(field, "").strip()
    if not text:
        return "unknown"
    plain = text.casefold().rsplit("/", 1)[-1].replace(" ", "_").replace("-", "_")
    for ours, theirs in words.items():
        if plain in theirs.replace("-", "_").split():
            return ours
    repairs.append((field, f"{text[:40]!r} is not known here; read as unknown"))
    return "unknown"


def _stock(said: Mapping[str, str], repairs: list[tuple[str, str]]) -> str:
    text = said.get("stock", "").strip()
    if text.lstrip("-").isdecimal():
        return "in_stock" if int(text) > 0 else "out_of_stock"
    return _word(said, "stock", STOCKS, repairs)


def _prices(
    said: Mapping[str, str], assumed: str, seen_at: datetime, repairs: list[tuple[str, str]]
) -> tuple[tuple[str, str, str, str], ...]:
    """List and sale price told apart by which is lower, whatever column they came in."""
    currency = currency_of(said.get("currency", ""))
    currency = currency or _spoken(said) or _assumed(assumed, said, repairs)
    found = {field: amount_of(said.get(field, ""), currency, field) for field in PRICES}
    if said.get("price") and not found["price"] and "0" in said["price"]:
        repairs.append(("price", "a price of zero is no price; kept without one"))
    runs, until = _sale_runs(said, seen_at, repairs)
    if not runs:
        found["sale_price"] = None
    asked, claimed = _told_apart(found, repairs)
    prices = []
    if asked:
        sale = claimed is not None
        prices.append(("sale" if sale else "list", str(asked[0]), asked[1], until if sale else ""))
    if claimed:
        prices.append(("list", str(claimed[0]), claimed[1], ""))
    if member := found["member_price"]:
        prices.append(("member", str(member[0]), member[1], ""))
    return tuple(prices)


def _spoken(said: Mapping[str, str]) -> str:
    """The currency of the row's first price, where it bears one and another of them is bare."""
    texts = [text for field in PRICES if (text := said.get(field, "").strip())]
    bare = [text for text in texts if BARE.fullmatch(text)]
    if not bare or len(bare) == len(texts):
        return ""
    known = amount_of(next(text for text in texts if text not in bare), "", "price")
    return known[1] if known else ""


def _assumed(assumed: str, said: Mapping[str, str], repairs: list[tuple[str, str]]) -> str:
    """The currency of a format that never names one, where the row's prices are bare."""
    texts = [said.get(field, "").strip() for field in PRICES]
    if not assumed or not any(BARE.fullmatch(text) for text in texts):
        return ""
    repairs.append(("currency", f"none is given; read as {assumed}, map another as currency: =EUR"))
    return assumed


def _told_apart(
    found: Mapping[str, Price | None], repairs: list[tuple[str, str]]
) -> tuple[Price | None, Price | None]:
    """The price asked now, and the higher one that the seller sets beside it."""
    known = [(field, price) for field in ASKED if (price := found[field])]
    if not known:
        return None, None
    if len({price[1] for _, price in known}) > 1:
        raise Refused(known[-1][0], "prices of one offer are in different currencies")
    asked = min((price for _, price in known), key=lambda price: price[0])
    high = max((price for _, price in known), key=lambda price: price[0])
    if asked != known[0][1]:
        field = known[0][0]
        repairs.append((field, f"list and sale price were swapped: {high[0]} and {asked[0]}"))
    return asked, (high if high != asked else None)


def _sale_runs(
    said: Mapping[str, str], seen_at: datetime, repairs: list[tuple[str, str]]
) -> tuple[bool, str]:
    """Whether the sale price holds when seen, and when it ends (ISO 8601; "" where not said)."""
    ends = ""
    for field in ("sale_starts", "sale_ends"):
        text = said.get(field, "").strip()
        if not text:
            continue
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            repairs.append((field, f"{text[:40]!r} is not a date; the sale price was left out"))
            return False, ""
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        if field == "sale_ends" and len(text) <= 10:
            at = at.replace(hour=23, minute=59, second=59)
        if at > seen_at if field == "sale_starts" else at < seen_at:
            return False, ""
        ends = at.isoformat() if field == "sale_ends" else ends
    return True, ends


def _shipping(said: Mapping[str, str]) -> tuple[str, str] | None:
    text = said.get("shipping", "").strip()
    if not text:
        return None
    currency = currency_of(said.get("currency", ""))
    known = amount_of(text, currency, "shipping")
    if known is not None:
        return str(known[0]), known[1]
    code = currency or next((part for part in text.split() if part.isupper()), "")
    return ("0", code) if code and text.strip(" 0.,¥$€£") in ("", code) else None


def _rating(said: Mapping[str, str], repairs: list[tuple[str, str]]) -> tuple[str, int | None]:
    text = said.get("rating", "").strip()
    reviews = said.get("reviews", "").replace(",", "").strip()
    count = int(reviews) if reviews.isdecimal() and len(reviews) < 10 else None
    if not text:
        return "", count
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        value = Decimal(-1)
    if not 0 <= value <= 5:
        repairs.append(("rating", f"{text[:20]!r} is not on a scale of 0 to 5; left out"))
        return "", count
    return str(value), count
