"""Conversations that are kept: whose they are, what is left of them, and until when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.conversations import Conversations, fresh_id
from assistant.session import Settings, Turn, open_house
from catalog.errors import NotFound

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
HERS, HIS = "hers", "his"


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Conversations]:
    opened = Conversations.open(tmp_path / "conversations.sqlite", tmp_path / "secret")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def turn() -> Turn:
    house = open_house()
    *_, last = house.stream("a desk lamp", (), Settings(policy="none"), NOW, "0")
    return last


def test_a_turn_comes_back_as_it_was_also_to_another_process(
    kept: Conversations, turn: Turn, tmp_path: Path
) -> None:
    id = fresh_id()
    assert kept.write(HERS, id, (turn,), NOW) == 1
    assert kept.write(HERS, id, (turn, turn), NOW) == 2
    other = Conversations.open(tmp_path / "conversations.sqlite", tmp_path / "secret")
    there = other.conversation(HERS, id)
    assert there.turns == (turn, turn) and there.revision == 2 and not there.unreadable
    visit = other.visit(HERS)
    assert visit is not None and visit.current == id and visit.settings == turn.settings
    assert other.visitor(kept.signed(HERS)) == HERS
    other.close()


def test_a_turn_answered_anew_takes_the_place_of_the_old_one(
    kept: Conversations, turn: Turn
) -> None:
    id, anew = fresh_id(), turn.model_copy(update={"question": "a desk lamp, again"})
    kept.write(HERS, id, (turn,), NOW)
    kept.write(HERS, id, (turn, turn), NOW)
    kept.write(HERS, id, (anew,), NOW)
    assert [t.question for t in kept.conversation(HERS, id).turns] == [anew.question]


def test_nobody_reads_renames_deletes_or_writes_what_is_somebody_elses(
    kept: Conversations, turn: Turn
) -> None:
    id = fresh_id()
    kept.write(HERS, id, (turn,), NOW)
    assert kept.listed(HIS) == () and kept.revision(HIS, id) == 0
    for forbidden in (
        lambda: kept.conversation(HIS, id),
        lambda: kept.rename(HIS, id, "mine"),
        lambda: kept.delete(HIS, id),
        lambda: kept.write(HIS, id, (turn,), NOW),
    ):
        with pytest.raises(NotFound):
            forbidden()
    assert kept.delete_all(HIS) == 0
    assert [c.title for c in kept.listed(HERS)] == [turn.question]
    assert kept.visitor("forged") == "" and kept.visitor(kept.signed(HIS)[:-1] + "_") != HERS


def test_what_is_listed_is_renamed_deleted_and_ends_with_its_time(
    kept: Conversations, turn: Turn
) -> None:
    first, second, third = fresh_id(), fresh_id(), fresh_id()
    for day, id in enumerate((first, second, third)):
        kept.write(HERS, id, (turn,), NOW + timedelta(days=day))
    assert [c.id for c in kept.listed(HERS)] == [third, second, first]
    kept.rename(HERS, second, "  lamps   for the desk ")
    kept.rename(HERS, second, "   ")
    kept.delete(HERS, third)
    assert [(c.id, c.title, c.turns) for c in kept.listed(HERS)] == [
        (second, "lamps for the desk", 1),
        (first, turn.question, 1),
    ]
    assert kept.expire(NOW + kept.keep + timedelta(seconds=1)) == 1
    assert [c.id for c in kept.listed(HERS)] == [second]
    assert kept.delete_all(HERS) == 1
    assert kept.listed(HERS) == () and kept.visit(HERS) is None
