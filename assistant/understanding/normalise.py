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


_DIALECT = {
    "唔好": "不要", "唔系": "不是", "系唔系": "是不是", "唔使": "不用", "唔要": "不要",
    "有冇": "有没有", "冇": "没有", "平啲": "便宜点", "平D": "便宜点", "平d": "便宜点",
    "啲": "些", "嘅": "的", "嘈": "吵", "呢个": "这个", "呢款": "这款", "呢部": "这部",
    "呢啲": "这些", "边个": "哪个", "边款": "哪款", "几钱": "多少钱", "几多钱": "多少钱",
    "咁": "这么", "佢": "他", "哋": "们", "乜嘢": "什么", "点解": "为什么", "想买部": "想买个",
    "机械人": "机器人", "清净机": "净化器", "唔该": "谢谢", "睇": "看", "畀": "给", "俾": "给",
    "靓": "好看", "啱": "适合", "抵买": "划算", "手袋": "包", "耳筒": "耳机", "雪柜": "冰箱",
    "行动电源": "充电宝", "吸尘机": "吸尘器", "背囊": "背包", "公事包": "公文包",
}  # fmt: skip
"""Words of Cantonese, and of Hong Kong and Taiwan, in the standard's words."""


@lru_cache(maxsize=1)
def _standard() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_DIALECT, key=len, reverse=True)))


def fold(text: str) -> str:
    """Full width to half, traditional and dialect to standard, controls and spaces to one space.

    Case is kept, so that a brand's capital can be seen; `lowered` gives the rest.
    """
    wide = unicodedata.normalize("NFKC", text[:LONGEST])[:LONGEST].translate(_simplified())
    wide = _standard().sub(lambda m: _DIALECT[m.group()], wide)
    straight = wide.replace("’", "'").replace("‘", "'").replace("`", "'")
    spaced = "".join(" " if _unreadable(c) else c for c in straight)
    return re.sub(r"\s+", " ", spaced).strip()


def _unreadable(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn")


def lowered(text: str) -> str:
    """Lower case, character by character, so that every character stays where it was."""
    low = text.lower()
    if len(low) == len(text) and "Σ" not in text:  # a final sigma is another letter
        return low
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
