"""Work that may be done anywhere: in this process, in several, or on a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

from catalog.errors import BadInput

Given = TypeVar("Given", bound=tuple[object, ...])
Item = TypeVar("Item")
Result = TypeVar("Result")
DASK = "dask://"
TRIES = 10
"""Workers that one piece of work may lose before the study gives up."""


def done_by(
    scheduler: str, workers: int, work: Callable[..., Result], given: tuple[object, ...],
    items: Sequence[Item],
) -> Iterator[tuple[Item, Result]]:  # fmt: skip
    """Every item with what `work(*given, item)` makes of it, in order, wherever it is done.

    Args:
        scheduler: "processes", or "dask://HOST:PORT" for the scheduler of a cluster, whose workers
            have this program installed; work that a lost worker had is done again by another.
        workers: processes here.
        work: a module's function of the values that all items share, and of one item.
        given: those values.
        items: what is to be done.

    Raises:
        BadInput: the scheduler is neither, does not answer, or Dask is not installed.
    """
    if scheduler.startswith(DASK):
        yield from _on_dask(scheduler.removeprefix(DASK), work, given, items)
        return
    if scheduler != "processes":
        raise BadInput("--scheduler", scheduler, "there is no such one", "dask://HOST:PORT")
    if workers < 2 or len(items) < 2:
        for item in items:
            yield item, work(*given, item)
        return
    with ProcessPoolExecutor(workers) as pool:
        futures = [(item, pool.submit(work, *given, item)) for item in items]
        for item, future in futures:
            yield item, future.result()


def _on_dask(
    address: str, work: Callable[..., Result], given: tuple[object, ...], items: Sequence[Item]
) -> Iterator[tuple[Item, Result]]:
    try:
        from distributed import Client
    except ImportError as error:
        problem, remedy = "Dask is not installed", "Install plainshelf[dask]"
        raise BadInput("--scheduler", DASK + address, problem, remedy) from error
    try:
        client = Client(f"tcp://{address}", timeout="10s", set_as_default=False)
    except (OSError, ValueError) as error:
        problem = f"no scheduler answers ({type(error).__name__})"
        raise BadInput("--scheduler", DASK + address, problem, "Start `dask scheduler`") from error
    with client:
        # Sent with each piece: a value that one worker holds would be lost with that worker.
        futures = [client.submit(work, *given, item, pure=False, retries=TRIES) for item in items]
        for item, future in zip(items, futures, strict=True):
            yield item, future.result()
