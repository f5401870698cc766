from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.fusion import lexical_share, stretched
from retrieval.index.bm25 import Lexical
from retrieval.query import weighed
from retrieval.text.glossing import glossed, in_english
from retrieval.text.spelling import Spelling
from retrieval.text.terms import chinese, normal, tokens, without_prices, words

TITLES = (
    "Stainless steel electric kettle 1.5 l",
    "Carburetor repair kit for mowers",
    "John Deere snow blower",
    "海尔洗碗机 HWY14-186BKU1",
    "",
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Noise-cancelling headphones", {"nois", "cancel", "headphon", "noisecancelling"}),
        ("WH-1000XM5", {"wh1000xm5", "1000xm5"}),
        ("500 ml bottle", {"500ml"}),
        ("３,０００ mAh", {"3000mah"}),
        ("容量500毫升", {"500ml"}),
        ("27 inches, 27寸", {"27in"}),
        ("16.0 MP", {"16mp"}),
        ("無線耳機", {"无", "线", "无线", "线耳", "耳机"}),
    ],
)
def test_terms_of_a_text(text: str, wanted: set[str]) -> None:
    assert wanted <= set(tokens(text))


def test_a_model_number_is_the_same_term_however_it_is_punctuated() -> None:
    assert "wh1000xm5" in tokens("sony wh1000xm5") and "wh1000xm5" in tokens("Sony WH-1000XM5")


def test_a_question_in_chinese_counts_words_not_characters() -> None:
    counted = dict(weighed("亚克力鸟笼"))
    assert "力鸟" not in counted and counted["鸟笼"] == 1
    assert counted["鸟"] == 0.5 and counted["亚克"] == 3 / 5
    assert dict(weighed("欧莱雅"))["莱雅"] == 3 / 5  # no word of the dictionary: one name
    assert dict(weighed("500毫升水杯"))["500ml"] == 1


@given(st.text(max_size=60))
def test_any_text_has_terms_without_error_and_words_are_terms(text: str) -> None:
    assert set(words(text)) <= set(tokens(text))
    assert normal(normal(text)) == normal(normal(normal(text)))
    assert chinese(without_prices("耳机" + text))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("earbuds under $80", "earbuds"),
        ("100元以内的耳机", "的耳机"),
        ("kettle 2 l", "kettle 2 l"),
        ("不超过 300 元 台灯", "台灯"),
    ],
)
def test_conditions_on_price_are_no_search_words(text: str, left: str) -> None:
    assert without_prices(text) == left


def test_bm25_prefers_the_rarer_term_and_forgets_nothing_on_disk(tmp_path: Path) -> None:
    index = Lexical.build(TITLES)
    scores = index.scores(weighed("kettle"))
    assert int(scores.argmax()) == 0 and np.count_nonzero(scores) == 1
    assert index.rarity("kettl") > 0 and index.rarity("unheard") > index.rarity("kettl")
    assert index.holding(tokens("deere blower")).tolist() == [2]
    assert index.holding([]).tolist() == []
    index.save(tmp_path / "index")
    again = Lexical.load(tmp_path / "index")
    assert np.array_equal(again.scores(weighed("洗碗机 kit")), index.scores(weighed("洗碗机 kit")))
    assert Lexical.build(["", ""]).scores([("kettl", 1.0)]).tolist() == [0, 0]


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("carberator kit", "carburetor kit"),
        ("johndeere blower", "john deere blower"),
        ("stainles stel kettel", "stainless stel kettle"),
        ("wh-carberator", "wh-carberator"),
        ("zzzzzzzz", "zzzzzzzz"),
        ("海尔洗碗机", "海尔洗碗机"),
    ],
)
def test_misspelt_words_become_the_catalogs(asked: str, meant: str, tmp_path: Path) -> None:
    spelling = Spelling.build(TITLES)
    assert spelling.corrected(asked) == meant
    spelling.save(tmp_path / "spelling")
    assert Spelling.load(tmp_path / "spelling").corrected(asked) == meant


def test_chinese_words_are_glossed() -> None:
    found = glossed("4英寸水泵")
    assert [word.word for word in found] == ["4", "英寸", "水泵"]
    assert in_english(found) == "4 inch water pump"
    assert glossed("的") == ()


@given(st.lists(st.floats(-5, 5, width=32), max_size=30))
def test_stretched_scores_lie_between_zero_and_one(values: list[float]) -> None:
    result = stretched(np.array(values, np.float32))
    assert result.shape == (len(values),)
    assert not values or (result.min() >= 0 and result.max() == pytest.approx(1))


def test_words_count_less_the_fewer_of_them_are_known() -> None:
    shares = [lexical_share(known / 10) for known in range(11)]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 0.5)
