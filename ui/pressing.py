"""What the chat answers to: a question typed or pressed, and every button inside an answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from assistant import thread
from assistant.session import Settings
from ui.chat_view import paying
from ui.handlers import Page, Talk, View, again, asked, refused, without
from ui.paying import DONE
from ui.render.answer_tools import stop
from ui.render.html import join
from ui.words import Words

SWITCHED_OFF: dict[str, dict[str, object]] = {
    "hide": {"organic_only": True},
    "forget": {"interests": None},
}
"""What a button in an answer switches off before it is answered again."""


@dataclass(frozen=True)
class Pressed:
    """What was done: `do` "" is a question typed, `say` what the button says, `at` a turn from 0.

    `question` is what was asked in words, "" where nothing was.
    """

    do: str
    say: str
    at: str
    question: str


def pressed_in(data: object, typed: str, *, redo: bool) -> Pressed:
    """What an event of the page's says; `redo` says that its button answers again."""
    given = data if isinstance(data, dict) else {}
    do, say, at = (str(given.get(name) or "") for name in ("do", "say", "at"))
    question = (say or typed) if do in ("", "ask", "edited") else ""
    return Pressed("again" if redo else do, say, at, question)


def views_of(
    page: Page, talk: Talk, pressed: Pressed, settings: Settings, now: datetime, words: Words
) -> Iterator[View]:
    """The page as what was pressed is answered."""
    if pressed.do in SWITCHED_OFF:
        settings = settings.model_copy(update=SWITCHED_OFF[pressed.do])
    if pressed.do in {"again", *SWITCHED_OFF}:
        return again(page, talk, settings, now, words)
    if pressed.do in DONE:
        return paying(page, talk, pressed.do, pressed.say, settings, now, words)
    if pressed.do == "without":
        return without(page, talk, pressed.say, settings, now, words)
    if pressed.do == "edited":
        return edited(page, talk, pressed, settings, now, words)
    return asked(page, talk, pressed.question, settings, now, words)


def edited(
    page: Page, talk: Talk, pressed: Pressed, settings: Settings, now: datetime, words: Words
) -> Iterator[View]:
    """A turn with another question; the turns after it go.

    What the turns that go had changed of the settings by their words is as it was before them.
    """
    at = pressed.at
    number = int(at) if at.isascii() and at.isdigit() and len(at) < 6 else -1
    if not 0 <= number < len(talk.turns):
        yield refused(page, talk, words("no_such_turn"), words)
        return
    before = thread.settings_before(talk.turns, number, settings)
    earlier = Talk(talk.session, talk.turns[:number], talk.rendered[:number], talk.revision)
    yield from asked(page, earlier, pressed.question, before, now, words)


def stoppable(page: Page, view: View, words: Words) -> View:
    """A view of an answer that a chat model is writing, with the button that stops it."""
    if page.house.model == "offline" or view.last is not None or view.refused:
        return view
    return replace(view, latest=join(view.latest, stop(words)))
