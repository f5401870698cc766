"""Replaying a script through the code that the page runs, into a transcript."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.monetisation.ledger.ledger import Ledger
from assistant.replay.expect import Mismatch, mismatches
from assistant.replay.script import Script
from assistant.schema.answer import Answer
from assistant.schema.provenance import Provenance
from assistant.session import House, Settings, Turn
from catalog.errors import BadInput
from catalog.record import Record


class Played(Record):
    """One turn of a transcript; `charged` is what the ledger holds after it, per currency."""

    question: str
    answer: Answer
    charged: dict[str, str]


class Transcript(Record):
    """A script under one policy: the same catalog, script, policy and seed, the same bytes."""

    script: str
    policy: str
    disclosure: str
    catalog: str
    provenance: Provenance
    seed: str
    turns: tuple[Played, ...]
    mismatches: tuple[Mismatch, ...] = ()

    def text(self) -> str:
        """The transcript as JSON, indented, with a final newline."""
        return self.model_dump_json(indent=1) + "\n"


def replay(script: Script, house: House, policy: str, disclosure: str | None = None) -> Transcript:
    """Play every turn under one policy, with a ledger of its own, and check what is expected.

    Raises:
        BadInput: a turn clicks a product whose link nobody pays for.
        NotFound: there is no such policy or disclosure.
    """
    with TemporaryDirectory(prefix="plainshelf-replay-") as folder:
        ledger = Ledger.open(Path(folder) / "ledger.sqlite")
        try:
            return _played(script, replace(house, ledger=ledger), ledger, policy, disclosure)
        finally:
            ledger.close()


def _played(
    script: Script, house: House, ledger: Ledger, policy: str, disclosure: str | None
) -> Transcript:
    settings = Settings(
        policy=policy,
        disclosure=disclosure,
        locale=script.locale,
        jurisdiction=script.jurisdiction,
    )
    turns: list[Turn] = []
    played: list[Played] = []
    wrong: list[Mismatch] = []
    for number, scripted in enumerate(script.turns):
        now = script.now + timedelta(minutes=number)
        turn = house.ask(scripted.say, tuple(turns), settings, now, script.seed)
        turns.append(turn)
        settings = turn.settings
        if scripted.click:
            _click(ledger, turn.answer, scripted.click, script, number)
        charged = {money.currency: f"{money.amount:f}" for money in ledger.revenue()}
        played.append(Played(question=scripted.say, answer=turn.answer, charged=charged))
        found = house.research(scripted.say, tuple(turns[:-1]), now)
        wrong += mismatches(
            scripted.expect, turn.answer, found.ranking.misses, charged, policy, number
        )
    return Transcript(
        script=script.id,
        policy=policy,
        disclosure=turns[0].answer.disclosure_policy,
        catalog=house.shelf.catalog.digest,
        provenance=turns[0].answer.provenance,
        seed=script.seed,
        turns=tuple(played),
        mismatches=tuple(wrong),
    )


def _click(ledger: Ledger, answer: Answer, product_id: str, script: Script, number: int) -> None:
    paid = [p for p in answer.placements if p.product_id == product_id and p.sponsored]
    if not paid:
        raise BadInput(
            f"script {script.id}, turn {number + 1}",
            "click",
            f"nobody pays for a link to {product_id!r} under policy {answer.policy!r}",
            "Name a sponsored product of that answer, or leave click out",
        )
    token = ledger.redirect_token(paid[0], answer.id, answer.created_at)
    ledger.click(token, answer.created_at)
