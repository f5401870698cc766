"""How long a chat model is waited for: until its first word, between words, and altogether."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

from catalog.errors import ModelUnavailable

T = TypeVar("T")
TIMEOUT, DEADLINE = 6.0, 20.0
"""Seconds until a first word and for a whole answer, where a model brings no limits of its own."""


class Deadline:
    """The moment at which a reply, with every further try, has taken too long."""

    def __init__(self, seconds: float) -> None:
        """Start counting now."""
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left, 0 when it is over."""
        return max(0.0, self._end - time.monotonic())


def in_time(
    pieces: Callable[[], Iterator[T]], silence: float, deadline: Deadline
) -> Generator[T, None, None]:
    """What the iterator gives, given up after a silence or at the deadline.

    A client's own time limit counts from one received byte to the next and starts again with
    every retry, so a server that keeps its connection warm would hold it off for ever. Hence the
    iterator runs in a thread, which is left behind where it does not come back; it ends with its
    connection.

    Args:
        pieces: makes the iterator; its errors come out here.
        silence: seconds until the first piece, retries included, and then between pieces.
        deadline: when all of it must be there.

    Raises:
        ModelUnavailable: the next piece did not come in time.
    """
    waiter = ThreadPoolExecutor(1, thread_name_prefix="chat-model")
    context = copy_context()  # what traces the caller traces the thread
    ended = object()
    try:
        made = waiter.submit(context.run, pieces)
        coming = waiter.submit(lambda: context.run(next, made.result(), ended))
        while True:
            try:
                piece = coming.result(min(silence, deadline.left()))
            except TimeoutError:
                raise ModelUnavailable("the model took too long", "timed_out") from None
            if piece is ended:
                return
            yield piece  # type: ignore[misc]
            coming = waiter.submit(lambda: context.run(next, made.result(), ended))
    finally:
        waiter.shutdown(wait=False, cancel_futures=True)
