"""The words to search with: a question without its conditions and without its courtesies."""

from __future__ import annotations

import re

from assistant.understanding.normalise import BLANK, han, words
from assistant.understanding.numbers import whole
from assistant.understanding.patterns import bare, compiled

LONGEST_QUERY = 300
"""Characters of search words that are kept; a shopper's wish needs fewer."""
_MEASURE = re.compile(
    r"([零一二两三四五六七八九十百千]+)"
    r"(升|毫升|寸|英寸|瓦|毫安|公斤|千克|克|厘米|毫米)"
)
_CHINESE_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")


def search_words(text: str, keep: tuple[tuple[int, int], ...] = ()) -> str:
    """What is left to search with; the stretches in `keep` (known terms) stay as they are."""
    kept = {at for start, end in keep for at in range(start, end)}
    chars = list(text)
    for match in compiled("query", "filler").finditer(text):
        if not kept.intersection(range(match.start(), match.end())):
            chars[match.start() : match.end()] = BLANK * (match.end() - match.start())
    text = _MEASURE.sub(_in_digits, "".join(chars))
    left = bare(re.sub(r"[^\w\s.%+&'/-]|_", " ", text))
    parts = [part.strip(".-/'+&") for part in left.split()]
    told = [p for p in dict.fromkeys(parts) if re.search(r"[^\W_]", p) and not _crumb(p)]
    return " ".join(told)[:LONGEST_QUERY].strip()


def _in_digits(measure: re.Match[str]) -> str:
    """Digits for a Chinese numeral before a unit: titles have 30L, not 三十升."""
    count = whole(measure[1])
    return measure.group() if count is None else f"{count}{measure[2]}"


def _crumb(part: str) -> bool:
    """A lone Chinese character or Latin letter that filler left behind."""
    return len(part) == 1 and not part.isdigit()


def joined(earlier: str, later: str) -> str:
    """Earlier search words and those of a follow-up, each word once."""
    parts = dict.fromkeys((*earlier.split(), *later.split()))
    return " ".join(parts)[:LONGEST_QUERY].strip()


def without_words(query: str, dropped: tuple[str, ...]) -> str:
    """The search words without those that no longer hold."""
    for word in sorted(dropped, key=len, reverse=True):
        if word.isascii():
            query = re.sub(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", " ", query)
        else:
            query = query.replace(word, " ")
    return re.sub(r"\s+", " ", query).strip()


def content(query: str) -> int:
    """How much a query says: its Latin words, and one for every two Chinese characters."""
    return len([w for w in words(query) if len(w) > 1]) + (han(query) + 1) // 2
