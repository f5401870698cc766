"""Comparing an answer with what a script expects of it, as readable differences."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from pydantic import JsonValue

from assistant.replay.script import Expectation, PolicyExpectation
from assistant.replay.transcript import Mismatch, Played
from assistant.schema.answer import Answer
from retrieval.request import Miss


def mismatches(
    expect: Expectation,
    played: Played,
    misses: tuple[Miss, ...],
    policy: str,
    number: int,
) -> Iterator[Mismatch]:
    """Everything about turn `number` (from 0) that is not as expected."""
    answer = played.answer
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
        pairs += _under(expect.under[policy], played)
    for field, wanted, got in pairs:
        if not _same(wanted, got):
            yield Mismatch(turn=number + 1, field=field, expected=wanted, got=got)


def fields_of(expect: Expectation, policy: str) -> tuple[str, ...]:
    """What of a turn is checked under a policy, by the names that `mismatches` gives it."""
    fields = [f"need.{path}" for path in expect.need]
    whole = ("organic", "organic_starts", "misses")
    fields += [name for name in whole if getattr(expect, name) is not None]
    fields += ["says"] * len(expect.says)
    if policy in expect.under:
        under, name = expect.under[policy], f"under.{policy}"
        given = under.model_dump(exclude={"difference"}, exclude_none=True)
        fields += [f"{name}.{field}" for field in given]
        fields += [f"{name}.difference.{path}" for path in under.difference]
    return tuple(fields)


def _under(expect: PolicyExpectation, played: Played) -> Iterator[tuple[str, JsonValue, JsonValue]]:
    answer, change = played.answer, played.answer.difference
    main = [p.product_id for b in answer.blocks if b.position == "main" for p in b.placements]
    got: dict[str, JsonValue] = {
        "sponsored": [p.product_id for p in answer.placements if p.sponsored],
        "listed": [*main],
        "labels": [*labels(answer)],
        "charged": dict(played.charged),
        "charges": {event: dict(sums) for event, sums in played.charges.items()},
        "events": dict(played.events),
        "sentences": [id for words in change.sentences for id in words.product_ids],
        "questions": [id for words in change.questions for id in words.product_ids],
        "blocks": [b.kind for b in answer.blocks],
    }
    under = f"under.{answer.policy}"
    for field, wanted in expect.model_dump(mode="json", exclude={"difference"}).items():
        if wanted is not None:
            yield f"{under}.{field}", wanted, got[field]
    dumped = change.model_dump(mode="json")
    for path, wanted in expect.difference.items():
        yield f"{under}.difference.{path}", wanted, _at(dumped, path)


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
