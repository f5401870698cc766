"""Claims without a figure that facts must hold: superlatives, comparisons, sellers, sources.

Every pattern here reads lower-case text, which is twice as fast as ignoring case.
"""

import re
from collections.abc import Callable, Sequence

from assistant.compose.facts import Facts
from assistant.compose.items import ItemFacts
from assistant.compose.superlatives import best_rated, cheapest, dearest, most_rated
from catalog.marketing import ABSOLUTE, OFFERS

Test = Callable[[ItemFacts, Sequence[ItemFacts]], bool]

CHECKED: tuple[tuple[re.Pattern[str], Test], ...] = (
    (re.compile(r"最便宜|最低价|价格最低|最省钱|便宜(?!货)|更省|cheap(?:er|est)\b"
                r"|lowest[- ]pric\w+|least expensive|most affordable"), cheapest),
    (re.compile(r"最贵|\bmost expensive|priciest|dearest"), dearest),
    (re.compile(r"评分最高|分数?最高|评分更高|(?:best|top|highest)[- ]rat(?:ed|ing)"
                r"|rated (?:the )?highe(?:r|st)|higher rat(?:ed|ing)"), best_rated),
    (re.compile(r"评[价分论]人?数?最多|人数远?多于|most[- ](?:reviewed|rated|ratings|reviews)"
                r"|(?:far )?more (?:ratings|reviews)"), most_rated),
)  # fmt: skip
"""Superlatives and comparatives that the facts can decide, with what decides them."""

FIGURED: tuple[tuple[re.Pattern[str], re.Pattern[str], int], ...] = (
    (re.compile(r"最轻|\blightest"), re.compile(r"weight|重"), -1),
    (re.compile(r"最重|\bheaviest"), re.compile(r"weight|重"), 1),
    (re.compile(r"最(?:安)?静|\bquietest"), re.compile(r"noise|db|噪|声"), -1),
    (re.compile(r"续航最[长久]|\blongest"), re.compile(r"battery|runtime|length|续航|长"), 1),
    (re.compile(r"最大|\b(?:largest|biggest)"),
     re.compile(r"size|capacity|volume|weight|尺寸|容量|净含量|功率"), 1),
    (re.compile(r"最小|\bsmallest"),
     re.compile(r"size|capacity|volume|weight|尺寸|容量|净含量|功率"), -1),
)  # fmt: skip
"""Superlatives that a numeric attribute decides: the words, the attribute's name, its direction."""

KINDS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"官方|旗舰店|\bofficial|flagship|brand’s own|brand's own"), ("official",)),
    (re.compile(r"授权|\bauthori[sz]ed"), ("authorised", "official")),
    (re.compile(r"自营|\bsold by the platform"), ("self_operated",)),
)
SOURCES: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"已购|真实购买|\bverified (?:buyer|purchase|customer|owner)"),
     ("verified_purchase",)),
    (re.compile(r"评测|测评|实测|专家|\b(?:hands-on|lab|expert|independent) (?:test|review)"
                r"|experts?\b"), ("expert_test",)),
)  # fmt: skip
MONEY_TALK = re.compile(
    r"自然(?:排名|排序|结果)|(?:没|未|不)(?:有)?(?:人|商家)?(?:收|付)(?:钱|费)|付费|收钱|中立|竞价|返佣|佣金"
    r"|\b(?:organic(?:ally)? (?:result|pick|rank\w*|list\w*|search)|unpaid"
    r"|(?:not |nobody |no one )paid|unsponsored|unbiased|impartial|independently|commission|bid)\b",
)
"""Words about who pays; whether they are true is not for the composer to know."""
_SUPERLATIVE = re.compile(
    "|".join(p.pattern for p in (*(c[0] for c in CHECKED), *(f[0] for f in FIGURED), ABSOLUTE))
)
_NO_NAME = re.compile(r"(?:只?看|只[要买]|都[在是]|来自|[在去到的是由])*(?:品牌)?(?:官方|平台)?"
                      r"(?:旗舰店|专营店|专卖店|官方店|自营店)")  # fmt: skip
_SHOP = re.compile(r"[\w·]{2,16}?(?:旗舰店|专营店|专卖店|官方店|自营店)")


def false_superlative(text: str, item: ItemFacts | None, facts: Facts) -> str | None:
    """The first superlative or comparison that is not true of the item among the items."""
    if not _SUPERLATIVE.search(text):
        return None
    left = text
    for words, test in CHECKED:
        for match in words.finditer(left):
            if item is None or not test(item, facts.items):
                return match.group()
        left = words.sub(" ", left)
    for words, names, direction in FIGURED:
        figured = words.search(left)
        if figured and (item is None or not _extreme(item, facts, names, direction)):
            return figured.group()
        left = words.sub(" ", left)
    absolute = ABSOLUTE.search(left)
    return absolute.group() if absolute else None


def _extreme(item: ItemFacts, facts: Facts, names: re.Pattern[str], direction: int) -> bool:
    for trait in item.traits:
        if trait.number is None or not names.search(f"{trait.attribute} {trait.name}".lower()):
            continue
        others = [o.trait(trait.attribute) for o in facts.items if o is not item]
        figures = [o.number for o in others if o is not None and o.number is not None]
        if len(figures) == len(others) and all(
            (trait.number - other) * direction > 0 for other in figures
        ):
            return True
    return False


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
        if found and not any(i.seller_kind in kinds for i in items):
            if found.group() in held:
                continue
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


def false_offer(text: str, items: Sequence[ItemFacts]) -> str | None:
    """A claim about a discount or a gift that no line of the items' arithmetic holds."""
    for match in OFFERS.finditer(text):
        word = match.group()
        held = (
            " ".join((*i.lines, *i.promotions, i.title, *(t.name + t.text for t in i.traits)))
            for i in items
        )
        if not any(word in text_held.lower() for text_held in held):
            return word
    return None
