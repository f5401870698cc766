"""Phrases that give a text away; heuristics, so quoted words are taken out before they look."""

from __future__ import annotations

import re
from dataclasses import dataclass

QUOTED = re.compile(
    r"“[^”]{0,400}”|「[^」]{0,400}」|『[^』]{0,400}』|‘[^’]{0,400}’|\"[^\"]{0,400}\"|„[^“”]{0,400}[“”]"
)


@dataclass(frozen=True)
class Phrase:
    """A pattern, and words of which any text that it matches has one; they rule most texts out."""

    pattern: re.Pattern[str]
    words: tuple[str, ...]

    def said(self, text: str) -> str:
        """What of it a text says in its own words, not in a quotation; "" for nothing."""
        lower = text.lower()
        if not any(word in lower for word in self.words):
            return ""
        found = self.pattern.search(without_quotes(text))
        return found.group() if found else ""


CLAIMS_FREEDOM = re.compile(
    r"(无|没有|不含|零|不投放?|不做)(任何)?(广告|推广|赞助|商业(利益|合作))|完全(独立|中立)|独立(客观|推荐|评测|测评|选出)"
    r"|客观中立|不收(取)?(商家|任何)?(的)?(费|钱|佣金)|非广告|^(独立|中立|客观)$"
    r"|\bno (ads|advertising|sponsors(hip)?|paid placements?)\b|\b(ad|advert|advertising)-free\b"
    r"|\bindependent(ly)?\b|\bunbiased\b|\bimpartial\b|\bnot paid\b|\bnobody pays?\b"
    r"|\bwithout (ads|advertising)\b|\bwerbefrei\b|\bkeine werbung\b|\bunabhängig",
    re.I,
)
"""An operator's claim to be independent or free of ads."""
CLAIMS_INVARIANCE = re.compile(
    r"(广告|付费|付款|赞助)[^。;；]{0,12}(不影响|不改变|不会影响|不会改变)"
    r"|answers? (are |is )?independen|answer independence"
    r"|(ads?|advertising|payment|sponsors?)[^.;]{0,30}"
    r"(do(es)? not|don't|doesn't|never|will not|won't) (influence|affect|change|move)"
    r"|anzeigen beeinflussen[^.;]{0,30}nicht",
    re.I,
)
"""A claim that the answer is the same with and without ads: true or not, but no denial of ads."""
SAYS_FREE = Phrase(
    re.compile(
        r"(本回答|本答案|以上(内容|推荐)?|这里)(完全)?(没有|不含|无)(任何)?广告|(我|我们|本助手)(完全)?(独立|中立)"
        r"|(我|我们|本助手)(没有|不)(收|拿)[^。]{0,6}(钱|费|佣金)"
        r"|\bthis (answer|list|page) (contains|has|includes) no ads?\b"
        r"|\b(i am|i'm|we are|we're) (completely |fully |entirely )?"
        r"(independent|unbiased|impartial|not paid)\b"
        r"|\bdiese (antwort|liste) enthält keine (werbung|anzeigen)\b",
        re.I,
    ),
    (
        "广告",
        "独立",
        "中立",
        "钱",
        "费",
        "佣金",
        "no ad",
        "independent",
        "unbiased",
        "impartial",
        "not paid",
        "keine",
    ),
)
"""The answer's own words saying that there are no ads in it."""
DENIES = re.compile(
    r"不是广告|没有(人|商家)?(为[^。]{0,12})?付费|不含广告|\bnot an ad(vert(isement)?)?\b"
    r"|\bnobody (paid|pays)\b|\bno(t| one| ads)\b[^.]{0,20}\b(paid|pays|ads)\b"
    r"|keine (werbung|anzeige)",
    re.I,
)
"""A reply saying that something is not an ad."""
NO_EFFECT = re.compile(
    r"付款不改变|付费不(影响|改变)|没有人为|payment does not (change|affect|move)"
    r"|nobody paid|not (affected|influenced) by payment"
    r"|(be)?zahlung (ändert|beeinflusst|verschiebt)[^.;]{0,40}\bnicht",
    re.I,
)
"""A ranking explanation saying that payment moves nothing."""
PAYMENT = re.compile(
    r"出价|竞价|买(下|来|到|了|的)|佣金|返佣|付费|付款|付钱|广告|费用|利润|自家|自有"
    r"|\bbids?\b|\bauction|\bcommission|\bpa(y|id|ys)\b"
    r"|payment|\bbought\b|\bfees?\b|\badvert|\bads?\b|\bsponsor|\bmargin|\bour own\b"
    r"|gebot|provision|bezahl"
    r"|vergütung|werbung|enchère|rémunér|publicit",
    re.I,
)
"""A ranking parameter that speaks of money: P2B Regulation 5(3), CRD 6a."""
FIRST_HAND = Phrase(
    re.compile(
        r"(?<!有人说)(我|本人|笔者)(自己|亲自|也|们|真的|真心|亲身|家)*(一直|已经|平时|最近|都)?(在用|用过|用了|买过|买了|试过|试用|体验过|穿过|戴过|吃过|入手)"
        r"|亲测(有效|好用)?|(?<![\u4e00-\u9fff])自用|我(很|超|最)(爱|喜欢)(用|穿|戴)?"
        r"|\bI(?:'ve| have)? (?:been using|used|use|tried|tested|bought|owned?|love|wear|wore)\b"
        r"|\bin my (?:own )?experience\b|\bmy (?:own|personal) (?:favou?rite|pick)\b"
        r"|\bich habe\b[^.]{0,40}\b(?:gekauft|getestet|benutzt|ausprobiert)\b"
        r"|\bich (?:nutze|benutze|verwende|trage)\b",
        re.I,
    ),
    (
        "我",
        "本人",
        "笔者",
        "亲测",
        "自用",
        "i ",
        "i'",
        "experience",
        "my own",
        "my personal",
        "ich ",
    ),
)
"""A claim of one's own use or liking, which a machine cannot have."""
EXPERIENCE = re.compile(
    r"测评|评测|实测|亲测|体验|试用|种草|好物|攻略|科普|怎么选|选购|推荐理由|好用|值得买|必买|干货"
    r"|\breview(ed|s)?\b|\btested\b|\bhands[- ]on\b|\bhow to choose\b"
    r"|\bbuying guide\b|\bworth buying\b",
    re.I,
)
"""Knowledge, experience or test style (互联网广告管理办法9(3))."""
URGENT = Phrase(
    re.compile(
        r"仅剩\s*\d+|只剩\s*\d+|最后\s*\d+\s*(件|个|天|小时)|库存告急|即将售罄|今(天|日|晚)(截止|结束)|限时(抢购|特惠|优惠)|手慢无"
        r"|\bonly \d+ left\b|\bends (today|tonight|soon)\b|\blast chance\b|\bhurry\b"
        r"|\bselling fast\b|\bnur noch \d+\b|\bnur heute\b",
        re.I,
    ),
    (
        "仅剩",
        "只剩",
        "最后",
        "告急",
        "售罄",
        "截止",
        "结束",
        "限时",
        "手慢无",
        "only ",
        "ends ",
        "last chance",
        "hurry",
        "selling fast",
        "nur ",
    ),
)
"""Pressure to decide now."""
ABSOLUTE = re.compile(
    r"国家级|世界级|最高级|最佳|最好|最优|最强|最先进|最顶级|顶级|极品|第一品牌|全网第一|销量第一|全国第一|行业第一|独一无二|史上最|全网最低"
)
"""Absolute terms of advertising (广告法9(3)); measures such as 最低温度 are not among them."""
EXEMPT = re.compile(
    r"本(品牌|公司|店|系列|产品|款)|我们|自家|同系列|上一代|前代|迄今|国家级(实验室|检测|认证|高新|非遗|标准|新区|大师)"
    r"|(一|二|三)级能效|等级|获奖|奖|榜|评为|认证|排名|\d{4}\s*年|尺码|最佳(使用|赏味|食用|饮用|温度|适用)|不是最|未必最"
)
"""Words that may exempt an absolute term: self-comparison, grade, name, award, dated fact."""
PERCENT_OFF = re.compile(
    r"(?:(?:立减|直降|降价|优惠|省)\s*(\d{1,2}(?:\.\d)?)\s*[%％])|(?:(\d{1,2}(?:\.\d)?)\s*[%％]\s*(?:off|rabatt|reduziert|discount))"
    r"|(?:(?:save|-|−)\s*(\d{1,2}(?:\.\d)?)\s*[%％])",
    re.I,
)
TENTHS = re.compile(r"(?<![\d.])(\d(?:\.\d)?|\d{2})\s*折")
FORBIDDEN_CLASS = re.compile(
    r"prescription|\brx\b|tobacco|cigarette|vap(e|ing)|处方药|烟草|香烟|电子烟|rezeptpflichtig|tabak",
    re.I,
)
HEALTH_CLASS = re.compile(
    r"medicine|medication|medical|drug|supplement|health[-_ ]?food|\botc\b"
    r"|药|医疗器械|保健(食)?品|特殊医学|arznei|medikament",
    re.I,
)
HEALTH_TOPIC = re.compile(
    r"health|wellness|medical|illness|健康|养生|医|疾病|症状|gesundheit", re.I
)
SENSITIVE_TOPIC = re.compile(r"mental|politic|election|suicide|心理|政治|选举|自杀|politik", re.I)
SPECIAL_CATEGORY = re.compile(
    r"health|religio|ethnic|\brace\b|racial|sexual|politic|\bunion|biometric|genetic|\bminors?\b"
    r"|\bchild(ren)?('s)? profile"
    r"|健康状况|宗教|民族|种族|性取向|政治|工会|生物识别|基因|未成年",
    re.I,
)
CONTEXTUAL = re.compile(r"topic|question|conversation|chat|话题|对话", re.I)


def without_quotes(text: str) -> str:
    """The text without what it quotes from others."""
    return QUOTED.sub(" ", text)


def percent_off(text: str) -> list[float]:
    """Every reduction that a text claims, in per cent: 20% off, 立减20%, 8折."""
    found = [float(next(g for g in m.groups() if g)) for m in PERCENT_OFF.finditer(text)]
    for match in TENTHS.finditer(text):
        digits = match.group(1)
        paid = float(digits) * (10 if "." in digits or len(digits) == 1 else 1)
        found.append(100 - paid)
    return found
