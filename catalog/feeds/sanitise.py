"""Text, links and product codes from strangers, made harmless or refused."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from html.parser import HTMLParser

from catalog.product import Language

UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+"
)
SPACES = re.compile(r"[^\S\n]+")
LINES = re.compile(r"\s*\n\s*")
SIMPLE_TAG = re.compile(
    r"</?((?!script|style|no|iframe|object|title|template)[a-z][a-z0-9]{0,9})\s*/?>"
)
TAG = re.compile(r"<[a-zA-Z!/?]")
HAN = re.compile("[\u4e00-\u9fff]")
KANA = re.compile("[\u3040-\u30ff\uac00-\ud7af]")
LATIN = re.compile("[A-Za-z]")
BLOCKS = re.compile(r"p|div|br|li|ul|ol|t[rdh]|table|h[1-6r]|section|article")
SILENT = re.compile(r"script|style|noscript|template|iframe|object|title")
LINK = re.compile(r"https?://[\w\-]+(\.[\w\-]+)*(:\d{1,5})?([/?#][^\s<>\"'`\\{}|^]*)?")


class _Words(HTMLParser):
    """Collects what a reader of the page would see."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if SILENT.fullmatch(tag):
            self._silent += 1
        elif BLOCKS.fullmatch(tag):
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if SILENT.fullmatch(tag):
            self._silent = max(0, self._silent - 1)
        elif BLOCKS.fullmatch(tag):
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)


def _space(tag: re.Match[str]) -> str:
    return "\n" if BLOCKS.fullmatch(tag[1]) else ""


def prose(text: str, limit: int) -> str:
    """Plain text without markup, control and direction-turning characters, cut at `limit`.

    Markup written as entities goes as well, one level deep. The words stay as they are, formulas
    and instructions among them; whoever writes them into a spreadsheet, a page or a prompt
    escapes them there.
    """
    if not text:
        return ""
    if text.isprintable() and "<" not in text and "&" not in text and "  " not in text:
        return text[:limit].strip()
    text = _bare(text)
    if TAG.search(text):
        text = _bare(text)
    text = UNSEEN.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " "))
    return LINES.sub("\n", SPACES.sub(" ", text)).strip()[:limit].strip()


def _bare(text: str) -> str:
    if text.count("<") == len(SIMPLE_TAG.findall(text)):
        return html.unescape(SIMPLE_TAG.sub(_space, text))
    if not TAG.search(text):
        return html.unescape(text)
    reader = _Words()
    reader.feed(text)
    reader.close()
    return "".join(reader.words)


def line(text: str, limit: int) -> str:
    """As prose, on one line."""
    if not text:
        return ""
    return prose(text, limit).replace("\n", " ")


def link(text: str) -> str:
    """A web address that may be linked to; "" for any other (javascript:, data:, with a login)."""
    text = text.strip()
    return text if len(text) <= 2000 and LINK.fullmatch(text) else ""


def gtin(text: str) -> str:
    """The digits of a GTIN-8, -12, -13 or -14 whose check digit is right; "" for any other.

    GS1 General Specifications 7.9: weights 3 and 1 in turn from the right. Numbers for use inside
    one shop (prefixes 02 and 20 to 29) name nothing outside it and are no GTIN here.
    """
    digits = text.strip().lstrip("'").replace("-", "").replace(" ", "")
    if not (digits.isascii() and digits.isdecimal()) or len(digits) not in (8, 12, 13, 14):
        return ""
    full = digits.zfill(14)
    total = sum(int(digit) * (3 if at % 2 == 0 else 1) for at, digit in enumerate(full[:-1]))
    in_shop = len(digits) > 8 and full[1:3] in {"02", *(f"2{n}" for n in range(10))}
    if (10 - total % 10) % 10 != int(full[-1]) or in_shop or not int(full[:-1]):
        return ""
    return digits


def language_of(text: str) -> Language:
    """Chinese where Chinese characters stand without kana or hangul, English for Latin letters."""
    if HAN.search(text) and not KANA.search(text):
        return "zh"
    return "en" if not KANA.search(text) and LATIN.search(text) else "und"


@lru_cache(maxsize=4096)
def slug(name: str) -> str:
    """An id made from a name: lower case, runs of anything but letters and digits one dash."""
    return re.sub(r"[\W_]+", "-", name.casefold()).strip("-") or "unnamed"
