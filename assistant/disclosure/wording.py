"""The words a label may have, per language and law, and which of them we prefer."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from assistant.schema.answer import AILabel, Jurisdiction
from assistant.schema.placement import Label
from catalog.files import read_yaml
from catalog.record import Record

WORDINGS = Path(__file__).parent / "wordings"
Role = Literal["ad", "affiliate", "ai", "own"]
ENGLISH: dict[str, str] = {"us": "en-US", "uk": "en-GB", "eu": "en-EU", "cn": "en-US"}
LONGEST_NAME = 60


class Word(Record):
    """One wording, where that judgement comes from, and when it was last looked up."""

    text: str
    source: str
    checked_on: date
    note: str = ""


class RoleWords(Record):
    """The wordings of one role, best first: fine, doubtful, and not good enough."""

    allow: tuple[Word, ...]
    caution: tuple[Word, ...] = ()
    reject: tuple[Word, ...] = ()


class Pack(Record):
    """The wordings of one locale; lists are never shared, since "PR" is fine in ja, not in en-GB.

    `wrap` sets a label off from running text, `paid_by` and `paid_by_for` add the names to it,
    `question_by` says that a question and not the item was paid for ("" in a pack without it).
    """

    locale: str
    language: str
    jurisdictions: tuple[Jurisdiction, ...]
    wrap: str
    paid_by: str
    paid_by_for: str
    question_by: str = ""
    ad: RoleWords
    affiliate: RoleWords
    own: RoleWords
    ai: RoleWords

    def words(self, role: Role) -> RoleWords:
        """The wordings of one role."""
        found = {"ad": self.ad, "affiliate": self.affiliate, "own": self.own, "ai": self.ai}
        return found[role]


@cache
def packs(folder: Path = WORDINGS) -> dict[str, Pack]:
    """Every pack by locale.

    Raises:
        BadInput: a file is not a pack.
    """
    return {path.stem: read_yaml(path, Pack) for path in sorted(folder.glob("*.yaml"))}


@cache
def pack_for(locale: str, jurisdiction: Jurisdiction | None = None) -> Pack | None:
    """The pack of an answer's language, in its form for one law; None for a language unknown."""
    language = locale.split("-")[0].lower()
    if language == "zh":
        return packs()["zh-CN"]
    if language == "en":
        return packs()[ENGLISH[jurisdiction] if jurisdiction else _english(locale)]
    return packs().get(language)


def _english(locale: str) -> str:
    return locale if locale in packs() else "en-US"


def label(
    role: Role,
    locale: str,
    jurisdictions: tuple[Jurisdiction, ...],
    *,
    payer: str = "",
    on_behalf_of: str = "",
    question: bool = False,
    scope: Literal["item", "zone"] = "item",
    position: Literal["before", "after", "hover", "footer"] = "before",
) -> Label:
    """The preferred label: in the answer's language, and in Chinese as well where China's law asks.

    Args:
        role: what it says: an ad, a commission, the operator's own shop.
        locale: the language the answer is written in.
        jurisdictions: the laws that apply.
        payer: the name to add, "" for none; untrusted, shortened to one line.
        on_behalf_of: the beneficiary to add where it is not the payer.
        question: what was paid for is a question that the shopper opened, not the item.
        scope: one item, or a whole zone.
        position: where it stands; hover and footer are not seen at first.
    """
    pack = _preferred(locale, jurisdictions)
    text = pack.words(role).allow[0].text
    if payer:
        other = bool(on_behalf_of) and on_behalf_of != payer
        form = pack.paid_by_for if other else pack.paid_by
        form = (question and pack.question_by) or form
        text = form.format(label=text, payer=one_line(payer), on_behalf_of=one_line(on_behalf_of))
    if "cn" in jurisdictions and pack.language != "zh":
        text = f"{packs()['zh-CN'].ad.allow[0].text} {text}"
    return Label(
        text=text,
        lang=pack.locale,
        role=role,
        scope=scope,
        position=position,
        same_unit=position != "footer",
        visible_initially=position in ("before", "after"),
    )


def ai_label(locale: str, jurisdictions: tuple[Jurisdiction, ...]) -> AILabel:
    """The words that say that a machine wrote the answer, at its start."""
    pack = _preferred(locale, jurisdictions)
    text = pack.ai.allow[0].text
    if "cn" in jurisdictions and pack.language != "zh":
        text = f"{packs()['zh-CN'].ai.allow[0].text} · {text}"
    return AILabel(text=text, form="text", position="start")


def wrapped(shown: Label) -> str:
    """The label as it stands before running text: 【广告】 or [Ad] with a space."""
    pack = packs().get(shown.lang) or packs()["en-US"]
    return pack.wrap.format(label=shown.text)


def one_line(name: str) -> str:
    """A name that somebody else wrote, without line breaks, controls or marks that set labels."""
    plain = re.sub(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2066-\u2069\[\]【】<>]+", " ", name)
    plain = " ".join(plain.split())
    return plain if len(plain) <= LONGEST_NAME else plain[: LONGEST_NAME - 1] + "…"


def _preferred(locale: str, jurisdictions: tuple[Jurisdiction, ...]) -> Pack:
    for jurisdiction in (*jurisdictions, None):
        found = pack_for(locale, jurisdiction)
        if found is not None:
            return found
    return packs()["en-US"]
