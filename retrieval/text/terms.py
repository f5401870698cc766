"""Words of Chinese and English shopping text, as the lexical index counts them."""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from Stemmer import Stemmer

HAN = "㐀-䶿一-鿿豈-﫿"
_SAME_UNIT = (
    *("in inch inches 寸 英寸", "ft feet foot 英尺", "yd yards", "mm 毫米", "cm 厘米 公分"),
    *("m 米", "km 千米 公里", "mg 毫克", "g 克", "kg 千克 公斤", "oz ounce ounces 盎司"),
    *("lb lbs pound pounds 磅", "ml 毫升", "l 升 liter liters litre litres", "gal gallon gallons"),
    *("w 瓦 watt watts", "kw 千瓦", "mah 毫安", "v 伏 volt volts", "mp megapixel megapixels", "斤"),
    *[
        "wh",
        "kwh",
        "ah",
        "hz",
        "khz",
        "mhz",
        "ghz",
        "kb",
        "mb",
        "gb",
        "tb",
        "db",
        "rpm",
        "psi",
        "btu",
        "k",
        "p",
        "fps",
        "nm",
    ],
)
UNITS = {unit: same.split()[0] for same in _SAME_UNIT for unit in same.split()}
"""Each way to write a unit, and the one way that stands for all."""
_WORD = re.compile(rf"[a-z0-9]+(?:[.\-/_+'][a-z0-9]+)*|[{HAN}]+|[^\W_]+")
_HAN = re.compile(f"[{HAN}]")
_MEASURE = re.compile(
    rf"(?<![a-z0-9.])(\d+(?:\.\d+)?)[\s\-]?({'|'.join(sorted(UNITS, key=len, reverse=True))})"
    r"(?![a-z0-9]|(?<=升)[级降]|(?<=克)拉)"
)
_WHOLE = re.compile(r"(?<![\d.])(\d+)\.0+(?![\d.])")
_LETTERS_OR_DIGITS = re.compile(r"[a-z]{2,}|\d{2,}")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_MONEY = (
    r"(?:(?:us)?[$¥£€]\s?\d[\d,.]*"
    r"|\d[\d,.]*\s?(?:元|块|美元|刀|rmb|cny|usd|dollars?|bucks|yuan))"
)
_PRICE = re.compile(
    rf"(?:under|below|less than|over|above|at most|up to|cheaper than|不超过|低于|高于)\s*{_MONEY}"
    rf"|{_MONEY}\s*(?:以内|以下|以上|左右|or less|or under|and under)",
    re.IGNORECASE,
)


@lru_cache(maxsize=1)
def _simplified() -> dict[int, str]:
    """OpenCC's characters, traditional to simplified."""
    from importlib.resources import files

    lines = (files("opencc") / "dictionary" / "TSCharacters.txt").read_text("utf-8").splitlines()
    pairs = (line.split() for line in lines if line.strip())
    return {ord(pair[0]): pair[1] for pair in pairs if len(pair[0]) == 1}


@lru_cache(maxsize=1)
def _stemmer() -> "Stemmer":
    from Stemmer import Stemmer

    return Stemmer("english")


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """An English word's Snowball stem."""
    return str(_stemmer().stemWord(word))


def normal(text: str) -> str:
    """NFKC, lower case, traditional characters simplified: what comparisons are made on."""
    return unicodedata.normalize("NFKC", text).lower().translate(_simplified())


def chinese(text: str) -> bool:
    """Whether the text has a Chinese character."""
    return _HAN.search(text) is not None


def without_prices(text: str) -> str:
    """The text without conditions on price ("under $80", "100元以内"): no search words."""
    return _PRICE.sub(" ", text).strip()


def tokens(text: str) -> list[str]:
    """The text's terms, in order, repeats kept.

    English words are stemmed; Chinese runs give each character and each pair of neighbours; a
    model number ("WH-1000XM5") gives itself without its punctuation, its parts, and the letters
    and digits of these; a number and its unit ("500 ml", "500毫升") give one term, and the number.
    """
    measures, found = measures_and_words(text)
    return [*measures, *(term for word in found for term in terms(word))]


def measures_and_words(text: str) -> tuple[list[str], list[str]]:
    """The measures in a text, and its words without their units."""
    measures = []

    def noted(match: re.Match[str]) -> str:
        measures.append(match[1] + UNITS[match[2]])
        return f" {match[1]} "

    plain = _WHOLE.sub(r"\1", _THOUSANDS.sub("", normal(text)))
    return measures, _WORD.findall(_MEASURE.sub(noted, plain))


def terms(word: str) -> list[str]:
    """The terms of one word that is in its normal form."""
    if chinese(word):
        return [*word, *(a + b for a, b in pairwise(word))]
    if word.isalpha() and word.isascii():
        return [stem(word)]
    parts = re.split(r"[.\-/_+']", word)
    mixed = [p for p in parts if p.isascii() and not p.isalpha() and not p.isdigit()]
    inside = [found for part in mixed for found in _LETTERS_OR_DIGITS.findall(part)]
    if len(parts) == 1:
        return [word, *inside]
    stems = [stem(part) if part.isalpha() else part for part in parts]
    kept = (part for part in stems if len(part) > 1 or part.isdigit())
    return ["".join(parts), *kept, *inside]


def words(text: str) -> list[str]:
    """The terms that carry meaning alone: of Chinese the pairs, unless a run is one character."""
    found: list[str] = []
    for word in measures_and_words(text)[1]:
        pairs_from = len(word) if chinese(word) and len(word) > 1 else 0
        found.extend(terms(word)[pairs_from:])
    return found
