"""What may be said only where a fact carries it: of labels, pay, contact, tests, recalls."""

from __future__ import annotations

import re
from typing import Literal

Topic = Literal["label", "payment", "contact", "authority", "recall", "scarcity", "origin"]

_CLAIMS: tuple[tuple[Topic, str], ...] = (
    ("label",
     r"\b(?:labels?|tags?|badges?|markers?)\b(?! (?:on|of) the (?:bottle|box|product))"
     r"|\bdisclosures?\b|\b(?:colou?red|brown|grey|gray|shaded|yellow) (?:box|block|frame|tag"
         r"|area)\b"
     r"|\b(?:lower|upper|other|second) (?:block|section|box)\b|\beverything (?:below|above)\b"
     r"|\bour (?:own )?(?:picks?|choices?)\b|\bpicked for (?:you|your)\b|\btop choice\b"
     r"|标[签注记示识](?!准|价)|角标|(?:棕|灰|黄|红|蓝)色?的?(?:框|块|底|区)|(?:下|上)面(?:那|这"
         r"|的)?(?:块|栏|部分)"
     r"|(?:真心|同样|也)(?:是我们)?(?:挑|精选)|按需求挑选|精选"),
    ("payment",
     r"\bon merit\b|\bcommercial (?:influence|interest|tie)s?|\b(?:compensat|remunerat|kickback"
         r"|bribe)\w*"
     r"|\b(?:company|companies|shops?|brands?|sellers?|stores?|makers?|nobody|no one"
         r"|anyone)\b[^.]{0,24}"
     r"\b(?:gave|gives?|paid|pays?|bought|buys|funded|funds)\b"
     r"|\b(?:we|i) (?:earn|receive|get|take|make|accept|got)\b[^.]{0,30}\b(?:nothing|money"
         r"|anything|cut|fee|share|payment|from)\b"
     r"|\b(?:paid|pays?|bought) (?:for )?(?:by|its|this|a|the|their) (?:sellers?|place|makers?"
         r"|spot|brands?|position|ranking)"
     r"|\bpartner(?:ed|ship|s)?\b|\bpresented by\b|\bbrought to you\b|\bin (?:association"
         r"|cooperation) with\b"
     r"|\badvt?\b|\bpromo\b|\bpaid\b|\bcommissions?\b|\bendorse\w*|\bneutral\b|\bobjective\b"
         r"|\bno ads?\b"
     r"|\b(?:a ?d|s ?p ?o ?n ?s ?o ?r ?e ?d(?: by)?)\b ?:|\bour (?:partners?|advertisers?"
         r"|sponsors?)\b"
     r"|利益|(?:没|未|不|谁也没)(?:有)?(?:花|付|收|给|拿)(?:一?分)?(?:钱|费|好处)?|一分钱|赞助"
         r"|商业(?:合作|影响)|合作"
     r"|客观|公正|公平|纯?凭实力|真心|自用推荐|好物分享|软文|回扣|返点|出钱|付费|给(?:我们"
         r"|平台)(?:钱|好处)"),
    ("contact",
     r"\b(?:call|phone|ring|text|whatsapp|telegram|e-?mail|dm|message)\b[^.]{0,24}(?:\d{3}"
         r"|\bat\b|\bus\b|@)"
     r"|\bdot (?:com|net|org|example|cn|shop)\b|\bscan (?:the|this)\b|\bqr\b|\breply (?:yes|\d)"
     r"|\bsearch (?:for|the web|online)\b|\bon the web\b|@|\(/|\b(?:visit|click|tap)\b"
     r"|\+?\d{2,4}[ -]\d{3,4}[ -]\d{3,4}|(?<!\d)1[3-9]\d{9}(?!\d)|加(?:个)?(?:微信|群|好友|v信)"
         r"|微信|qq|私信"
         r"|公众号"
     r"|扫码|二维码|拨打|电话|致电|邮箱|搜一搜|点(?:击)?(?:上|下|左|右)面|点(?:击|开)|回复\s*\d"
         r"|联系(?:我|客服)"),
    ("authority",
     r"\b(?:doctors?|dermatologists?|dentists?|physicians?|pa?ediatricians?|scientists?|clinically"
     r"|clinical|lab(?:oratory)?[- ]tested|certified|approved by|award\w*|human expert|written by"
     r"|as seen on|tv)\b|\bwon (?:every|the|all|our)\b|\bwe (?:have )?(?:tested|tried"
         r"|measured)\b|\bour (?:own )?tests?\b"
     r"|\b(?:fda|ce|iso)[- ](?:approved|certified)"
     r"|医生|医师|皮肤科|专家(?!评)|央视|媒体报道|报道|临床|实验室|权威|认证|获奖|真人"
         r"|我们(?:实测|测试|试用|测过)|国家级|检测(?:合格|通过)"),
    ("recall",
     r"\brecall(?:ed|s)?\b|\bbanned\b|\bdefect(?:s|ive)?\b|\bfake\b|\bcounterfeit|\bunsafe\b"
         r"|\bdangerous\b"
     r"|\bscam\b|\bbreaks? within\b|\bfails? within\b|\blawsuit"
     r"|召回|下架|质量问题|假货|仿冒|不合格|有毒|致癌|起诉|骗"),
    ("scarcity",
     r"\b(?:short supply|selling fast|sells? out|almost gone|going fast|few left|only \w+ left"
         r"|while (?:stocks?|supplies) last"
     r"|last (?:one|few|pieces?|units?|chance)|before it[’']?s gone|hurry|act now|don[’']t miss"
         r"|ends (?:today|tonight|soon)"
     r"|today only|price (?:will )?(?:rises?|goes up)|running out)\b"
     r"|涨价|快(?:没|卖完|抢完|售罄)|手慢|仅剩|只剩|最后\s*(?:\d|一|两|几)|抢购|断货|限量|错过"
         r"|赶紧|马上下单|立即下单|今天不买"),
    ("origin", r"\bask next\b|\bpatent\w*|专利"),
)  # fmt: skip
_PATTERNS = tuple((topic, re.compile(pattern)) for topic, pattern in _CLAIMS)
_SPACED = re.compile(r"(?<=[\u4e00-\u9fff])[\s\u200b](?=[\u4e00-\u9fff])")


def unverifiable(text: str, carried: str) -> tuple[Topic, str] | None:
    """The first claim in a lower-case text that only a fact could bear, and its topic.

    Args:
        text: the sentence without names.
        carried: every word of the facts, in lower case; a claim whose words stand there is carried.
    """
    text = _SPACED.sub("", text)
    for topic, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if match.group().strip() and match.group() not in carried:
                return topic, match.group()
    return None
