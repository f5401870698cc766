"""How a list came about, in words a shopper reads: what counts, how much, and what money did."""

from __future__ import annotations

from assistant.schema.answer import Pool, RankingInfo
from assistant.schema.outcome import Outcome
from catalog.i18n import Bilingual

PARAMETERS = (
    Bilingual(
        zh="与需求的匹配（最重要）：问题里的用词和含义，对照商品的名称、品类和属性",
        en="Match with the need (most important): the words and meaning of the question against "
        "the product's name, category and attributes",
    ),
    Bilingual(
        zh="必须满足的条件（一票否决）：价格、品牌、店铺类型、库存和明确排除的内容",
        en="Conditions that bind (all must hold): price, brand, kind of shop, stock and what was "
        "ruled out",
    ),
    Bilingual(
        zh="希望有的属性（次要）：按问题里的强调程度加分",
        en="Attributes wished for (less important): added in proportion to how much they were "
        "stressed",
    ),
    Bilingual(
        zh="同一商品取满足条件的最低到手价报价；不使用个人画像",
        en="Of one product, the offer at the lowest price paid that meets the conditions; no "
        "personal profile is used",
    ),
)
SORTS = (
    Bilingual(zh="按匹配度", en="By match"),
    Bilingual(zh="价格从低到高", en="Price, low to high"),
    Bilingual(zh="价格从高到低", en="Price, high to low"),
    Bilingual(zh="按评分", en="By rating"),
)
NOBODY_PAID = Bilingual(
    zh="没有人为本回答中商品的出现或排序付费",
    en="Nobody paid for a product to appear or rank in this answer",
)
NOT_MOVED = Bilingual(
    zh="付款不改变主列表的内容和顺序。", en="Payment does not change the main list."
)
MOVED = Bilingual(
    zh="付款改变了列表：其中{count}件商品的位置受付款影响。",
    en="Payment changed the list: it affects the place of {count} of the items.",
)
BOUGHT = Bilingual(
    zh="另有{count}个展示位由商家付费取得（{how}）。",
    en="Sellers paid for {count} of the places shown ({how}).",
)
COMMISSION = Bilingual(
    zh="通过部分链接购买，本平台会获得佣金；佣金不影响排序。",
    en="We earn a commission if you buy through some of the links; it does not affect the order.",
)
OWN = Bilingual(
    zh="部分商品来自与本平台有关联的店铺。", en="Some products are from shops related to us."
)
READERS_PAY = {
    "subscription": Bilingual(
        zh="本服务的收入来自订阅。", en="This service is paid for by its subscribers."
    ),
    "tips": Bilingual(
        zh="本服务的收入来自用户打赏。", en="This service is paid for by tips from its users."
    ),
}
WORDS_SOLD = Bilingual(
    zh="回答文字中有付费的句子。", en="Some sentences of the answer were paid for."
)
ONLY_FROM = Bilingual(
    zh="候选商品只来自{sources}，没有比较其他来源。",
    en="Only products from {sources} were considered; no other source was compared.",
)
OWN_POOL = Bilingual(
    zh="{sources}与本平台有关联。", en="{sources}: related to the operator of this assistant."
)
OURSELVES = Bilingual(zh="本平台商城", en="our own marketplace")
BY_AGREEMENT = Bilingual(zh="按约定付费", en="at an agreed price")
BY_BID = Bilingual(zh="竞价取得", en="by auction")


def ranking_info(outcome: Outcome, locale: str, mechanism: str) -> RankingInfo:
    """The main parameters, the effect of payment and the orders on offer.

    Sources: CRD 6a, P2B 5(3), 电子商务法40.
    """
    return RankingInfo(
        params=tuple(p.text(locale) for p in PARAMETERS),
        payment_effect=_payment_effect(outcome, locale, mechanism),
        url="#how-ranked",
        sorts=tuple(s.text(locale) for s in SORTS),
    )


def pool_notice(pool: Pool, locale: str) -> str:
    """What to say by the list of a pool narrowed or the operator's own; "" for any other."""
    chinese = locale.startswith("zh")
    sources = ("、" if chinese else ", ").join(pool.sources) or OURSELVES.text(locale)
    told = []
    if pool.exclusive:
        told.append(ONLY_FROM.text(locale).format(sources=sources))
    if pool.owner_related:
        told.append(OWN_POOL.text(locale).format(sources=sources))
    return ("" if chinese else " ").join(told)


def _payment_effect(outcome: Outcome, locale: str, mechanism: str) -> str:
    told = []
    moved = [p for p in outcome.listed if p.moved]
    paid = [p for p in (*outcome.listed, *outcome.sponsored) if p.sponsored]
    if not paid and not outcome.parts and not any(f.paid for f in outcome.follow_ups):
        told.append(f"{NOBODY_PAID.text(locale)}{'。' if locale.startswith('zh') else '.'}")
    elif moved:
        told.append(MOVED.text(locale).format(count=len(moved)))
    else:
        told.append(NOT_MOVED.text(locale))
    if outcome.sponsored:
        bid = any(p.comp.type in ("bid", "cpc") for p in outcome.sponsored)
        how = BY_BID if bid else BY_AGREEMENT
        told.append(BOUGHT.text(locale).format(count=len(outcome.sponsored), how=how.text(locale)))
    if any(p.comp.type == "cps" and not p.moved for p in paid):
        told.append(COMMISSION.text(locale))
    if any(p.comp.type == "ownership" for p in paid):
        told.append(OWN.text(locale))
    if outcome.parts:
        told.append(WORDS_SOLD.text(locale))
    if mechanism in READERS_PAY:
        told.append(READERS_PAY[mechanism].text(locale))
    return ("" if locale.startswith("zh") else " ").join(told)
