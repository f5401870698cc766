"""What code, and only code, answers when a shopper asks whether something is an ad, or why it."""

from __future__ import annotations

from typing import Literal

from assistant.disclosure.ranking_text import item_effect, related_told
from assistant.disclosure.targeting_text import chosen_by
from assistant.disclosure.wording import one_line
from assistant.schema.answer import Answer, Part
from assistant.schema.placement import DisclosureRecord, Placement
from catalog.i18n import Bilingual
from catalog.money import Money, show

NOTHING = Bilingual(
    zh="我还没有推荐任何商品，所以还没有广告可言。",
    en="I have not shown you a product yet, so there is no ad to speak of.",
)
NONE_OF_THEM = Bilingual(
    zh="这些都不是广告：没有人为它们的出现或排序付费。",
    en="None of these is an ad: nobody paid for them to appear or to rank.",
)
NOT_SHOWN = Bilingual(
    zh="您问的商品不在我刚才展示的列表里，我没有关于它的付费记录。",
    en="That product was not among those just shown, so I have no record of a payment for it.",
)
UNPAID = Bilingual(
    zh="「{title}」不是广告：没有人为它付费，它按需求的匹配度排在第{rank}位。",
    en="“{title}” is not an ad: nobody paid for it, and it is number {rank} by its match with "
    "your need.",
)
UNPAID_BELOW = Bilingual(
    zh="「{title}」不是广告：没有人为它付费。付款把别的商品提到了前面，不收钱时它排在第{rank}位。",
    en="“{title}” is not an ad: nobody paid for it. Payment put other products before it; unpaid, "
    "it would be number {rank}.",
)
AD = Bilingual(zh="「{title}」是广告：{payer}付费。", en="“{title}” is an ad: {payer} pays for it.")
AD_FOR = Bilingual(
    zh="「{title}」是广告：{payer}为{beneficiary}付费。",
    en="“{title}” is an ad: {payer} pays for it on behalf of {beneficiary}.",
)
COMMISSION = Bilingual(
    zh="「{title}」的链接带佣金：您购买后，{payer}向本平台付佣金。",
    en="The link to “{title}” carries a commission: {payer} pays us if you buy.",
)
QUESTION_OPENED = Bilingual(
    zh="你点开过一个关于「{title}」的问题，那个问题是{payer}付费放的。",
    en="You opened a question about “{title}” that {payer} paid to have offered.",
)
OWN = Bilingual(
    zh="「{title}」来自与本平台有关联的店铺（{payer}），卖出对我们有好处。",
    en="“{title}” is sold by a shop related to us ({payer}); we gain if it sells.",
)
WOULD_RANK = Bilingual(zh="不付费时它排在第{rank}位。", en="Unpaid, it would be number {rank}.")
WOULD_NOT = Bilingual(
    zh="不付费时它不会出现在这份列表的候选里。",
    en="Unpaid, it would not be in the ranking at all.",
)
DEARER = Bilingual(
    zh="它比最合适的未付费商品贵{money}。", en="It costs {money} more than the best unpaid pick."
)
CHEAPER = Bilingual(
    zh="它比最合适的未付费商品便宜{money}。", en="It costs {money} less than the best unpaid pick."
)
SAME_PRICE = Bilingual(
    zh="它与最合适的未付费商品同价。", en="It costs the same as the best unpaid pick."
)
SENTENCES = Bilingual(
    zh="上一条回答的文字里有付费的句子，付费方：{payers}。",
    en="Some sentences of that answer were paid for, by {payers}.",
)
QUESTIONS = Bilingual(
    zh="上一条回答里有付费的追问建议，付费方：{payers}。",
    en="Some of the questions offered with that answer were paid for, by {payers}.",
)


