"""Every charge is worked out again in exact fractions, from the presets' YAML and nothing else.

Nothing here calls an auction, a price or a rounding of the product's: only which campaigns may run
for a question, and the organic ranking with its scores, are taken from it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import assistant.policy
from assistant.monetisation.eligibility import eligible
from assistant.session import Settings

if TYPE_CHECKING:
    from assistant.schema.difference import Owed
    from assistant.session import House
    from catalog.campaign import Campaign

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
QUESTIONS = (
    "推荐几款机械键盘",
    "想买洗面奶，要口碑好的",
    "a quiet mechanical keyboard under $80",
    "recommend a few running shoes",
)
FOLDER = Path(assistant.policy.__file__).parent
RATES = yaml.safe_load((FOLDER / "monetisation" / "rates.yaml").read_text("utf-8"))
SHARES = {
    "affiliate": "rate", "cashback": "rate", "checkout": "fee", "direct-offer": "fee",
    "own-mall": "take_rate", "closed": "take_rate", "commission": "", "live-sale": "",
    "creator-notes": "", "third-party-hop": "rate",
}  # fmt: skip
SLOTS = ("slots", "slots-above", "slots-beside", "slots-by-showing", "in-list")
CENT, MILL = Fraction(1, 100), Fraction(1, 100_000)
Charges = dict[str, Fraction]


@dataclass(frozen=True)
class Bidder:
    product: str
    bid: Fraction
    relevance: Fraction


@dataclass(frozen=True)
class Market:
    """One question: the bidders, what the list shows, and the whole ranking with relevance."""

    currency: str
    bidders: tuple[Bidder, ...]
    listed: tuple[str, ...]
    by_relevance: bool
    ranking: tuple[tuple[str, Fraction], ...]
    campaigns: tuple[Campaign, ...]
    owed: dict[str, tuple[Owed, ...]]
    prices: dict[str, dict[str, Fraction]]


def four(value: Fraction) -> Fraction:
    return max(Fraction(1, 10_000), Fraction(round(value * 10_000), 10_000))


@pytest.fixture(scope="module", params=QUESTIONS)
def market(request: pytest.FixtureRequest, demo_house: House) -> Market:
    house = demo_house
    found = house.research(request.param, (), NOW)
    ranked = found.ranking.products
    best = max(r.score for r in ranked)
    relevance = {r.product_id: four(Fraction(str(r.score / best))) for r in ranked}
    running = eligible(
        house.campaigns, found.need, house.shelf.catalog, ranked, NOW, {}, found.understood
    )
    owed, prices = {}, {}
    currency = ""
    for policy in (
        "none",
        "paid-ranking",
        "follow-ups",
        "prominence",
        "sentences",
        *SLOTS,
        *SHARES,
    ):
        *_, turn = house.answer(found, (), Settings(policy=policy), NOW, "0")
        change = turn.answer.difference
        owed[policy] = change.charges
        shown = {p.product_id: p.price.now for p in turn.answer.placements if p.price.now}
        prices[policy] = {id: Fraction(price) for id, price in shown.items()}
        if policy == "none":
            currency = next(i.price.currency for i in change.items if i.price)
    highest: dict[str, Bidder] = {}
    for c in sorted(running, key=lambda c: c.id):
        if c.bid is not None and c.currency == currency and c.product_id in relevance:
            one = Bidder(c.product_id, Fraction(c.bid.amount), relevance[c.product_id])
            if one.product not in highest or one.bid > highest[one.product].bid:
                highest[one.product] = one
    return Market(
        currency,
        tuple(highest.values()),
        tuple(found.organic),
        found.need.sort == "relevance",
        tuple((r.product_id, relevance[r.product_id]) for r in ranked),
        running,
        owed,
        prices,
    )


def preset(policy: str) -> dict[str, Any]:
    read = yaml.safe_load((FOLDER / "policies" / f"{policy}.yaml").read_text("utf-8"))
    mechanism: dict[str, Any] = read["mechanism"]
    return mechanism


def least(mechanism: dict[str, Any], currency: str) -> Fraction:
    amounts = {m["currency"]: Fraction(m["amount"]) for m in mechanism.get("reserve", ())}
    return amounts.get(currency, Fraction(0))


def up(value: Fraction, step: Fraction) -> Fraction:
    return math.ceil(value / step) * step


def half_up(value: Fraction) -> Fraction:
    return math.floor(value / CENT + Fraction(1, 2)) * CENT


def told(market: Market, policy: str) -> Charges:
    found = {o.product_id: Fraction(o.money.amount) for o in market.owed[policy] if o.money}
    assert len(found) == len([o for o in market.owed[policy] if o.money])
    return found


def auction(market: Market, policy: str, factor: str = "") -> Charges:
    """Position auctions by their textbook formulas: GSP, laddered VCG, first price."""
    rule = preset(policy)
    rate = Fraction(RATES[factor]["clicks"]) if factor else Fraction(1)
    places = [Fraction(c) for c in rule.get("clicks", ["1"] * rule.get("questions", 0))]
    reserve = least(rule, market.currency)
    equal = rule.get("quality") == "equal"
    able = [
        (b.product, b.bid * rate, Fraction(1) if equal else b.relevance)
        for b in market.bidders
        if b.product not in market.listed
        and b.relevance >= Fraction(rule.get("relevance_floor", "0.3"))
        and b.bid * rate >= reserve
    ]
    order = sorted(able, key=lambda b: -b[1] * b[2])
    assert all(x[1] * x[2] > y[1] * y[2] for x, y in pairwise(order[: len(places) + 1])), "a tie"
    prices: Charges = {}
    for i, (product, bid, quality) in enumerate(order[: len(places)]):

        def holds(j: int, quality: Fraction = quality) -> Fraction:
            return max(reserve, order[j][1] * order[j][2] / quality) if j < len(order) else reserve

        price = holds(i + 1)
        if rule.get("auction") == "first_price":
            price = bid
        if rule.get("auction") == "vcg":
            ladder = [*places[i:], Fraction(0)]
            price = sum(
                (
                    (x - y) / places[i] * holds(i + n + 1)
                    for n, (x, y) in enumerate(pairwise(ladder))
                ),
                Fraction(0),
            )
        prices[product] = price if rule.get("billing") != "showing" else price * shown_rate(i)
        step = CENT if not factor and rule.get("billing") != "showing" else MILL
        top = bid * shown_rate(i) if rule.get("billing") == "showing" else bid
        prices[product] = min(up(prices[product], step), math.floor(top / step) * step)
    return prices


def shown_rate(place: int) -> Fraction:
    rates = [Fraction(r) for r in RATES["slot"]["clicks"]]
    return rates[min(place, len(rates) - 1)]


@pytest.mark.parametrize("policy", SLOTS)
def test_auctioned_space_costs_what_its_formula_says(market: Market, policy: str) -> None:
    # A list that the shopper wants by price or rating has no rows for sale.
    closed = policy == "in-list" and not market.by_relevance
    assert told(market, policy) == ({} if closed else auction(market, policy))


def test_a_question_costs_the_bid_that_just_holds_its_place(market: Market) -> None:
    assert told(market, "follow-ups") == auction(market, "follow-ups", "question")


def test_paid_ranking_costs_what_keeps_the_place(market: Market) -> None:
    rule = preset("paid-ranking")
    unit = next(Fraction(m["amount"]) for m in rule["unit"] if m["currency"] == market.currency)
    bids = {b.product: b.bid for b in market.bidders}

    def order(without: str = "") -> list[tuple[Fraction, int, str]]:
        return sorted(
            (-r * (1 + (0 if id == without else bids.get(id, 0)) / unit), n, id)
            for n, (id, r) in enumerate(market.ranking)
        )

    relevance = dict(market.ranking)
    expected: Charges = {}
    whole = order() if market.by_relevance else []
    for place, (_, _, id) in enumerate(whole[: len(market.listed)]):
        unpaid = [each for _, _, each in order(without=id)].index(id)
        if id in bids and unpaid > place:
            keeps = unit * (-whole[place + 1][0] / relevance[id] - 1)
            expected[id] = min(up(keeps, CENT), bids[id])
    assert told(market, "paid-ranking") == expected


def test_length_is_shared_by_value_squared_and_paid_by_its_share(market: Market) -> None:
    rule = preset("prominence")
    rate, characters = Fraction(RATES["sentence"]["clicks"]), rule["characters"]
    able = [
        b
        for b in market.bidders
        if b.product not in market.listed
        and b.relevance >= Fraction("0.3")
        and b.bid * rate >= least(rule, market.currency)
    ]
    able.sort(key=lambda b: -b.bid * b.relevance)
    found = told(market, "prominence")
    winners = able[: len(found)]
    assert set(found) == {b.product for b in winners} and len(found) <= rule["advertisers"]
    # beta = 1/2, so that shares go with v ** (1 / (1 - 1/2)).
    value = {b.product: (b.bid * b.relevance * rate) ** 2 for b in winners}
    for b in winners:
        exact = value[b.product] / sum(value.values()) * characters
        paid = {
            min(up(b.bid * rate * n / characters, MILL), b.bid * rate)
            for n in (math.floor(exact), math.ceil(exact))
        }
        assert found[b.product] in paid


@pytest.mark.parametrize("policy", SHARES)
def test_an_order_owes_its_share_of_the_price(market: Market, policy: str) -> None:
    field = SHARES[policy]
    stated = preset(policy).get(field) if field else None
    for owed in market.owed[policy]:
        assert owed.event == "order" and owed.rate is not None and owed.money is not None
        campaigns = [c for c in market.campaigns if c.product_id == owed.product_id]
        rates = {Fraction(c.commission) for c in campaigns if c.commission}
        rates |= {Fraction(c.live.commission) for c in campaigns if c.live}
        rates |= {Fraction(stated)} if stated else set()
        assert Fraction(owed.rate) in rates
        price = market.prices[policy][owed.product_id]
        assert Fraction(owed.money.amount) == half_up(price * Fraction(owed.rate))


def test_a_drawn_sentence_costs_its_expected_payment_over_its_chance(market: Market) -> None:
    rule, rate = preset("sentences"), Fraction(RATES["sentence"]["clicks"])
    reserve = least(rule, market.currency)
    by_product = {b.product: b for b in market.bidders}
    able = [
        b
        for b in by_product.values()
        if b.product not in market.listed
        and b.relevance >= Fraction("0.3")
        and b.bid * rate >= reserve
    ]
    for owed in market.owed["sentences"]:
        assert owed.event == "impression" and owed.money is not None
        b = by_product[owed.product_id]
        bid, q = b.bid * rate, b.relevance
        prices = set()
        # A second draw may be without the first winner: either set of rivals can be the one.
        for gone in (None, *able):
            rivals = [r for r in able if r is not b and r is not gone]
            w = sum((r.bid * rate * r.relevance for r in rivals), Fraction(0))
            x = q * bid / (q * bid + w)
            # E[p] = b x − b + (W/q) ln(1 + q b / W), Hajiaghayi et al. 2024; b itself for W = 0.
            drawn = (
                float(bid * x - bid) + float(w / q) * math.log(1 + float(q * bid / w)) if w else 0
            )
            price = max(reserve, Fraction(drawn) / x)
            prices.add(min(up(price, MILL), math.floor(bid / MILL) * MILL))
        assert Fraction(owed.money.amount) in prices
