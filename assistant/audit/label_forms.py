"""The forms in which labels are written: words with tails, zone sentences, hash tags."""

from __future__ import annotations

import re
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from catalog.files import read_yaml
from catalog.record import Record

FORMS = Path(__file__).parent / "data" / "label_forms.yaml"
TAG = re.compile(r"[#＃]([\w\u00c0-\uffff]{2,40})")


class Form(Record):
    """One way to write a label; `stem` is the word by which it is judged."""

    pattern: str
    stem: str
    zone: bool = False


class Forms(Record):
    """Every form, and the hash tags that say that somebody paid."""

    checked_on: date
    forms: tuple[Form, ...]
    tags: tuple[str, ...]


class Tags(NamedTuple):
    """The hash tags of one run of text: the first that speaks of payment, and its place of all."""

    paid: str
    at: int
    of: int


@cache
def forms() -> Forms:
    """The list of forms.

    Raises:
        BadInput: the file is wrong.
    """
    return read_yaml(FORMS, Forms)


@cache
def _compiled() -> tuple[tuple[re.Pattern[str], Form], ...]:
    return tuple((re.compile(form.pattern), form) for form in forms().forms)


@lru_cache(maxsize=8192)
def form_of(text: str) -> Form | None:
    """The form of a normalised text (label_words.normal) as a whole; None for no label's."""
    return next((form for pattern, form in _compiled() if pattern.fullmatch(text)), None)


def tags_in(text: str) -> Tags | None:
    """The hash tags of a text where one of them speaks of payment."""
    if "#" not in text and "＃" not in text:
        return None
    found = TAG.findall(text)
    known = _known_tags()
    at = next((n for n, tag in enumerate(found) if tag.casefold() in known), None)
    return None if at is None else Tags(f"#{found[at]}", at, len(found))


@cache
def _known_tags() -> frozenset[str]:
    return frozenset(tag.casefold() for tag in forms().tags)
