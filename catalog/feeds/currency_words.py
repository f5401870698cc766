"""The signs and words that stand beside a price: currencies, names of prices, units, conditions."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from catalog.feeds.row import Refused

SIGNS = """
US$ USD|HK$ HKD|NT$ TWD|CA$ CAD|C$ CAD|A$ AUD|AU$ AUD|S$ SGD|NZ$ NZD|MX$ MXN|R$ BRL|CN¥ CNY
JP¥ JPY|€ EUR|EURO EUR|EUROS EUR|£ GBP|₩ KRW|원 KRW|₹ INR|₫ VND|Đ VND|ĐỒNG VND|ZŁ PLN|ZL PLN
KČ CZK|KC CZK|₽ RUB|РУБ. RUB|РУБ RUB|РУБЛЕЙ RUB|₴ UAH|ГРН UAH|ГРН. UAH|₺ TRY|TL TRY|₪ ILS|FT HUF
LEI RON|ЛВ BGN|ЛВ. BGN|RP IDR|RP. IDR|RM MYR|฿ THB|บาท THB|₱ PHP|₦ NGN|₸ KZT|৳ BDT|SFR CHF|SFR. CHF
CHF CHF|DHS AED|د.إ AED|ر.س SAR|RMB CNY|人民币 CNY|块 CNY|日元 JPY|円 JPY|美元 USD|美金 USD|欧元 EUR
港币 HKD|港元 HKD|英镑 GBP|韩元 KRW|新台币 TWD|₡ CRC|₲ PYG|S/ PEN|S/. PEN
$ USD CAD AUD HKD SGD NZD MXN TWD CLP COP ARS UYU
¥ CNY JPY
元 CNY TWD HKD
圓 TWD HKD
KR . SEK NOK DKK ISK
KR. . SEK NOK DKK ISK
RS . INR PKR LKR NPR MUR
RS. . INR PKR LKR NPR MUR
FR . CHF XOF XAF
FR. . CHF XOF XAF
R ZAR
DIN . RSD
DIN. . RSD
₨ . INR PKR LKR NPR MUR
"""
"""A sign and its currencies: the first is what it means alone, "." where it means none alone."""
LABELS = """
券后价 券后 到手价 现价 售价 价格 活动价 促销价 特价 秒杀价
限时价 优惠价 一口价 单价 定价 原价 市场价 标价 会员价 拼团价
税込 税込み 含税 包邮 整 only now price sale rrp msrp ttc preis prix prezzo precio cena ціна цена
"""
PHRASES = (
    "sale price",
    "our price",
    "your price",
    "vat included",
    "tax included",
    "incl. vat",
    "inc. vat",
    "incl. tax",
    "inc. tax",
    "inkl. mwst.",
    "inkl. mwst",
    "inkl. ust",
    "iva incluido",
    "iva inclusa",
    "zzgl. versandkosten",
    "zzgl. versand",
    "plus shipping",
    "+ shipping",
    "不含运费",
)
"""Words and phrases beside a price that leave it what it is."""
PIECES = """
件 个 個 只 支 台 本 瓶 盒 包 袋 套 双 条 张 部 把 枚 组 对 副 块 卷
each ea ea. piece pc pc. pcs unit item pair
set stück stk stk. st. st pièce pieza ud ud. ks szt szt. шт шт. 個入 点 足 着
"""
CONDITIONS = {
    "券后价": "coupon",
    "券后": "coupon",
    "到手价": "coupon",
    "会员价": "member",
    "拼团价": "group",
    "拼单价": "group",
}
WITHOUT_TAX = re.compile(
    r"税抜|税別|税别|未税|不含税|excl?\.?\s*(?:vat|tax|gst)|plus\s+vat|\+\s*vat|netto\b|\bht\b"
    r"|zzgl(?!\.?\s*(?:porto|versand))|hors taxe|sin iva|\+\s*iva|ex\.?\s*moms",
    re.IGNORECASE,
)
START = re.compile(
    r"起|\bfrom\b|\bstarting\b|\bab\b|\bà partir\b|\bdesde\b|\ba partire\b|\bod\b|\bот\b|から|〜|~"
    r"|\bvanaf\b|\bfrån\b|\bfra\b|\bup to\b|\bbis\b|以上",
    re.IGNORECASE,
)
PER = re.compile(
    r"/\s*(?:\d+\s*)?(?:kg|g|mg|ml|cl|l|lb|lbs|oz|m|cm|ft|m²|m2|hour|day|week|month|mo|year|yr|斤"
    r"|公斤|千克|克|米|平方米|升|天|月|年|小时)\b|\bper\s+(?!piece|item|unit|each|pc)\w+|\b(?:monthly|weekly)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=1)
def signs() -> dict[str, tuple[str, ...]]:
    """Sign in capitals → the codes it may mean; the first is "." where it names none alone."""
    found = {}
    for entry in re.split(r"[|\n]", SIGNS):
        if entry.strip():
            sign, *codes = entry.split()
            found[sign] = tuple(codes)
    return found


@lru_cache(maxsize=512)
def is_code(text: str) -> bool:
    """Whether ISO 4217 has this code (as the CLDR tables of Babel list them)."""
    from babel.core import Locale

    return text in Locale("en").currencies


@lru_cache(maxsize=1024)
def meant_by(word: str) -> tuple[str, ...]:
    """The codes that a sign or code may mean, the usual one first ("." for none); () for none."""
    word = word.upper()
    return signs().get(word) or ((word,) if is_code(word) else ())


def currency_of(text: str) -> str:
    """An ISO 4217 code from a feed's currency column; "" for an empty one.

    Raises:
        Refused: it is neither a code nor a sign that means one currency.

    """
    text = unicodedata.normalize("NFKC", text).strip()
    if not text:
        return ""
    codes = meant_by(text)
    if codes and codes[0] != ".":
        return codes[0]
    raise Refused("currency", f"{text[:20]!r} is not a currency code such as USD or CNY")


@lru_cache(maxsize=1)
def _words() -> re.Pattern[str]:
    """Every word that may stand beside a price, the longest first, Latin ones as whole words."""
    words = {*PHRASES, *LABELS.split(), *(s.casefold() for s in signs()), *CONDITIONS}
    parts = list[str]()
    for word in sorted(words, key=lambda w: (-len(w), w)):
        text = re.escape(word)
        if word[0].isalpha() and word[0] < "\u2e80":
            text = r"(?<![^\W\d_])" + text
        if word[-1].isalpha() and word[-1] < "\u2e80":
            text += r"(?![^\W\d_])"
        parts.append(text)
    return re.compile("|".join(parts))


@lru_cache(maxsize=1)
def _piece() -> re.Pattern[str]:
    pieces = "|".join(re.escape(word) for word in sorted(PIECES.split(), key=len, reverse=True))
    return re.compile(
        rf"(?:[/／]|\bper\b|\bje\b|每)\s*(?:1\s*)?(?:{pieces})(?![^\W\d_])|\beach\b|\bea\b\.?"
    )


def explained(around: str) -> tuple[tuple[str, ...], str, str]:
    """What stands around a number: the signs, a condition word, and what is left unexplained."""
    rest = _piece().sub(" ", around.casefold())
    found, condition = list[str](), ""

    def take(match: re.Match[str]) -> str:
        nonlocal condition
        word = match[0]
        if word in CONDITIONS:
            condition = condition or word
        elif word.upper() in signs():
            found.append(word.upper())
        return " "

    rest = _words().sub(take, rest)
    for code in re.findall(r"(?<![^\W\d_])[a-z]{3}(?![^\W\d_])", rest):
        if is_code(code.upper()):
            found.append(code.upper())
            rest = rest.replace(code, " ", 1)
    return tuple(found), condition, rest
