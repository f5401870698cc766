"""What is answered when a shopper asks about money: from the policy, and from what was paid."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.compose.grammar import grammar
from assistant.compose.sanitise import unlabelled
from assistant.disclosure.ad_answers import tell
from assistant.disclosure.ranking_text import RELATED
from assistant.facts.cues import asks
from assistant.policy import Policy
from assistant.research import Research
from assistant.schema.answer import Answer, Part
from assistant.schema.need import Need
from assistant.schema.placement import ShownSeller
from catalog.i18n import Spoken
from catalog.phrases import say


def money_answer(
    need: Need, previous: Answer | None, policy: Policy, locale: str
) -> tuple[Part, ...]:
    """The truthful reply to a question about money, whatever the disclosure shows.

    Args:
        need: a turn whose act is money, or that points at what was paid for.
        previous: the last answer that showed products, None if there was none.
        policy: how the operator earns.
        locale: the language to answer in.
    """
    language: Spoken = "zh" if locale.startswith("zh") else "en"
    summary, money_may = policy.summary.text(locale), policy.money_may.text(locale)
    if need.topic == "owner":
        shops = _shops(need, previous, language)
        return shops or (_notice(say("money.owner", language)),)
    if need.topic == "bias" and not need.focus:
        held = _notice(say("money.bias", language, summary=summary, money_may=money_may))
        return (*_moved(previous, language), held)
    if need.topic == "why_rank":
        return tell(previous, need.focus, locale, "why")
    general = _notice(say("money.earn", language, summary=summary, money_may=money_may))
    if need.focus and previous is not None:
        own = tell(previous, need.focus, locale, "is_ad")
        return (*own, general) if need.topic == "earn" else own
    if need.topic == "earn" or previous is None:
        return (general,)
    return tell(previous, (), locale, "is_ad")


def sponsored_resolved(research: Research, previous: Answer | None) -> Research:
    """The research of a turn about "the sponsored one", with the products that were paid for."""
    if not research.need.sponsored_meant:
        return research
    paid = [p.product_id for p in previous.placements if p.sponsored] if previous else []
    focus = tuple(dict.fromkeys(paid))
    return research.model_copy(
        update={"need": research.need.model_copy(update={"focus": focus, "missed": not focus})}
    )


def _shops(need: Need, previous: Answer | None, language: Spoken) -> tuple[Part, ...]:
    """Whose the shops are that sell what is asked about; nothing where no shop is meant."""
    if previous is None or not (need.focus or asks("own_shop", need.text)):
        return ()
    meant = [p for p in previous.placements if not need.focus or p.product_id in need.focus]
    own = dict.fromkeys(p.seller.name for p in meant if p.seller and _related(p.seller))
    others = dict.fromkeys(p.seller.name for p in meant if p.seller and not _related(p.seller))
    ids = tuple(p.product_id for p in meant)
    told = [
        Part(role="notice", text=say(f"money.{key}", language, shops=_row(names, language)),
             product_ids=ids)
        for key, names in (("shops_own", own), ("shops_not_own", others))
        if names
    ]  # fmt: skip
    return tuple(told)


def _related(seller: ShownSeller) -> bool:
    return seller.relation_to_operator in RELATED


def _row(names: Iterable[str], language: Spoken) -> str:
    return grammar(language).listing([unlabelled(name) for name in names])


def _moved(previous: Answer | None, language: Spoken) -> tuple[Part, ...]:
    """Whether payment moved anything in the last list; nothing where there was none."""
    if previous is None:
        return ()
    listed = [p for b in previous.blocks if b.position == "main" for p in b.placements]
    moved = sum(p.moved for p in listed)
    ids = tuple(p.product_id for p in listed)
    key = "money.moved" if moved else "money.unmoved"
    return (Part(role="notice", text=say(key, language, n=moved), product_ids=ids),)


def _notice(text: str) -> Part:
    return Part(role="notice", text=text)
