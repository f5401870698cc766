"""The words that point at products on the screen, as regular expressions in two languages."""

import re

ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5,
    "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip
_ORD = rf"(?:{'|'.join(ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))"
_THING = (
    r"(?:ones?|options?|products?|items?|picks?|choices?|results?|models?|recommendations?"
    r"|suggestions?)"
)
_ELSE = (
    r"(?:time|times|thing|things|place|try|hand|half|part|step|question|search|list|answer|page"
    r"|party|parties|class|aid|floor|grade|year|years|month|week|day|birthday|apartment|home"
    r"|house|job|child|baby|kid|generation|gen|edition|person|monitor|screen)\b"
)
"""What is counted by "the first" and is nothing on the screen."""
_MEASURE = r"(?:个|款|件|种|名|条|双|台|只|把|瓶|支|项|张|副|顶)"
_HAN_NUMBER = r"[一二两三四五六七八九十\d]"
_COUNT = rf"(?:two|three|four|five|{_HAN_NUMBER})"
_NUMBERED = (
    rf"(?:no\.? ?|number |\# ?|option |item |product |第)?"
    rf"({_ORD}|\d{{1,2}}|one|two|three|four|{_HAN_NUMBER})(?:号|{_MEASURE})?"
)


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


POINTING = _any(
    r"(?<![a-z])(?:this|that) (?:one|product|item|pick)(?![a-z'])",
    r"(?<![a-z])it(?! to)(?!'s a)(?![a-z'])",
    r"(?<![a-z])this(?= (?:an?|one)\b)",
    r"(?<![a-z])(?:this|that)(?=\W*$)",
    r"(?:这|那)一?(?:个|款|双|台|只|件|把|支|瓶)(?!价|预算|牌子|品牌|月|范围)",
    r"它|^这(?=是)",
)
FROM_END = _any(
    rf"倒数第({_HAN_NUMBER})(?:{_MEASURE})?",
    rf"(second|third)[- ]to[- ]last(?: {_THING})?",
)
FIRST_N = _any(
    rf"(?:the )?(?:first|top) ({_COUNT})(?: {_THING})?(?![a-z0-9])",
    rf"前({_HAN_NUMBER}){_MEASURE}",
)
LAST_N = _any(
    rf"(?:the )?(?:last|bottom) (two|three|[23])(?: {_THING})?(?![a-z0-9])",
    rf"最后([二两三四五\d]){_MEASURE}",
)
LAST = _any(
    rf"(?:the )?(?:last|bottom|final) {_THING}",
    r"(?:the |^)last(?=\W*$)",
    rf"最后的?(?:那|一|那一)?{_MEASURE}",
    r"后者|the latter",
)
PAIR = re.compile(
    r"(?:(?<=compare )|(?<=between )|(?<=对比)|(?<=比较)|(?<=比一下)|(?<=^)|(?<=of )|(?<=把))"
    rf"(?:the )?{_NUMBERED}\s?(?:,|、|and|vs\.?|versus|with|to|or|和|跟|与|还是)\s?"
    rf"(?:the )?{_NUMBERED}(?:\s?(?:,|、|and|和|跟)\s?(?:and )?(?:the )?{_NUMBERED})?"
    rf"(?: {_THING})?(?=\W|的|哪|有|比|怎|对|区|谁|$)(?!\s?(?:块|元|百|dollars|bucks|usd))"
)
ORDINAL = _any(
    rf"(?<![排得])第({_HAN_NUMBER}{{1,2}})(?:{_MEASURE})?",
    r"(?<!\d)(\d{1,2})号(?:产品|商品|款)?",
    r"(?<![a-z])(?:number|no\.|option|item|product|\#) ?"
    r"(\d{1,2}|one|two|three|four|five)(?![a-z0-9])",
    rf"(?<![a-z])(?:the |your )({_ORD})(?! {_ELSE}| of \w+day|-[a-z])(?: {_THING})?(?![a-z])",
    rf"(?<![a-z])({_ORD}) {_THING}",
    rf"(?<= (?:or|to) )(?:the )?({_ORD})(?= {_THING}|\W*$)",
    rf"(?<= (?:and|the) )({_ORD})(?= {_THING}|\W*$)",
    rf"^({_ORD})$",
    r"the former|前者",
)
ALL_OF = _any(
    rf"(?:all )?(?:these|those|the) ({_COUNT})(?: {_THING})?(?=\W|$)"
    r"(?! (?:hundred|thousand|dollars|bucks))",
    rf"(?:all of )?(?:these|those)(?: {_THING})?(?! [a-z]+ (?:under|for))",
    rf"all of them|(?:这|那)({_HAN_NUMBER}){_MEASURE}|(?:这|那)(?:几{_MEASURE}|些)",
)
BOTH = _any(r"(?<![a-z])both(?: of (?:them|these))?(?![a-z])", r"两者|(?:这|那)?俩|它们")
OTHER = _any(r"the other one", r"另外?一(?:个|款)")
CHEAPEST = _any(
    r"the (?:cheap(?:er|est)?|less expensive) "
    r"(?:one|of (?:the (?:two|three|four)|these|those|them))",
    r"最?便宜(?:一?[点些])?的?(?:那|这)(?:个|款|双|台)",
    r"(?:那|这)(?:个|款)最?便宜(?:一?[点些])?的",
)
DEAREST = _any(
    r"the (?:(?:more|most) expensive|pric(?:ier|iest)|dear(?:er|est)) "
    r"(?:one|of (?:the (?:two|three|four)|these|those|them))",
    r"最?贵(?:一?[点些])?的?(?:那|这)(?:个|款|双|台)",
    r"(?:那|这)(?:个|款)最?贵(?:一?[点些])?的",
)
NAMED = _any(
    r"(?<![a-z])the ((?:[a-z0-9'-]+ ){0,2}?[a-z0-9'-]+) ones?(?![a-z])",
    rf"(?:那|这){_MEASURE}([^\s,。?!的]{{1,10}})的(?!那|这)",
    r"(?:^|[\s,。?!和跟与]|推荐|选|介绍|说说|看看|对比|比较)"
    rf"([^\s,。?!和跟与那这]{{1,12}}?)的?(?:那|这)一?{_MEASURE}",
)
