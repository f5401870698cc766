"""Every sentence that the house says, by key and language, read from phrases/*.yaml.

A file is an area; an entry is a key with its text in Chinese and English:

    stock_left: {zh: "还剩 {n} 件", en: {one: "{n} left", other: "{n} left in all"}}

A text is a string, a mapping of plural forms (Unicode's names; `n` chooses), or a list of
variants of either. A further language is one file phrases/languages/<tag>.yaml of "area.key: text";
what it lacks is said in English.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Annotated

from pydantic import BeforeValidator

from catalog.errors import BadInput
from catalog.files import read_yaml
from catalog.i18n import Bilingual

FOLDER = Path(__file__).parent / "phrases"
HOUSE = ("zh", "en")
"""The languages that every key must have."""
FALLBACK = "en"
REMEDY = "Write text, variants or plurals"

Plural = dict[str, str]
Text = str | Plural
_Variants = Annotated[
    tuple[Text, ...], BeforeValidator(lambda v: tuple(v) if isinstance(v, list) else (v,))
]
_Area = dict[str, dict[str, _Variants]]


@dataclass(frozen=True)
class Phrasebook:
    """All entries: "area.key" to language to the variants of its text."""

    entries: Mapping[str, Mapping[str, tuple[Text, ...]]]

    def variants(self, key: str, language: str) -> tuple[Text, ...]:
        """The texts of a key in a language, else in English; KeyError if there is no such key."""
        texts = self.entries[key]
        return texts.get(language) or texts[FALLBACK]

    def say(
        self,
        key: str,
        language: str,
        *,
        variant: int = 0,
        **slots: object,
    ) -> str:
        """One variant (taken modulo their number) with its {slots} filled in.

        Slot values are put in as they are and never read as text with slots of their own. `n`
        chooses the plural form.

        Raises:
            KeyError: there is no such key, or a slot of the text is not given.
        """
        return self.fill(key, language, slots, variant=variant)

    def fill(
        self,
        key: str,
        language: str,
        slots: Mapping[str, object],
        *,
        variant: int = 0,
        plural: int | Decimal | None = None,
    ) -> str:
        """The same from a mapping; the plural form goes by `plural`, or else by the slot `n`."""
        texts = self.variants(key, language)
        text = texts[variant % len(texts)]
        spoken = language if self.entries[key].get(language) else FALLBACK
        if isinstance(text, str):
            return text.format(**slots)
        count = slots["n"] if plural is None else plural
        return text[_form(spoken, count, text)].format(**slots)


def say(
    key: str,
    language: str,
    *,
    variant: int = 0,
    **slots: object,
) -> str:
    """A phrase of the house in a language; see `Phrasebook.say`."""
    return phrasebook().say(key, language, variant=variant, **slots)


def both(key: str, **slots: Bilingual | str | int | Decimal) -> Bilingual:
    """A phrase in both languages of the house, its slots filled in each."""
    zh, en = (
        {name: slot.text(language) if isinstance(slot, Bilingual) else slot
         for name, slot in slots.items()}
        for language in HOUSE
    )  # fmt: skip
    return Bilingual(zh=phrasebook().fill(key, "zh", zh), en=phrasebook().fill(key, "en", en))


@cache
def phrasebook(folder: Path = FOLDER) -> Phrasebook:
    """The phrases of a folder.

    Raises:
        BadInput: a file is no such mapping, a key lacks a language of the house, or the texts of
            a key do not have the same slots.
    """
    entries: dict[str, dict[str, tuple[Text, ...]]] = {}
    for path in sorted(folder.glob("*.yaml")):
        for key, texts in read_yaml(path, _Area, REMEDY).items():
            entries[f"{path.stem}.{key}"] = texts
            _check(path, key, texts)
    for path in sorted((folder / "languages").glob("*.yaml")):
        for key, variants in read_yaml(path, dict[str, _Variants], REMEDY).items():
            if key not in entries:
                raise BadInput(str(path), key, "no file of phrases has this key", "Remove it")
            entries[key][path.stem] = variants
            _check(path, key, {FALLBACK: entries[key][FALLBACK], path.stem: variants}, (FALLBACK,))
    return Phrasebook(entries)


def _check(
    path: Path, key: str, texts: Mapping[str, tuple[Text, ...]], needed: tuple[str, ...] = HOUSE
) -> None:
    missing = [language for language in needed if not texts.get(language)]
    if missing:
        raise BadInput(str(path), key, f"it has no text in {', '.join(missing)}", "Add it")
    slots = {
        language: {slot for variant in variants for slot in _slots(variant)}
        for language, variants in texts.items()
    }
    counted = {s - {"n"} for s in map(frozenset, slots.values())}
    if len(counted) > 1:
        raise BadInput(str(path), key, f"its languages have other slots: {slots}", "Use the same")


def _slots(text: Text) -> set[str]:
    forms = [text] if isinstance(text, str) else list(text.values())
    return {name for form in forms for _, name, _, _ in Formatter().parse(form) if name}


def _form(language: str, count: object, forms: Plural) -> str:
    from babel import Locale

    if not isinstance(count, int | Decimal):
        raise TypeError(f"n chooses the plural form and must be a number, not {count!r}")
    form = str(Locale.parse(language).plural_form(count))
    return form if form in forms else "other"
