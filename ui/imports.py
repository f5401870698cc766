"""Files imported on trial: each into a catalog of its own, the oldest of them given up."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from queue import SimpleQueue
from shutil import rmtree
from tempfile import mkdtemp
from threading import Lock, Thread
from weakref import finalize

from catalog.errors import BadInput, NotFound, PlainshelfError
from catalog.importing.report import ImportReport
from catalog.importing.run import import_feeds
from catalog.store import Catalog
from ui.forms import File

MOST = 8
LONGEST_NAME = 80


@dataclass(frozen=True)
class Asked:
    """What is imported and how; `mapping` is a map of columns in YAML, "" for none."""

    feed: File
    format: str = "auto"
    mapping: str = ""
    seller: str = ""
    currency: str = ""


@dataclass(frozen=True)
class Step:
    """How far an import is: rows read and left out; `trial` is there once it is done."""

    rows: int = 0
    rejected: int = 0
    trial: Trial | None = None


@dataclass(frozen=True)
class Trial:
    """A file that was imported on trial; `catalog` is None where nothing of it was taken."""

    id: str
    name: str
    report: ImportReport
    catalog: Catalog | None


class Imports:
    """The trials of one server, at most MOST of them, gone with it."""

    def __init__(self) -> None:
        """No trial yet."""
        self.trials = OrderedDict[str, Trial]()
        self._lock, self._made = Lock(), ""

    @property
    def folder(self) -> Path:
        """Where the trials lie: made for the first of them, deleted with this object."""
        with self._lock:
            if not self._made:
                self._made = mkdtemp(prefix="plainshelf-trials-")
                finalize(self, rmtree, self._made, ignore_errors=True)
            return Path(self._made)

    def trial(self, id: str) -> Trial:
        """The trial of that id; NotFound where it was given up."""
        with self._lock:
            if id not in self.trials:
                raise NotFound(f"There is no trial import {id[:40]!r}.")
            return self.trials[id]

    def run(self, asked: Asked, now: datetime) -> Iterator[Step]:
        """Import a file, step by step; the last step holds the trial.

        Raises:
            BadInput: the file or the map cannot be read.
        """
        steps: SimpleQueue[Step | PlainshelfError | None] = SimpleQueue()
        id = secrets.token_hex(16)

        def work() -> None:
            try:
                steps.put(Step(trial=self._imported(id, asked, now, steps.put)))
            except PlainshelfError as error:
                steps.put(error)
            finally:
                steps.put(None)

        Thread(target=work, name="trial-import").start()
        while (step := steps.get()) is not None:
            if isinstance(step, PlainshelfError):
                raise step
            yield step

    def _imported(
        self, id: str, asked: Asked, now: datetime, tell: Callable[[Step], None]
    ) -> Trial:
        given = self.folder / id
        given.mkdir()
        try:
            return self._named(id, asked, given, now, tell)
        except PlainshelfError:
            rmtree(given, ignore_errors=True)
            raise

    def _named(
        self, id: str, asked: Asked, given: Path, now: datetime, tell: Callable[[Step], None]
    ) -> Trial:
        try:
            return self._kept(id, asked, given, now, tell)
        except BadInput as error:
            # Nobody knows the server's folders, or should.
            where = error.where.replace(f"{given}/", "")
            problem = error.problem.replace(f"{given}/", "")
            raise BadInput(where, error.field, problem, error.remedy) from error

    def _kept(
        self, id: str, asked: Asked, given: Path, now: datetime, tell: Callable[[Step], None]
    ) -> Trial:
        feed, target = given / _safe(asked.feed.name), given / "catalog"
        feed.write_bytes(asked.feed.content)
        try:
            report = import_feeds(
                [feed],
                target,
                format=asked.format,
                mapping=_mapping(asked, given),
                seen_at=now,
                progress=lambda rows, rejected: tell(Step(rows, rejected)),
                seller=asked.seller,
            )
        finally:
            feed.unlink()
        catalog = Catalog.open(target) if report.offers else None
        trial = Trial(id, feed.name, report, catalog)
        with self._lock:
            self.trials[id] = trial
            while len(self.trials) > MOST:
                self._give_up(*self.trials.popitem(last=False))
        return trial

    def _give_up(self, id: str, trial: Trial) -> None:
        if trial.catalog is not None:
            trial.catalog.close()
        rmtree(Path(self._made) / id, ignore_errors=True)


def _mapping(asked: Asked, folder: Path) -> Path | None:
    """The map of columns as a file, with the currency that all rows are in."""
    lines = asked.mapping.rstrip()
    if asked.currency:
        lines += f'\ncurrency: "={asked.currency}"\n'
    if not lines.strip():
        return None
    path = folder / "map.yaml"
    path.write_text(lines, "utf-8")
    return path


def _safe(name: str) -> str:
    """A file name that stays in its folder; its ending tells the format."""
    kept = "".join(c for c in name if c.isprintable() and c not in "/\\:").lstrip(".")
    return kept[-LONGEST_NAME:] or "feed"
