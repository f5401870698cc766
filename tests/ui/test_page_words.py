"""The page's phrases: every language whole, none missing and none unused."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from assistant.schema.placement import Terms
from catalog.phrases import phrasebook
from ui.words import Words, keys, preferred, spoken, tongue_of

UI = Path(__file__).parents[2] / "ui"


def test_german_is_a_file_of_phrases_and_whole() -> None:
    entries = phrasebook().entries
    missing = {key for key in keys() if "de" not in entries[f"ui.{key}"]}
    assert missing == set()


def test_every_phrase_that_the_code_names_is_there_and_every_one_is_used() -> None:
    code = "\n".join(path.read_text("utf-8") for path in UI.rglob("*.py"))
    named = set(re.findall(r'words\(\s*"(\w+)"', code))
    assert not named - keys()
    stems = set(re.findall(r"""f['"](\w+_)\{""", code))
    stems |= {f"{name}_" for name in re.findall(r'_choice\("(\w+)"', code)}
    unused = {
        key
        for key in keys()
        if f'"{key}"' not in code
        and f"'{key}'" not in code
        and not any(key.startswith(stem) for stem in stems)
    }
    assert not unused


def test_what_a_payer_can_owe_has_words_for_every_event() -> None:
    events = get_args(Terms.model_fields["event"].annotation)
    assert {f"terms_{event}" for event in events} <= keys()


def test_words_fill_their_blanks() -> None:
    assert Words("zh")("unpaid_rank", n=3) == "不付费时排第 3。"
    with pytest.raises(KeyError):
        Words("en")("no such phrase")


@pytest.mark.parametrize(
    ("header", "language"), [("zh-CN,zh;q=0.9", "zh"), ("en-GB,en", "en"), ("", "en"), ("fr", "en")]
)
def test_the_browsers_first_language_counts(header: str, language: str) -> None:
    assert preferred(header) == language
    assert spoken("zh-CN") == "zh"


@pytest.mark.parametrize(
    ("locale", "language", "tag"),
    [("de-DE", "de", "de"), ("de", "de", "de"), ("zh-CN", "zh", "zh-CN"), ("fr-FR", "en", "en")],
)
def test_a_page_is_in_the_language_of_the_answer_where_there_are_phrases(
    locale: str, language: str, tag: str
) -> None:
    words = Words(tongue_of(locale))
    assert (words.tongue, words.tag) == (language, tag)
