"""Freemium, billing by showings, cashback, direct offers, retail media, fees, live sales, GEO."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal as D

from assistant.monetisation.mechanisms.base import Opportunity
from assistant.monetisation.mechanisms.cashback import Cashback
from assistant.monetisation.mechanisms.direct_offer import DirectOffer
from assistant.monetisation.mechanisms.flat_fee import FlatFee
from assistant.monetisation.mechanisms.freemium import Freemium
from assistant.monetisation.mechanisms.in_list import InList
from assistant.monetisation.mechanisms.interest_slots import InterestSlots
from assistant.monetisation.mechanisms.live_sale import LiveSales
from assistant.monetisation.mechanisms.planted_evidence import PlantedEvidence
from assistant.monetisation.mechanisms.retail_media import RetailMedia
from assistant.monetisation.mechanisms.slots import Slots
from assistant.monetisation.mechanisms.third_party_hop import ThirdPartyHop
from catalog.campaign import Creative, LiveSale
from catalog.i18n import Bilingual
from catalog.store import Catalog
from tests.support.kettles import END, NEED, NOW, START, campaign, cny, opportunity

GROUP = Bilingual(zh="集团", en="Group")
WORDS = (Creative(language="zh", headline="一壶好水", text="三分钟烧开。"),)


def test_a_subscriber_sees_no_slots_and_the_same_list(shelf: Catalog) -> None:
    seen = opportunity(shelf, campaign(4), campaign(5))
    freemium = Freemium(price=(cny("49"),))
    free, paying = freemium.place(seen), freemium.place(replace(seen, subscribed=True))
    assert free == Slots().place(seen) and free.sponsored
    assert not paying.sponsored and paying.listed == free.listed == seen.picks


def test_a_remembered_interest_bids_against_what_is_asked_for(shelf: Catalog) -> None:
    seen = opportunity(shelf, campaign(4, "1.00"))
    unranked = tuple(r for r in seen.ranked if r.product_id not in ("p5", "p6"))
    earlier = (campaign(5, "3.00"), campaign(6, "0.01"))
    plain = InterestSlots().place(replace(seen, ranked=unranked))
    both = InterestSlots().place(replace(seen, ranked=unranked, remembered=earlier))
    assert plain.sponsored == tuple(
        p.model_copy(update={"disclosure": own.disclosure})
        for p, own in zip(Slots().place(seen).sponsored, plain.sponsored, strict=True)
    )
    assert not plain.profile_used and both.profile_used and both.listed == seen.picks
    first, second = both.sponsored
    # 3 · .5 beats 1 · .7, and pays what just holds the place: 1 · .7 / .5.
    assert (first.product_id, second.product_id) == ("p5", "p4")
    record = first.disclosure
    assert record is not None and record.terms.amount == cny("1.40")
    assert [target.by for target in record.targeting] == ["interest"]
    assert record.premium is None and first.rank_if_unpaid is None
    assert "之前问过" in record.why.zh and "let that be remembered" in record.why.en


def test_a_showing_costs_the_click_times_its_chance(shelf: Catalog) -> None:
    seen = opportunity(shelf, campaign(4, "2.00"), campaign(5, "1.00"))
    by_click, by_showing = Slots().place(seen), Slots(billing="showing").place(seen)
    assert [p.product_id for p in by_click.sponsored] == [
        p.product_id for p in by_showing.sponsored
    ]
    assert not by_click.charges
    # Relevance .7 and .6: the second bid sets 1 · .6 / .7 a click, of which .75 % a showing.
    price = D(1) * D("0.6") / D("0.7") * D("0.0075")
    charged = by_showing.charges[0].money.amount
    assert 0 <= charged - price < D("0.00001")
    record = by_showing.sponsored[0].disclosure
    assert record is not None and record.terms.event == "impression"
    assert record.terms.amount == by_showing.charges[0].money


def test_the_advertisers_words_stand_with_its_slot_as_its_own(shelf: Catalog) -> None:
    (item,) = Slots().place(opportunity(shelf, campaign(4, creatives=WORDS))).sponsored
    assert (item.text, item.text_by) == ("一壶好水。三分钟烧开。", "advertiser")


def test_no_bought_row_breaks_an_order_by_price_or_rating(shelf: Catalog) -> None:
    seen = opportunity(shelf, campaign(4), campaign(5))
    assert InList().place(seen).moved
    for sort in ("price_asc", "rating"):
        sorted_ = replace(seen, need=NEED.model_copy(update={"sort": sort}))
        assert InList().place(sorted_).listed == seen.picks


def test_cashback_moves_nothing_and_says_what_comes_back(shelf: Catalog) -> None:
    seen = opportunity(shelf)
    outcome = Cashback(rate=D("0.1"), shopper_share=D("0.4")).place(seen)
    assert [p.price for p in outcome.listed] == [p.price for p in seen.picks]
    assert not outcome.moved
    record = outcome.listed[0].disclosure
    assert record is not None and [s.role for s in record.terms.shares] == ["shopper"]
    # 110 · 10 % · 40 %
    assert "¥4.40" in record.arithmetic[-1].zh


def test_a_direct_offer_lowers_only_the_offer_that_is_listed(shelf: Catalog) -> None:
    listed, other = campaign(1, discount="0.1"), campaign(2, discount="0.1", offer_id="f2b")
    outcome = DirectOffer().place(opportunity(shelf, listed, other))
    first, second, _ = outcome.listed
    assert first.price.now == D(99) and sum(li.money.amount for li in first.price.lines) == D(99)
    assert second.price.now == D(120) and not second.sponsored
    assert not outcome.moved


def test_a_flat_fee_does_not_buy_a_better_place(shelf: Catalog) -> None:
    rich, poor = campaign(5, monthly_fee=cny("900")), campaign(4, monthly_fee=cny("10"))
    outcome = FlatFee().place(opportunity(shelf, rich, poor, campaign(6)))
    assert [p.product_id for p in outcome.sponsored] == ["p4", "p5"]
    assert not outcome.charges and all(p.comp.type == "flat" for p in outcome.sponsored)


def live(price: str, **changes: object) -> LiveSale:
    fields: dict[str, object] = {
        "host": "主播", "price": cny(price), "starts": START, "ends": END, "words": WORDS,
        "commission": "0.2", "host_share": "0.6",
    }  # fmt: skip
    return LiveSale.model_validate(fields | changes)


def test_a_live_price_is_lower_and_lasts_as_long_as_the_stream(shelf: Catalog) -> None:
    def sold(sale: LiveSale) -> list[tuple[str, D | None]]:
        seen: Opportunity = opportunity(shelf, campaign(4, live=sale))
        return [(p.product_id, p.price.now) for p in LiveSales().place(seen).sponsored]

    assert sold(live("120")) == [("p4", D(120))]
    assert sold(live("140")) == sold(live("120", ends=NOW)) == []
    (item,) = LiveSales().place(opportunity(shelf, campaign(4, live=live("120")))).sponsored
    assert item.text_by == "host" and sum(li.money.amount for li in item.price.lines) == D(120)


def test_a_retailers_own_assistant_lists_its_own_and_sells_space(shelf: Catalog) -> None:
    seen = opportunity(shelf, campaign(4), campaign(3))
    outcome = RetailMedia(group=GROUP, slots=Slots(repeats=True)).place(seen)
    assert [p.product_id for p in outcome.listed] == ["p3", "p6"] and outcome.pool.exclusive
    assert [p.product_id for p in outcome.sponsored] == ["p4"]


def test_planted_praise_moves_the_list_and_pays_nobody_here(shelf: Catalog) -> None:
    outcome = PlantedEvidence(weight=D(1)).place(opportunity(shelf))
    first = outcome.listed[0]
    assert (first.product_id, first.rank_if_unpaid, first.moved) == ("p4", 4, True)
    assert not outcome.charges
    assert first.disclosure is not None and first.disclosure.terms.amount is None


def test_a_partner_gets_the_link_whatever_it_asks(shelf: Catalog) -> None:
    network = Bilingual(zh="联盟", en="Network")
    hop = ThirdPartyHop(
        network=network, hop="go.example", choose="partner", partners=("s9",), link_at="picture"
    )
    first, second, third = hop.place(opportunity(shelf)).listed
    assert (first.offer_id, second.offer_id) == ("f1b", "f2b") and not third.sponsored
    assert first.link_at == "picture" and first.moved
    assert first.comp.affected == ("offer", "link")


def test_an_order_that_earns_the_network_more_gets_the_link(shelf: Catalog) -> None:
    network = Bilingual(zh="联盟", en="Network")
    hop = ThirdPartyHop(network=network, hop="go.example")
    seen = opportunity(shelf, campaign(1, commission="0.5"))
    plain = hop.place(opportunity(shelf)).listed[0]
    paying = hop.place(replace(seen, campaigns=(*seen.campaigns,))).listed[0]
    # The first kettle's own seller is third-party too: its commission wins over the rival's rate.
    assert plain.offer_id in ("f1", "f1b") and paying.offer_id == "f1"
