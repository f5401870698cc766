"""Scripts asked of the real pipeline, each once for all columns, in one process or in several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from assistant.columns import Column, ask_script
from assistant.compose.compose import Composed, Composer
from assistant.compose.facts import Facts
from assistant.replay.script import Script
from assistant.session import House, open_house
from assistant.study.choice_set import Conversation
from assistant.study.choice_set_builder import conversation_of
from catalog.errors import BadInput
from catalog.record import Record

WORTH_A_PROCESS = 12
"""Scripts a worker must have before it pays that each worker opens a house of its own."""


class Answering(Record):
    """What a worker needs to answer: the columns, the catalog's folder and its digest."""

    columns: tuple[Column, ...]
    folder: Path | None
    catalog: str


def answer_all(
    it: Answering, house: House, scripts: Sequence[Script], workers: int
) -> Iterator[tuple[Script, Conversation | None]]:
    """Every script with what shoppers can act on in it, in order; None where nothing has a price.

    Columns with the same facts have the same words: they are composed and checked once.
    """
    if workers < 2 or len(scripts) < workers * WORTH_A_PROCESS:
        for script in scripts:
            yield script, answered(house, it.columns, script)
        return
    # Not forked: the threads of what embeds do not survive that.
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        yield from zip(
            scripts, pool.map(_answered_there, [it] * len(scripts), scripts), strict=True
        )


def answered(house: House, columns: Sequence[Column], script: Script) -> Conversation | None:
    """One script under every column."""
    sharing = replace(house, composer=shared(house.composer))
    return conversation_of(script.id, ask_script(sharing, columns, script), house)


def shared(composer: Composer) -> Composer:
    """A composer that is asked once for the same facts."""
    done: dict[Facts, Composed] = {}

    def words(facts: Facts) -> Iterator[Composed]:
        if facts not in done:
            *_, done[facts] = composer(facts)
        yield done[facts]

    return words


@cache
def _own_house(folder: Path | None) -> House:
    """The house of this process: a worker opens it once."""
    return open_house(folder)


def _answered_there(it: Answering, script: Script) -> Conversation | None:
    house = _own_house(it.folder)
    if house.shelf.catalog.digest != it.catalog:
        problem = "the catalog changed while the study ran"
        raise BadInput(str(it.folder), "catalog", problem, "Choose another --out")
    return answered(house, it.columns, script)
