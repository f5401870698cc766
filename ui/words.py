"""What the page says of itself, in any language that catalog/phrases has."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.i18n import Spoken
from catalog.phrases import phrasebook, say

AREA = "ui"


def keys() -> frozenset[str]:
    """The keys of the page's phrases, without their area."""
    area = f"{AREA}."
    return frozenset(key.removeprefix(area) for key in phrasebook().entries if key.startswith(area))


@dataclass(frozen=True)
class Words:
    """The page's phrases in "zh", "en", or the language of a file phrases/languages/TAG.yaml."""

    tongue: str

    def __call__(self, key: str, **values: object) -> str:
        """The phrase with its {names} filled in; KeyError where there is no such phrase."""
        return say(f"{AREA}.{key}", self.tongue, variant=0, **values)

    @property
    def language(self) -> Spoken:
        """The language of records that hold only the two of the house: English but for Chinese."""
        return spoken(self.tongue)

    @property
    def tag(self) -> str:
        """The language as an HTML `lang` attribute says it."""
        return "zh-CN" if self.tongue == "zh" else self.tongue


def tongue_of(locale: str) -> str:
    """The language of a locale that the page has phrases in, English for any other."""
    language = locale.lower().partition("-")[0]
    return language if language in phrasebook().entries[f"{AREA}.name"] else "en"


def spoken(locale: str) -> Spoken:
    """The language of a locale, English unless it is Chinese."""
    return "zh" if locale.lower().startswith("zh") else "en"


def preferred(accept_language: str) -> Spoken:
    """The language that a browser's Accept-Language header puts first."""
    return spoken(accept_language.split(",")[0].strip())
