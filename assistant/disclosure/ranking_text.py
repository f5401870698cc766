"""How a list came about and what money did to it, said from the outcome and the difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.schema.answer import Pool, RankingInfo
from assistant.schema.difference import Difference, ItemDifference
from assistant.schema.outcome import Outcome
from assistant.schema.placement import Placement
from catalog.i18n import Spoken
from catalog.money import Money, show
from catalog.phrases import say

RELATED = ("owned", "affiliated")
READERS_PAY = ("subscription", "tips")


def ranking_info(mechanism: str, outcome: Outcome, change: Difference, locale: str) -> RankingInfo:
    """The main parameters, the effect of payment and the orders on offer.

    Sources: CRD 6a, P2B 5(3), 电子商务法40.
    """
    language = spoken(locale)
    sorts = ("by_match", "price_up", "price_down", "by_rating")
    return RankingInfo(
        params=tuple(_parameters(outcome, change, language)),
        payment_effect=joined(_effects(mechanism, outcome, change, language), language),
        url="#how-ranked",
        sorts=tuple(say(f"ranking.{key}", language) for key in sorts),
    )


def pool_notice(pool: Pool, locale: str) -> str:
    """What to say by the list of a pool narrowed or the operator's own; "" for any other."""
    language, told = spoken(locale), []
    sources = _sources(pool, language)
    if pool.exclusive:
        told.append(say("ranking.only_from", language, sources=sources))
    if pool.owner_related:
        told.append(say("ranking.own_pool", language, sources=sources))
    return joined(told, language)


def nobody_paid(locale: str) -> str:
    """The claim of an answer in which nobody paid for anything."""
    return say("ranking.nobody_paid", spoken(locale))


def item_effect(placement: Placement, locale: str) -> str:
    """What payment did to one paid item: its place, the offer shown, its link, or none of them."""
    language, record = spoken(locale), placement.disclosure
    if record is not None and record.question:
        return say("ranking.item_question", language)
    if record is not None and record.slot:
        return say("ranking.item_slot", language)
    affected = placement.comp.affected or (("place",) if placement.comp.affects_rank else ())
    told = [say(f"ranking.item_{what}", language) for what in affected or ("none",)]
    return joined(told, language)


def related_told(placements: Iterable[Placement], locale: str) -> str:
    """Which of the shops shown are the operator's own or related to it; "" for none.

    It is so whether anybody paid or not.
    """
    language = spoken(locale)
    sellers = (p.seller for p in placements if p.seller)
    own = dict.fromkeys(s.name for s in sellers if s.relation_to_operator in RELATED)
    return say("ranking.own", language, shops=_and(tuple(own), language)) if own else ""


def spoken(locale: str) -> Spoken:
    """The language of a locale, English unless it is Chinese."""
    return "zh" if locale.startswith("zh") else "en"


def joined(sentences: Iterator[str] | list[str], language: Spoken) -> str:
    """Sentences one after another."""
    return ("" if language == "zh" else " ").join(s for s in sentences if s)


def _parameters(outcome: Outcome, change: Difference, language: Spoken) -> Iterator[str]:
    yield say("ranking.match", language)
    yield say("ranking.conditions", language)
    yield say("ranking.wishes", language)
    yield from _paid_parameter(outcome, language)
    if outcome.pool.exclusive:
        yield say("ranking.own_only", language, sources=_sources(outcome.pool, language))
    chosen = change.swapped
    if chosen:
        yield say("ranking.other_offer", language, n=len(chosen))
    else:
        yield say("ranking.lowest_offer", language)
    yield say("ranking.profile_beside" if outcome.profile_used else "ranking.no_profile", language)


def _paid_parameter(outcome: Outcome, language: Spoken) -> Iterator[str]:
    """What money weighs in the order, where it had a say in it."""
    if not any(p.comp.affects_rank or _slot(p) for p in outcome.listed):
        return
    if outcome.parameter is not None:
        yield outcome.parameter.text(language)
    elif _placed_by_money(outcome) and not outcome.pool.exclusive:
        yield say("ranking.paid_places", language)


