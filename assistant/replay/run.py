"""Replaying a script through the code that the page runs, into a transcript."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.compose.compose import offline as composed_offline
from assistant.conversation import Conversation
from assistant.monetisation.ledger.ledger import Ledger
from assistant.replay.expect import mismatches
from assistant.replay.script import Script, ScriptedTurn
from assistant.replay.transcript import Mismatch, Played, Transcript
from assistant.session import House, Settings, Turn
from catalog.errors import BadInput
from catalog.money import Money


def replay(script: Script, house: House, policy: str, disclosure: str | None = None) -> Transcript:
    """Play every turn under one policy, with a ledger of its own, and check what is expected.

    Raises:
        BadInput: a turn does what its answer or policy has no room for.
        NotFound: there is no such policy or disclosure.
    """
    with TemporaryDirectory(prefix="plainshelf-replay-") as folder:
        ledger = Ledger.open(Path(folder) / "ledger.sqlite")
        try:
            return _played(script, replace(house, ledger=ledger), ledger, policy, disclosure)
        finally:
            ledger.close()


def offline(house: House) -> House:
    """The house as a replay has it: no chat model, no ledger, no reports."""
    return replace(
        house,
        reader=None,
        composer=composed_offline,
        model="offline",
        ledger=None,
        takes_reports=False,
    )


def _played(
    script: Script, house: House, ledger: Ledger, policy: str, disclosure: str | None
) -> Transcript:
    settings = Settings(
        policy=policy,
        disclosure=disclosure,
        locale=script.locale,
        jurisdiction=script.jurisdiction,
    )
    conversation = Conversation(house, settings, script.seed)
    played: list[Played] = []
    wrong: list[Mismatch] = []
    for number, scripted in enumerate(script.turns):
        now = script.now + timedelta(minutes=number)
        before = conversation.turns
        try:
            turn = _take(conversation, scripted, now)
        except BadInput as error:
            where = f"script {script.id}, turn {number + 1}"
            raise BadInput(where, error.field, error.problem, error.remedy) from error
        done = _done(ledger, turn)
        played.append(done)
        found = house.research(turn.question, before, now)
        wrong += mismatches(scripted.expect, done, found.ranking.misses, policy, number)
    first = conversation.turns[0].answer
    return Transcript(
        script=script.id,
        policy=policy,
        disclosure=first.disclosure_policy,
        catalog=house.shelf.catalog.digest,
        provenance=first.provenance,
        seed=script.seed,
        turns=tuple(played),
        mismatches=tuple(wrong),
    )


def _take(conversation: Conversation, scripted: ScriptedTurn, now: datetime) -> Turn:
    """The turn, and all that the script does before and after its answer."""
    if scripted.hide_ads is not None:
        conversation.hide_ads(scripted.hide_ads)
    if scripted.remember is not None:
        conversation.remember(scripted.remember)
    if scripted.disclosure:
        conversation.disclose(scripted.disclosure)
    if scripted.without:
        turn = conversation.without(scripted.without, now)
    elif scripted.open is not None:
        turn = conversation.open(scripted.open, now)
    else:
        turn = conversation.ask(scripted.say, now)
    if scripted.click:
        conversation.click(scripted.click, now)
    if scripted.order:
        conversation.order(scripted.order, now, scripted.quantity)
    if scripted.tip is not None:
        conversation.tip(scripted.tip, now)
    if scripted.subscribe:
        conversation.subscribe(now)
    return turn


def _done(ledger: Ledger, turn: Turn) -> Played:
    """The turn, and what the ledger holds after it."""
    sums: dict[str, dict[str, Money]] = {}
    events: Counter[str] = Counter()
    for event in ledger.events():
        events[event.kind] += 1
        if event.charged is not None:
            of_kind = sums.setdefault(event.kind, {})
            before = of_kind.get(event.charged.currency)
            of_kind[event.charged.currency] = before + event.charged if before else event.charged
    return Played(
        question=turn.question,
        answer=turn.answer,
        charged={money.currency: f"{money.amount:f}" for money in ledger.revenue()},
        charges={
            kind: {currency: f"{money.amount:f}" for currency, money in sorted(by.items())}
            for kind, by in sorted(sums.items())
        },
        events=dict(sorted(events.items())),
    )
