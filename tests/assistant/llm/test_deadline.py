"""A model is waited for until its first word, between words and altogether, and no longer."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from assistant.llm.deadline import Deadline, in_time
from catalog.errors import ModelUnavailable

LONG = 60.0


def after_a_word(released: threading.Event) -> Iterator[str]:
    yield "a word"
    released.wait(LONG)
    yield "too late"


def test_what_comes_in_time_comes_in_order() -> None:
    assert list(in_time(lambda: iter("abc"), LONG, Deadline(LONG))) == ["a", "b", "c"]


@pytest.mark.parametrize(("silence", "whole"), [(0.05, LONG), (LONG, 0.05)])
def test_a_silence_ends_it_and_the_words_before_it_were_there(silence: float, whole: float) -> None:
    released = threading.Event()
    pieces = in_time(lambda: after_a_word(released), silence, Deadline(whole))
    try:
        assert next(pieces) == "a word"
        with pytest.raises(ModelUnavailable, match="too long"):
            next(pieces)
    finally:
        released.set()


def test_no_first_word_in_time() -> None:
    released = threading.Event()

    def never() -> Iterator[str]:
        released.wait(LONG)
        return iter(())

    try:
        with pytest.raises(ModelUnavailable):
            list(in_time(never, 0.05, Deadline(LONG)))
    finally:
        released.set()


def test_an_error_comes_out_as_it_is() -> None:
    def broken() -> Iterator[str]:
        yield "a"
        raise KeyError("usage")

    pieces = in_time(broken, LONG, Deadline(LONG))
    assert next(pieces) == "a"
    with pytest.raises(KeyError):
        next(pieces)


def test_nothing_is_fetched_that_is_not_asked_for() -> None:
    fetched = []

    def endless() -> Iterator[int]:
        for n in range(10**9):
            fetched.append(n)
            yield n

    pieces = in_time(endless, LONG, Deadline(LONG))
    assert [next(pieces), next(pieces)] == [0, 1]
    pieces.close()
    assert len(fetched) == 2
