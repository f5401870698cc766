"""Phrases by which a page sells, discloses or denies payment, and advises, from a list."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from catalog.files import read_yaml
from catalog.record import Record

PHRASES = Path(__file__).parent / "data" / "page_phrases.yaml"
Kind = Literal["buys", "discloses", "nobody_pays", "advises"]


class PagePhrases(Record):
    """The patterns of each kind, and the day they were last looked at."""

    checked_on: date
    buys: tuple[str, ...]
    discloses: tuple[str, ...]
    nobody_pays: tuple[str, ...]
    advises: tuple[str, ...]


@cache
def _pattern(kind: Kind) -> re.Pattern[str]:
    lists = read_yaml(PHRASES, PagePhrases)
    by_kind = {
        "buys": lists.buys,
        "discloses": lists.discloses,
        "nobody_pays": lists.nobody_pays,
        "advises": lists.advises,
    }
    return re.compile("|".join(by_kind[kind]), re.I)


def phrase_in(text: str, kind: Kind) -> str:
    """The first phrase of a kind in a text, "" for none.

    Raises:
        BadInput: the list of phrases is wrong.
    """
    found = _pattern(kind).search(text)
    return found.group() if found else ""
