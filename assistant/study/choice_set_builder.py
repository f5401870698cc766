"""What shoppers can choose from, read from a conversation's answers and what money changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from statistics import median

from assistant.columns import ColumnTalk
from assistant.disclosure.export import plain, plain_text
from assistant.monetisation.eligibility import on_sale
from assistant.monetisation.exposure import last_shown
from assistant.monetisation.mechanisms.freemium import Freemium
from assistant.monetisation.mechanisms.subscription import Subscription
from assistant.monetisation.mechanisms.tips import Tips
from assistant.schema.answer import Answer
from assistant.schema.difference import Owed, Seen
from assistant.schema.from_catalog import unpaid
from assistant.schema.placement import DisclosureRecord, Label, Placement, visible
from assistant.session import House
from assistant.study.choice_set import (
    Alternative,
    ChoiceSet,
    Conversation,
    Receiver,
    Space,
    Wording,
)
from assistant.study.exposure import exposure_of, kendall_tau, ndcg_loss, rbo
from catalog.campaign import Campaign
from catalog.money import Money

_FULL = re.compile(r"advert|paid|commission|广告|佣金|werbung|anzeige", re.I)
_SHORT = re.compile(r"\bads?\b|sponsor|赞助", re.I)


class _Market:
    """What one conversation's answers are read beside: the campaigns, and what goods cost."""

    def __init__(self, house: House) -> None:
        self.house, self.catalog = house, house.shelf.catalog
        self._campaigns = {c.id: c for c in house.campaigns}
        self._margins: dict[str, Decimal] = {}
        for c in reversed(house.campaigns):
            if c.margin is not None:
                self._margins[c.offer_id] = c.margin
        self._least: dict[tuple[str, str, datetime], Decimal | None] = {}

    def campaign(self, record: DisclosureRecord | None) -> Campaign | None:
        """The campaign that pays."""
        return self._campaigns.get(record.campaign_id) if record else None

    def margin(self, offer_id: str, record: DisclosureRecord | None) -> Decimal:
        """What the seller keeps of the price: as the paying campaign states it, or another's."""
        paying = self.campaign(record)
        if paying is not None and paying.offer_id == offer_id and paying.margin is not None:
            return paying.margin
        return self._margins.get(offer_id, Decimal(0))

    def cheapest(self, product_id: str, answer: Answer, total: Money) -> Decimal:
        """The least that a product costs this shopper at any shop, at most `total`."""
        key = (product_id, total.currency, answer.created_at)
        if key not in self._least:
            others = (
                unpaid(
                    self.catalog, product_id, buyable.offer.id,
                    rank=1, rank_if_unpaid=None, now=answer.created_at, id="other",
                ).price.total
                for buyable in on_sale(product_id, answer.need, self.catalog, answer.created_at)
            )  # fmt: skip
            amounts = [o.amount for o in others if o and o.currency == total.currency]
            self._least[key] = min(amounts, default=None)
        least = self._least[key]
        return total.amount if least is None else min(least, total.amount)


def conversation_of(id: str, talks: tuple[ColumnTalk, ...], house: House) -> Conversation | None:
    """The conversation as shoppers can act in it, None where it shows nothing with a price."""
    answers = [last_shown([turn.answer for turn in talk.turns]) for talk in talks]
    first = answers[0]
    prices = [p.price.total for p in first.placements if p.price.total] if first else []
    if first is None or not prices:
        return None
    currency, market = prices[0].currency, _Market(house)
    return Conversation(
        id=id,
        language=first.need.language,
        currency=currency,
        reference=Decimal(median(p.amount for p in prices if p.currency == currency)),
        choices=tuple(
            _choices(talk, answer, market, currency)
            for talk, answer in zip(talks, answers, strict=True)
        ),
    )


def _choices(talk: ColumnTalk, answer: Answer | None, market: _Market, currency: str) -> ChoiceSet:
    mechanism = market.house.policies[talk.column.policy].mechanism
    at_once = _owed(talk, currency, lambda o: o.at_once)
    alternatives = _alternatives(answer, market, currency, at_once) if answer else ()
    fees = _owed(talk, currency, lambda o: o.event == "month")
    ranks = _ranks(answer) if answer else []
    monthly, paying, month = Decimal(0), 0.0, 1
    if isinstance(mechanism, Subscription | Freemium):
        monthly = next((p.amount for p in mechanism.price if p.currency == currency), Decimal(0))
        paying, month = float(mechanism.conversion), mechanism.answers_a_month
    tip = mechanism.per_answer(currency) if isinstance(mechanism, Tips) else None
    return ChoiceSet(
        alternatives=alternatives,
        answers=len(talk.turns),
        showing=sum(at_once.values()) - sum((a.showing for a in alternatives), Decimal(0)),
        fees=sum(fees.values(), Decimal(0)),
        monthly=monthly,
        paying=paying,
        answers_a_month=month,
        per_answer=tip.amount if tip else Decimal(0),
        displaced=_displaced(answer) if answer else 0.0,
        ndcg_loss=ndcg_loss(ranks),
        kendall_tau=kendall_tau(ranks),
        rbo=rbo(ranks),
        ad_load=sum(a.sponsored for a in alternatives) / max(1, len(alternatives)),
        exposures=exposure_of(answer.placements) if answer else (),
        transcript="\n\n".join(
            f"> {plain(turn.question)}\n{plain_text(turn.answer, lambda _: '')}"
            for turn in talk.turns
        ),
    )


