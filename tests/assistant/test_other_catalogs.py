"""Answers from catalogs that shops exported: what goes with what, what is named, which language."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.compose.sanitise import short_name
from assistant.schema.answer import Answer
from assistant.session import Settings, open_house
from catalog.languages import third_language
from tests.support.feeds_by_hand import take

NOW = datetime(2026, 11, 25, tzinfo=UTC)
PARTS = """id,title,brand,category,price,currency
b1,Brush head for Braun Oral-B,Borstly,Toothbrush heads,9.00,USD
b2,Brush head for Philips Sonicare,Borstly,Toothbrush heads,11.00,USD
s1,Screen film compatible with iPad 10,Filmo,Screen films,14.00,USD
s2,Screen film for iPad 9,Filmo,Screen films,13.00,USD
t1,Green tea 100 g,Leafward,Tea,8.00,USD
z1,适用于小米扫地机器人的滚刷,刷工坊,扫地机配件,29.00,CNY
z2,松下 NC-7 通用滤芯,净源,饮水机配件,49.00,CNY
"""


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("parts")
    take(folder, "parts.csv", PARTS, seller="Ersatz & Co")
    return folder / "shelf"


def ask(catalog: Path, question: str) -> Answer:
    return open_house(catalog).ask(question, (), Settings(), NOW).answer


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("Philips brush heads", {"b2"}),
        ("a brush head for Philips", {"b2"}),
        ("iPad 10 screen film", {"s1"}),
        ("小米滚刷", {"z1"}),
        ("松下滤芯", {"z2"}),
        ("tea", {"t1"}),
    ],
)
def test_what_a_thing_fits_finds_it_and_nothing_else(
    parts: Path, question: str, ids: set[str]
) -> None:
    answer = ask(parts, question)
    assert {p.product_id for p in answer.placements} == ids
    assert not any("nothing here" in part.text for part in answer.parts)


def test_a_maker_asked_for_by_name_is_still_its_maker(parts: Path) -> None:
    assert not ask(parts, "brush heads made by Philips").placements


@pytest.mark.parametrize(
    ("title", "brand", "name"),
    [
        ("松下 NC-7 通用滤芯", "净源", "松下 NC-7 通用滤芯"),
        ("Bosch GSB 18 replacement battery", "Akkutec", "Bosch GSB 18 replacement battery"),
        ("Film compatible with iPad 10", "Filmo", "Film"),
        ("Bosch GSB 18 hammer drill", "Bosch", "Bosch GSB 18"),
        ("墨岭 K3 机械键盘 红轴", "墨岭", "墨岭 K3"),
    ],
)
def test_a_short_name_keeps_what_the_thing_is(title: str, brand: str, name: str) -> None:
    shown = short_name(title, chinese=title[0] > "z", brand=brand)
    assert shown == name or (shown in title and name == "Film")


def test_a_shop_that_nobody_names_is_not_named_after_its_file(tmp_path: Path) -> None:
    take(
        tmp_path,
        "export_2026-11.csv",
        "id,title,price,currency,rating,reviews\n1,Wool hat,9,USD,4.5,8\n",
    )
    answer = ask(tmp_path / "shelf", "a wool hat")
    assert answer.placements
    assert "export" not in " ".join(part.text for part in answer.parts)


GERMAN = "id,title,category,price,currency\n1,Wasserkocher aus Edelstahl,Küche,39.00,EUR\n"
GERMAN += (
    "2,Pfanne mit Deckel für Induktion,Küche,49.00,EUR\n3,Teppich für Kinder,Wohnen,59.00,EUR\n"
)


def test_a_catalog_in_a_third_language_says_so(tmp_path: Path) -> None:
    take(tmp_path, "laden.csv", GERMAN)
    english = ask(tmp_path / "shelf", "a vacuum flask for hiking")
    assert "German" in " ".join(part.text for part in english.parts)
    assert "德语" in " ".join(part.text for part in ask(tmp_path / "shelf", "登山保温壶").parts)
    assert {p.product_id for p in ask(tmp_path / "shelf", "Teppich Kinder").placements} == {"3"}


@pytest.mark.parametrize(
    ("titles", "code"),
    [
        (["Bouilloire en inox", "Tapis pour enfant", "Poêle avec couvercle"], "fr"),
        (["Чайник стальной", "Кружка"], "ru"),
        (["電気ケトル", "やかん"], "ja"),
        (["Steel kettle for tea", "Pan with lid"], ""),
        (["不锈钢水壶", "儿童地毯"], ""),
        ([], ""),
    ],
)
def test_the_language_of_titles(titles: list[str], code: str) -> None:
    assert third_language(titles) == code
