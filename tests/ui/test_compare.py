"""The comparison: the same questions to every panel, and what differs is said."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from lxml import html

from assistant.session import Settings
from ui.compare import Panels, columns, comparing
from ui.handlers import Page
from ui.words import Words

if TYPE_CHECKING:
    from assistant.session import House

EN = Words("en")
KEYBOARD = "a quiet mechanical keyboard under $80"
POLICIES = ("none", "slots", "paid-ranking")


@pytest.fixture(scope="session")
def page(demo_house: House) -> Page:
    return Page(demo_house)


@pytest.fixture(scope="session")
def panels(page: Page, now: datetime) -> Panels:
    *_, last = comparing(page, (), POLICIES, KEYBOARD, Settings(), now, "s")
    return last


def test_panels_grow_one_after_the_other(page: Page, now: datetime) -> None:
    grown = list(comparing(page, (), POLICIES, KEYBOARD, Settings(), now, "s"))
    assert [[len(p.turns) for p in each] for each in grown] == [[1, 0, 0], [1, 1, 0], [1, 1, 1]]


def test_every_panel_has_the_same_organic_list(panels: Panels) -> None:
    assert tuple(p.policy for p in panels) == POLICIES
    assert len({p.turns[0].answer.organic for p in panels}) == 1


def test_other_policies_ask_again_what_was_asked(page: Page, panels: Panels, now: datetime) -> None:
    *_, last = comparing(page, panels, ("slots", "none"), "", Settings(), now, "s")
    assert [(p.policy, p.turns[0].question) for p in last] == [
        ("slots", KEYBOARD),
        ("none", KEYBOARD),
    ]


def test_the_columns_say_what_changed(page: Page, panels: Panels) -> None:
    root = html.fragment_fromstring(columns(page, panels, EN), create_parent="div")
    found = root.xpath("//section[contains(@class, 'ps-column')]")
    assert [c.get("aria-label") for c in found] == ["No payment", "Sponsored slots", "Paid ranking"]
    assert "Yardstick" in found[0].text_content()
    assert not found[0].xpath(".//*[contains(@class, 'ps-mark')]")
    assert found[1].xpath(".//*[contains(@class, 'ps-mark-new')]")
    rows = root.xpath("//table//tbody/tr")
    assert next(row.xpath("./td")[0].text for row in rows) == "0"
    assert len(rows) == 3


def test_nothing_is_charged_for_a_comparison(demo_house: House, now: datetime) -> None:
    class Refusing:
        def __getattr__(self, name: str) -> object:
            raise AssertionError(f"the ledger was asked to {name}")

    from dataclasses import replace

    page = Page(replace(demo_house, ledger=Refusing()))  # type: ignore[arg-type]
    assert list(comparing(page, (), POLICIES[:2], KEYBOARD, Settings(), now, "s"))
