"""Words of Chinese and English shopping text, as the lexical index counts them."""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from Stemmer import Stemmer

HAN = "㐀-䶿一-鿿豈-﫿"
UNITS = (
    "mm cm m km in inch inches ft yd mg g kg oz lb lbs ml l gal w kw wh kwh mah ah v hz khz mhz ghz"
    " kb mb gb tb db rpm psi btu k p fps nm 毫米 厘米 米 克 千克 公斤 斤 毫升 升 瓦 伏 毫安 寸 英寸"
)
_WORD = re.compile(rf"[a-z0-9]+(?:[.\-/_+'][a-z0-9]+)*|[{HAN}]+|[^\W_]+")
_HAN = re.compile(f"[{HAN}]")
_MEASURE = re.compile(
    rf"(?<![\w.])(\d+(?:\.\d+)?)[\s\-]?({'|'.join(sorted(UNITS.split(), key=len, reverse=True))})"
    r"(?![a-z0-9])"
)
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
    model number ("WH-1000XM5") gives itself without its punctuation, and its parts; a number and
    its unit ("500 ml") give one term.
    """
    plain = _THOUSANDS.sub("", normal(text))
    found = [f"{number}{unit}" for number, unit in _MEASURE.findall(plain)]
    for word in _WORD.findall(plain):
        found.extend(_terms(word))
    return found


def _terms(word: str) -> list[str]:
    if _HAN.match(word):
        return [*word, *(a + b for a, b in pairwise(word))]
    if word.isalpha() and word.isascii():
        return [stem(word)]
    parts = re.split(r"[.\-/_+']", word)
    if len(parts) == 1:
        return [word]
    stems = [stem(part) if part.isalpha() else part for part in parts]
    return ["".join(parts), *(part for part in stems if len(part) > 1 or part.isdigit())]


def words(text: str) -> list[str]:
    """The terms that carry meaning alone: of Chinese the pairs, unless a run is one character."""
    plain = _THOUSANDS.sub("", normal(text))
    found: list[str] = []
    for word in _WORD.findall(plain):
        terms = _terms(word)
        found.extend(terms[len(word) :] if _HAN.match(word) and len(word) > 1 else terms)
    return found
