"""Mechanisms that sell words: sentences, follow-up questions, rows in the list; and what stays."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.monetisation.auctions.segment import expected_payment
from assistant.monetisation.exposure import opened, still_paid, times_seen
from assistant.monetisation.mechanisms.bidding import creative_text, on_pace
from assistant.monetisation.mechanisms.follow_ups import FollowUps
from assistant.monetisation.mechanisms.in_list import InList
from assistant.monetisation.mechanisms.prominence import Prominence
from assistant.monetisation.mechanisms.sentences import Sentences
from assistant.monetisation.mechanisms.slots import Slots
from assistant.monetisation.mechanisms.subscription import Subscription
from assistant.monetisation.mechanisms.tips import Tips, TipSize
from assistant.schema.answer import FollowUp
from assistant.schema.outcome import Outcome
from catalog.campaign import Campaign, Creative
from catalog.money import Money
from catalog.store import Catalog
from tests.support.kettles import END, NEED, START, answer, campaign, cny, opportunity

D = Decimal
WORDS = (
    Creative(language="zh", headline="三分钟烧开", text="用了十年还很新。"),
    Creative(language="en", headline="Boils in three minutes"),
)
ENGLISH = NEED.model_copy(update={"language": "en", "text": "kettle"})


def speaking(n: int, bid: str, **changes: object) -> Campaign:
    return campaign(n, **({"sentence_bid": cny(bid), "creatives": WORDS} | changes))


def test_a_headline_ends_before_the_text_begins() -> None:
    def said(language: str, headline: str, text: str) -> str:
        words = {"language": language, "headline": headline, "text": text}
        return creative_text(Creative.model_validate(words))

    assert said("en", "Made for cold trips", "Warm in any wind.") == (
        "Made for cold trips. Warm in any wind."
    )
    assert said("en", "Cold?", "Warm in any wind") == "Cold? Warm in any wind"
    assert said("zh", "冬天也暖", "风再大也不怕。") == "冬天也暖。风再大也不怕。"
    assert said("zh", "冬天也暖！", "风再大也不怕。") == "冬天也暖！风再大也不怕。"
    assert said("en", "Made for cold trips", "") == "Made for cold trips"
    assert creative_text(None) == ""


def test_a_sentence_states_facts_and_quotes_the_seller(shelf: Catalog) -> None:
    sentences = Sentences(segments=1)
    (part,) = sentences.place(opportunity(shelf, speaking(4, "0.50"))).parts
    assert part.text == "另有Kettle 4，卖家4卖¥140。卖家自述：“三分钟烧开”。"
    (part,) = sentences.place(opportunity(shelf, speaking(4, "0.50"), need=ENGLISH)).parts
    assert part.text == (
        "There is also the Kettle 4, CNY 140 at 卖家4. "
        "In the seller's words: “Boils in three minutes”."
    )


def test_a_sentence_costs_what_the_segment_auction_says(shelf: Catalog) -> None:
    seen = opportunity(shelf, speaking(4, "3"), speaking(5, "2"))
    outcome = Sentences(segments=1).place(seen)
    (part,), (charge,) = outcome.parts, outcome.charges
    bid, quality, others = (3.0, 0.7, 1.2) if part.product_ids == ("p4",) else (2.0, 0.6, 2.1)
    chance = bid * quality / 3.3
    expected = expected_payment(bid, quality, others) / chance
    assert abs(float(charge.money.amount) - expected) <= 0.01
    assert part.disclosure is not None and part.disclosure.terms.amount == charge.money
    assert part.disclosure.terms.event == "impression"


def test_sentences_are_drawn_in_proportion(shelf: Catalog) -> None:
    sentences = Sentences(segments=1)
    won = 0
    for seed in range(300):
        seen = opportunity(shelf, speaking(4, "3"), speaking(5, "2"), seed=str(seed))
        won += sentences.place(seen).parts[0].product_ids == ("p4",)
    assert abs(won / 300 - 2.1 / 3.3) < 4 * (0.25 / 300) ** 0.5


def test_one_advertiser_speaks_again_while_it_has_something_to_say(shelf: Catalog) -> None:
    alone = opportunity(shelf, speaking(4, "3"))
    said = [p.text for p in Sentences(segments=3).place(alone).parts]
    assert said == [
        "另有Kettle 4，卖家4卖¥140。卖家自述：“三分钟烧开”。",
        "卖家4还说：“用了十年还很新”。",
    ]
    assert len(Sentences(segments=3, variant="without").place(alone).parts) == 1


def test_length_and_price_follow_the_shares_to_the_character(shelf: Catalog) -> None:
    seen = opportunity(shelf, speaking(4, "3"), speaking(5, "2"))
    outcome = Prominence(characters=200).place(seen)
    long, short = outcome.parts
    assert (long.product_ids, short.product_ids) == (("p4",), ("p5",))
    # Shares go by the square of relevance times bid: (0.7 · 3)² to (0.6 · 2)².
    v4, v5 = (D("0.7") * 3) ** 2, (D("0.6") * 2) ** 2
    characters = round(200 * v4 / (v4 + v5))
    assert long.disclosure is not None and f"占 {characters} 个" in long.disclosure.why.zh
    assert len(long.text) <= characters and len(short.text) <= 200 - characters
    paid, rest = (c.money.amount for c in outcome.charges)
    assert paid == (3 * D(characters) / 200).quantize(D("0.00001"))
    assert rest == (2 * D(200 - characters) / 200).quantize(D("0.00001"))
    assert Prominence(characters=200).place(replace(seen, seed="other")) == outcome


def test_who_cannot_be_named_in_its_characters_gets_none(shelf: Catalog) -> None:
    seen = opportunity(shelf, speaking(4, "9"), speaking(5, "0.01"))
    (part,) = Prominence(characters=40).place(seen).parts
    assert part.product_ids == ("p4",) and len(part.text) <= 40


def test_follow_ups_are_worded_by_the_house(shelf: Catalog) -> None:
    seen = opportunity(shelf, speaking(5, "0.50"), speaking(6, "0.30"), speaking(4, "0.10"))
    outcome = FollowUps(questions=2).place(seen)
    assert [f.text for f in outcome.follow_ups] == ["看看Aqua的kettle", "看看Boil的kettle"]
    # 0.5 · 0.30 / 0.6 = 0.25 and 0.7 · 0.10 / 0.5 = 0.14
    assert [c.money for c in outcome.charges] == [cny("0.25"), cny("0.14")]
    assert outcome.listed == seen.picks
    assert all(f.paid and f.disclosure for f in outcome.follow_ups)


def test_an_opened_question_keeps_its_product_labelled(shelf: Catalog) -> None:
    seen = opportunity(shelf, speaking(5, "0.50"))
    before = answer(FollowUps().place(seen), "a1", "follow-ups")
    (offered,) = before.follow_ups
    assert opened([("热水壶", before)], "便宜点的") == ()
    assert opened([("热水壶", before)], offered.text) == (offered,)
    later = [("热水壶", before), (offered.text, answer(Outcome(listed=()), "a2"))]
    assert opened(later, "便宜点的") == (offered,)
    item = opportunity(shelf).show("p5", "f5", rank=1, id="o1")
    kept = still_paid(Outcome(listed=(item,)), (offered,)).listed[0]
    assert kept.sponsored and kept.moved and kept.comp.payer == "卖家5"
    assert kept.disclosure is not None and kept.disclosure.terms.amount is None
    untouched = Outcome(listed=seen.picks)
    assert still_paid(untouched, (offered,)) == untouched


def test_an_unpaid_question_labels_nothing(shelf: Catalog) -> None:
    plain = answer(Outcome(listed=(), follow_ups=(FollowUp(text="更便宜的"),)))
    assert opened([("热水壶", plain)], "更便宜的") == ()


def test_a_row_in_the_list_pushes_the_rest_down(shelf: Catalog) -> None:
    outcome = InList(clicks=(D(1),)).place(opportunity(shelf, campaign(5), campaign(6)))
    assert [(p.product_id, p.rank, p.rank_if_unpaid, p.moved) for p in outcome.listed] == [
        ("p1", 1, 1, False),
        ("p5", 2, 5, True),
        ("p2", 3, 2, False),
        ("p3", 4, 3, False),
    ]


def test_a_campaign_is_capped_per_conversation(shelf: Catalog) -> None:
    seen = opportunity(shelf, campaign(4), campaign(5))
    shown = [answer(Slots().place(seen), f"a{n}") for n in range(2)]
    assert times_seen(shown) == {"c4": 2, "c5": 2}
    again = replace(seen, seen={"c4": 2, "c5": 1})
    assert [p.product_id for p in Slots(per_conversation=2).place(again).sponsored] == ["p5"]
    assert len(Slots().place(again).sponsored) == 2


def test_a_paced_budget_lasts_as_long_as_its_schedule(shelf: Catalog) -> None:
    half = START + (END - START) / 2
    assert on_pace(campaign(4), cny("50"), half, D(0))
    assert not on_pace(campaign(4), cny("50.01"), half, D(0))
    ahead = replace(opportunity(shelf, campaign(4), campaign(5)), spent={"c4": cny("99")})
    assert [p.product_id for p in Slots(paced=True).place(ahead).sponsored] == ["p5"]
    assert on_pace(campaign(4), None, START - timedelta(days=1), D(0))


bids = st.dictionaries(st.integers(4, 7), st.decimals("0.01", "5", places=2).map(str), max_size=4)


@given(bids, st.sampled_from(("with", "without", "naive2")), st.integers(1, 4))
@settings(max_examples=50)
def test_sentences_never_cost_more_than_their_bid(
    shelf: Catalog, bids: dict[int, str], variant: str, segments: int
) -> None:
    mechanism = Sentences.model_validate({"variant": variant, "segments": segments})
    seen = opportunity(shelf, *(speaking(n, bid) for n, bid in bids.items()))
    outcome = mechanism.place(seen)
    assert outcome == mechanism.place(seen)
    assert outcome.listed == seen.picks
    for part, charge in zip(outcome.parts, outcome.charges, strict=True):
        assert charge.money <= cny(bids[int(part.product_ids[0][1:])])
        assert part.text and part.kind == "sponsored"


def test_readers_who_pay_move_nothing(shelf: Catalog) -> None:
    seen = opportunity(shelf, campaign(4))
    monthly = Subscription(price=(cny("49"),), conversion=D("0.5"), answers_a_month=10)
    tips = Tips(sizes=(TipSize(money=cny("5.20")),), conversion=D("0.5"))
    assert monthly.place(seen) == tips.place(seen) == Outcome(listed=seen.picks)
    assert monthly.per_answer("CNY") == cny("2.45") and monthly.per_answer("USD") is None
    assert tips.per_answer("CNY") == cny("2.60") and tips.per_answer("USD") is None
    random = Random(1)
    paid = [monthly.month(random, "CNY") for _ in range(400)]
    assert 160 < sum(p is not None for p in paid) < 240
    tipped = [t.money for _ in range(400) if (t := tips.tip(random, "CNY"))]
    assert 160 < len(tipped) < 240 and set(tipped) == {cny("5.20")}
    assert tips.tip(random, "USD") is None and monthly.month(random, "USD") is None
    assert Money.of("49", "CNY") == next(p.money for p in paid if p)


def test_nobody_is_spoken_of_twice_for_one_impression(shelf: Catalog) -> None:
    outcome = Sentences(segments=2).place(opportunity(shelf, speaking(4, "3"), speaking(5, "2")))
    assert sum((c.money.amount for c in outcome.charges), D(0)) == sum(
        (p.disclosure.terms.amount.amount for p in outcome.parts
         if p.disclosure and p.disclosure.terms.amount), D(0)
    )  # fmt: skip
