"""Claims without a figure that facts must hold: sellers, sources, stock, delivery, offers.

Every pattern here reads lower-case text, which is twice as fast as ignoring case.
"""

import re
from collections.abc import Sequence

from assistant.compose.facts import Facts
from assistant.compose.items import ItemFacts
from catalog.marketing import ABSOLUTE, OFFERS

KINDS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"官方|旗舰店|\bofficial|flagship|brand’s own|brand's own"), ("official",)),
    (re.compile(r"授权|\bauthori[sz]ed"), ("authorised", "official")),
    (re.compile(r"自营|\bsold by the platform"), ("self_operated",)),
    (
        re.compile(r"第三方|\bthird[- ]party|\bmarketplace seller|\bindependent seller"),
        ("third_party",),
    ),
)
SOURCES: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"已购|真实购买|\bverified (?:buyer|purchase|customer|owner)"),
     ("verified_purchase",)),
    (re.compile(r"评测|测评|实测|专家|\b(?:hands-on|lab|expert|independent) (?:test|review)"
                r"|experts?\b"), ("expert_test",)),
)  # fmt: skip
_REDUCED = (
    "discount",
    "discounted",
    "discounts",
    "on sale",
    "promotion",
    "优惠",
    "促销",
    "降价",
    "折扣",
    "打折",
)
MONEY_TALK = re.compile(
    r"自然(?:排名|排序|结果)|(?:没|未|不)(?:有)?(?:人|商家)?(?:收|付)(?:钱|费)|付费|收钱|中立"
    r"|竞价|返佣|佣金"
    r"|\b(?:organic(?:ally)? (?:result|pick|rank\w*|list\w*|search)|unpaid"
    r"|(?:not |nobody |no one )paid|unsponsored|unbiased|impartial|independently|commission|bid)\b",
)
"""Words about who pays; whether they are true is not for the composer to know."""
_NO_NAME = re.compile(r"(?:其中|只有|有|仅|卖家|卖方|[一两二三四几][款家个]|只?看|只[要买]"
    r"|都[在是]|来自|它|这款"
    r"|[也都在去到的是由])*(?:品牌)?(?:官方|平台)?"
                      r"(?:旗舰店|专营店|专卖店|官方店|自营店)")  # fmt: skip
_SHOP = re.compile(r"[\w·]{2,16}?(?:旗舰店|专营店|专卖店|官方店|自营店)")


_NO_UTMOST = re.compile(
    r"\b(?:at|at the very|for|under|of|in|than|on|like|suits?|fits?|beats?|see) (?:most|least"
    r"|best)\b"
    r"|\b(?:closest|latest|earliest|nearest|newest|first|interest|\w*rest|test|guest|request|invest"
    r"|suggest"
    r"|forest|chest|modest|honest|contest|protest|west|vest|quest|nest)\b|\bmost(?= (?:\w+s"
    r"|people|of)\b)|\bmatters? most\b|\bmost(?= to you\b|[.,]|$)"
    r"|最(?:接近|适合先|好(?:先|再|看|问|试|自己|到|确认)|终|大程度|常|喜欢|看重|在意|关心|想"
    r"|需要)|第一(?:眼|天|个月|年)|绝对值"
)
_NOT = re.compile(
    r"(?:\bnot|n[’']t|\bno|\bnever|\bneither|\bnor)\s+(?:\w+\s+){0,2}$|(?:不|没|非"
    r"|并非)[^,，]{0,3}$"
)
_STOCK: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"\b(?:out of stock|sold out|unavailable)\b|缺货|无货|售罄|没货"),
     ("out_of_stock",)),
    (re.compile(r"\b(?:limited stock|stock is (?:limited|low)|low (?:in|on) stock|low stock)\b"
        r"|库存(?:有限|紧张|不多)"),
     ("limited",)),
    (re.compile(r"\b(?:pre-?order)\b|预售"), ("preorder",)),
    (re.compile(r"\bin stock\b|有货|现货|有库存"), ("in_stock", "limited")),
)  # fmt: skip
_SHIPPING_OPEN = re.compile(
    r"(?:shipping|delivery)(?: +(?:cost|fee|of|is|was|price)){0,3} +(?:not (?:stated|known|given"
    r"|listed|on record)|unknown|unclear|unstated)"
    r"|(?:shipping|delivery) (?:isn[’']t|is not|cost isn[’']t) (?:stated|known|given|listed)"
    r"|unknown shipping"
    r"|没有?(?:写明?|标明?|说明|注明)运费|运费(?:没有?|未|不)(?:写明?|知|注明|说明?|标明?|清楚"
    r"|记录)"
)
_FREE = re.compile(
    r"free (?:shipping|delivery)|(?:ships?|shipping is|delivery is|delivered) (?:for )?free|包邮"
    r"|免邮|免运费|运费全免"
)
_RATED = re.compile(
    r"(?:nobody|no one) has rated|no ratings?\b|not (?:yet )?(?:been )?rated|unrated"
    r"|还?没有?(?:人)?评分|暂无评分|无人评分"
)


