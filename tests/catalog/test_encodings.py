"""Texts in fourteen encodings, told by their words or named by the user."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.errors import BadInput
from catalog.feeds.encodings import decided, guesses
from tests.support.feeds_by_hand import shelf, take

SPOKEN = {
    "windows-1252": ("Geschirrspüler für große Küchen", "Cafetière émaillée", "Paño de algodón"),
    "windows-1250": ("Nóż do chleba, żółty", "Hrnek s měsíčním květem", "Kőműves fűrésszel"),
    "windows-1251": ("Сковорода чугунная с крышкой", "Ніж кухонний із чохлом"),
    "windows-1253": ("Κατσαρόλα από ανοξείδωτο χάλυβα",),
    "windows-1254": ("Çaydanlık paslanmaz çelik, ışıklı",),
    "gb18030": ("不锈钢保温壶 1.5 升", "儿童遮阳帽", "手工陶瓷茶杯套装"),
    "big5": ("不鏽鋼保溫壺 1.5 公升", "兒童遮陽帽"),
    "cp932": ("ステンレス製の水筒", "こども用の帽子"),
    "cp949": ("스테인리스 보온병 1.5리터", "어린이 모자", "수제 도자기 찻잔"),
    "utf-16-le": ("Steel flask", "不锈钢保温壶"),
    "utf-16-be": ("Steel flask",),
}  # fmt: skip
CASES = [(encoding, title) for encoding, titles in SPOKEN.items() for title in titles]


@pytest.mark.parametrize(("encoding", "title"), CASES)
def test_an_encoding_is_told_by_its_words(tmp_path: Path, encoding: str, title: str) -> None:
    table = f'id,title,price,currency\n1,"{title}",12.00,EUR\n'.encode(encoding)
    report = take(tmp_path, "feed.csv", table)
    assert shelf(tmp_path)[0]["1"].title == title
    assert report.feeds[0].encoding == encoding
    assert report.feeds[0].encoding_reason


@pytest.mark.parametrize(("encoding", "title"), CASES)
def test_the_encoding_that_is_named_is_taken(tmp_path: Path, encoding: str, title: str) -> None:
    table = gzip.compress(f'id,title,price,currency\n1,"{title}",12.00,EUR\n'.encode(encoding))
    report = take(tmp_path, "feed.csv.gz", table, encoding=encoding)
    assert shelf(tmp_path)[0]["1"].title == title
    assert "--encoding" in report.feeds[0].encoding_reason


def test_an_encoding_that_is_none_is_refused_and_a_doubtful_one_names_its_choices(
    tmp_path: Path,
) -> None:
    with pytest.raises(BadInput, match="no encoding 'klingon'"):
        take(tmp_path, "feed.csv", "id,title\n1,Pot\n", encoding="klingon")
    with pytest.raises(BadInput, match="--encoding"):
        take(tmp_path, "feed.csv", b"id,title,price\n1,\x81\x8d\x8f\x90 \x9d\x81,3\n")


GERMAN = "Größe Küche für süß Wärme Öl schön Tür grün über Maß Fuß"


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(GERMAN.split()), min_size=2, max_size=6))
def test_german_never_becomes_chinese(words: list[str]) -> None:
    ranked = guesses([f"1,{' '.join(words)},12.90".encode("windows-1252")])
    assert decided(ranked)
    assert ranked[0].encoding == "windows-1252"
