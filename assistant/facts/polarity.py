"""Which way a sentence of a review leans: for the product, against it, or not about it."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Literal

from catalog.marketing import ABSOLUTE, OFFERS

Lean = Literal["for", "against", "none"]
OUT = Path(__file__).with_name("polarity.json")
MARGIN = 0.9
"""Log-odds within which the head says nothing."""

CONTRAST = re.compile(
    r"^(?:但是?|不过|就是|可惜|只是|唯一的?缺点是?)[，,]?"
    r"|^(?:but|however|then again|that said|on the other hand|unfortunately|my only complaint is)"
    r"\b[,:]?\s*",
    re.IGNORECASE,
)
"""How a sentence opens that turns against what the review said before it."""

RESERVED = re.compile(
    r"[，,](?:但|不过|就是|可惜|只是)|, (?:but|though|although|yet) ", re.IGNORECASE
)
"""How one sentence takes back in its second half what its first half grants."""
_AGAINST = re.compile(
    r"扣不紧|漏|裂|坏[了掉]|断[连线]|偶尔断|对面.{0,3}听不[见清]|(?:听|看)不清|夹[耳头]|勒|疼|刺[了激眼鼻]|辣[眼嘴]|闷|捂|泛白|发白|假白|搓泥"
    r"|发黄|磨平|打滑|偏[窄硬小大重贵紧]|太[重硬紧吵大小贵薄短慢]|[线鞋]硬|响一截|吵|误触|卡[顿住]|太?稠"
    r"|挤不动|油腻|黏|熏|味[道儿]?[大重]|受不了|平庸|差别|不好[用理洗穿推]|难[洗卸用受]|打不开|不值|失望"
    r"|后悔|白汤|晕开|别指望|别买|不够|洗两遍|没声|开胶|掉[色漆毛]|烦|要等|延迟|杂音|不能拆|固定的"
    r"|\b(?:cuts? out|broke|broken|crack(?:ed|s)|leak\w*|louder than|rattl\w+|hurts?|stiff|pinch\w*"
    r"|heavy|flimsy|miserable|wrecked|slip\w*|peel\w*|wears? (?:down|out)|wore out"
    r"|smooth by|stopped (?:working|charging)|quit|died|dies|wobbl\w+|scratch\w*|smells?|sneeze"
    r"|stings?|burn(?:s|ed)"
    r"|greasy|white cast"
    r"|pretty drying|stripped|pill(?:s|ed)|shiny again|annoying"
    r"|too (?:much|big|small|loud|tight|hot|short|thin|sweet|slow|expensive)|couldn't"
    r"|nobody can|can't hear|not enough|no thanks"
    r"|don't expect|takes a second|shows (?:every|coffee|fingerprints)|useless|tired of|get hot"
    r"|wants my location|disappoint\w*|regret|return(?:ed|ing)|lost their|every crumb)\b"
)
_FOR = re.compile(
    r"不[紧拔闷勒夹辣疼累卡黏掉假刺油滑晃沉]|舒服|温和|好[用洗推穿听看闻]|干净|安静|清[楚晰爽]|稳|轻(?!微)|软|利索"
    r"|顺|跟手|解压|透气|服帖|自然|够用|刚好|敢用|压得住|省心|值|划算|喜欢|满意|推荐|回购|合适|比.{1,8}强"
    r"|没(?:有)?(?:刺痛|异味|说过|断过|晒黑|开胶|磨脚|什么存在感|变形)|一泵够|不贵"
    r"|\b(?:comfortable|quiet(?:er)?|clean|clear|gentle|mild|easy|love|great|good|nice|solid|sturdy"
    r"|stable|worth|recommend|forget they|disappears|fits|holds? up|lasts?|matte|unscented|rinses"
    r"|breathes|room for|relief|miracle|saves?|thanks me|finally|like lotion|still look new"
    r"|no (?:bent|tight|rash|slip|wobble|fatigue|pink|white|drop)\w*"
    r"|(?:doesn't|didn't|don't|without|never) (?:sting|slip|dry|catch|pill|swamp)\w*)"
)
_HYPE = re.compile(
    r"吊打|秒杀|没有之一|毕业|人人都能|专属价|冲冲冲|同款|国家队|大牌|安利|评论区|链接|私信|滴滴我|不允许|亮一个度"
    r"|\b(?:obsessed|game[- ]?changer|holy grail|link in|my code|life[- ]changing)\b"
)
_ASIDE = re.compile(
    r"追评|物流|快递|盒子|包装|客服|下单|大促|\b(?:will update|customer service|the box|packag\w*"
    r"|shipping|arrived|delivery|believe the reviews)\b"
)
_DENIED = re.compile(
    r"[不没无](?:有|太|会|怎么)?$|(?:\bno|\bnot|n't|\bnever|\bwithout)\s(?:\S+\s)?$", re.I
)


@lru_cache(maxsize=20_000)
def lean(sentence: str) -> Lean:
    """Where a sentence leans by its words; "none" for hype and for what is not the product."""
    sentence = sentence.lower()
    if _ASIDE.search(sentence) or hype(sentence):
        return "none"
    if any(not _DENIED.search(sentence[: m.start()]) for m in _AGAINST.finditer(sentence)):
        return "against"
    return "for" if _FOR.search(sentence) else "none"


def hype(sentence: str) -> bool:
    """Whether a sentence reads as selling, whoever is said to have written it."""
    sentence = sentence.lower()
    return bool(_HYPE.search(sentence) or ABSOLUTE.search(sentence) or OFFERS.search(sentence))


def sure_lean(sentence: str, rating: Decimal | None) -> Lean:
    """Where a sentence of a review surely leans; "none" where words, head and stars disagree.

    The lexicon and the head (benchmarks/polarity.py) must not contradict each other, a sentence of
    a review with three stars or fewer praises nothing surely, and one of a review with five faults
    nothing unless it turns ("but …") or both see a fault.
    """
    by_words = lean(sentence)
    if _aside(sentence):
        return "none"
    by_head = leaning(sentence, shipped_weights())
    agreed: Lean = by_words if by_head in (by_words, "none") else "none"
    if by_words == "none":
        agreed = by_head
    turned = CONTRAST.match(sentence) or RESERVED.search(sentence)
    if agreed == "for":
        return "none" if turned or (rating is not None and rating <= 3) else "for"
    if agreed == "against" and rating == 5 and not turned and by_words != by_head:
        return "none"
    return agreed


def _aside(sentence: str) -> bool:
    lower = sentence.lower()
    return bool(_ASIDE.search(lower) or hype(lower))


def leaning(sentence: str, weights: Mapping[str, float]) -> Lean:
    """Where the head's n-grams lean, "none" while its log-odds stay within MARGIN."""
    grams = ngrams(sentence)
    scale = max(1, len(grams)) ** 0.5
    odds = weights.get("", 0.0) + sum(weights.get(gram, 0.0) for gram in grams) / scale
    return "for" if odds > MARGIN else "against" if odds < -MARGIN else "none"


def ngrams(sentence: str) -> tuple[str, ...]:
    """Words and pairs of them; of Chinese the runs of one to three characters; each once."""
    lower = sentence.lower().replace("’", "'")
    words = ["^", *re.findall(r"[a-z']+", lower)]
    grams = [*words, *(f"{a} {b}" for a, b in pairwise(words))]
    for run in re.findall(r"[\u4e00-\u9fff]+", lower):
        grams += [run[at : at + n] for n in (1, 2, 3) for at in range(len(run) - n + 1)]
    return tuple(dict.fromkeys(grams))


@lru_cache(maxsize=1)
def shipped_weights() -> Mapping[str, float]:
    """The head's weights, read once."""
    read: Mapping[str, float] = json.loads(OUT.read_text("utf-8"))
    return read
