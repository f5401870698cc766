from __future__ import annotations

from pathlib import Path

import pytest

from catalog.errors import BadInput
from catalog.phrases import phrasebook


def book(folder: Path, area: str, **languages: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "chairs.yaml").write_text(area, "utf-8")
    (folder / "languages").mkdir(exist_ok=True)
    for tag, text in languages.items():
        (folder / "languages" / f"{tag}.yaml").write_text(text, "utf-8")
    return folder


LEFT = 'left: {zh: "还剩 {n} 把", en: {one: "{n} chair left", other: "{n} chairs left"}}\n'


def test_a_phrase_is_said_in_each_language_with_its_plural(tmp_path: Path) -> None:
    phrases = phrasebook(
        book(tmp_path / "a", LEFT, de='chairs.left: {one: "{n} Stuhl", other: "{n} Stühle"}')
    )
    assert phrases.say("chairs.left", "en", n=1) == "1 chair left"
    assert phrases.say("chairs.left", "en", n=3) == "3 chairs left"
    assert phrases.say("chairs.left", "zh", n=3) == "还剩 3 把"
    assert phrases.say("chairs.left", "de", n=2) == "2 Stühle"
    assert phrases.say("chairs.left", "fr", n=1) == "1 chair left"


def test_variants_are_chosen_by_number(tmp_path: Path) -> None:
    phrases = phrasebook(book(tmp_path / "b", 'fit: {zh: ["合适", "正好"], en: ["fits"]}'))
    assert [phrases.say("chairs.fit", "zh", variant=n) for n in range(3)] == [
        "合适",
        "正好",
        "合适",
    ]
    assert phrases.say("chairs.fit", "en", variant=1) == "fits"


def test_a_value_with_braces_is_only_text(tmp_path: Path) -> None:
    phrases = phrasebook(book(tmp_path / "c", 'name: {zh: "{title}", en: "{title}"}'))
    assert phrases.say("chairs.name", "en", title="{n} {title}") == "{n} {title}"


@pytest.mark.parametrize(
    ("area", "language", "problem"),
    [
        ('a: {zh: "一"}', "", "no text in en"),
        ('a: {zh: "{x}", en: "{y}"}', "", "other slots"),
        ('a: {zh: 3, en: "b"}', "", "a.zh"),
        ('a: {zh: "一", en: "b"}', 'chairs.b: "c"', "no file of phrases"),
        ('a: {zh: "{x}", en: "{x}"}', 'chairs.a: "nur Text"', "other slots"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(
    tmp_path: Path, area: str, language: str, problem: str
) -> None:
    with pytest.raises(BadInput, match=problem):
        phrasebook(book(tmp_path / "d", area, **({"de": language} if language else {})))


def test_the_phrases_of_the_house_are_whole() -> None:
    assert phrasebook().entries is not None
