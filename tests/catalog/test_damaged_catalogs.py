"""A catalog that is not as it was written is made again where it can be, else refused."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.checksum import altered, beside, put, whole
from catalog.errors import BadInput
from catalog.product import Product
from catalog.store import Catalog
from catalog.writer import FILE, CatalogWriter

CUP = '{"id": "p", "title": "Cup"}\n'


def changed(path: Path) -> None:
    """Another title, in a file that SQLite still reads."""
    with sqlite3.connect(path) as db:
        db.execute("UPDATE product SET json = replace(json, 'Cup', 'Pot')")
    db.close()


DAMAGES: dict[str, Callable[[Path], object]] = {
    "cut": lambda path: os.truncate(path, path.stat().st_size // 2),
    "emptied": lambda path: os.truncate(path, 0),
    "head": lambda path: path.write_bytes(b"x" * 100 + path.read_bytes()[100:]),
    "middle": lambda path: path.write_bytes(path.read_bytes()[:9000] + b"~" * (1 << 15)),
    "changed": changed,
}


@pytest.fixture
def by_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of JSONL, and a cache of its own."""
    monkeypatch.setenv("PLAINSHELF_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "shelf"
    folder.mkdir()
    (folder / "products.jsonl").write_text(CUP, "utf-8")
    return folder


@pytest.fixture
def imported(tmp_path: Path) -> Path:
    with CatalogWriter(tmp_path / "shelf") as writer:
        writer.put([Product(id="p", title="Cup")])
    return tmp_path / "shelf"


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_derived_catalog_heals(by_hand: Path, damage: Callable[[Path], object]) -> None:
    first = Catalog.open(by_hand)
    first.close()
    damage(first.path)
    healed = Catalog.open(by_hand)
    assert (healed.product("p").title, healed.digest) == ("Cup", first.digest)
    healed.close()
    assert whole(first.path)


UNREADABLE = {n: d for n, d in DAMAGES.items() if d not in (changed, DAMAGES["middle"])}
"""What SQLite itself cannot read; of the others only a checksum tells."""


@pytest.mark.parametrize(
    ("noted", "damage"),
    [
        *(pytest.param(True, d, id=f"with a checksum-{n}") for n, d in DAMAGES.items()),
        *(pytest.param(False, d, id=f"from before those-{n}") for n, d in UNREADABLE.items()),
    ],
)
def test_an_imported_one_is_refused(
    imported: Path, noted: bool, damage: Callable[[Path], object]
) -> None:
    if not noted:
        beside(imported / FILE).unlink()
    damage(imported / FILE)
    with pytest.raises(BadInput, match="import the feeds again"):
        Catalog.open(imported)
    with pytest.raises(BadInput, match="import the feeds again"), CatalogWriter(imported):
        pass
    assert not list(imported.glob(".catalog-*"))


def test_one_from_before_checksums_opens_and_gets_one(imported: Path) -> None:
    beside(imported / FILE).unlink()
    Catalog.open(imported).close()
    with CatalogWriter(imported) as writer:
        writer.put([Product(id="q", title="Pan")])
    assert whole(imported / FILE) and Catalog.open(imported).count("product") == 2


def test_killed_between_note_and_move_the_old_file_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, new = tmp_path / "file", tmp_path / "new"
    for text in ("one", "two"):
        new.write_text(text, "utf-8")
        put(new, target)
    new.write_text("three", "utf-8")
    move = os.replace

    def killed(source: Path, there: Path) -> None:
        if there == target:
            raise KeyboardInterrupt
        move(source, there)

    monkeypatch.setattr(os, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        put(new, target)
    assert target.read_text("utf-8") == "two" and whole(target) and not altered(target)