def tell(
    previous: Answer | None, focus: tuple[str, ...], locale: str, kind: Literal["is_ad", "why"]
) -> tuple[Part, ...]:
    """The truthful reply, whatever the disclosure shows: who paid, for whom, and what it moved.

    Args:
        previous: the last answer that showed products, None if there was none.
        focus: the product ids asked about; none means all of that answer ("is_ad") or its first
            item ("why").
        locale: the language to answer in.
        kind: "is_ad" or "why".
    """
    if previous is None:
        return (_said(NOTHING.text(locale)),)
    shown = previous.placements
    if focus:
        asked = tuple(p for p in shown if p.product_id in focus)
        if not asked:
            return (_said(NOT_SHOWN.text(locale)),)
    else:
        asked = shown if kind == "is_ad" else shown[:1]
    general = kind == "is_ad" and not focus
    if general and not any(p.sponsored for p in asked):
        told = [_said(NONE_OF_THEM.text(locale), tuple(p.product_id for p in asked))]
    else:
        money_moved = any(p.moved for p in shown)
        told = [_of(p, money_moved, locale) for p in asked if p.sponsored or not general]
    related = related_told(asked, locale)
    own = (_said(related, tuple(p.product_id for p in asked)),) if related else ()
    return (*told, *own, *(_beside(previous, locale) if general else ()))


def _of(placement: Placement, money_moved: bool, locale: str) -> Part:
    if placement.disclosure is not None:
        return _paid(placement, placement.disclosure, locale)
    organic = placement.rank_if_unpaid
    displaced = money_moved and organic is not None and organic < placement.rank
    form = UNPAID_BELOW if displaced else UNPAID
    words = form.text(locale).format(
        title=placement.title, rank=organic if organic is not None else placement.rank
    )
    return _said(words, (placement.product_id,))


def _paid(placement: Placement, record: DisclosureRecord, locale: str) -> Part:
    payer, beneficiary = one_line(record.payer), one_line(record.on_behalf_of)
    form = AD if payer == beneficiary or not beneficiary else AD_FOR
    if record.question:
        form = QUESTION_OPENED
    elif placement.comp.type == "cps":
        form = COMMISSION
    elif placement.comp.type == "ownership":
        form = OWN
    said = [form.text(locale).format(title=placement.title, payer=payer, beneficiary=beneficiary)]
    said.append(item_effect(placement, locale))
    if placement.rank_if_unpaid is None:
        said.append(WOULD_NOT.text(locale))
    elif placement.moved:
        said.append(WOULD_RANK.text(locale).format(rank=placement.rank_if_unpaid))
    if record.premium is not None:
        said.append(_premium(record.premium, locale))
    said += [record.why.text(locale), *(line.text(locale) for line in record.arithmetic)]
    said.append(chosen_by(record.targeting, locale))
    return Part(
        kind="sponsored",
        role="notice",
        text=_joined(said, locale),
        product_ids=(placement.product_id,),
        placement_id=placement.id,
        disclosure=record,
    )


def _premium(premium: Money, locale: str) -> str:
    if premium.amount == 0:
        return SAME_PRICE.text(locale)
    form = DEARER if premium.amount > 0 else CHEAPER
    size = premium if premium.amount > 0 else premium * -1
    return form.text(locale).format(money=show(size, locale))


def _beside(previous: Answer, locale: str) -> tuple[Part, ...]:
    """Money that stood elsewhere than at an item: in the words, or behind an offered question."""
    items = {p.id for p in previous.placements}
    bought = [p.disclosure for p in previous.parts if p.disclosure and p.placement_id not in items]
    asked = [f.disclosure for f in previous.follow_ups if f.disclosure]
    told = []
    for form, records in ((SENTENCES, bought), (QUESTIONS, asked)):
        payers = dict.fromkeys(one_line(r.payer) for r in records)
        if payers:
            names = ("、" if locale.startswith("zh") else ", ").join(payers)
            told.append(
                Part(
                    kind="sponsored",
                    role="notice",
                    text=form.text(locale).format(payers=names),
                    disclosure=records[0],
                )
            )
    return tuple(told)


def _said(text: str, product_ids: tuple[str, ...] = ()) -> Part:
    return Part(role="notice", text=text, product_ids=product_ids)


def _joined(said: list[str], locale: str) -> str:
    chinese = locale.startswith("zh")
    ended = [
        s if s.rstrip().endswith((".", "。", "！", "!")) else s + ("。" if chinese else ".")
        for s in said
        if s
    ]
    return ("" if chinese else " ").join(ended)
