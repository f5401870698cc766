"""Strangers' text, made plain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.compose.llm_stream import PartReader
from assistant.compose.sanitise import (
    linked,
    plain,
    short_name,
    unlabelled,
)
from assistant.facts.polarity import lean
from catalog.sentences import excerpt, sentences


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("【广告】很好用", "很好用"),
        ("[Ad] Great wash", "Great wash"),
        ("好 <b>用</b> <script>x</script>", "好 用 x"),
        ("see [here](https://a.example/b) now", "see here now"),
        ("go to shop.example/x?y=1 or https://b.example", "go to or"),
        ("a\u202egnp.exe\u200b\x00b", "agnp.exeb"),
    ],
)
def test_markup_links_controls_and_labels_go(text: str, said: str) -> None:
    assert unlabelled(text) == said


@given(st.text(max_size=300))
def test_plain_text_stays_plain(text: str) -> None:
    once = plain(text)
    assert not set("<>*`[]{}|\\\n\u202e\u200b") & set(once)


@pytest.mark.parametrize("text", ["<a href=x>", "[a](b)", "evil.example", "&lt;img src=x&gt;"])
def test_links_are_seen_however_written(text: str) -> None:
    assert linked(text)


def test_a_price_is_no_link() -> None:
    assert not linked("It costs $49.49. A 2.4 GHz receiver, 4.7 of 5.")


def test_an_excerpt_ends_at_a_clause_within_its_limit() -> None:
    assert excerpt("洗完不紧绷，下午出油也少一些。", 8) == "洗完不紧绷"
    assert excerpt("Short enough.", 60) == "Short enough"
    assert excerpt("x" * 70, 60) == ""


@given(st.text(max_size=200), st.integers(1, 80))
def test_an_excerpt_is_a_head_of_its_text(text: str, limit: int) -> None:
    words = excerpt(text, limit)
    assert words in text and len(words) <= limit


@given(st.text(max_size=200))
def test_sentences_lose_only_space(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("墨砚科技 静语30 静音红轴87键键盘 办公室宿舍可用", "墨砚科技 静语30"),
        ("研可素男士水杨酸洗面奶 控油祛痘去黑头 100ml", "研可素男士水杨酸洗面奶"),
        ("Tapfield Hush 20 Quiet Tenkeyless Mechanical Keyboard", "Tapfield Hush 20"),
        ("Harrow & Fen Gel Sunscreen SPF 50, 1.4 fl oz", "Harrow & Fen Gel Sunscreen SPF 50"),
        ("云 / Cloud", "Cloud"),
        ("[Sponsored] Lamp", "Lamp"),
    ],
)  # fmt: skip
def test_products_go_by_short_names(title: str, name: str) -> None:
    assert short_name(title, chinese=False) == name


@pytest.mark.parametrize(
    ("sentence", "way"),
    [
        ("盖子扣不紧，旅行漏了一包", "against"),
        ("洗完不紧绷", "for"),
        ("音质秒杀三千块的大牌，限时券在评论区", "none"),
        ("物流很快，第二天就到了", "none"),
        ("The cable is stiff", "against"),
        ("It doesn't sting when I sweat", "for"),
        ("No bent pins after a year", "for"),
        ("Will update if anything changes", "none"),
    ],
)
def test_a_sentence_leans_one_way(sentence: str, way: str) -> None:
    assert lean(sentence) == way


@given(st.binary(max_size=400), st.integers(1, 40))
def test_a_reader_of_replies_stands_any_bytes(noise: bytes, step: int) -> None:
    text = '{"parts": [' + noise.decode("utf-8", "replace")
    reader = PartReader()
    parts = [p for n in range(0, len(text), step) for p in reader.feed(text[n : n + step])]
    assert len(parts) <= 12
