"""What a receipt says of one answer: what was paid for in it, how and where it was labelled."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Literal

from pydantic import Field, JsonValue

from assistant.schema.answer import Answer, Block
from assistant.schema.placement import DisclosureRecord, Label, Placement, visible
from catalog.record import Moment, Record

GENESIS = "0" * 64
"""What the first receipt follows."""
Surface = Literal["command", "chat", "mcp", "v1"]
"""Where an answer was served: `plainshelf ask`, the page, an MCP tool, the /v1 interface."""


class Disclosed(Record):
    """One thing in an answer that somebody paid for, and its label; "" where it had none.

    `id` is the placement's, or "part.N", "follow_up.N" from 1; `words` its title or its text.
    `visible` says that the label stands before it and needs nothing to be opened.
    """

    kind: Literal["item", "sentence", "question"]
    id: str
    words: str
    mechanism: str
    payer: str
    on_behalf_of: str
    label: str = ""
    role: Literal["ad", "affiliate", "ai", "own", ""] = ""
    scope: Literal["item", "zone", ""] = ""
    position: Literal["before", "after", "hover", "footer", ""] = ""
    visible: bool = False


class Sighting(Record):
    """What a reader's browser measured of one label; `font_px` in CSS pixels."""

    item: str
    label: str
    in_sight: bool | None
    before_item: bool
    font_px: float
    color: str | None = None
    background: str | None = None


class Receipt(Record):
    """One line of the chain: an answer served, or what a browser then measured of it.

    `answer_sha256` is the SHA-256 of the answer's JSON in canonical form (`canonical`). `of` is
    the hash of the receipt that a measurement belongs to, `at` the size and theme it was made at.
    `sponsored_context` is AdCP's form of receipt, where the question named such a context. `hash`
    covers every other field but `signature`, which is Ed25519's over the 32 bytes of the hash.
    """

    seq: int = Field(ge=1)
    kind: Literal["served", "measured"] = "served"
    issued_at: Moment
    surface: Surface
    answer_id: str
    answer_sha256: str
    policy: str
    disclosure: str
    locale: str
    jurisdictions: tuple[str, ...]
    ai_labels: tuple[str, ...] = ()
    disclosed: tuple[Disclosed, ...] = ()
    of: str = ""
    at: str = ""
    sightings: tuple[Sighting, ...] = ()
    sponsored_context: dict[str, JsonValue] | None = None
    previous: str
    key: str
    hash: str = ""
    signature: str = ""

    def digest(self) -> str:
        """What `hash` must be, in hex."""
        return sha256(self.model_dump(mode="json", exclude={"hash", "signature"}))


def canonical(value: JsonValue) -> bytes:
    """JSON with sorted keys, no spaces and no escapes but the needed ones, as UTF-8."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "replace")


def sha256(value: JsonValue) -> str:
    """The SHA-256 of a JSON value in canonical form, in hex."""
    return hashlib.sha256(canonical(value)).hexdigest()


def answer_sha256(answer: Answer) -> str:
    """What a receipt calls the hash of the answer."""
    return sha256(answer.model_dump(mode="json"))


def disclosed_in(answer: Answer) -> Iterator[Disclosed]:
    """Everything that somebody paid for in an answer, in the order in which it is read."""
    for n, part in enumerate(answer.parts, 1):
        record = part.disclosure
        if part.kind == "sponsored" and record is not None:
            yield _disclosed("sentence", f"part.{n}", part.text, record, part.label)
    for block in answer.blocks:
        for placement in block.placements:
            if placement.sponsored and placement.disclosure is not None:
                label = _label(placement, block)
                record = placement.disclosure
                yield _disclosed("item", placement.id, placement.title, record, label)
    for n, offered in enumerate(answer.follow_ups, 1):
        if offered.paid and offered.disclosure is not None:
            record = offered.disclosure
            yield _disclosed("question", f"follow_up.{n}", offered.text, record, offered.label)


def _label(placement: Placement, block: Block) -> Label | None:
    """The label that stands for an item: its own, else that of its zone."""
    return placement.label or block.label


def _disclosed(
    kind: Literal["item", "sentence", "question"],
    id: str,
    words: str,
    record: DisclosureRecord,
    label: Label | None,
) -> Disclosed:
    told = Disclosed(
        kind=kind,
        id=id,
        words=words,
        mechanism=record.mechanism,
        payer=record.payer,
        on_behalf_of=record.on_behalf_of,
    )
    if label is None:
        return told
    return told.model_copy(
        update={
            "label": label.text,
            "role": label.role,
            "scope": label.scope,
            "position": label.position,
            "visible": visible(label),
        }
    )