def _placed_by_money(outcome: Outcome) -> bool:
    return any("place" in _affected(p) or _slot(p) for p in outcome.listed)


def _affected(placement: Placement) -> tuple[str, ...]:
    comp = placement.comp
    return comp.affected or (("place",) if comp.affects_rank else ())


def _slot(placement: Placement) -> bool:
    return placement.disclosure is not None and placement.disclosure.slot


def _effects(
    mechanism: str, outcome: Outcome, change: Difference, language: Spoken
) -> Iterator[str]:
    shown = (*outcome.listed, *outcome.sponsored)
    paid = [p for p in shown if p.sponsored]
    if not paid and not change.sentences and not change.questions:
        stop = "。" if language == "zh" else "."
        yield say("ranking.nobody_paid", language) + stop
    else:
        yield from _list_effects(outcome, change, language)
    if outcome.sponsored:
        how = any(p.comp.type in ("bid", "cpc") for p in outcome.sponsored)
        told = say("ranking.by_bid" if how else "ranking.by_agreement", language)
        yield say("ranking.bought", language, n=len(outcome.sponsored), how=told)
    if any(p.comp.type == "cps" for p in paid):
        moved = any(p.moved for p in outcome.listed if p.comp.type == "cps")
        yield say(f"ranking.commission_{'too' if moved else 'only'}", language)
    yield related_told(shown, language)
    if change.sentences:
        yield say("ranking.words_sold", language, n=len(change.sentences))
    if change.questions:
        yield say("ranking.questions_sold", language, n=len(change.questions))
    if mechanism in READERS_PAY:
        yield say(f"ranking.{mechanism}", language)


def _list_effects(outcome: Outcome, change: Difference, language: Spoken) -> Iterator[str]:
    """What payment did to the main list, each thing counted on the record of the difference."""
    listed = {i.placement_id: i for i in change.items if i.space == "list"}
    elsewhere = [i for i in listed.values() if i.move != "same"]
    held = [
        p
        for p in outcome.listed
        if "place" in _affected(p) and listed[p.id].move == "same" and not _slot(p)
    ]
    swapped = [i for i in change.swapped if i.space == "list"]
    links = [p for p in outcome.listed if "link" in _affected(p)]
    if not (elsewhere or change.gone or held or swapped or links):
        yield say("ranking.not_moved", language)
    elif elsewhere:
        yield say("ranking.moved", language, n=len(elsewhere))
    elif not change.gone:
        yield say("ranking.order_kept", language)
    if change.gone:
        yield say("ranking.gone", language, n=len(change.gone))
    if held:
        yield say("ranking.held", language, n=len(held))
    if swapped:
        yield say("ranking.offers", language, n=len(swapped))
        yield _dearer(swapped, language)
    if links:
        yield say("ranking.links", language, n=len(links))
    opened = [p.disclosure.payer for p in outcome.listed if p.disclosure and p.disclosure.question]
    if opened:
        payers = _and(tuple(dict.fromkeys(opened)), language)
        yield say("ranking.question_opened", language, payers=payers)


def _dearer(swapped: list[ItemDifference], language: Spoken) -> str:
    """How many of them cost more than unpaid; amounts of several currencies are told apart."""
    more = [i.dearer_by for i in swapped if i.dearer_by and i.dearer_by.amount > 0]
    if not more:
        return ""
    most: dict[str, Money] = {}
    for money in more:
        most[money.currency] = max(most.get(money.currency, money), money)
    told = _and(tuple(show(money, language) for money in most.values()), language)
    return say("ranking.dearer", language, n=len(more), most=told)


def _sources(pool: Pool, language: Spoken) -> str:
    return _and(pool.sources, language) or say("ranking.ourselves", language)


def _and(names: tuple[str, ...], language: Spoken) -> str:
    return ("、" if language == "zh" else ", ").join(names)
