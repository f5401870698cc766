"""Whether a label's words are accepted: by law, by language, whole words only, never negated."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Literal

from assistant.audit.label_forms import form_of
from assistant.disclosure.wording import Pack, Role, pack_for, packs
from assistant.schema.answer import Jurisdiction

Judgement = Literal["allow", "caution", "reject", "unknown"]
WORST: tuple[Judgement, ...] = ("reject", "unknown", "caution", "allow")
BETWEEN = re.compile(
    r"\s*[·|/–—:：,，、;；()（）\[\]【】]+\s*|\s+-\s+|(?<=[\u4e00-\u9fff])\s+(?=[a-z])"
)
NEGATED = re.compile(
    r"^(无|没有|非|不是|不含|零)\S{0,4}广告|^广告(无关|免费)|\bad[- ]?free\b|\bno ads?\b"
    r"|\bnot an? ad\b|\bnon-ad\b|\bwithout ads\b|\bkeine? (anzeige|werbung)\b|\bwerbefrei\b"
    r"|\bsans publicité\b"
)


def normal(text: str) -> str:
    """NFKC, lower case, single spaces, no surrounding brackets or punctuation."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(folded.split()).strip(" []【】()（）:：.。•·|")


def laws_for(
    laws: Sequence[Jurisdiction], locale: str, declared: Sequence[str]
) -> tuple[Jurisdiction, ...]:
    """The laws whose wording applies.

    A single law always does. Of several (strict), China's applies where the answer is in Chinese
    or says that it is under China's law, since no one label text can be in every language.
    """
    if len(laws) == 1:
        return tuple(laws)
    chinese = locale.startswith("zh") or "cn" in declared
    return tuple(law for law in laws if law != "cn" or chinese)


def required_packs(laws: Sequence[Jurisdiction], locale: str) -> tuple[Pack | None, ...]:
    """The packs that must all accept a label; None where the language has none here."""
    found = {law: packs()["zh-CN"] if law == "cn" else pack_for(locale, law) for law in laws}
    by_locale = {pack.locale if pack else "": pack for pack in found.values()}
    return tuple(by_locale.values())


def judge(text: str, role: str, laws: Sequence[Jurisdiction], locale: str) -> Judgement:
    """The worst judgement of a label's words over every pack that applies."""
    found = [
        _judged(normal(text), role, pack.locale) if pack else "unknown"
        for pack in required_packs(laws, locale)
    ]
    return next((w for w in WORST if w in found), "unknown")


@lru_cache(maxsize=4096)
def _judged(text: str, role: str, locale: str) -> Judgement:
    if NEGATED.search(text):
        return "reject"
    pack = packs()[locale]
    text = text.removeprefix("#") if f"#{text.removeprefix('#')}" not in _tagged(pack) else text
    segments = [text, *(s for s in BETWEEN.split(text) if s)]
    segments += [normal(form.stem) for form in map(form_of, tuple(segments)) if form is not None]
    known: Role = "affiliate" if role == "affiliate" else "own" if role == "own" else "ad"
    chosen = pack.words(known)
    allowed = {normal(w.text) for w in (*chosen.allow, *pack.ad.allow)}
    if any(s in allowed for s in segments):
        return "allow"
    if any(_matches(s, w.text) for s in segments for w in chosen.reject):
        return "reject"
    if any(s == normal(w.text) for s in segments for w in chosen.caution):
        return "caution"
    return "unknown"


def _tagged(pack: Pack) -> frozenset[str]:
    """The words of a pack that are hash tags."""
    words = (*pack.ad.allow, *pack.affiliate.allow)
    return frozenset(normal(word.text) for word in words if word.text.startswith("#"))


def _matches(segment: str, word: str) -> bool:
    """A rejected phrase with a name behind it ("Sponsored by X") is the same phrase."""
    told = normal(word)
    return segment == told or (" " in told and segment.startswith(told + " "))


@lru_cache(maxsize=4096)
def label_like(text: str) -> bool:
    """Whether a short text on a page is meant as an ad label, good or bad, in any language here."""
    told = normal(text)
    if not told or len(told) > 90 or NEGATED.search(told):
        return False
    if CONTROL.match(told):
        return False
    first = BETWEEN.split(told)[0] or told
    exact, leading = _label_words()
    if told in exact or first in leading or form_of(told) or form_of(first):
        return True
    return any(told.startswith(w + " ") for w in PREFIXES)


def speaks_of_several(text: str) -> bool:
    """Whether a label's words are those of a zone: "Sponsored results", 以下均为广告."""
    told = normal(text)
    form = form_of(told) or form_of(BETWEEN.split(told)[0])
    return form is not None and form.zone


CONTROL = re.compile(
    r"(hide|why|about|report|remove|skip|manage|close|turn off|stop|learn|see) "
    r"|隐藏|为什么|关闭|举报|屏蔽|跳过|关于|ausblenden|warum|masquer|pourquoi|signaler"
)
"""How the words of a control about ads begin, which are no label themselves."""
PREFIXES = ("sponsored by", "presented by", "brought to you by", "in association with", "funded by")
EVERYDAY = frozenset(
    [
        "partner",
        "featured",
        "recommended",
        "pr",
        "sp",
        "empfohlen",
        "recommandé",
        "partenaire",
        "colaboración",
        "recomendado",
        "consigliato",
        "aanbevolen",
        "polecane",
        "aff",
        "affiliate",
        "gifted",
        "推荐",
        "精选",
        "合作",
        "热推",
        "返利",
        "好物推荐",
        "自营",
        "本平台自营",
        "おすすめ",
        "注目",
        "추천",
        "제휴",
    ]
) | {"buy now", "our own shop", "sold by us"}
"""Words that label ads in places and mean nothing of the kind in others: never taken as a label."""


@cache
def _label_words() -> tuple[frozenset[str], frozenset[str]]:
    every = [
        normal(word.text)
        for pack in packs().values()
        for role in (pack.ad, pack.affiliate, pack.own)
        for word in (*role.allow, *role.caution, *role.reject)
    ]
    exact = frozenset(every) - EVERYDAY
    return exact, frozenset(w for w in exact if len(w) > 1)


AI_NAMED = re.compile(r"人工智能|(?<![A-Za-z])A\.?I\.?(?![A-Za-z])")
AI_MADE = re.compile(r"生成|合成")
AI_NOTICE = re.compile(
    r"人工智能|(?<![A-Za-z])(?:AI|KI|IA)(?![A-Za-z])|artificial intelligence|chatbot", re.I
)


def names_ai(text: str) -> bool:
    """Whether it says 人工智能 or AI (GB 45438-2025 5.1)."""
    return bool(AI_NAMED.search(unicodedata.normalize("NFKC", text)))


def says_generated(text: str) -> bool:
    """Whether it says AI and 生成 or 合成, both of which a text label in China needs."""
    return names_ai(text) and bool(AI_MADE.search(text))
