"""A checked row: one seller's offer with the facts of its product, ready to be joined."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from catalog.feeds.asked_price import ColumnMarks, PlainPrice, prices_of, shipping_of
from catalog.feeds.hops import hosts, unwrapped
from catalog.feeds.promotion_text import promotions_of
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
    "in_stock": "in_stock instock in 1 true yes y available 有货 现货 onlineonly instoreonly",
    "limited": "limited limited_stock limitedavailability low_stock 库存紧张",
    "preorder": "preorder pre_order presale backorder onbackorder on_backorder madetoorder "
    "available_for_order 预售 预订",
    "out_of_stock": "out_of_stock outofstock 0 false no soldout sold_out discontinued reserved "
    "无货 缺货 售罄",
    "unknown": "unknown",
}
TRADERS = {
    "trader": "true yes 1 trader business professional company commercial pro gewerblich "
    "professionnel empresa 企业 公司 商家 是",
    "private": "false no 0 private individual consumer person privat particulier particular "
    "个人 否",
}


SEVERAL = re.compile(r"[|;\s]+|,(?=\s*https?:)")
"""What stands between several addresses in one cell."""
OUT_OF = re.compile(r"\s*(?:/\s*5(?:\.0+)?|out of 5(?: stars?)?|stars?|分|星)\s*$", re.IGNORECASE)
COUNT = re.compile(
    r"\(?(\d[\d., ]*?)\s*(万|[wkm](?![a-z]))?\s*\+?\s*"
    r"(?:条|个|人|(?:评论|评价)|ratings?|reviews?|global ratings)?\)?",
    re.IGNORECASE,
)


class Listing(NamedTuple):
    """What one row says, checked and plain enough for JSON.

    `prices` are as in asked_price; `shipping` is (amount, currency) or None. `product_id` is ""
    where the feed gives none, `seller` where nobody names one. `own_id` tells a variant apart where
    its offer id repeats. `repairs` are (field, what was mended).
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
    prices: tuple[PlainPrice, ...]
    shipping: tuple[str, str] | None
    stock: str
    url: str
    rating: str
    reviews: int | None
    variant: str
    checkout: bool
    attributes: tuple[tuple[str, str], ...]
    own_id: str = ""
    promotions: tuple[str, ...] = ()
    hops: tuple[str, ...] = ()
    is_trader: bool | None = None
    repairs: tuple[tuple[str, str], ...] = ()


def listing_of(
    row: Row,
    shop: str,
    seen_at: datetime,
    marks: ColumnMarks | None = None,
    unnamed: str = "unnamed",
) -> Listing:
    """Check one row; `shop` names the seller where the row does not, "" for nobody.

    `unnamed` is the seller's id where nobody names one.

    `marks` is what the feed's price columns say of their decimal marks, None where nobody looked.

    Raises:
        Unclear: a price can be read in two ways, and `marks` does not say which.
        Refused: it has no title, or an id or a price that cannot be used.

    """
    said, repairs = row.values, list(row.notes)
    _decoded(said)
    title = line(said.get("title", ""), 500)
    if not title:
        raise Refused("title", "there is no title")
    seller = line(said.get("seller", ""), 200) or shop
    platform = line(said.get("platform", ""), 200)
    seller_id = (slug(seller) if seller else unnamed) + (f"@{slug(platform)}" if platform else "")
    variant = line(said.get("variant", ""), 200)
    url, image, code = _codes(said, repairs)
    url, wrapped = unwrapped(url)
    offer_id, product_id = (
        _offer_id(said, seller_id, title + variant + url),
        _id(said, "product_id"),
    )
    rating, reviews = _rating(said, repairs)
    if reviews and not rating:
        repairs.append(("reviews", f"{reviews} without stars say nothing of the thing; left out"))
    prices = prices_of(row, seen_at, marks, repairs)
    return Listing(
        row=row.number,
        offer_id=offer_id,
        product_id=product_id,
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
        prices=prices,
        shipping=shipping_of(row, marks),
        stock=_stock(said, repairs),
        url=url,
        rating=rating,
        reviews=reviews,
        variant=variant,
        checkout=said.get("checkout", "").casefold() in {"true", "yes", "1"},
        attributes=tuple((line(n, 60), line(v, 200)) for n, v in row.attributes if n and v),
        own_id=f"{product_id or offer_id}/{variant}"[:200] if variant else "",
        promotions=_promotions(said, prices, seen_at, repairs),
        hops=_hops(said, repairs) or wrapped,
        is_trader=_trader(said, repairs),
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
        if field == "image" and len(text) > 8:
            text = SEVERAL.split(text)[0]
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


def _promotions(
    said: Mapping[str, str],
    prices: tuple[PlainPrice, ...],
    seen_at: datetime,
    repairs: list[tuple[str, str]],
) -> tuple[str, ...]:
    """The row's promotions, unless the price it asks is already the one after a coupon."""
    if not said.get("promotion") or not prices:
        return ()
    if any("券" in price.condition or "coupon" in price.condition for price in prices):
        repairs.append(("promotion", "it is in the price after coupon already; left out"))
        return ()
    return promotions_of(said, prices[0].currency, seen_at, repairs)


def _hops(said: Mapping[str, str], repairs: list[tuple[str, str]]) -> tuple[str, ...]:
    text = said.get("hops", "").strip()
    found = hosts(text)
    if found is None:
        repairs.append(("hops", f"{text[:60]!r} holds what is no host; left out"))
    return found or ()


def _trader(said: Mapping[str, str], repairs: list[tuple[str, str]]) -> bool | None:
    """Whether the seller says to sell as a trader; None where nobody said."""
    text = said.get("trader", "").strip()
    plain = text.casefold().replace("-", "_").replace(" ", "_")
    known = next((ours for ours, words in TRADERS.items() if plain in words.split()), "")
    if text and not known:
        repairs.append(("trader", f"{text[:40]!r} does not say whether a trader sells; left out"))
    return {"trader": True, "private": False}.get(known)


def _stock(said: Mapping[str, str], repairs: list[tuple[str, str]]) -> str:
    text = said.get("stock", "").strip()
    if text.lstrip("-").isdecimal():
        some = not text.startswith("-") and any(int(digit) for digit in text)
        return "in_stock" if some else "out_of_stock"
    return _word(said, "stock", STOCKS, repairs)


def _rating(said: Mapping[str, str], repairs: list[tuple[str, str]]) -> tuple[str, int | None]:
    text, count = said.get("rating", "").strip(), _count(said.get("reviews", ""))
    if not text:
        return "", count
    bare = OUT_OF.sub("", text)
    try:
        value = Decimal(bare.replace(",", "."))
    except InvalidOperation:
        value = Decimal(-1)
    if not (value.is_finite() and 0 <= value <= 5):
        repairs.append(("rating", f"{text[:20]!r} is not on a scale of 0 to 5; left out"))
        return "", count
    return str(value), count


def _count(text: str) -> int | None:
    """How many reviews: "24,269", "(1.2k)", "20万+" (as many at least), "31 ratings"."""
    match = COUNT.fullmatch(text.strip())
    if not match:
        return None
    times = {"万": 10_000, "w": 10_000, "k": 1000, "m": 10**6}.get((match[2] or "").casefold(), 1)
    digits = match[1].replace(" ", "")
    if times == 1:
        digits = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", digits)
    try:
        value = Decimal(digits.replace(",", ".")) * times
    except InvalidOperation:
        return None
    return int(value) if value < 10**9 else None
