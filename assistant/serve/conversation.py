"""The turns that a stateless request stands for, and the answer to its last question."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from assistant.disclosure.export import plain_text
from assistant.receipts.adcp import sponsored_context
from assistant.receipts.receipt import Receipt, Surface
from assistant.schema.answer import Answer, RankingInfo
from assistant.serve.requests import ASKED, ChatRequest, Message
from assistant.session import House, Settings, Turn, Turns
from catalog.errors import BadInput, NotFound

LONGEST_QUESTION = 1000
"""Characters."""
REMEMBERED = 12
"""Earlier questions of a conversation that an answer takes into account."""


def settings_of(asked: ChatRequest) -> Settings:
    """The settings that a request names."""
    return Settings(
        policy=asked.model, **asked.plainshelf.model_dump(exclude={"sponsored_context"})
    )


def known(settings: Settings, house: House) -> None:
    """Refuse a policy or disclosure that is not there.

    Raises:
        NotFound: naming those that are.
    """
    for kind, id, there in (
        ("policy", settings.policy, house.policies),
        ("disclosure", settings.disclosure, house.disclosures),
    ):
        if id is not None and id not in there:
            raise NotFound(f"There is no {kind} {id!r}. Choose from: {', '.join(there)}.")


def conversation(
    messages: Sequence[Message], settings: Settings, house: House, now: datetime
) -> tuple[Turns, str]:
    """The earlier turns, answered again offline and off the ledger, and the question now.

    Raises:
        BadInput: the last message is no question, or one is too long.
        NotFound: there is no such policy or disclosure.
    """
    from assistant.compose.compose import offline

    known(settings, house)
    questions = [m.words.strip() for m in messages if m.role == "user"]
    if not questions or not questions[-1] or messages[-1].role != "user":
        raise BadInput(
            ASKED, "messages", "the last message is no question", "End with a user message"
        )
    long = next((q for q in questions if len(q) > LONGEST_QUESTION), None)
    if long is not None:
        wrong = f"a question of {len(long)} characters, of at most {LONGEST_QUESTION}"
        raise BadInput(ASKED, "messages", wrong, "Ask it in fewer words")
    quiet = replace(house, ledger=None, composer=offline)
    turns: Turns = ()
    for question in [q for q in questions[:-1] if q][-REMEMBERED:]:
        turn = quiet.ask(question, turns, settings, now)
        turns, settings = (*turns, turn), turn.settings
    return turns, questions[-1]


def receipt_of(
    asked: ChatRequest, house: House, surface: Surface, clock: Callable[[], datetime]
) -> Callable[[Answer], Receipt] | None:
    """What gives the receipt of the answer to a request; None where the house keeps none.

    Raises:
        BadInput: the request names a sponsored context that is not of AdCP's form, or one that
            nobody could answer since no receipts are kept.
    """
    context = asked.plainshelf.sponsored_context
    where = f"{ASKED}: plainshelf.sponsored_context"
    if context is not None:
        context = sponsored_context(json.dumps(context), where)
    receipts = house.receipts
    if receipts is not None:
        return lambda answer: receipts.issue(answer, surface, clock(), context)
    if context is not None:
        raise BadInput(where, "", "no receipts are kept here", "Leave it out")
    return None


def turn_for(asked: ChatRequest, house: House, now: datetime, seed: str) -> Turn:
    """The whole turn of the last question of a request.

    Raises:
        NotFound: there is no such policy or disclosure.
        BadInput: the last message is no question.
    """
    settings = settings_of(asked)
    turns, question = conversation(asked.messages, settings, house, now)
    return house.ask(question, turns, settings, now, seed)


def last_of(turns: Iterator[Turn]) -> Answer:
    """The whole answer of a growing one."""
    *_, last = turns
    return last.answer


def words_so_far(answer: Answer) -> str:
    """What of a growing answer can be sent already: the head of its final text, or nothing.

    A label at the foot comes after everything, so such an answer is sent when it is whole.
    """
    if any(p.label and p.label.position == "footer" for p in answer.parts):
        return ""
    head = {"blocks": (), "follow_ups": (), "ranking_info": RankingInfo()}
    return plain_text(answer.model_copy(update=head))
