"""Names that no fact holds and no capital gives away: brands in Chinese, or in lower case.

No list of brands is ever whole. So a word is judged by what it is not: not in the facts, and not a
word of the dictionary CC-CEDICT, or one that it spells with a capital. Much good prose has words
that no dictionary has, so what is merely unknown counts only where a sentence recommends or
compares, which is where a name does harm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from retrieval.text.cedict import dictionary_words, english_words, segmented
from retrieval.text.terms import HAN, normal, stem

_RUN = re.compile(f"[{HAN}]{{2,}}")
_AFTER = r"(?=也|更|还|才|的|是|都|会|要|就|吧|便宜|贵|好|强|值得|不错|胜|优于|比|[,。!;、]|$)"
_START = r"(?:^|[,。!;:])(?:而|但|不过|其实|另外|倒是|还是)?"
_ADVISED = re.compile(
    "(?:不如|换成|改[买选用]|推荐|考虑|看看|试试|入手|选择?|去买|认准)"
    f"(?:一下|您|你|大家|选|买|看|去|到|了)*([{HAN}]{{2,8}}?){_AFTER}"
    f"|{_START}([{HAN}]{{2,6}}?)(?=更|值得|才是|胜过|优于|(?:家|牌)的|的(?:同款|口碑))"
)
"""What a sentence recommends: there any word is a name that the facts do not hold."""
_COMPARED = re.compile(
    f"(?:比|优于|胜过|胜于|媲美|换|买|建议)([{HAN}]{{2,8}}?){_AFTER}"
    f"|{_START}([{HAN}]{{2,6}}?)(?=也(?!就|有)|还(?:更|不)|比)"
)
"""What it holds another against: there a word may be a thing (咖啡), and only a name counts."""
_PLAIN = frozenset(
    "的了一不用没就三两都也得个买在天能着上有来洗到我月还里完是这要但款比后大过再很放人多十它五换小冲快"
    "会开好年像送从块那坐下位八价只跑把按带干感才等量写低们底打时连够最为六键先加全太背手第刚重压七单次"
    "真又内高别老入半无装拍谁更选处以与对每几本集可空点些当做让被给吧呢吗啊哦和及或若如跟将你您他她该此"
    "其各自前左右中间旁后看想去说问听吃喝穿戴省贵新旧长短轻薄厚软硬静稳冷热香甜脚宽窄脸腿腰肩颈耳眼矮胖瘦皮油敏汗"
)
"""Characters that often stand alone, so that several in a row need not be a name."""
_ORDINARY = frozenset({
    "三台", "蓝牙", "中文", "英文", "汉字", "汉语", "英语", "周一", "周二", "周三", "周四", "周五",
    "周六", "周日", "春节", "中秋", "中秋节", "端午", "端午节", "国庆", "国庆节", "圣诞", "圣诞节",
    "元旦", "七夕", "情人节", "母亲节", "父亲节",
})  # fmt: skip
"""Words spelt with a capital that name no maker, shop or place."""
_TRADE = (
    "评测 测评 实测 追评 好评 差评 到手价 性价比 售后 预算 成分 质地 肤感 上手 油皮 干皮 混油 "
    "敏感肌 汗脚 侧睡 控油 泛油 黑头 闭口 搓泥 补涂 假白 掉皮 冷泡 红黑榜 颗星 退换政策 退换货"
    " 运费 "
    "尺码 保修 详情页 说明书 参数"
)
"""What shoppers say that a general dictionary lacks."""
_LOWER = r"([a-z][a-z'’-]*[a-z])(?![\w'’-])"
_TRIED = re.compile(
    r"\b(?i:try|consider|get|choose|buy|prefer|pick|over|than|unlike|like|recommend|suggest|by|from"
    rf"|at|versus|vs|beats?|to|of|for)(?: an?| the)? {_LOWER}"
)
_PRAISED = re.compile(
    rf"\b{_LOWER}(?:['’]s)? (?:is|has|beats|makes|costs|offers|one|does|would|will|wins|sells)\b"
)
_DEGREE = re.compile(r"(?:i?est|i?er|ly|ish|y|less)$")
_POSSESSIVE = re.compile(r"['’]s$")


def unheard_name(text: str, told: str, words: frozenset[str], chinese: bool) -> str | None:
    """The first name in a sentence that neither the facts nor the dictionary account for.

    Args:
        text: the sentence, names of the facts and quotes taken out or not.
        told: everything that the facts say, in normal form.
        words: the Latin words of the facts, in lower case.
        chinese: whether the answer is in Chinese.
    """
    if chinese:
        return next(_chinese(normal(text), f"{told}\n{_TRADE}"), None)
    return next(_english(text, words), None)


def _chinese(text: str, told: str) -> Iterator[str]:
    names = _names()
    if not names:
        return
    for run in _RUN.findall(text):
        yield from (word for word in segmented(run) if word in names and word not in told)
    for frame in (_ADVISED, _COMPARED):
        for match in frame.finditer(text):
            spoken_of = match[1] or match[2]
            words = segmented(spoken_of)
            yield from _names_among(words, told)
            held = any(len(word) > 1 and word in told for word in words)
            before = text[: match.start(1 if match[1] else 2)]
            strange = spoken_of[0] not in _PLAIN and not held and not _noun(words, before)
            if frame is _ADVISED and strange:
                yield spoken_of


def _noun(words: Sequence[str], before: str) -> bool:
    """Whether what is advised is a thing to look at, not a make: 看看退换政策."""
    common = dictionary_words().common
    plain = len(words[-1]) > 1 and words[-1] in common
    looked_at = bool(re.search(r"(?:看看|考虑)(?:一下)?$", before))
    return plain and (len(words) > 1 or looked_at)


def _names_among(words: Sequence[str], told: str) -> Iterator[str]:
    """Names that may also be words (小米), and characters in a row that make no word (罗技)."""
    capital, alone = dictionary_words().proper, ""
    for word in [*words, ""]:
        if len(word) == 1 and word not in _PLAIN:
            alone += word
            continue
        if len(alone) > 1 and alone not in told:
            yield alone
        alone = ""
        if word in capital and _names_something(word) and word not in told:
            yield word


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    """Words that are nothing but names."""
    words = dictionary_words()
    return frozenset(filter(_names_something, words.proper - words.common))


def _names_something(word: str) -> bool:
    return len(word) > 1 and word not in _ORDINARY


def _english(text: str, words: frozenset[str]) -> Iterator[str]:
    if not english_words():
        return
    for frame in (_TRIED, _PRAISED):
        for match in frame.finditer(text):
            word = _POSSESSIVE.sub("", match[1])
            pieces = (piece for piece in re.split(r"[-'’]", word) if len(piece) > 1)
            if word not in words and not all(_is_word(p) or p in words for p in pieces):
                yield word


def _is_word(word: str) -> bool:
    """Whether a lower-case word is English, as far as the dictionary's own English goes."""
    root = _DEGREE.sub("", word) if len(word) > 5 else word
    known = english_words()
    halves = ((word[:n], word[n:]) for n in range(3, len(word) - 2))
    if any(one in known and other in known for one, other in halves):
        return True
    return word in known or stem(word) in _stems() or not known.isdisjoint((root, root + "e"))


@lru_cache(maxsize=1)
def _stems() -> frozenset[str]:
    return frozenset(map(stem, english_words()))
