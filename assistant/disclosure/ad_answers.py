"""What code, and only code, answers when a shopper asks whether something is an ad, or why it."""

from __future__ import annotations

from typing import Literal

from assistant.disclosure.ranking_text import item_effect, related_told
from assistant.disclosure.targeting_text import chosen_by
from assistant.disclosure.wording import one_line
from assistant.schema.answer import Answer, Part
from assistant.schema.placement import DisclosureRecord, Placement
from catalog.money import Money, show
from catalog.phrases import both


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
        return (_said(_words("nothing_shown", locale)),)
    shown = previous.placements
    if focus:
        asked = tuple(p for p in shown if p.product_id in focus)
        if not asked:
            return (_said(_words("not_shown", locale)),)
    else:
        asked = shown if kind == "is_ad" else shown[:1]
    general = kind == "is_ad" and not focus
    if general and not any(p.sponsored for p in asked):
        told = [_said(_words("none", locale), tuple(p.product_id for p in asked))]
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
    form = "unpaid_below" if displaced else "unpaid"
    rank = organic if organic is not None else placement.rank
    words = _words(form, locale, title=placement.title, rank=rank)
    return _said(words, (placement.product_id,))


def _paid(placement: Placement, record: DisclosureRecord, locale: str) -> Part:
    payer, beneficiary = one_line(record.payer), one_line(record.on_behalf_of)
    form = "ad" if payer == beneficiary or not beneficiary else "ad_for"
    if record.question:
        form = "question"
    elif placement.comp.type == "cps":
        form = "commission"
    elif placement.comp.type == "ownership":
        form = "own"
    slots = {"title": placement.title, "payer": payer, "beneficiary": beneficiary}
    said = [_words(form, locale, **slots)]
    said.append(item_effect(placement, locale))
    if placement.rank_if_unpaid is None:
        said.append(_words("would_not", locale))
    elif placement.moved:
        said.append(_words("would_rank", locale, rank=placement.rank_if_unpaid))
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
        return _words("same_price", locale)
    form = "dearer" if premium.amount > 0 else "cheaper"
    size = premium if premium.amount > 0 else premium * -1
    return _words(form, locale, money=show(size, locale))


def _beside(previous: Answer, locale: str) -> tuple[Part, ...]:
    """Money that stood elsewhere than at an item: in the words, or behind an offered question."""
    items = {p.id for p in previous.placements}
    bought = [p.disclosure for p in previous.parts if p.disclosure and p.placement_id not in items]
    asked = [f.disclosure for f in previous.follow_ups if f.disclosure]
    told = []
    for form, records in (("sentences", bought), ("questions", asked)):
        payers = dict.fromkeys(one_line(r.payer) for r in records)
        if payers:
            names = _words("between", locale).join(payers)
            told.append(
                Part(
                    kind="sponsored",
                    role="notice",
                    text=_words(form, locale, payers=names),
                    disclosure=records[0],
                )
            )
    return tuple(told)


def _said(text: str, product_ids: tuple[str, ...] = ()) -> Part:
    return Part(role="notice", text=text, product_ids=product_ids)


def _joined(said: list[str], locale: str) -> str:
    stop = _words("stop", locale)
    ended = [s if s.rstrip().endswith((".", "。", "！", "!")) else s + stop for s in said if s]
    return _words("joint", locale).join(ended)


def _words(key: str, locale: str, **slots: str | int) -> str:
    return both(f"ad_answers.{key}", **slots).text(locale)