def absolute(text: str) -> str | None:
    """The first superlative left in a text that no fact decides."""
    found = ABSOLUTE.search(_NO_UTMOST.sub(" ", text))
    return found.group() if found else None


def standing(text: str, item: ItemFacts) -> str | None:
    """What a text wrongly says of an item's stock, delivery or want of ratings."""
    rest = text
    for words, states in _STOCK:
        for match in words.finditer(rest):
            if (item.stock in states) == bool(_NOT.search(rest[: match.start()])):
                return match.group()
        rest = words.sub(" ", rest)
    unknown = _SHIPPING_OPEN.search(text)
    if unknown and item.shipping_known:
        return unknown.group()
    free = _FREE.search(text)
    if free and ships_free(item) == bool(_NOT.search(text[: free.start()])):
        return free.group()
    unrated = _RATED.search(text)
    if unrated and (item.rating is not None or bool(item.rating_count)):
        return unrated.group()
    return None


def ships_free(item: ItemFacts) -> bool:
    """Whether its arithmetic has a delivery that costs nothing."""
    lines = (line.lower() for line in item.lines)
    return any(re.search(r"(?:shipping|运费)\D*0(?:\.0+)?$", line) for line in lines)


def kind_stands(text: str, item: ItemFacts) -> bool | None:
    """Whether an item's seller is of the kind that a text says; None where it says none."""
    for words, kinds in KINDS:
        found = words.search(text)
        if found:
            return (item.seller_kind in kinds) != bool(_NOT.search(text[: found.start()]))
    return None


def false_seller(text: str, items: Sequence[ItemFacts], facts: Facts) -> str | None:
    """A seller, or a kind of seller, that is not that of the items spoken of."""
    own = {n.lower() for i in items for n in (i.seller, i.rating_source) if n}
    for other in {i.seller.lower() for i in facts.items if i.seller} - own:
        if other in text:
            return other
    for match in _SHOP.finditer(text):
        if _NO_NAME.fullmatch(match.group()):
            continue
        if not any(seller in text and _overlaps(text, seller, match) for seller in own):
            return match.group()
    for words, kinds in KINDS:
        found = words.search(text)
        held = " ".join((*own, *(i.title.lower() for i in items)))
        if found is None or found.group() in held:
            continue
        if any(i.seller_kind in kinds for i in items) == bool(_NOT.search(text[: found.start()])):
            return found.group()
    return None


def _overlaps(text: str, seller: str, match: re.Match[str]) -> bool:
    start = text.find(seller)
    return start < match.end() and match.start() < start + len(seller)


def false_source(text: str, kinds: Sequence[str]) -> str | None:
    """A kind of source that none of the cited evidence is."""
    for words, allowed in SOURCES:
        found = words.search(text)
        if found and not set(allowed) & set(kinds):
            return found.group()
    return None


def false_offer(text: str, items: Sequence[ItemFacts], facts: Facts) -> str | None:
    """A claim about a discount or a gift that no line of the items' arithmetic holds."""
    for match in OFFERS.finditer(text):
        word = match.group()
        if text[: match.start()].endswith("-"):
            continue  # caffeine-free is no bargain
        around = text[max(0, match.start() - 14) : match.end() + 10]
        if _FREE.search(around) and any(map(ships_free, items)):
            continue
        if word in _REDUCED and any(i.promotions for i in items):
            continue
        near = " ".join(m.title for m in facts.misses)
        asked = (
            f"{facts.asked.question} {facts.asked.occasion} {' '.join(facts.asked.wishes)} {near}"
        )
        held = [
            " ".join((*i.lines, *i.promotions, i.title, *(t.name + t.text for t in i.traits)))
            for i in items
        ]
        own = word in ("gift", "赠", "赠品", "送礼") and word[0] in asked.lower() + "".join(held)
        if not own and not any(word in text_held.lower() for text_held in (*held, asked)):
            return word
    return None
