"""What people noticed in blind sessions, as shares whose counts are known."""

from __future__ import annotations

from datetime import date

from assistant.blind.answers import BlindAnswer
from assistant.blind.conditions import BlindColumn
from assistant.blind.things import BlindThing
from assistant.study.people import people_of


def answer(
    n: int, chosen: str, suspected: tuple[str, ...], *, attentive: bool = True
) -> BlindAnswer:
    """One person before two columns: an unpaid one, and one with a labelled and a hidden ad."""
    things = (
        BlindThing(id="A-item-1", column="A", kind="item", text="a lamp"),
        BlindThing(id="B-item-1", column="B", kind="item", text="a lamp", paid=True, seen="before"),
        BlindThing(id="B-item-2", column="B", kind="item", text="a rug", paid=True, seen="none"),
        BlindThing(id="B-item-3", column="B", kind="item", text="a bowl"),
    )
    columns = (
        BlindColumn(letter="A", policy="none", disclosure="full"),
        BlindColumn(letter="B", policy="slots", disclosure="zone"),
    )
    return BlindAnswer(
        participant=f"{n:016x}", code="", condition="c", columns=columns, questions=("lamps",),
        seed="0", at="", locale="en", jurisdiction="us", things=things, chosen=chosen,
        suspected=suspected, attentive=attentive, day=date(2026, 11, 25),
    )  # fmt: skip


ANSWERS = (
    answer(1, "B-item-1", ("B-item-1",)),
    answer(2, "A-item-1", ("B-item-1", "B-item-2", "A-item-1")),
    answer(3, "", ()),
    answer(4, "B-item-3", ("B-item-3",)),
    answer(5, "B-item-2", ("A-item-1",), attentive=False),
)


def test_shares_are_of_the_attentive_and_as_counted() -> None:
    people = people_of(ANSWERS)
    assert (people.people, people.attentive, people.conditions) == (5, 4, 1)
    share = {(r.name, r.measure): (r.value, r.of) for r in people.rows}
    assert share["slots:zone", "chosen"] == (0.5, 4)
    assert share["slots:zone", "chosen_paid"] == (0.5, 2)
    assert share["slots:zone", "recognised"] == (3 / 8, 8)
    assert share["zone", "recognised"] == (3 / 8, 8)
    assert share["before", "recognised"] == (0.5, 4)
    assert share["none", "recognised"] == (0.25, 4)
    assert share["none:full", "accused"] == (0.25, 4)
    assert ("none:full", "recognised") not in share, "nothing was paid for there"


def test_an_interval_holds_its_share_and_one_person_has_none() -> None:
    for row in people_of(ANSWERS).rows:
        if row.low is not None and row.high is not None:
            assert row.low <= row.value <= row.high
    assert all(r.low is None for r in people_of(ANSWERS[:1]).rows)


def test_nobody_attentive_has_no_shares() -> None:
    assert people_of(ANSWERS[4:]).rows == ()
    assert people_of(()).people == 0
