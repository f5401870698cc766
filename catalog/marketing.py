"""Words that claim the utmost or a bargain: what sells, and what no fact of ours decides."""

import re

ABSOLUTE = re.compile(
    r"最(?!早|近|后|初|多可|少要|低消费)|第一(?!次|时间|步|款|个|条)|首选|唯一|顶级|极致|完美|国家级|"
    r"冠军|爆款|全网|无敌|王者|绝对|100%|百分之百|必买|必入|闭眼入|性价比之王|"
    r"\b(?:best|greatest|finest|perfect|ideal|ultimate|unbeatable|unrivall?ed|unmatched|flawless"
    r"|number one|no\. ?1|#1|top (?:pick|choice|seller)|best[- ]?sell\w+|world[- ]class|leading"
    r"|the only|guarantee\w*|must[- ]have|most|least)\b"
    r"|\b(?!(?:t|r|w|gu|requ|inter|sugg|hon|mod|inv|harv|cont|prot|for|ch|dig|n|earn|p|v)est\b)"
    r"[a-z]{2,}est\b",
)
"""Superlatives that no fact of ours decides."""

OFFERS = re.compile(
    r"包邮|免邮|免运费|半价|免费|打折|折扣|优惠|促销|特价|秒杀|限时|抢购|仅剩|历史最?低|降价|赠品?|领券|券|"
    r"\b(?:free|discount\w*|on sale|half[- ]price|coupon|promo(?:tion)?(?: code)?|voucher"
    r"|deal|bargain|limited[- ]time|hurry|last chance|today only|lowest ever|clearance|gift)\b",
)
"""Claims about what one pays; they stand only where the arithmetic or the listing says so."""
