"""What is pressed on the chat page: edited, again, stopped; and who waits for whose answer."""

from __future__ import annotations

from dataclasses import replace
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from assistant.session import Settings
from ui.handlers import Page, Talk, View, asked, refused
from ui.pressing import Pressed, pressed_in, stoppable, views_of
from ui.sending import Start
from ui.words import Words

if TYPE_CHECKING:
    from datetime import datetime

    from assistant.session import House

EN = Words("en")
BAG = "a backpack for a 15 inch laptop under $60"


@pytest.mark.parametrize(
    ("data", "redo", "pressed"),
    [
        (None, False, Pressed("", "", "", "typed")),
        ({"do": "ask", "say": "said"}, False, Pressed("ask", "said", "", "said")),
        ({"do": "without", "say": "price_max"}, False, Pressed("without", "price_max", "", "")),
        ({"do": "edited", "say": "x", "at": 3}, False, Pressed("edited", "x", "3", "x")),
        (None, True, Pressed("again", "", "", "typed")),
    ],
)
def test_an_event_says_what_was_asked(data: object, redo: bool, pressed: Pressed) -> None:
    assert pressed_in(data, "typed", redo=redo) == pressed


def test_an_edited_question_takes_its_place_and_what_came_after_goes(
    demo_house: House, now: datetime
) -> None:
    page, settings = Page(demo_house), Settings(policy="none")
    *_, one = asked(page, Talk("s"), BAG, settings, now, EN)
    *_, two = asked(page, one.talk, "cheaper", settings, now, EN)

    def edit(at: str) -> View:
        other = "a quiet mechanical keyboard under $80"
        pressed = Pressed("edited", other, at, other)
        *_, last = views_of(page, two.talk, pressed, settings, now, EN)
        return last

    first = edit("0")
    assert [t.question for t in first.talk.turns] == ["a quiet mechanical keyboard under $80"]
    assert len(edit("1").talk.turns) == 2 and edit("1").talk.turns[0] == one.talk.turns[0]
    for wrong in ("2", "-1", "", "x"):
        last = edit(wrong)
        assert last.refused and last.talk == two.talk


def test_only_what_a_model_is_writing_can_be_stopped(demo_house: House, now: datetime) -> None:
    page = Page(demo_house)
    growing, *_ = asked(page, Talk("s"), BAG, Settings(policy="none"), now, EN)
    written = Page(replace(demo_house, model="a-model"))
    assert stoppable(page, growing, EN) == growing
    assert 'data-do="stop"' in stoppable(written, growing, EN).latest
    ended = refused(page, Talk("s"), "why", EN)
    assert stoppable(written, ended, EN) == ended


def test_a_question_waits_for_the_answer_before_it_and_a_start_over_waits_for_nothing() -> None:
    start, order = Start(), list[str]()
    began, may_end = Event(), Event()

    def first() -> None:
        with start.turn:
            start.conversation = "c"
            began.set()
            may_end.wait()
            order.append("first")

    def second() -> None:
        with start.turn:
            order.append(f"second in {start.conversation}")

    one, two = Thread(target=first), Thread(target=second)
    one.start()
    began.wait()
    two.start()
    assert order == []
    may_end.set()
    one.join()
    two.join()
    assert order == ["first", "second in c"]
    with start.turn:
        start.over(5)
        assert start.turn.acquire(blocking=False) and start.conversation == ""
