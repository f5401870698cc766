"""Several things at once: the list is read, and the set found is the best there is."""

from datetime import datetime
from decimal import Decimal
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.basket import Candidate, best_basket
from assistant.schema.basket import ShoppingList, Voucher, Wanted
from assistant.session import House, Settings
from assistant.understanding.shopping_list import read_list

VOUCHERS = st.one_of(
    st.none(),
    st.builds(
        Voucher,
        threshold=st.integers(0, 60).map(Decimal),
        amount=st.integers(1, 20).map(Decimal),
        shop_only=st.booleans(),
    ),
    st.builds(
        Voucher,
        threshold=st.integers(0, 60).map(Decimal),
        percent=st.integers(1, 60).map(Decimal),
        cap=st.integers(1, 20).map(Decimal),
        shop_only=st.booleans(),
    ),
)


@st.composite
def stocked(draw: st.DrawFn) -> list[list[Candidate]]:
    """The candidates of up to three things, each product its own."""
    return [
        [
            Candidate(
                product_id=f"p{thing}-{n}",
                offer_id=f"o{thing}-{n}",
                seller_id=draw(st.sampled_from("ab")),
                score=draw(st.integers(0, 100)) / 100,
                cost=Decimal(draw(st.integers(1, 40))),
                shipping=draw(st.sampled_from((None, Decimal(0), Decimal(5)))),
            )
            for n in range(draw(st.integers(1, 4)))
        ]
        for thing in range(draw(st.integers(1, 3)))
    ]


@settings(max_examples=150, deadline=None)
@given(stocked(), st.integers(5, 90), VOUCHERS, st.booleans())
def test_no_other_set_is_better(
    things: list[list[Candidate]], budget: int, voucher: Voucher | None, one_shop: bool
) -> None:
    asked = ShoppingList(
        things=tuple(Wanted(text=f"thing {n}") for n in range(len(things))),
        budget=Decimal(budget),
        currency="USD",
        one_shop=one_shop,
        voucher=voucher,
    )
    kept = []
    for chosen in product(*things):
        single = len({c.seller_id for c in chosen}) == 1
        goods = sum((c.cost for c in chosen), Decimal(0))
        off = voucher.off(goods, single) if voucher else Decimal(0)
        if sum((c.paid for c in chosen), Decimal(0)) - off <= budget and (single or not one_shop):
            kept.append(round(sum(c.score for c in chosen), 9))
    basket = best_basket(asked, things)
    if kept:
        scores = {c.product_id: c.score for own in things for c in own}
        assert not set(basket.given_up) & {"budget", "one_shop"}
        assert round(sum(scores[i.product_id] for i in basket.items), 9) == max(kept)
        assert basket.total is not None and basket.total.amount <= budget + Decimal("0.01")
    else:
        assert set(basket.given_up) & {"budget", "one_shop"}


def test_a_voucher_reached_by_dearer_goods_without_delivery_keeps_the_budget() -> None:
    delivered = Candidate("p0", "o0", "a", 0.0, Decimal(1), Decimal(5))
    dearer = Candidate("p1", "o1", "a", 0.0, Decimal(6), None)
    asked = ShoppingList(
        things=(Wanted(text="thing"),),
        budget=Decimal(5),
        currency="USD",
        voucher=Voucher(threshold=Decimal(2), amount=Decimal(1)),
    )
    basket = best_basket(asked, [[delivered, dearer]])
    assert [i.product_id for i in basket.items] == ["p1"] and not basket.given_up


def test_a_list_names_its_things_its_budget_and_its_voucher(demo_house: House) -> None:
    lexicon = demo_house.shelf.lexicon
    english = read_list("a desk lamp plus headphones for under $140 in total", lexicon, "en")
    assert english is not None and english.budget == 140 and len(english.things) == 2
    chinese = read_list("台灯、键盘和办公椅，同一家店买，总共1500以内", lexicon, "zh")
    assert chinese is not None and chinese.one_shop and len(chinese.things) == 3
    assert chinese.budget == 1500
    held = read_list(
        "a backpack and running shoes. i have a voucher: 15% off orders over 90, capped at 20, "
        "same shop only",
        lexicon,
        "en",
    )
    assert held is not None and held.voucher == Voucher(
        threshold=Decimal(90), percent=Decimal(15), cap=Decimal(20), shop_only=True
    )


def test_alternatives_and_one_thing_are_no_list(demo_house: House) -> None:
    for question in (
        "a rice cooker or a coffee maker",
        "desk lamp under $40",
        "compare tea and tea",
    ):
        assert read_list(question, demo_house.shelf.lexicon, "en") is None


def test_the_answer_says_what_is_for_what_and_the_total(demo_house: House, now: datetime) -> None:
    for policy in ("none", "slots"):
        answer = demo_house.ask(
            "an air purifier and a rice cooker, under $300 together",
            (),
            Settings(policy=policy),
            now,
        ).answer
        assert answer.basket is not None and answer.basket.total is not None
        assert [i.thing for i in answer.basket.items] == ["an air purifier", "a rice cooker"]
        assert answer.basket.total.amount <= 300
        assert f"Together ${answer.basket.total.amount}" in answer.text
        assert answer.organic == tuple(i.product_id for i in answer.basket.items)


def test_what_cannot_be_kept_is_said(demo_house: House, now: datetime) -> None:
    answer = demo_house.ask("一台扫地机和一把办公椅，总共100元以内", (), Settings(), now).answer
    assert answer.basket is not None and "budget" in answer.basket.given_up
    assert answer.text.startswith("预算 ¥100 凑不齐")
