from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from catalog.errors import IndexUnavailable
from catalog.store import Catalog
from retrieval.embedding.models import Embedding, embedding
from retrieval.index import build as module
from retrieval.index.bm25 import Lexical
from retrieval.index.build import index_key, open_index, sound
from retrieval.index.parts import make_index
from retrieval.index.verify import fault
from retrieval.ranking import Ranker
from retrieval.request import Ranking, Request

NOW = datetime(2026, 11, 10, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
OPEN = """
import sys
from pathlib import Path
from catalog.store import Catalog
from retrieval.ranking import Ranker
Ranker.open(Catalog.open(Path(sys.argv[1])), folder=Path(sys.argv[2]))
"""


@pytest.fixture
def built(ranker: Ranker, index_folder: Path, tmp_path: Path) -> Path:
    """A copy of the shop's index to harm, under a root of its own."""
    place = tmp_path / ranker.identity
    shutil.copytree(index_folder / ranker.identity, place)
    return place


def ask(ranker: Ranker) -> Ranking:
    return ranker.rank(Request(text="wireless earbuds"), NOW)


def builder(shop: Catalog, folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", OPEN, str(shop.path.parent), str(folder)]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE)


def test_an_index_is_sound_and_opening_it_writes_nothing(shop: Catalog, built: Path) -> None:
    assert sound(built)
    before = {path: path.stat().st_mtime_ns for path in built.rglob("*")}
    ask(Ranker.open(shop, folder=built.parent))
    assert {path: path.stat().st_mtime_ns for path in built.rglob("*")} == before
    assert sound(built)


@pytest.mark.parametrize("harm", ["flip", "cut", "missing", "no manifest", "no folder"])
def test_damage_of_any_kind_is_noticed(built: Path, harm: str) -> None:
    harmed(built, harm)
    assert not sound(built)


def harmed(place: Path, harm: str) -> None:
    victim = place / "chroma" / "chroma.sqlite3"
    data = bytearray(victim.read_bytes())
    if harm == "flip":
        data[len(data) // 2] ^= 0xFF
        victim.write_bytes(data)
    elif harm == "cut":
        (place / "vectors.npy").write_bytes((place / "vectors.npy").read_bytes()[:-100])
    elif harm == "missing":
        (place / "told" / "start.npy").unlink()
    elif harm == "no manifest":
        (place / "manifest.json").write_text("{", encoding="utf-8")
    else:
        shutil.rmtree(place)


def test_a_damaged_index_is_made_again(shop: Catalog, ranker: Ranker, built: Path) -> None:
    harmed(built, "flip")
    healed = Ranker.open(shop, folder=built.parent)
    assert sound(built)
    assert ask(healed) == ask(ranker)
    assert [p.name for p in built.parent.glob(f".{built.name}-*")] == []


def test_an_index_that_lacks_a_part_is_not_put_in_place(
    shop: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = make_index(shop, embedding())
    half = replace(whole, told=Lexical.build(["one"]))
    monkeypatch.setattr(module, "make_index", lambda *_: half)
    with pytest.raises(IndexUnavailable, match="1 of 10 products are in a text index"):
        Ranker.open(shop, folder=tmp_path)
    assert [p.name for p in tmp_path.iterdir() if p.is_dir() and p.name != ".borrowed"] == []


def test_a_store_that_cannot_be_made_sound_refuses_no_catalog(
    shop: Catalog, ranker: Ranker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "load", lambda store, products: None)
    exact = Ranker.open(shop, folder=tmp_path)
    assert exact.index.store is None
    assert exact.index.why_exact == "0 of 10 products are in the vector store"
    assert ask(exact) == ask(ranker)


def test_a_folder_that_cannot_be_written_is_named_with_its_cause(
    shop: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> str:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(module, "save_index", full)
    with pytest.raises(IndexUnavailable, match=f"{tmp_path}.*No space left on device"):
        Ranker.open(shop, folder=tmp_path)


def test_the_key_follows_the_catalog_and_the_embedding(shop: Catalog) -> None:
    model = embedding()
    other = Embedding.of(model.model, identity="other")
    assert index_key(shop, other) != index_key(shop, model)


def test_two_builders_at_once_make_one_sound_index(shop: Catalog, tmp_path: Path) -> None:
    both = [builder(shop, tmp_path) for _ in range(2)]
    for process in both:
        _, errors = process.communicate(timeout=200)
        assert process.returncode == 0, errors
    places = [p for p in tmp_path.iterdir() if p.is_dir() and p.name != ".borrowed"]
    assert len(places) == 1 and sound(places[0])


def test_a_killed_builder_leaves_nothing_that_is_served(shop: Catalog, tmp_path: Path) -> None:
    chance = np.random.default_rng(7)
    for _ in range(2):
        process = builder(shop, tmp_path)
        time.sleep(float(chance.uniform(0.5, 4)))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        for place in (p for p in tmp_path.iterdir() if p.is_dir() and len(p.name) == 24):
            assert sound(place)
    ranker = Ranker.open(shop, folder=tmp_path)
    assert sound(tmp_path / ranker.identity)
    assert fault(tmp_path / ranker.identity) == ""


def test_a_reader_keeps_serving_while_a_rebuild_swaps(shop: Catalog, built: Path) -> None:
    reader = Ranker.open(shop, folder=built.parent)
    expected = ask(reader)
    answers: list[Ranking] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            answers.append(ask(reader))

    thread = threading.Thread(target=read)
    thread.start()
    (built / "manifest.json").unlink()
    open_index(shop, embedding(), built.parent)
    stop.set()
    thread.join()
    assert json.loads((built / "manifest.json").read_text("utf-8"))["files"]
    assert len(answers) > 1
    assert all(answer == expected for answer in [*answers, ask(reader)])


def test_an_index_in_memory_ranks_as_the_one_on_disk(shop: Catalog, ranker: Ranker) -> None:
    model = embedding()
    assert ask(Ranker(shop, make_index(shop, model), model)) == ask(ranker)
