"""Every topic gives its first sentence from the record, or says that it is not there."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.compose.grammar import grammar
from assistant.compose.statement_text import Reader
from assistant.facts.consult import consult
from assistant.facts.subjects import Subjects
from assistant.schema.need import Act, Need, Topic
from catalog.money import Money
from catalog.store import Catalog
from tests.support.lamps import NOW, lamps


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return lamps(Path(tmp_path_factory.mktemp("lamps")))


def told(
    catalog: Catalog,
    text: str,
    topic: Topic,
    *ids: str,
    act: Act = "tell",
    language: str = "en",
    quantity: int = 1,
    whole: bool = False,
) -> list[str]:
    need = Need.model_validate(
        {"text": text, "language": language, "act": act, "topic": topic, "quantity": quantity}
    )
    if language == "zh":
        need = need.model_copy(update={"language": "zh"})
    consulted = consult(need, Subjects(product_ids=ids, whole=whole), catalog, NOW)
    names = {id: catalog.product(id).title for id in consulted.named}
    reader = Reader(grammar(need.language), catalog.vocabulary, names, NOW)
    return [reader.sentence(s) for s in consulted.statements]


def test_stock_is_that_of_the_offer_shown_and_counts_the_other_shops(catalog: Catalog) -> None:
    (said,) = told(catalog, "is it in stock?", "stock", "one")
    assert said.startswith("Corvin One Lamp can still be had, but Alder Shop says")
    assert "two of two shops" in said
    first, *_ = told(catalog, "how many are left?", "stock", "one")
    assert first.startswith("How many are left is not on record")


def test_delivery_adds_up_and_times_are_not_on_record(catalog: Catalog) -> None:
    (said,) = told(catalog, "is shipping included?", "delivery", "one")
    assert said == (
        "Shipping is not in the price: Corvin One Lamp is $40 at Alder Shop plus $5 shipping, "
        "$45 in all."
    )
    first, *_ = told(catalog, "will it arrive by Friday?", "delivery", "one")
    assert first.startswith("Delivery times are not on record")
    (unknown,) = told(catalog, "shipping?", "delivery", "three")
    assert unknown.startswith("Shipping is not on record")


def test_history_says_whether_it_was_cheaper(catalog: Catalog) -> None:
    cheaper, course = told(catalog, "has it been cheaper before?", "price_history", "one")
    assert cheaper.startswith("Yes, it has been cheaper: the lowest price on record")
    assert "$35 at Alder Shop on 1 October" in cheaper
    assert "$35 on 1 October and $45 on 20 October" in course
    first, *_ = told(catalog, "has it been cheaper before?", "price_history", "two")
    assert first.startswith("It has not been cheaper on record")
    (none,) = told(catalog, "price history?", "price_history", "three")
    assert none.startswith("No earlier price")


def test_a_deal_is_judged_by_its_own_history_and_by_rivals(catalog: Catalog) -> None:
    first, _, rival = told(catalog, "is this a good deal?", "price_history", "one")
    assert first.startswith("Not its best price on record")
    assert "$44 at Birch Shop" in rival
    waits, *_ = told(catalog, "should I wait?", "price_history", "one")
    assert waits.startswith("I cannot forecast prices")


def test_offers_are_all_of_them_the_lowest_first(catalog: Catalog) -> None:
    first, others = told(catalog, "who else sells it?", "offers", "one")
    assert first == (
        "The lowest price on record for Corvin One Lamp is $40 at Alder Shop, plus $5 shipping."
    )
    assert others == "Another shop has it: Birch Shop $44 (shipping free)."


def test_a_promotion_is_told_with_its_arithmetic_and_coupons_are_not_on_record(
    catalog: Catalog,
) -> None:
    missing, first = told(catalog, "any coupon for it?", "promotion", "two")
    assert first == (
        "Yes, there is something off Corvin Two Lamp at Alder Shop: sale price $60, less $10 "
        "($10 off orders from $50), so you pay $50."
    )
    assert missing.startswith("Coupons and codes")


def test_reviews_are_quoted_on_the_side_where_they_stand_and_paid_ones_are_not(
    catalog: Catalog,
) -> None:
    against = " ".join(told(catalog, "what do people complain about?", "reviews_against", "one"))
    assert "“The hinge broke after a month” (a verified buyer)" in against
    assert "greatest lamp" not in against
    assert "promotional left out" in against
    praise, *_ = told(catalog, "what do they like?", "reviews_for", "one")
    assert "warm glow" in praise
    assert "broke" not in praise
    (none,) = told(catalog, "reviews?", "reviews_against", "three")
    assert none.startswith("No review of Corvin Three Lamp")


def test_attributes_come_from_the_record_then_the_listing_or_are_not_mentioned(
    catalog: Catalog,
) -> None:
    assert told(catalog, "how heavy is it?", "attribute", "one") == [
        "Corvin One Lamp: weighs 400 g."
    ]
    (quoted,) = told(catalog, "is a spare bulb in the box?", "attribute", "one")
    assert "“Comes with a spare bulb”" in quoted
    (absent,) = told(catalog, "does it have a thermometer?", "attribute", "one")
    assert "does not mention “thermometer”" in absent
    (several,) = told(catalog, "how heavy are they?", "attribute", "one", "two", "three")
    assert several == (
        "Weight: Corvin One Lamp 400 g; Corvin Two Lamp 650 g; Corvin Three Lamp not stated."
    )


def test_a_superlative_has_its_figures_and_names_who_states_none(catalog: Catalog) -> None:
    lead, rest, silent = told(
        catalog, "which is the lightest?", "", "one", "two", "three", act="superlative"
    )
    assert lead == "Corvin One Lamp is the lightest: weighs 400 g."
    assert rest == "The others: Corvin Two Lamp 650 g."
    assert silent == "Not stated for Corvin Three Lamp."
    lead, *_ = told(catalog, "哪个最便宜", "", "one", "two", act="superlative", language="zh")
    assert lead == "最便宜的是 Corvin One Lamp：US$40。"


@given(quantity=st.integers(min_value=2, max_value=40))
def test_a_total_is_what_its_arithmetic_says(catalog: Catalog, quantity: int) -> None:
    (said,) = told(catalog, "total?", "pieces", "two", act="total", quantity=quantity)
    goods = Money.of(60 * quantity, "USD")
    total = Money.of(60 * quantity - 10, "USD")
    assert f"{quantity} × $60 = ${goods.amount:,.0f}" in said
    assert f"come to ${total.amount:,.0f} at Alder Shop" in said


def test_several_things_come_to_their_sum(catalog: Catalog) -> None:
    first, unknown = told(catalog, "all three together?", "basket", "one", "two", "three",
                          act="total")  # fmt: skip
    assert first.startswith("$125 in all")
    assert Decimal(40 + 50 + 30 + 5) == 125
    assert unknown == "Shipping is not on record for Corvin Three Lamp and not counted."


def test_the_shelf_is_counted(catalog: Catalog) -> None:
    ids = ("one", "two", "three")
    first, *_ = told(catalog, "how many lamps?", "shelf", *ids, whole=True)
    assert first == "There are three here of the kind “desk lamp”."
    first, *_ = told(catalog, "which brands?", "shelf", *ids, whole=True)
    assert first == "One brand makes the desk lamp here: Corvin."
    (kinds,) = told(catalog, "what do you sell?", "shelf")
    assert "desk lamp" in kinds


@pytest.mark.parametrize("topic", ["returns", "warranty", "payment", "order_status", "human"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_service_is_the_shops_and_says_so(catalog: Catalog, topic: Topic, language: str) -> None:
    said = told(catalog, "?", topic, act="service", language=language)
    assert len(said) == 1
    named = told(catalog, "?", topic, "one", act="service", language=language)
    assert len(named) == 1


@pytest.mark.parametrize("topic", [
    "stock", "delivery", "price_history", "offers", "seller", "promotion", "reviews_for",
    "reviews_against", "attribute", "compatibility", "how_to_buy", "picture", "shelf",
])  # fmt: skip
@pytest.mark.parametrize("ids", [(), ("one",), ("three",), ("one", "two"), ("one", "two", "three")])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_topic_answers_in_whole_sentences(
    catalog: Catalog, topic: Topic, ids: tuple[str, ...], language: str
) -> None:
    for said in told(catalog, "它呢？" if language == "zh" else "and it?", topic, *ids,
                     language=language):  # fmt: skip
        assert said.endswith("。" if language == "zh" else ".")
        assert "{" not in said
