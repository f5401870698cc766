"""A large catalog is searched by words while another process makes its index."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.research import Shelf
from assistant.session import House, Settings
from assistant.understanding.lexicon_builder import build_lexicon
from catalog.store import Catalog
from retrieval.embedding.models import embedding
from retrieval.index import background
from retrieval.index.background import IndexBuild
from retrieval.index.parts import make_index
from retrieval.ranking import Ranker
from tests.retrieval.test_index import NOW, ask

SLOW = 200


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every catalog counts as a large one."""
    monkeypatch.setattr(background, "WAITED", 0)


@pytest.mark.usefixtures("large")
def test_words_are_searched_at_once_and_the_index_is_taken_in(
    shop: Catalog, ranker: Ranker, tmp_path: Path
) -> None:
    at_once = Ranker.open_at_once(shop, tmp_path)
    early = ask(at_once)
    assert early.words_alone
    assert {p.product_id for p in early.products} >= {"e1", "e2"}
    assert at_once.build is not None and at_once.build.wait(SLOW)
    assert at_once.build.fault == ""
    whole = at_once.current()
    assert whole.build is None
    assert ask(whole) == ask(ranker)
    assert whole.identity == ranker.identity != at_once.identity
    assert Ranker.open_at_once(shop, tmp_path).build is None


def test_a_small_catalog_is_waited_for(
    shop: Catalog, ranker: Ranker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "open_index", lambda *_: ranker.index)
    assert Ranker.open_at_once(shop, tmp_path).index is ranker.index


@pytest.mark.usefixtures("large")
def test_an_index_that_cannot_be_made_leaves_words_and_says_why(
    shop: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file where the folder should be")
    reason = background.main(str(shop.path), str(taken))
    assert "cannot be written" in reason

    program = f"import sys; sys.exit({chr(10).join(('a warning', reason))!r})"
    started = subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.PIPE, text=True)
    monkeypatch.setattr(background, "_started", lambda *_: started)
    build = IndexBuild(shop, embedding(), taken)
    assert build.wait(SLOW)
    assert build.fault == reason
    assert build.index.vectors is None


def test_an_answer_by_words_alone_says_so(shop: Catalog, ranker: Ranker, demo_house: House) -> None:
    shelf = Shelf(catalog=shop, ranker=ranker, lexicon=build_lexicon(shop))
    house = replace(demo_house, shelf=shelf, campaigns=())
    words = make_index(shop, None, "words")
    by_words = replace(
        house, shelf=replace(house.shelf, ranker=replace(house.shelf.ranker, index=words))
    )
    for question, told in (
        ("wireless earbuds", "Only words are searched for now"),
        ("无线耳机", "目前只按字词检索"),
    ):
        answer = by_words.ask(question, (), Settings(), NOW).answer
        notices = [part.text for part in answer.parts if part.role == "notice"]
        assert any(told in notice for notice in notices)
        assert answer.placements
        assert answer.provenance.index == "words"
        assert told not in house.ask(question, (), Settings(), NOW).answer.text
