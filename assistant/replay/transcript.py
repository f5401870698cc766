"""What a replayed script leaves: its questions, answers, charges, and what was not as expected."""

from __future__ import annotations

import json

from pydantic import Field, JsonValue

from assistant.schema.answer import Answer
from assistant.schema.provenance import Provenance
from catalog.record import Record


class Mismatch(Record):
    """One expectation that did not hold; `turn` counts from 1."""

    turn: int
    field: str
    expected: JsonValue
    got: JsonValue

    def text(self) -> str:
        """The difference in three lines."""
        return (
            f"turn {self.turn}: {self.field}\n"
            f"  - expected {json.dumps(self.expected, ensure_ascii=False)}\n"
            f"  + got      {json.dumps(self.got, ensure_ascii=False)}"
        )


class Played(Record):
    """One turn of a transcript, and what the ledger holds after it.

    `charged` is all that is owed, per currency, `charges` the same by event; `events` how often
    what has happened in the conversation.
    """

    question: str
    answer: Answer
    charged: dict[str, str]
    charges: dict[str, dict[str, str]] = Field(default_factory=dict)
    events: dict[str, int] = Field(default_factory=dict)


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
