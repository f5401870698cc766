"""A progress bar for long work, on stderr and only where somebody looks."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def counting(unit: str) -> Iterator[Callable[[int, int], None]]:
    """A function to call with the rows done and those rejected; it draws only on a terminal."""
    if not sys.stderr.isatty():
        yield lambda done, rejected: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    told = "{task.completed:,} " + unit + ", {task.fields[rejected]:,} rejected"
    columns = (SpinnerColumn(), TextColumn(told), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None, rejected=0)
        yield lambda done, rejected: progress.update(task, completed=done, rejected=rejected)


@contextmanager
def timed() -> Iterator[Callable[[int, int], None]]:
    """A function to call with how much is done, of how much; it tells the time left on stderr."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    console = Console(stderr=True)
    with Progress(
        BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=console, transient=True
    ) as progress:
        task = progress.add_task("", total=None)
        yield lambda done, whole: progress.update(task, completed=done, total=whole)
