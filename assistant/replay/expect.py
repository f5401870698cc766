"""Comparing an answer with what a script expects of it, as readable differences."""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from pydantic import JsonValue

from assistant.replay.script import Expectation, PolicyExpectation
from assistant.schema.answer import Answer
from catalog.record import Record
from retrieval.request import Miss


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


def mismatches(
    expect: Expectation,
    answer: Answer,
    misses: tuple[Miss, ...],
    charged: Mapping[str, str],
    policy: str,
    number: int,
) -> Iterator[Mismatch]:
    """Everything about turn `number` (from 0) that is not as expected."""
    need = answer.need.model_dump(mode="json")
    pairs: list[tuple[str, JsonValue, JsonValue]] = [
        (f"need.{path}", wanted, _at(need, path)) for path, wanted in expect.need.items()
    ]
    if expect.organic is not None:
        pairs.append(("organic", [*expect.organic], [*answer.organic]))
    if expect.organic_starts is not None:
        head = answer.organic[: len(expect.organic_starts)]
        pairs.append(("organic_starts", [*expect.organic_starts], [*head]))
    if expect.misses is not None:
        pairs.append(("misses", [*expect.misses], [m.product_id for m in misses]))
    for words in expect.says:
        pairs.append(("says", words, words if words in answer.text else answer.text))
    if policy in expect.under:
        pairs += _under(expect.under[policy], answer, charged)
    for field, wanted, got in pairs:
        if not _same(wanted, got):
            yield Mismatch(turn=number + 1, field=field, expected=wanted, got=got)


def _under(
    expect: PolicyExpectation, answer: Answer, charged: Mapping[str, str]
) -> Iterator[tuple[str, JsonValue, JsonValue]]:
    main = [p.product_id for b in answer.blocks if b.position == "main" for p in b.placements]
    got: dict[str, JsonValue] = {
        "sponsored": [p.product_id for p in answer.placements if p.sponsored],
        "listed": [*main],
        "labels": [*labels(answer)],
        "charged": dict(charged),
        "blocks": [b.kind for b in answer.blocks],
    }
    for field, wanted in expect.model_dump(mode="json").items():
        if wanted is not None:
            yield f"under.{answer.policy}.{field}", wanted, got[field]


def labels(answer: Answer) -> tuple[str, ...]:
    """The words of every advertising label in the answer, in reading order, without repeats."""
    shown = [label for part in answer.parts if (label := part.label)]
    for block in answer.blocks:
        shown += [block.label] if block.label else []
        shown += [p.label for p in block.placements if p.label]
    shown += [f.label for f in answer.follow_ups if f.label]
    return tuple(dict.fromkeys(label.text for label in shown))


def _at(value: JsonValue, path: str) -> JsonValue:
    """The value at a dotted path; None below a None, and words where the path leads nowhere."""
    for key in path.split("."):
        if value is None:
            return None
        if isinstance(value, dict) and key in value:
            value = value[key]
        elif isinstance(value, list) and key.isdigit() and int(key) < len(value):
            value = value[int(key)]
        else:
            return f"there is no {key!r}"
    return value


def _same(wanted: JsonValue, got: JsonValue) -> bool:
    """Equal, where an amount of money is equal to itself however many noughts it ends in."""
    if isinstance(wanted, dict) and isinstance(got, dict):
        return wanted.keys() == got.keys() and all(
            _same(part, got[name]) or _amount(part, got[name]) for name, part in wanted.items()
        )
    return wanted == got


def _amount(wanted: JsonValue, got: JsonValue) -> bool:
    try:
        return isinstance(got, str) and Decimal(str(wanted)) == Decimal(got)
    except InvalidOperation:
        return False
