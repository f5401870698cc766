"""How text that a stranger wrote becomes plain words: no markup, link, control or label in it."""

import html
import re
import unicodedata
from functools import lru_cache

LABEL_WORDS = re.compile(
    r"[\[【（(<《]\s*(?:广告|推广|赞助|推荐位|ad|ads|advert|advertisement|sponsored|promoted|paid)"
    r"\s*[\]】）)>》]"
    r"|(?:非|无|零|没有|不是)?(?:广告|广吿|廣告|软广|推广|赞助商?)"
    r"|#(?:ad|ads|sponsored|spon|gifted)\b"
    r"|\b(?:not an? |no |non-?)?(?:advertisements?|adverts?|sponsored(?: by)?|sponsors?"
    r"|promoted|paid (?:link|placement|partnership|promotion)|affiliate(?: link)?s?|ads?)\b",
    re.IGNORECASE,
)
"""Words that read as a label that money moved, or as a denial of it; only code writes those."""

_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,300}>|<[^<>]{0,20}$")
_MARKDOWN_LINK = re.compile(r"!?\[([^\]\[]{0,200})\]\(([^()\s]{0,500})[^()]{0,100}\)")
_URL = re.compile(
    r"(?:[a-z][a-z0-9+.-]{1,15}:)?//[^\s<>\"'，。；、）)]+"
    r"|\b(?:javascript|data|mailto|vbscript|tel):\S+"
    r"|\b(?:[a-z0-9-]+\.)+(?:com|cn|net|org|io|co|shop|store|example|test|xyz|top|info|biz|me|app"
    r"|site|online|link|ly|ru|uk|eu|de)\b(?:/[^\s<>\"'，。；、）)]*)?",
    re.IGNORECASE,
)
_MODEL = re.compile(
    r"(?:[^\s\d,，]+ ){1,4}?(?!SPF|\d+(?:\.\d+)?(?:ml|g|oz|kg|%|岁|寸|cm|mm|K\b|-))"
    r"[^\s.]{0,8}?[A-Za-z]?\d{1,5}[A-Za-z]{0,3}(?=\s|$)"
)
"""The head of a title down to its model: "Tapfield Hush 20", "墨砚科技 静语30"."""
_MARKUP = re.compile(r"[*_`~#|\\<>\[\]{}^]+")
_SPACE = re.compile(r"\s+")


def plain(text: str) -> str:
    """The text in one line, without markup, links, controls, invisible or direction marks."""
    text = unicodedata.normalize("NFC", html.unescape(text))
    text = _MARKDOWN_LINK.sub(r"\1", _TAG.sub(" ", text))
    text = _URL.sub("", text)
    kept = (c if unicodedata.category(c)[0] != "C" else " " if c in "\n\r\t" else "" for c in text)
    return _SPACE.sub(" ", _MARKUP.sub("", "".join(kept))).strip()


@lru_cache(maxsize=20_000)
def unlabelled(text: str) -> str:
    """Plain text without any word that could pass for a label."""
    return _SPACE.sub(" ", LABEL_WORDS.sub("", plain(text))).strip(" -–—:：,，|/")


def linked(text: str) -> bool:
    """Whether the text holds a link, a tag or an image, however written."""
    text = html.unescape(text)
    return bool(_TAG.search(text) or _MARKDOWN_LINK.search(text) or _URL.search(text))


_GOES_WITH = re.compile(
    r"适用于?|适配|兼容|通用|\b(?:for|fits?|compatible|compatibility)\b", re.IGNORECASE
)
_ACCESSORY = re.compile(
    r"壳|膜|套|滤[网芯]|充电[器头宝]|数据线|表带|支架|配件|电池|墨盒|硒鼓|刷头|替换|耗材|贴"
    r"|\b(?:cases?|covers?|filters?|chargers?|cables?|straps?|bands?|bags?|sleeves?|protectors?"
    r"|adapters?|batter(?:y|ies)|replacements?|refills?|cartridges?|capsules?|pods?|parts?|mounts?"
    r"|holders?|stands?|skins?|tips?|pads?)\b",
    re.IGNORECASE,
)
"""What is called after the thing it goes with: cut at that thing's model it would be that thing."""
_DANGLING = re.compile(
    r"\s+(?:compatible|suitable|designed|made|fit|fits|replacement)$", re.IGNORECASE
)
WHOLE = 40


def short_name(title: str, chinese: bool, brand: str = "") -> str:
    """What prose calls a product: its title without labels, down to its model or its first clause.

    The name keeps what the thing is: a filter for another maker's cleaner is no cleaner. Where the
    head of the title does not name the product's own `brand`, or what follows the model names an
    accessory, the model is no place to cut.
    A title that gives its name in two languages ("名 / Name") is called by the one that fits.
    """
    title = unlabelled(title) or plain(title)
    for mark in (" / ", "｜", "／"):
        halves = [h.strip() for h in title.split(mark)]
        if len(halves) == 2 and _han(halves[0]) != _han(halves[1]):
            title = next(h for h in halves if _han(h) == chinese)
    modelled = _MODEL.match(title)
    if modelled and not _goes_with(title, modelled.group(), brand):
        return modelled.group().strip()
    if _han(title):
        if modelled:
            return title[:WHOLE]
        first = title.split(" ")[0]
        return first if len(first) >= 5 else " ".join(title.split(" ")[:2])[:28]
    for mark in (" - ", " – ", " | ", ", ", " (", ": ", " with ", " for ", " under "):
        head = title.split(mark)[0].strip()
        if 8 <= len(head) < len(title):
            title = _DANGLING.sub("", head)
    return title if len(title) <= 60 else title[:61].rsplit(" ", 1)[0].rstrip(" ,-–")


def _goes_with(title: str, head: str, brand: str) -> bool:
    """Whether the head of a title names what the thing goes with rather than the thing."""
    rest = title[len(head) :]
    own = [part for part in re.split(r"[\s/()（）]+", brand.casefold()) if len(part) > 1]
    foreign = bool(own) and not any(part in head.casefold() for part in own)
    named = bool(_ACCESSORY.search(rest)) and not _ACCESSORY.search(head)
    return named or (foreign and bool(_GOES_WITH.search(title) or _ACCESSORY.search(title)))


def _han(text: str) -> bool:
    return any("\u4e00" <= c <= "\u9fff" for c in text)
