"""The compare page's values: what is compared, what its address says, what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest
from lxml import html

from catalog.errors import BadInput
from ui.compare import (
    Board,
    Setup,
    chosen_columns,
    comparing,
    document_of,
    first_columns,
    read_address,
    shown_board,
    wrong_with,
)
from ui.handlers import LONGEST, Page
from ui.words import Words

if TYPE_CHECKING:
    from assistant.session import House

EN = Words("en")
KEYBOARD = "a quiet mechanical keyboard under $80"
NAMES = (("none", ""), ("third-party-hop", ""), ("paid-ranking", ""), ("sentences", "none"))


@pytest.fixture(scope="module")
def page(demo_house: House) -> Page:
    return Page(demo_house)


@pytest.fixture(scope="module")
def board(page: Page, now: datetime) -> Board:
    columns = chosen_columns(page, NAMES)
    setup = Setup(columns=columns, questions=(KEYBOARD,), seed="s", at=now)
    *_, last = comparing(page, Board(setup), setup)
    return last


def test_columns_grow_one_after_the_other(page: Page, now: datetime) -> None:
    setup = Setup(columns=first_columns(page)[:2], questions=(KEYBOARD,), at=now)
    grown = list(comparing(page, Board(setup), setup))
    assert [[len(t.turns) for t in each.talks] for each in grown] == [[1, 0], [1, 1], [1, 1]]


def test_the_address_reproduces_the_board(page: Page, board: Board, now: datetime) -> None:
    again = read_address(page, parse_qs(board.setup.address()), "other", now)
    assert again == board.setup
    *_, told = comparing(page, Board(again), again)
    assert [t.turns[0].answer for t in told.talks] == [t.turns[0].answer for t in board.talks]


@pytest.mark.parametrize(
    "fields",
    [
        {"columns": ["none,nothing"]},
        {"columns": ["none:loud,slots"]},
        {"at": ["tomorrow"]},
        {"locale": ["fr"]},
    ],
)
def test_an_address_that_cannot_be_read_is_told(
    page: Page, now: datetime, fields: dict[str, list[str]]
) -> None:
    with pytest.raises(BadInput):
        read_address(page, fields, "0", now)


def test_other_columns_ask_again_what_was_asked(page: Page, board: Board) -> None:
    columns = chosen_columns(page, (("slots", ""), ("none", "")))
    setup = board.setup.model_copy(update={"columns": columns})
    *_, told = comparing(page, board, setup)
    assert [(t.column.policy, t.turns[0].question) for t in told.talks] == [
        ("slots", KEYBOARD),
        ("none", KEYBOARD),
    ]


def test_a_question_more_keeps_what_was_asked(page: Page, board: Board) -> None:
    setup = board.setup.model_copy(update={"questions": (KEYBOARD, "cheaper")})
    *_, told = comparing(page, board, setup)
    for before, after in zip(board.talks, told.talks, strict=True):
        assert after.turns[0] is before.turns[0] and len(after.turns) == 2


def test_what_cannot_be_compared_is_said(page: Page) -> None:
    two = first_columns(page)[:2]
    assert "two columns" in wrong_with(two[:1], "x", "en")
    assert "the same" in wrong_with((two[0], two[0]), "x", "en")
    assert "empty" in wrong_with(two, "", "en")
    assert str(LONGEST) in wrong_with(two, "x" * (LONGEST + 1), "en")
    assert wrong_with(two, None, "en") == wrong_with(two, "x", "en") == ""


def test_the_table_has_a_row_a_product_and_says_what_changed(page: Page, board: Board) -> None:
    root = html.fragment_fromstring(shown_board(page, board, EN), create_parent="div")
    (table,) = root.xpath("//table")
    heads = [h.xpath("./b")[0].text for h in table.xpath("./thead/tr/th")]
    assert heads[0] == "No payment" and len(heads) == 4
    assert table.xpath("./thead/tr/th[1]//*[contains(@class, 'yardstick')]")
    shown = {i.product_id for t in board.talks for i in t.turns[0].answer.difference.items}
    rows = table.xpath("./tbody/tr[not(contains(@class, 'measure'))]")
    assert len(rows) >= len(shown) + 1
    hop = [row.xpath("./td[2]")[0] for row in rows[: len(board.talks[0].turns[0].answer.organic)]]
    sold = board.talks[1].turns[0].answer.difference
    for cell, item in zip(hop, sold.items, strict=False):
        assert ("ps-cmp-changed" in str(cell.get("class"))) == item.changed
        if item.payer:
            assert "foot only" in cell.text_content()
    words = rows[-2] if root.xpath("//*[contains(@class, 'ps-badge')]") else rows[-1]
    for bought in board.talks[3].turns[0].answer.difference.sentences:
        assert bought.text in words.xpath("./td[4]")[0].text_content()
        assert "no label" in words.xpath("./td[4]")[0].text_content()
    assert not root.xpath("//tr/td[1][contains(@class, 'ps-cmp-changed')]")


def test_the_offline_page_asks_for_nothing(page: Page, board: Board, demo_house: House) -> None:
    for language in ("en", "zh"):
        told = document_of(demo_house, board.talks, language)
        root = html.document_fromstring(told)
        assert not root.xpath("//script|//link|//img|//@src")
        assert len(root.xpath("//table")) == 1


def test_hostile_titles_stay_text(page: Page, board: Board) -> None:
    bad = "<img src=x onerror=alert(1)>"
    talks = []
    for talk in board.talks:
        turn = talk.turns[0]
        change = turn.answer.difference
        items = tuple(i.model_copy(update={"title": bad, "seller": bad}) for i in change.items)
        answer = turn.answer.model_copy(
            update={"difference": change.model_copy(update={"items": items})}
        )
        talks.append(replace(talk, turns=(turn.model_copy(update={"answer": answer}),)))
    told = str(shown_board(page, Board(board.setup, tuple(talks)), EN, done=False))
    assert "<img" not in told and "&lt;img" in told


def test_nothing_is_charged_for_a_comparison(demo_house: House, now: datetime) -> None:
    class Refusing:
        def __getattr__(self, name: str) -> object:
            raise AssertionError(f"the ledger was asked to {name}")

    page = Page(replace(demo_house, ledger=Refusing()))  # type: ignore[arg-type]
    setup = Setup(columns=first_columns(page)[:2], questions=(KEYBOARD,), at=now)
    assert list(comparing(page, Board(setup), setup))
