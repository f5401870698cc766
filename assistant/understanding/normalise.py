"""How a question is folded before it is read: widths, scripts and cases made one, length kept."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Literal

LONGEST = 10_000
"""Characters that are read; what stands behind them is nobody's question."""
BLANK = "\x1f"
"""What stands where words were understood already; no folded question holds one."""
HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_ENGLISH = re.compile(
    r"\b(?:the|a|an|i|me|my|for|is|are|do|does|you|your|have|any|under|with|without|to|of|and|or"
    r"|in|on|please|show|want|need|what|which|why|how|who|it|this|that|one|can|some|from|hi|hello"
    r"|thanks|cheaper|best|looking|find|buy|get)\b"
)
_WORD = re.compile(r"[a-z0-9]+(?:[-'.][a-z0-9]+)*")


@lru_cache(maxsize=1)
def _simplified() -> dict[int, str]:
    """Traditional characters to simplified, one to one, as OpenCC's character table has them."""
    import opencc

    table = Path(opencc.__file__).parent / "dictionary" / "TSCharacters.txt"
    rows = (line.split() for line in table.read_text("utf-8").splitlines() if line)
    return {ord(row[0]): row[1] for row in rows if len(row[0]) == len(row[1]) == 1}


def fold(text: str) -> str:
    """Full width to half, traditional to simplified, controls and runs of spaces to one space.

    Case is kept, so that a brand's capital can be seen; `lowered` gives the rest.
    """
    wide = unicodedata.normalize("NFKC", text[:LONGEST])[:LONGEST].translate(_simplified())
    straight = wide.replace("’", "'").replace("‘", "'").replace("`", "'")
    spaced = "".join(" " if _unreadable(c) else c for c in straight)
    return re.sub(r"\s+", " ", spaced).strip()


def _unreadable(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn")


def lowered(text: str) -> str:
    """Lower case, character by character, so that every character stays where it was."""
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def han(text: str) -> int:
    """How many Chinese characters a text has."""
    return len(re.findall(f"[{HAN}]", text))


def words(text: str) -> list[str]:
    """The Latin words and numbers of a folded, lowered text, in order."""
    return _WORD.findall(text)


def spoken_in(text: str) -> Literal["zh", "en", ""]:
    """The language that a folded, lowered text is written in, "" where nothing tells."""
    chinese, english = han(text), len(_ENGLISH.findall(text))
    if chinese:
        return "en" if 2 * english > chinese else "zh"
    if "¥" in text and not english:
        return "zh"
    return "en" if english or any(w.isalpha() for w in words(text)) else ""


def blank(text: str, start: int, end: int) -> str:
    """The text with one stretch blanked, every other character where it was."""
    return text[:start] + BLANK * (end - start) + text[end:]
