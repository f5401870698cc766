"""Mechanisms that sell where a link leads: commissions, malls, hops, checkout, notes."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.monetisation.mechanisms.checkout import InstantCheckout
from assistant.monetisation.mechanisms.closed import ClosedEcosystem
from assistant.monetisation.mechanisms.commission import CommissionWeighted
from assistant.monetisation.mechanisms.creator_notes import CreatorNotes
from assistant.monetisation.mechanisms.own_mall import OwnMall
from assistant.monetisation.mechanisms.third_party_hop import ThirdPartyHop
from assistant.schema.answer import Block
from assistant.schema.placement import Terms
from catalog.campaign import Campaign
from catalog.i18n import Bilingual
from catalog.store import Catalog
from retrieval.request import Constraints
from tests.support.kettles import NEED, campaign, cny, opportunity

D = Decimal
MALL = Bilingual(zh="商城", en="the mall")


def paying(n: int, commission: str, **changes: object) -> Campaign:
    return campaign(n, commission=D(commission), **changes)


def test_a_higher_commission_moves_up(shelf: Catalog) -> None:
    seen = opportunity(shelf, paying(4, "0.20"), paying(3, "0.01"))
    outcome = CommissionWeighted(weight=D(5)).place(seen)
    # 0.7 · (1 + 5 · 0.20) = 1.4; 0.8 · (1 + 5 · 0.01) = 0.84 stays below 0.9.
    assert [(p.product_id, p.rank_if_unpaid) for p in outcome.listed] == [
        ("p4", 4),
        ("p1", 1),
        ("p2", 2),
    ]
    moved = outcome.listed[0]
    assert moved.comp.type == "cps" and moved.comp.affects_rank and moved.comp.varies_by_seller
    assert moved.disclosure is not None
    assert moved.disclosure.terms == Terms(event="order", rate=D("0.20"))
    assert [line.zh for line in moved.disclosure.arithmetic] == [
        "相关度 0.7 × (1 + 5 × 佣金 20%) = 1.4",
        "¥140 × 20% = ¥28，成交后支付",
    ]
    assert not outcome.listed[1].sponsored


def test_of_two_sellers_the_better_payer_is_linked(shelf: Catalog) -> None:
    rival = paying(1, "0.10", offer_id="f1b", payer="杂货铺", on_behalf_of="杂货铺")
    first = CommissionWeighted().place(opportunity(shelf, rival)).listed[0]
    assert (first.offer_id, first.rank, first.rank_if_unpaid) == ("f1b", 1, 1)
    assert first.comp.affects_rank
    assert first.disclosure is not None and "因为它付佣金" in first.disclosure.why.zh


def test_a_commission_that_moves_nothing_says_so(shelf: Catalog) -> None:
    first = CommissionWeighted().place(opportunity(shelf, paying(1, "0.10"))).listed[0]
    assert first.sponsored and not first.moved


@given(st.dictionaries(st.integers(1, 7), st.integers(1, 40), max_size=7))
def test_whoever_stands_better_than_unpaid_is_labelled(
    shelf: Catalog, commissions: dict[int, int]
) -> None:
    seen = opportunity(shelf, *(paying(n, f"0.{c:02}") for n, c in commissions.items()))
    for item in CommissionWeighted().place(seen).listed:
        assert item.rank_if_unpaid is not None
        assert item.moved or item.rank >= item.rank_if_unpaid


def test_mall_links_search_for_the_title(shelf: Catalog) -> None:
    mall = OwnMall(mall=MALL, search_url="https://mall.example/s?q={query}")
    outcome = mall.place(opportunity(shelf))
    first, second, third = outcome.listed
    # Only the third kettle is carried by a shop of the operator's own.
    assert third.url == third.final_url == "https://mall.example/s?q=Kettle%203"
    assert (third.comp.type, third.comp.payer) == ("ownership", "商城")
    assert (
        not first.sponsored and first.url == "https://s1.example/kettle-1" and not second.sponsored
    )
    assert outcome.pool.owner_related and not outcome.pool.exclusive
    assert third.moved and [p.product_id for p in outcome.listed] == ["p1", "p2", "p3"]
    with pytest.raises(ValueError, match="money moved"):
        Block(id="b", kind="organic", order=0, placements=outcome.listed)


def test_a_mall_that_carries_nothing_sells_no_link(shelf: Catalog) -> None:
    mall = OwnMall(mall=MALL, search_url="https://mall.example/s?q={query}")
    seen = opportunity(shelf)
    without = mall.place(replace(seen, picks=seen.picks[:2]))
    assert not without.moved and not without.pool.owner_related
    assert without.listed == seen.picks[:2]


@pytest.mark.parametrize(
    "url", ["https://mall.example/s", "http://mall.example/{query}", "{query}"]
)
def test_a_mall_needs_an_address_to_search(url: str) -> None:
    with pytest.raises(ValueError, match="search_url"):
        OwnMall(mall=MALL, search_url=url)


def test_the_hop_leads_to_third_parties_and_names_every_host(shelf: Catalog) -> None:
    network = Bilingual(zh="导购网", en="Deals")
    outcome = ThirdPartyHop(network=network, hop="go.deals.example").place(opportunity(shelf))
    first, second, third = outcome.listed
    assert second.offer_id == "f2b"
    assert second.seller is not None and second.seller.kind == "third_party"
    assert second.url == (
        "https://go.deals.example/go?to=https%3A%2F%2Fs9.example%2Fkettle%3Fn%3D2%26x%3D1"
    )
    assert second.redirects == ("go.deals.example",)
    assert second.final_url == "https://s9.example/kettle?n=2&x=1"
    assert (second.comp.payer, second.comp.on_behalf_of) == ("导购网", "杂货铺")
    assert first.sponsored and not third.sponsored
    assert [p.product_id for p in outcome.listed] == ["p1", "p2", "p3"]


def test_checkout_wins_only_a_tie(shelf: Catalog) -> None:
    outcome = InstantCheckout(fee=D("0.02")).place(opportunity(shelf))
    # p1's own seller has no checkout and a rival at the same price has; p2's own seller has it.
    assert [(p.offer_id, p.sponsored) for p in outcome.listed] == [
        ("f1b", True),
        ("f2", True),
        ("f3", False),
    ]
    # Another shop than unpaid, at the same price: money chose it, and that is said.
    assert [p.comp.affected for p in outcome.listed] == [("offer",), (), ()]
    assert [p.price.now for p in outcome.listed] == [D(110), D(120), D(130)]
    first = outcome.listed[0]
    assert first.disclosure is not None
    assert first.disclosure.terms == Terms(event="order", rate=D("0.02"))


def test_a_closed_ecosystem_knows_only_its_own(shelf: Catalog) -> None:
    outcome = ClosedEcosystem(group=MALL).place(opportunity(shelf))
    assert [(p.product_id, p.rank, p.rank_if_unpaid) for p in outcome.listed] == [
        ("p3", 1, 3),
        ("p6", 2, 6),
    ]
    assert outcome.pool.exclusive and outcome.pool.owner_related
    assert all(p.comp.type == "ownership" and p.moved for p in outcome.listed)


def test_an_ecosystem_keeps_the_shoppers_limits(shelf: Catalog) -> None:
    cheap = NEED.model_copy(update={"constraints": Constraints(price_max=cny("140"))})
    outcome = ClosedEcosystem(group=MALL).place(opportunity(shelf, need=cheap))
    assert [p.product_id for p in outcome.listed] == ["p3"]


def test_notes_are_chosen_by_commission_and_quoted(shelf: Catalog) -> None:
    seen = opportunity(
        shelf, paying(4, "0.10"), paying(5, "0.20"), paying(6, "0.05"), paying(7, "0.90")
    )
    outcome = CreatorNotes().place(seen)
    # 0.6 · 0.20 = 0.12, 0.7 · 0.10 = 0.07, 0.5 · 0.05; the seventh has no note.
    assert [(p.product_id, p.evidence_ids) for p in outcome.sponsored] == [
        ("p5", ("e5",)),
        ("p4", ("e4",)),
    ]
    assert outcome.listed == seen.picks
    assert outcome.sponsored[0].text == "颜值高。"
    assert outcome.sponsored[0].moved
