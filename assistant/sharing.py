"""A link that reproduces an answer under its policy, and shows whether it is still the same."""

from __future__ import annotations

import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256

from assistant import thread
from assistant.replay.run import offline
from assistant.schema.answer import Answer
from assistant.schema.provenance import Provenance
from assistant.session import House, Settings, Turn, Turns
from catalog.errors import BadInput
from catalog.record import Moment, Record

LONGEST = 200_000
"""Bytes of what a link holds, unpacked."""
MOST = 60
"""Turns that a link holds."""


class SharedTurn(Record):
    """What a turn was answered from: its words, or the conditions taken away; settings, moment."""

    question: str
    settings: Settings
    at: Moment
    removed: tuple[str, ...] = ()


class Shared(Record):
    """All that an answer was made from but for the catalog, the campaigns and the program.

    `answer` is its id; `digest` covers every field of it; `made_from` are the hashes of the rest.
    """

    turns: tuple[SharedTurn, ...]
    seed: str
    answer: str
    digest: str
    made_from: Provenance


@dataclass(frozen=True)
class Reproduced:
    """An answer made again.

    `same` says that it is the one shared, field by field; `changed` are the parts of its
    provenance that are others now.
    """

    turn: Turn
    same: bool
    changed: tuple[str, ...]


def shared(turns: Turns, seed: str) -> Shared:
    """What a link to the last of these turns holds.

    Raises:
        BadInput: nothing was asked, or too much.
    """
    if not 1 <= len(turns) <= MOST:
        wrong = "nothing was asked" if not turns else f"it has more than {MOST} turns"
        raise BadInput("conversation", "", wrong, "Share an answer of a shorter conversation")
    # What is remembered after a turn holds what the turn itself asked for.
    first = None if turns[0].settings.interests is None else ()
    befores = [first, *(turn.settings.interests for turn in turns[:-1])]
    last = turns[-1].answer
    return Shared(
        turns=tuple(
            SharedTurn(
                question=turn.question,
                settings=turn.settings.model_copy(update={"interests": before}),
                at=turn.answer.created_at,
                removed=turn.removed,
            )
            for turn, before in zip(turns, befores, strict=True)
        ),
        seed=seed,
        answer=last.id,
        digest=digest_of(last),
        made_from=last.provenance,
    )


def digest_of(answer: Answer) -> str:
    """The first 32 hexadecimal digits of the SHA-256 of an answer without its page's controls."""
    text = answer.model_dump_json(exclude={"controls"})
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def token_of(it: Shared) -> str:
    """What is shared as a piece of an address."""
    packed = zlib.compress(it.model_dump_json().encode(), 9)
    return urlsafe_b64encode(packed).rstrip(b"=").decode()


def shared_in(token: str) -> Shared:
    """What a piece of an address shares.

    Raises:
        BadInput: it shares nothing, or more than a link may.
    """
    remedy = "Copy the whole link"
    try:
        packed = urlsafe_b64decode(token.encode() + b"=" * (-len(token) % 4))
        unpacking = zlib.decompressobj()
        text = unpacking.decompress(packed, LONGEST)
        if unpacking.unconsumed_tail:
            raise BadInput("the link", "", f"holds more than {LONGEST} bytes", remedy)
        it = Shared.model_validate_json(text)
    except (ValueError, zlib.error) as error:
        raise BadInput("the link", "", "is no shared answer, or cut off", remedy) from error
    if not 1 <= len(it.turns) <= MOST:
        raise BadInput("the link", "", f"holds {len(it.turns)} turns", remedy)
    return it


def reproduced(house: House, it: Shared) -> Reproduced:
    """The answer made again, offline and charged to nobody.

    What campaigns had spent when it was first made is in no link: here none has spent anything.

    Raises:
        NotFound: it names a policy or disclosure that is not there.
        BadInput: a condition that was taken away is none of the answer before it.
    """
    again = offline(house)
    turns: Turns = ()
    for each in it.turns:
        if each.removed:
            *_, turn = thread.without(again, each.removed, turns, each.settings, each.at, it.seed)
        else:
            turn = again.ask(each.question, turns, each.settings, each.at, it.seed)
        turns = (*turns, turn)
    now, before = turns[-1].answer.provenance.model_dump(), it.made_from.model_dump()
    changed = tuple(name for name, value in before.items() if now[name] != value)
    same = digest_of(turns[-1].answer) == it.digest
    return Reproduced(turns[-1], same, changed)
