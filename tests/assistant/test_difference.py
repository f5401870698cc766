"""What money changed in an answer is one record: never nothing where somebody paid."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from assistant.audit.phrases import NO_EFFECT
from assistant.columns import ColumnTalk, ask_columns, column, differences
from assistant.comparison import ShownAnswer, UnpaidList, difference
from assistant.policy import disclosures, policies
from assistant.schema.answer import Block
from assistant.schema.placement import Compensation, DisclosureRecord, Placement, Terms
from assistant.session import Settings
from assistant.yardstick import against, compared, list_of
from catalog.i18n import Bilingual
from catalog.money import Money
from catalog.phrases import say
from catalog.price import PriceLine
from tests.support.sample_items import label, unpaid

if TYPE_CHECKING:
    from assistant.schema.answer import Answer
    from assistant.schema.difference import Difference
    from assistant.session import House

QUESTIONS = (
    "想给宿舍买个电饭煲，300元以内",
    "降噪耳机，通勤用，500元以内",
    "a quiet mechanical keyboard under $80",
    "mechanical keyboard under $150",
)
PRESETS = policies()
STYLES = disclosures()


def records(answer: Answer) -> list[DisclosureRecord]:
    held = [p.disclosure for p in answer.placements]
    held += [p.disclosure for p in answer.parts] + [f.disclosure for f in answer.follow_ups]
    return [record for record in held if record]


@pytest.fixture(scope="module", params=QUESTIONS)
def answers(
    request: pytest.FixtureRequest, demo_house: House, now: datetime
) -> dict[tuple[str, str], Answer]:
    """One question under every policy, and under every disclosure for a few of them."""
    research = demo_house.research(request.param, (), now)
    told = {}
    for policy in PRESETS:
        own = PRESETS[policy].disclosure
        for style in STYLES if policy in ("slots", "paid-ranking") else (own,):
            settings = Settings(policy=policy, disclosure=style)
            *_, turn = demo_house.answer(research, (), settings, now, "0")
            told[policy, style] = turn.answer
    return told


def test_a_difference_is_neither_the_same_nor_zero_exactly_where_money_is_on_record(
    answers: dict[tuple[str, str], Answer],
) -> None:
    assert any(records(answer) for answer in answers.values())
    for key, answer in answers.items():
        change, paid = answer.difference, records(answer)
        assert change.same == (not paid), key
        assert bool(change.paid or change.mentions) == bool(paid), key
        assert len(change.charges) <= change.paid, key
        if not paid:
            assert not change.charges and not any(i.changed for i in change.items), key


def test_every_charge_is_the_one_on_its_record(answers: dict[tuple[str, str], Answer]) -> None:
    for key, answer in answers.items():
        for item in answer.placements:
            if item.disclosure is None or item.disclosure.terms.amount is None:
                continue
            terms = item.disclosure.terms
            owed = [c for c in answer.difference.charges if c.product_id == item.product_id]
            assert (terms.event, terms.amount) in [(c.event, c.money) for c in owed], key


def test_the_layout_moves_nothing(answers: dict[tuple[str, str], Answer]) -> None:
    def places(answer: Answer) -> list[tuple[object, ...]]:
        items = answer.difference.items
        return [(i.product_id, i.space, i.place, i.move, i.moved_by, i.dearer_by) for i in items]

    for policy in ("slots", "paid-ranking"):
        under = [places(answers[policy, style]) for style in STYLES]
        assert all(each == under[0] for each in under), policy
    for style in STYLES:
        listed = [i for i in answers["slots", style].difference.items if i.space == "list"]
        assert all(i.move == "same" for i in listed), style


def test_dearer_is_told_against_the_same_product(
    answers: dict[tuple[str, str], Answer], demo_house: House
) -> None:
    for key, answer in answers.items():
        for item in answer.difference.items:
            if item.offer_id == item.offer_unpaid and item.offer_id:
                # A direct offer or a live price is the same offer, and cheaper.
                cheaper = key[0] in ("direct-offer", "live-sale")
                assert item.dearer_by is not None and item.dearer_by.amount <= 0, key
                assert cheaper or item.dearer_by.amount == 0, key
                assert not item.seller_changed, key
            if item.dearer_by is not None and item.delivered and item.delivered_unpaid:
                assert item.price and item.price_unpaid, key
                assert item.dearer_by == item.price - item.price_unpaid, key


def test_a_sold_link_changes_an_item_that_keeps_its_place(
    answers: dict[tuple[str, str], Answer],
) -> None:
    for policy in ("own-mall", "affiliate"):
        change = answers[policy, PRESETS[policy].disclosure].difference
        assert not change.same
        assert all(i.changed and i.link_sold for i in change.items if i.payer), policy


def test_what_is_said_of_the_ranking_is_what_the_record_holds(
    answers: dict[tuple[str, str], Answer],
) -> None:
    for key, answer in answers.items():
        info, change = answer.ranking_info, answer.difference
        if not info.params:
            continue
        language = "zh" if answer.locale.startswith("zh") else "en"
        lowest = say("ranking.lowest_offer", language)
        assert (lowest in info.params) == (not change.swapped), key
        listed = [i for i in change.items if i.space == "list"]
        as_unpaid = not change.gone and all(
            i.move == "same" and not i.seller_changed and not i.link_changed for i in listed
        )
        if NO_EFFECT.search(info.payment_effect):
            assert as_unpaid, key
        if change.swapped and any(i.dearer_by and i.dearer_by.amount > 0 for i in change.swapped):
            worse = [p for p in answer.placements if p.disclosure and p.id in dearer_ids(change)]
            assert worse, key
            for item in worse:
                own = next(i for i in change.items if i.placement_id == item.id)
                assert item.disclosure and own.seller_unpaid in item.disclosure.why.text(language)


def dearer_ids(change: Difference) -> set[str]:
    return {
        i.placement_id for i in change.swapped if i.dearer_by is not None and i.dearer_by.amount > 0
    }


def test_an_offer_or_link_that_money_chose_is_no_organic_pick(
    answers: dict[tuple[str, str], Answer],
) -> None:
    for key, answer in answers.items():
        chosen = {i.placement_id for i in answer.difference.items if i.seller_changed}
        chosen |= {i.placement_id for i in answer.difference.items if i.link_changed}
        for block in answer.blocks:
            for item in block.placements:
                if item.id in chosen and item.sponsored:
                    assert item.moved and block.kind != "organic", key
                    assert block.heading not in ("Picked for your need", "按需求挑选"), key


def test_a_shop_of_the_operators_own_is_told_where_nobody_pays(
    answers: dict[tuple[str, str], Answer],
) -> None:
    plain = answers["none", "full"]
    own = [
        p.seller.name
        for p in plain.placements
        if p.seller and p.seller.relation_to_operator in ("owned", "affiliated")
    ]
    assert all(name in plain.ranking_info.payment_effect for name in own)


def ask_item(n: int, now: datetime, **changes: object) -> Placement:
    return Placement.model_validate(dict(unpaid(n, now)) | changes)


def placed(unpaid_ones: list[Placement], shown: list[Placement]) -> Difference:
    block = Block(id="main", kind="mixed", order=1, placements=tuple(shown))
    there = ShownAnswer(listed=tuple(p.id for p in shown), bought=(), blocks=(block,))
    return difference(UnpaidList(listed=tuple(unpaid_ones)), there)


def test_moves_gone_and_new_by_hand(now: datetime) -> None:
    before = [ask_item(n, now) for n in (1, 2, 3)]
    shown = [ask_item(n, now, rank=rank) for rank, n in enumerate((4, 1, 3), start=1)]
    change = placed(before, shown)
    moves = [(i.product_id, i.move, i.moved_by) for i in change.items]
    assert moves == [("P4", "new", 0), ("P1", "down", 1), ("P3", "same", 0)]
    assert [(g.product_id, g.place) for g in change.gone] == [("P2", 2)]
    assert not change.same
    assert placed(before, before).same


def test_currencies_are_never_compared(now: datetime) -> None:
    mine = ask_item(1, now)
    yuan = ask_item(1, now, **dict(unpaid(1, now, currency="CNY")))
    change = placed([mine], [yuan])
    assert change.items[0].dearer_by is None and change.items[0].over_best is None


def test_delivery_counts_only_where_both_state_it(now: datetime) -> None:
    cheap = unpaid(1, now)
    sent = PriceLine(kind="shipping", money=Money.of("4.00", "USD"))
    price = cheap.price
    with_delivery = price.model_copy(update={"fees": "", "lines": (*price.lines, sent)})
    own = cheap.model_copy(update={"price": with_delivery})
    free = cheap.model_copy(update={"price": price.model_copy(update={"fees": ""})})
    assert placed([free], [own]).items[0].dearer_by == Money.of("4.00", "USD")
    assert placed([cheap], [own]).items[0].dearer_by == Money.of("0.00", "USD")


def test_a_label_at_the_foot_is_seen_at_the_foot(now: datetime) -> None:
    record = DisclosureRecord(
        mechanism="hop",
        payer="Linkhouse",
        on_behalf_of="Quill",
        why=Bilingual(zh="有佣金。", en="It pays."),
        terms=Terms(event="order"),
    )
    comp = Compensation(type="cps", payer="Linkhouse", on_behalf_of="Quill")
    foot = label(position="footer", visible_initially=False)
    sold = ask_item(1, now, comp=comp, disclosure=record, label=foot)
    (item,) = placed([unpaid(1, now)], [sold]).items
    assert (item.seen, item.label, item.changed) == ("footer", "Ad", True)


def test_another_yardstick_tells_moves_anew(now: datetime) -> None:
    first = placed([unpaid(1, now), unpaid(2, now)], [unpaid(2, now), unpaid(1, now)])
    other = placed([unpaid(1, now), unpaid(2, now)], [unpaid(1, now), unpaid(2, now)])
    assert compared(first, first).same
    told = compared(first, other)
    assert [(i.product_id, i.move) for i in told.items] == [("P1", "up"), ("P2", "down")]
    assert against(list_of(first), first).items[0].move == "same"


def test_the_same_policy_under_two_disclosures_differs_in_its_labels(
    demo_house: House, now: datetime
) -> None:
    names = ("slots:full", "slots:none")
    talks = tuple(ColumnTalk(column(name, demo_house)) for name in names)
    *_, talks = ask_columns(demo_house, talks, QUESTIONS[3], Settings(), now, "0")
    first, second = differences(talks, 0)
    assert first.same and not second.same
    assert all(i.move == "same" for i in second.items)