def _owed(
    talk: ColumnTalk, currency: str, kind: Callable[[Owed], bool]
) -> dict[tuple[str, str], Decimal]:
    """What a kind of charge comes to over a conversation, by campaign and product."""
    owed: dict[tuple[str, str], Decimal] = {}
    for turn in talk.turns:
        for one in turn.answer.difference.charges:
            if kind(one) and one.money and one.money.currency == currency:
                key = (one.campaign_id, one.product_id)
                owed[key] = owed.get(key, Decimal(0)) + one.money.amount
    return owed


def _displaced(answer: Answer) -> float:
    moved = [i.moved_by for i in answer.difference.items if i.space == "list"]
    return sum(moved) / len(moved) if moved else 0.0


def _ranks(answer: Answer) -> list[int]:
    """The organic ranks of the main list in its order, 0 for what the ranking leaves out."""
    main = [p for b in answer.blocks if b.position == "main" for p in b.placements]
    return [p.rank_if_unpaid or 0 for p in main]


def _alternatives(
    answer: Answer, market: _Market, currency: str, at_once: Mapping[tuple[str, str], Decimal]
) -> tuple[Alternative, ...]:
    showing = dict(at_once)

    def paid(record: DisclosureRecord | None, product_id: str) -> dict[str, Decimal]:
        """What is owed for showing it, and what its campaign may be charged at most."""
        campaign = market.campaign(record)
        if campaign is None or campaign.currency != currency:
            return {}
        owed = showing.pop((campaign.id, product_id), Decimal(0))
        return {"showing": owed, "budget": campaign.budget.amount}

    argued = {id for part in answer.parts for id in part.product_ids}
    spaces: dict[str, Space] = {
        p.id: "list" if b.position == "main" else b.position
        for b in answer.blocks
        for p in b.placements
    }
    items = {i.placement_id: i for i in answer.difference.items}
    found = []
    for at, placement in enumerate(answer.placements, start=1):
        item = items.get(placement.id)
        space = spaces[placement.id]
        place = at if space == "list" else placement.rank
        seen: Seen = item.seen if item else "none"
        one = _alternative(placement, placement.disclosure, answer, market, space, place, seen)
        update = {
            "argued": placement.product_id in argued,
            "wording": _wording(item.label if item else None),
            "pushed": _pushed(placement),
            **paid(placement.disclosure, placement.product_id),
        }
        found.append(one and one.model_copy(update=update))
    bought = [(p.product_ids, p.disclosure, p.label) for p in answer.parts if p.role == "sentence"]
    bought += [((f.product_id,), f.disclosure, f.label) for f in answer.follow_ups if f.paid]
    for at, (ids, record, label) in enumerate(bought, start=1):
        shown = _brought_up(ids, record, answer, market)
        if shown is not None:
            one = _alternative(shown, record, answer, market, "words", at, _seen(label))
            update = {
                "argued": True,
                "wording": _wording(label.text if label else None),
                **paid(record, ids[0]),
            }
            found.append(one and one.model_copy(update=update))
    return tuple(a for a in found if a is not None and _in(a, currency, answer))


def _in(it: Alternative, currency: str, answer: Answer) -> bool:
    totals = {p.product_id: p.price.currency for p in answer.placements}
    return totals.get(it.product_id, currency) == currency


def _pushed(it: Placement) -> bool:
    record = it.disclosure
    bought = record is not None and (record.slot or record.question)
    return bought or "place" in it.comp.affected


def _wording(text: str | None) -> Wording:
    """How plainly a label says that somebody pays."""
    if text and _FULL.search(text):
        return "full"
    return "short" if text and _SHORT.search(text) else "vague"


def _seen(label: Label | None) -> Seen:
    if label is None:
        return "none"
    return "before" if visible(label) else label.position


def _brought_up(
    ids: tuple[str, ...], record: DisclosureRecord | None, answer: Answer, market: _Market
) -> Placement | None:
    """The offer that bought words lead to."""
    campaign = market.campaign(record)
    if campaign is None or not ids or not ids[0]:
        return None
    return unpaid(
        market.catalog, ids[0], campaign.offer_id,
        rank=1, rank_if_unpaid=None, now=answer.created_at, id="words",
    )  # fmt: skip


def _alternative(
    it: Placement, record: DisclosureRecord | None, answer: Answer, market: _Market,
    space: Space, place: int, seen: Seen,
) -> Alternative | None:  # fmt: skip
    total = it.price.total
    if total is None:
        return None
    states = answer.understood.product(it.product_id)
    met = [s.state == "met" for s in states.states] if states else []
    terms = record.terms if record else None
    amount = terms.amount.amount if terms and terms.amount else Decimal(0)
    shares = terms.shares if terms else ()
    order = terms is not None and terms.event == "order"
    rate = terms.rate or Decimal(0) if terms and order else Decimal(0)
    parts: dict[Receiver, Decimal] = {}
    for part in shares:
        parts[part.role] = parts.get(part.role, Decimal(0)) + part.share
    return Alternative(
        product_id=it.product_id,
        seller=it.seller.name if it.seller else "",
        space=space,
        place=place,
        price=total.amount,
        cheapest=market.cheapest(it.product_id, answer, total),
        rank=it.rank_if_unpaid or 0,
        rating=float(it.ratings.value) - 4 if it.ratings else 0.0,
        official=it.seller is not None and it.seller.kind == "official",
        met=sum(met) / len(met) if met else 1.0,
        sponsored=record is not None,
        seen=seen,
        click=amount if terms and terms.event == "click" else Decimal(0),
        order=amount if order and not rate else Decimal(0),
        order_rate=rate,
        passed_on=parts,
        rebate=rate * parts.get("shopper", Decimal(0)),
        margin=market.margin(it.offer_id, record),
    )
