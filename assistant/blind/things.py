"""The things in an answer that a person could take for paid."""

from __future__ import annotations

from typing import Literal

from assistant.columns import ColumnTalk
from assistant.schema.difference import Seen
from catalog.record import Record


class BlindThing(Record):
    """One thing of an answer that a person could take for paid: an item, a stretch of text, a
    question offered. `id` is its letter, kind and number; `seen` is how its label was.
    """

    id: str
    column: str
    kind: Literal["item", "words", "question"]
    text: str
    product_id: str = ""
    paid: bool = False
    payer: str = ""
    label: str | None = None
    seen: Seen = "none"


def things_of(letter: str, talk: ColumnTalk) -> tuple[BlindThing, ...]:
    """Everything in the last answer of a column that could be taken for paid, in reading order."""
    answer = talk.turns[-1].answer
    change = answer.difference
    words = [
        (part.text, part.disclosure, part.label) for part in answer.parts if part.role != "notice"
    ]
    told = [
        BlindThing(
            id=f"{letter}-words-{n}",
            column=letter,
            kind="words",
            text=text,
            paid=record is not None,
            payer=record.payer if record else "",
            label=label.text if label else None,
            seen=_seen(label.position) if label else "none",
        )
        for n, (text, record, label) in enumerate(words, start=1)
    ]
    told += [
        BlindThing(
            id=f"{letter}-item-{n}",
            column=letter,
            kind="item",
            text=item.title,
            product_id=item.product_id,
            paid=bool(item.payer),
            payer=item.payer,
            label=item.label,
            seen=item.seen,
        )
        for n, item in enumerate(change.items, start=1)
    ]
    told += [
        BlindThing(
            id=f"{letter}-question-{n}",
            column=letter,
            kind="question",
            text=offered.text,
            product_id=offered.product_id,
            paid=offered.disclosure is not None,
            payer=offered.disclosure.payer if offered.disclosure else "",
            label=offered.label.text if offered.label else None,
            seen=_seen(offered.label.position) if offered.label else "none",
        )
        for n, offered in enumerate(answer.follow_ups, start=1)
    ]
    return tuple(told)


def _seen(position: Literal["before", "after", "hover", "footer"]) -> Seen:
    return position
