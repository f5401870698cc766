"""The settings of the chat page wired: what is chosen among the cards is shown and kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import gradio as gr

from assistant.session import Settings
from catalog.i18n import Spoken
from ui.beginning import first, settings_cards
from ui.chat_layout import Chat
from ui.controls import controls, header
from ui.handlers import Page, chosen
from ui.sending import CHOSEN, moments
from ui.visits import conversation_of, noted, visitor_of
from ui.widgets import QUIET, resaid
from ui.words import Words

FORGOTTEN = "(remember, interests) => remember ? interests : ''"
USES = ("jurisdiction", "subscribed", "remember")
"""The controls that only some policies and disclosures have a use for."""
Given = tuple[str, str, str, str, bool, bool, bool, str]
"""What the settings' controls hold, in the order that `chosen` takes."""


def choosing(page: Page, chat: Chat, clock: Callable[[], datetime]) -> None:
    """The settings: what is chosen is shown as chosen and kept."""

    def note(request: gr.Request, started: float, conversation: str, given: Given) -> None:
        id, _ = conversation_of(conversation, started)
        noted(page, visitor_of(page, request.cookies), id, chosen(*given), clock())

    def choose(
        request: gr.Request, _sent: float, started: float, conversation: str, *given: *Given
    ) -> None:
        note(request, started, conversation, given)

    def pick(
        event: gr.EventData,
        request: gr.Request,
        _sent: float,
        started: float,
        conversation: str,
        language: Spoken,
        *given: *Given,
    ) -> list[object]:
        picked = event._data if isinstance(event._data, dict) else {}
        policy, disclosure, *_ = given
        setting, value = picked.get("setting"), str(picked.get("value", ""))
        if setting == "policy" and value in page.house.policies:
            policy = value
        if setting == "disclosure" and (not value or value in page.house.disclosures):
            disclosure = value
        note(request, started, conversation, (policy, disclosure, *given[2:]))
        words = Words(language)
        said = controls(page, words, policy, disclosure)
        uses = [resaid(said[name], useful=said[name].useful) for name in USES]
        # The card that was pressed shows that it is chosen; it is not put there anew.
        _, *told = chosen_parts(page, policy, disclosure, words)
        return [policy, disclosure, *told, *uses]

    it = chat.others
    useful = [it.jurisdiction, it.subscribed, it.remember]
    listed = (it.locale, it.jurisdiction, it.organic_only, it.subscribed, it.remember)
    changes = [each.input for each in listed]
    now = [*moments(), chat.conversation]
    quiet = {"js": CHOSEN, "queue": False, **QUIET}
    gr.on(changes, choose, [*now, *chat.settings], None, **quiet)
    outputs = [chat.policy, chat.disclosure, *chat.chosen[1:], *useful]
    chat.cards.input(pick, [*now, chat.language, *chat.settings], outputs, **quiet)
    # What was remembered is gone as soon as that is no longer allowed.
    it.remember.input(None, [it.remember, it.interests], it.interests, js=FORGOTTEN, **QUIET)


def chosen_parts(page: Page, policy: str, disclosure: str, words: Words) -> list[object]:
    """What says which policy and disclosure are chosen, as updates of `Chat.chosen`."""
    return [
        settings_cards(page, policy, disclosure, words),
        first(page, policy, disclosure, words),
        header(page, "chat", words, policy),
    ]


def same(settings: Settings, policy: str, disclosure: str) -> bool:
    """Whether settings have this policy and disclosure; "" is the policy's own."""
    return (settings.policy, settings.disclosure or "") == (policy, disclosure)
