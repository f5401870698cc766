"""Understanding a question in its conversation, by rules and tables, without a model."""

from __future__ import annotations

from datetime import datetime

from assistant.schema.need import History, Need
from assistant.understanding.acts import Judged
from assistant.understanding.dialogue_state import INTERRUPTIONS, merged
from assistant.understanding.frame import Said
from assistant.understanding.lexicon import Lexicon
from assistant.understanding.parser import read


def understand(
    question: str,
    history: History,
    lexicon: Lexicon,
    now: datetime | None = None,
    judged: Judged | None = None,
) -> Need:
    """The Need that a question, in the conversation so far, amounts to.

    Args:
        question: the shopper's words; any string is understood as something.
        history: the earlier turns, oldest first; `shown` of the last one settles "the second".
        lexicon: the words of the catalog.
        now: the moment whose promotions count in "cheaper than the first one"; without it the
            lasting ones do.
        judged: the act as the heads of `acts` read it, None where the rules alone decide.
    """
    said = read(question, history, lexicon, judged)
    if said.act in INTERRUPTIONS:
        return interruption(said)
    return merged(said, history, lexicon, now)


def interruption(said: Said) -> Need:
    """The Need of a civility or of what is declined: it leaves what was asked for as it was."""
    return Need(
        text=said.text,
        language=said.language,
        act=said.act or "decline",
        topic=said.topic,
        social=said.social,
        query=said.query,
        category=said.categories[0] if said.categories else "",
        restricted=said.restricted,
        from_child=said.from_child,
        settings=said.settings,
    )
