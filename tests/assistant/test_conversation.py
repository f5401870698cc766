"""What a shopper does in a conversation is charged where a policy says so, and told where not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from assistant.conversation import Conversation
from assistant.monetisation.ledger.ledger import Ledger
from assistant.session import Settings
from catalog.errors import BadInput
from catalog.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from assistant.session import House

QUESTION = "mechanical keyboard under $150"


@pytest.fixture
def house(demo_house: House, tmp_path: Path) -> Iterator[House]:
    ledger = Ledger.open(tmp_path / "ledger.sqlite")
    yield replace(demo_house, ledger=ledger)
    ledger.close()


def talk(house: House, now: datetime, policy: str, question: str = QUESTION) -> Conversation:
    conversation = Conversation(house, Settings(policy=policy))
    conversation.ask(question, now)
    return conversation


def lines(house: House) -> list[tuple[str, str, str, Money | None]]:
    assert house.ledger is not None and house.ledger.verify().whole
    return [(r.source, r.payer, r.role, r.amount) for r in house.ledger.revenue_by_role()]


@pytest.mark.parametrize("policy", ["checkout", "direct-offer", "live-sale", "affiliate"])
def test_an_order_from_the_chat_owes_its_share(
    demo_house: House, house: House, now: datetime, policy: str
) -> None:
    questions = (QUESTION, "降噪耳机，通勤用，500元以内", "男士洗面奶 100元以内", "robot vacuum")
    for question in questions:
        conversation = talk(house, now, policy, question)
        paid = [p for p in conversation.answer.placements if p.sponsored and p.price.money]
        if paid:
            break
    item = paid[0]
    assert item.disclosure is not None and item.disclosure.terms.rate and item.price.money
    entry = conversation.order(item.id, now, quantity=2)
    due = (item.price.money * 2 * item.disclosure.terms.rate).rounded()
    assert entry.money == due
    assert conversation.order(item.id, now, quantity=2) == entry
    got = [money for _, _, _, money in lines(house) if money]
    assert sum(m.mills for m in got) == due.mills


def test_a_tip_and_a_month_are_charged_once(house: House, now: datetime) -> None:
    tipped = talk(house, now, "tips")
    tipped.tip(Money.of("5.00", "USD"), now)
    tipped.tip(Money.of("5.00", "USD"), now)
    with pytest.raises(BadInput, match=r"takes no tip of 3\.00 USD"):
        tipped.tip(Money.of("3.00", "USD"), now)
    member = talk(house, now, "freemium")
    assert any(p.sponsored for p in member.answer.placements)
    member.subscribe(now)
    member.subscribe(now)
    assert not any(p.sponsored for p in member.ask(QUESTION, now).answer.placements)
    sold = [(source, payer, role) for source, payer, role, _ in lines(house)]
    assert sold == [("subscription", "shopper", "platform"), ("tip", "shopper", "platform")]


def test_hidden_ads_stay_hidden_and_the_conversation_counts(house: House, now: datetime) -> None:
    conversation = talk(house, now, "slots")
    conversation.hide_ads()
    hidden = conversation.ask("cheaper", now).answer
    assert hidden.organic_only and not any(p.sponsored for p in hidden.placements)
    assert house.ledger is not None
    turns = [(e.turn, e.paid) for e in house.ledger.events() if e.kind == "answer"]
    assert turns == [(0, True), (1, False)]
    (line,) = house.ledger.revenue_by_role()
    assert (line.conversations, line.answers, line.amount) == (1, 2, None)


def test_what_cannot_be_done_is_told(house: House, demo_house: House, now: datetime) -> None:
    conversation = talk(house, now, "none")
    first = conversation.answer.placements[0]
    assert conversation.click(first.product_id, now).note == "nobody pays for this link"
    with pytest.raises(BadInput, match="paid for by nobody"):
        conversation.order(first.id, now)
    with pytest.raises(BadInput, match="sells no months"):
        conversation.subscribe(now)
    with pytest.raises(BadInput, match="does not show 'nothing'"):
        conversation.click("nothing", now)
    with pytest.raises(BadInput, match="Open one of those"):
        conversation.open(9, now)
    with pytest.raises(BadInput, match="no ledger"):
        talk(demo_house, now, "none").click(first.id, now)
    with pytest.raises(BadInput, match="nothing has been asked"):
        Conversation(house).click(first.id, now)


def test_an_opened_question_is_asked(house: House, now: datetime) -> None:
    conversation = talk(house, now, "follow-ups")
    offered = conversation.answer.follow_ups
    assert conversation.open(1, now).question == offered[0].text
