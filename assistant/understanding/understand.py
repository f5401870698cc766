"""Understanding a question in its conversation, by rules and tables, without a model."""

from __future__ import annotations

from datetime import datetime

from assistant.schema.need import Act, History, Intent, Need, Topic
from assistant.understanding.dialogue_state import merged
from assistant.understanding.frame import Said
from assistant.understanding.lexicon import Lexicon
from assistant.understanding.parser import read

INTERRUPTIONS: tuple[Intent, ...] = ("greeting", "thanks", "help", "off_topic", "restricted")
"""What is answered by itself and leaves what was asked for as it was."""

ACTS: dict[Intent, tuple[Act, Topic]] = {
    "shop": ("find", ""),
    "compare": ("compare", ""),
    "why": ("money", "why_rank"),
    "is_ad": ("money", "is_ad"),
    "settings": ("settings", ""),
    "greeting": ("social", ""),
    "thanks": ("social", ""),
    "help": ("social", ""),
    "off_topic": ("decline", "off_topic"),
    "restricted": ("decline", "health"),
}


def understand(
    question: str, history: History, lexicon: Lexicon, now: datetime | None = None
) -> Need:
    """The Need that a question, in the conversation so far, amounts to.

    Args:
        question: the shopper's words; any string is understood as something.
        history: the earlier turns, oldest first; `shown` of the last one settles "the second".
        lexicon: the words of the catalog.
        now: the moment whose promotions count in "cheaper than the first one"; without it the
            lasting ones do.
    """
    said = read(question, history, lexicon)
    if said.intent in INTERRUPTIONS:
        need = interruption(said)
    else:
        need = merged(said, history, lexicon, now)
    act, topic = ACTS[need.intent]
    return need.model_copy(update={"act": act, "topic": topic})


def interruption(said: Said) -> Need:
    """The Need of a turn that asks for nothing to buy."""
    return Need(
        text=said.text,
        language=said.language,
        intent=said.intent or "off_topic",
        query=said.query,
        category=said.categories[0] if said.categories else "",
        restricted=said.restricted,
    )
