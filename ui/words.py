"""What the page says of itself, in Chinese and English."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from pydantic import TypeAdapter

from catalog.i18n import Bilingual, Spoken

WORDS = Path(__file__).parent / "words.yaml"


@cache
def phrases(path: Path = WORDS) -> dict[str, Bilingual]:
    """Every phrase by its key."""
    read = yaml.safe_load(path.read_text("utf-8"))
    return TypeAdapter(dict[str, Bilingual]).validate_python(read)


@dataclass(frozen=True)
class Words:
    """The phrases in one language."""

    language: Spoken

    def __call__(self, key: str, **values: object) -> str:
        """The phrase with its {names} filled in; KeyError where there is no such phrase."""
        return phrases()[key].text(self.language).format(**values)

    @property
    def tag(self) -> str:
        """The language as an HTML `lang` attribute says it."""
        return "zh-CN" if self.language == "zh" else "en"


def spoken(locale: str) -> Spoken:
    """The language of a locale, English unless it is Chinese."""
    return "zh" if locale.lower().startswith("zh") else "en"


def preferred(accept_language: str) -> Spoken:
    """The language that a browser's Accept-Language header puts first."""
    return spoken(accept_language.split(",")[0].strip())
