"""Ordering, tipping and paying by the month from the conversation, and why nothing is sold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from assistant.monetisation.ledger.ledger import Ledger
from assistant.session import Settings
from catalog.money import Money
from ui.chat_view import paying
from ui.handlers import Page, Talk, View, asked, rendered
from ui.words import Words

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from assistant.session import House

KEYBOARD, EN = "a quiet mechanical keyboard under $80", Words("en")


@pytest.fixture
def page(demo_house: House, tmp_path: Path) -> Iterator[Page]:
    ledger = Ledger.open(tmp_path / "ledger.sqlite")
    yield Page(replace(demo_house, ledger=ledger))
    ledger.close()


def ask(page: Page, policy: str, now: datetime, question: str = KEYBOARD) -> View:
    talk, settings = Talk("0" * 32), Settings(policy=policy)
    *_, last = asked(page, talk, question, settings, now, EN)
    return last


def buttons(view: View, do: str) -> list[str]:
    return re.findall(rf'data-do="{do}" data-say="([^"]+)"', str(view.latest))


def press(page: Page, view: View, do: str, said: str, now: datetime) -> View:
    settings = view.settings or Settings()
    *_, last = paying(page, view.talk, do, said, settings, now, EN)
    return last


def owed(page: Page, kind: str) -> list[Money | None]:
    assert page.house.ledger is not None
    return [entry.money for entry in page.house.ledger.entries() if entry.kind == kind]


def test_an_item_with_checkout_is_ordered_once_and_the_ledger_says_so(
    page: Page, now: datetime
) -> None:
    view = ask(page, "checkout", now)
    first, *_ = buttons(view, "order")
    after = press(page, view, "order", first, now)
    again = press(page, after, "order", first, now)
    (fee,) = owed(page, "order")
    assert fee is not None and fee.amount > 0
    for each in (after, again):
        assert "nothing was bought" in each.latest and first not in buttons(each, "order")
    # The same answer opened again, by another page, shows the order too.
    assert "nothing was bought" in rendered(page, view.talk.turns[0])
    assert len(buttons(view, "order")) == len(buttons(after, "order")) + 1


def test_a_tip_of_a_size_on_offer_is_taken_once(page: Page, now: datetime) -> None:
    view = ask(page, "tips", now)
    sizes = buttons(view, "tip")
    assert len(sizes) == 3
    after = press(page, view, "tip", sizes[1], now)
    assert "Tipped $5" in after.latest and not buttons(after, "tip")
    press(page, after, "tip", sizes[0], now)
    assert owed(page, "tip") == [Money.of("5.00", "USD")]
    id = view.talk.turns[0].answer.id
    wrong = press(page, view, "tip", f"{id} 7.00 USD", now)
    assert wrong.refused and "takes no tip" in wrong.latest
    for said in (f"{id} much", "a-0-0 5.00 USD", ""):
        assert "ps-error" in press(page, view, "tip", said, now).latest


def test_who_pays_by_the_month_is_answered_without_ads(page: Page, now: datetime) -> None:
    view = ask(page, "freemium", now)
    assert view.last is not None and view.last.difference.paid
    (month,) = buttons(view, "subscribe")
    after = press(page, view, "subscribe", month, now)
    assert after.settings is not None and after.settings.subscribed
    assert after.last is not None and not after.last.difference.paid
    assert after.last.organic == view.last.organic and "You pay by the month" in after.latest
    assert owed(page, "subscription") == [Money.of("20.00", "USD")]


def test_nothing_is_offered_where_no_ledger_keeps_it_or_the_policy_takes_nothing(
    page: Page, demo_house: House, now: datetime
) -> None:
    for policy in ("slots", "none", "paid-ranking"):
        view = ask(page, policy, now)
        assert not any(buttons(view, do) for do in ("order", "tip", "subscribe"))
    closed = Page(replace(demo_house, ledger=None))
    for policy in ("checkout", "tips", "freemium"):
        view = ask(closed, policy, now)
        assert not any(buttons(view, do) for do in ("order", "tip", "subscribe"))


def test_an_answer_that_shows_nothing_paid_says_why(page: Page, now: datetime) -> None:
    view = ask(page, "slots", now, "降噪耳机，通勤用，500元以内")
    assert view.last is not None and not view.last.difference.paid
    assert "这里没有广告：" in view.latest
    assert "No ad here" not in ask(page, "slots", now).latest
    assert "No ad here" not in ask(page, "none", now).latest
