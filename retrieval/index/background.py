"""A large index made by another process, while this one searches words alone."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from pathlib import Path

from catalog.errors import PlainshelfError
from catalog.paths import cache_folder
from catalog.store import Catalog
from retrieval.embedding.models import Embedding, embedding
from retrieval.index.build import index_key, open_index, sound
from retrieval.index.parts import Index, make_index

WAITED = 1_000
"""A catalog of up to so many products is waited for: a quarter of a minute, at the 62 to 130
vectors a second that two cores make."""
NICE = 10
"""How far the builder stands back behind whoever is being answered (`nice`)."""
log = logging.getLogger(__package__)


class IndexBuild:
    """The index of a catalog from words alone at once to whole once another process has made it.

    The process goes on when this one ends, so that the index is there the next time.
    """

    def __init__(self, catalog: Catalog, model: Embedding, folder: Path | None = None) -> None:
        """Start to make it in `folder`; `model` must be the one that the environment asks for."""
        self._catalog, self._model, self._folder = catalog, model, folder
        self._process = _started(catalog, _root(folder))
        self._index = make_index(catalog, None, f"{index_key(catalog, model)}-words")
        self.fault = ""
        self._over = threading.Event()
        threading.Thread(target=self._follow, name="index build", daemon=True).start()

    @property
    def index(self) -> Index:
        """The index as it is now: without vectors until it is whole."""
        return self._index

    def wait(self, seconds: float | None = None) -> bool:
        """Whether it came to its end, well or with a `fault`, within so many seconds."""
        return self._over.wait(seconds)

    def _follow(self) -> None:
        _, errors = self._process.communicate()
        try:
            if ended := self._process.returncode:
                self.fault = errors.strip().rpartition("\n")[2] or f"it ended with {ended}"
            else:
                self._index = open_index(self._catalog, self._model, self._folder)
        except PlainshelfError as error:
            self.fault = str(error)
        if self.fault:
            log.warning("words alone are searched, for the index is not made: %s", self.fault)
        self._over.set()


def _started(catalog: Catalog, root: Path) -> subprocess.Popen[str]:
    """The process that makes the index in `root`."""
    command = [sys.executable, "-m", "retrieval.index.background"]
    return subprocess.Popen(
        [*command, str(catalog.path.resolve()), str(root.resolve())],
        cwd=Path(__file__).resolve().parents[2],
        env={**os.environ, "PLAINSHELF_CACHE": str(cache_folder().resolve())},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def index_or_build(
    catalog: Catalog, model: Embedding, folder: Path | None = None
) -> Index | IndexBuild:
    """The catalog's index where it is there or small; else one that is searched while it is made.

    Raises:
        IndexUnavailable: a small index can be neither opened nor built.
        ModelUnavailable: the embedding does not answer.

    """
    whole = sound(_root(folder) / index_key(catalog, model))
    if whole or catalog.count("product") <= WAITED:
        return open_index(catalog, model, folder)
    return IndexBuild(catalog, model, folder)


def _root(folder: Path | None) -> Path:
    return cache_folder() / "index" if folder is None else folder


def main(catalog: str, folder: str) -> str:
    """Make the index of the catalog file `catalog` in `folder`; why not, "" where it is made."""
    try:
        open_index(Catalog(Path(catalog)), embedding(), Path(folder))
    except PlainshelfError as error:
        return str(error)
    return ""


if __name__ == "__main__":
    os.nice(NICE)
    sys.exit(main(*sys.argv[1:3]) or 0)
