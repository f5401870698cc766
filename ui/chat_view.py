"""A view of the conversation as updates of the chat page's components."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import gradio as gr

from assistant.session import Settings
from catalog.errors import PlainshelfError
from ui.choosing import chosen_parts
from ui.handlers import (
    Page,
    Talk,
    View,
    again,
    findings_of,
    past_of,
    refused,
    rendered,
    welcome,
)
from ui.paying import pay
from ui.sending import sent
from ui.visits import addressed
from ui.words import Words


def values(it: Settings) -> dict[str, str | bool]:
    """What the controls of the settings hold, by their names."""
    return {
        "policy": it.policy,
        "disclosure": it.disclosure or "",
        "locale": it.locale,
        "jurisdiction": it.jurisdiction,
        "organic_only": it.organic_only,
        "subscribed": it.subscribed,
        "remember": it.interests is not None,
        "interests": "\n".join(it.interests or ()),
    }


def places(page: Page, view: View, words: Words, at: float) -> list[object]:
    """The earlier turns, the latest and its findings, each as it was asked for at a moment."""
    found: object = gr.skip()
    if view.last or not view.talk.turns:
        found = sent(findings_of(page, view.talk, words), at)
    past = gr.skip() if view.past is None else sent(view.past, at)
    return [past, sent(view.latest, at, welcome("", words).latest), found]


def updates(
    page: Page, view: View, words: Words, at: float, *, typed: str | None, moved: bool
) -> list[object]:
    """A view as updates of `Chat.shown`.

    `typed` None leaves the question box as it is; `moved` says that the answer chose another policy
    or disclosure than the page's.
    """
    settings: list[object] = [gr.skip()] * 8
    cards: list[object] = [gr.skip()] * 3
    if view.settings is not None:
        it = view.settings
        settings = list(values(it).values())
        if moved:
            cards = chosen_parts(page, it.policy, it.disclosure or "", words)
    return [
        view.talk,
        addressed(view.talk, at),
        *places(page, view, words, at),
        gr.skip() if typed is None else typed,
        *settings,
        *cards,
    ]


def paying(
    page: Page, talk: Talk, do: str, said: str, settings: Settings, now: datetime, words: Words
) -> Iterator[View]:
    """The conversation once a button in it was paid with; a new member is answered again."""
    try:
        after = pay(page.house, do, said, talk.turns, settings, now, talk.session)
    except PlainshelfError as error:
        yield refused(page, talk, str(error), words)
        return
    if after.subscribed and not settings.subscribed:
        yield from again(page, talk, after, now, words)
        return
    *before, last = talk.turns
    earlier = Talk(talk.session, tuple(before), talk.rendered[: len(before)], talk.revision)
    whole = (*earlier.rendered, rendered(page, last))
    yield View(
        talk=replace(talk, rendered=whole),
        latest=whole[-1],
        past=past_of(page, earlier),
        settings=after,
        refused=True,
    )
