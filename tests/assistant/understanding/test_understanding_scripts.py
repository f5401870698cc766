"""The scripted utterances: all of the development set, and a floor for the one held apart."""

from functools import partial
from pathlib import Path

import pytest

from assistant.understanding.lexicon import Lexicon
from assistant.understanding.lexicon_builder import build_lexicon
from assistant.understanding.understand import understand
from benchmarks.understanding_score import read_talks, score
from catalog.errors import BadInput
from catalog.store import Catalog

HERE = Path(__file__).parent
FLOOR = 0.87
"""Utterances of the set held apart that come out whole; measured, and never tuned on."""


@pytest.fixture(scope="module")
def shelf_lexicon() -> Lexicon:
    return build_lexicon(Catalog.open(HERE / "shelf"))


def test_every_utterance_developed_against_is_understood(shelf_lexicon: Lexicon) -> None:
    found = score(read_talks(HERE / "development.yaml"), partial(understand, lexicon=shelf_lexicon))
    assert found.misses == ()
    assert found.utterances >= 200


def test_the_utterances_held_apart_stay_above_the_floor(shelf_lexicon: Lexicon) -> None:
    found = score(read_talks(HERE / "heldout.yaml"), partial(understand, lexicon=shelf_lexicon))
    assert found.exact / found.utterances >= FLOOR
    assert found.utterances >= 100


def test_half_of_all_utterances_are_chinese(shelf_lexicon: Lexicon) -> None:
    for name in ("development", "heldout"):
        found = score(read_talks(HERE / f"{name}.yaml"), partial(understand, lexicon=shelf_lexicon))
        assert 0.45 <= found.chinese / found.utterances <= 0.55


def test_an_understanding_that_hears_nothing_scores_badly(shelf_lexicon: Lexicon) -> None:
    talks = read_talks(HERE / "heldout.yaml")
    found = score(talks, lambda said, history: understand("", history, shelf_lexicon))
    assert found.exact / found.utterances < 0.1
    assert found.misses


def test_a_script_with_a_misspelt_field_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "talks.yaml"
    path.write_text('- - {say: "hi", expect: {intnet: greeting}}\n', "utf-8")
    with pytest.raises(BadInput, match=r"talks\.yaml"):
        read_talks(path)
