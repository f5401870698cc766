"""The identity of one showing: what was shown, to whom, when and under which policy."""

from __future__ import annotations

import hashlib
import json

from assistant.monetisation.ledger.links import CONVERSATION_DIGITS
from assistant.occasion import Occasion
from assistant.research import Research
from assistant.schema.outcome import Outcome


def answer_id(
    found: Research, policy: str, disclosure: str, occasion: Occasion, outcome: Outcome
) -> str:
    """The id of one showing: digits of its conversation, and 96 bits of all that makes it this one.

    The same conversation, moment and items have the same id, so that a replay is the same to the
    byte. Any other item, address, price, moment or conversation has another, so that no two
    answers share a row of the ledger.
    """
    shown = (
        occasion.seed,
        occasion.now.isoformat(),
        policy,
        disclosure,
        occasion.locale,
        *occasion.jurisdictions,
        str(occasion.organic_only),
        found.question,
        occasion.previous.id if occasion.previous else "",
        found.need.model_dump_json(),
        found.organic,
        outcome.model_dump_json(),
    )
    conversation = _digest(occasion.seed.rpartition("/")[0])[:CONVERSATION_DIGITS]
    return f"a-{conversation}-{_digest(json.dumps(shown))[:24]}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
