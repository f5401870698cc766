"""Gathering a lexicon: the vocabulary's words, the feed's categories and brands, the currencies."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass

from assistant.understanding.lexicon import (
    Meaning,
    attribute_words,
    deletions,
    is_single_han,
    ordinary_words,
)
from assistant.understanding.normalise import HAN, fold, lowered, words
from assistant.understanding.patterns import lines, table
from catalog.store import Catalog
from catalog.vocabulary import CategoryTerm, Vocabulary
from retrieval.text.cedict import dictionary_words

SAMPLE = 20_000
"""How many titles tell whether a brand is an ordinary word as well."""
_VAGUE = frozenset({"general", "other", "others", "misc", "miscellaneous", "all", "其他", "其它"})


@dataclass(frozen=True)
class Gathered:
    """The parts of a lexicon; the fields are Lexicon's."""

    catalog: Catalog
    vocabulary: Vocabulary
    phrases: dict[str, tuple[Meaning, ...]]
    lengths: dict[str, tuple[int, ...]]
    attributes_of: dict[str, frozenset[str]]
    currency: str
    misspelt: dict[str, str]
    known: frozenset[str]
    closed: bool


def gather(catalog: Catalog) -> Gathered:
    """Everything a lexicon holds, in a few passes over the catalog's file."""
    vocabulary = catalog.vocabulary
    phrases: dict[str, list[Meaning]] = {}
    uri = f"{catalog.path.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True)) as db:
        categories = _column(db, "category")
        for phrase, meaning in (*_categories(vocabulary, categories), *_attributes(vocabulary)):
            _add(phrases, phrase, meaning)
        correctable = [
            phrase
            for phrase, meanings in phrases.items()
            if re.fullmatch(r"[a-z]{5,}", phrase) and any(m.sure for m in meanings)
        ]
        titles = db.execute(
            "SELECT json_extract(json, '$.title'), json_extract(json, '$.brand')"
            " FROM product LIMIT ?",
            (SAMPLE,),
        ).fetchall()
        for phrase, meaning in tuple(_brands(_column(db, "brand"), titles, phrases)):
            _add(phrases, phrase, meaning)
        attributes_of = _attributes_of(db)
        uncategorised = db.execute(
            "SELECT 1 FROM product"
            " WHERE coalesce(json_extract(json, '$.category'), '') = '' LIMIT 1"
        ).fetchone()
        currencies = db.execute(
            "SELECT DISTINCT json_extract(json, '$.prices[0].money.currency') FROM offer"
        ).fetchall()
    named = [row[0] for row in currencies if row[0]]
    return Gathered(
        catalog=catalog,
        vocabulary=vocabulary,
        phrases={phrase: tuple(meanings) for phrase, meanings in phrases.items()},
        lengths=_lengths(phrases),
        attributes_of=attributes_of,
        currency=named[0] if len(named) == 1 else "",
        misspelt=_misspellings(correctable),
        known=frozenset(
            word
            for text in (*phrases, *(lowered(title or "") for title, _ in titles))
            for word in words(text)
        ),
        closed=not uncategorised
        and set(categories) <= {term.id for term in vocabulary.categories if _own(term)},
    )


def _column(db: sqlite3.Connection, name: str) -> list[str]:
    rows = db.execute(f"SELECT DISTINCT json_extract(json, '$.{name}') FROM product")
    return sorted(row[0] for row in rows if row[0])


def _add(phrases: dict[str, list[Meaning]], phrase: str, meaning: Meaning) -> None:
    for spelling in _spellings(lowered(fold(phrase))):
        if not is_single_han(spelling) and len(spelling) > 1:
            known = phrases.setdefault(spelling, [])
            if meaning not in known:
                known.append(meaning)


def _spellings(phrase: str) -> Iterator[str]:
    """The phrase with and without its plural, its hyphens joined by spaces or not."""
    for spelling in dict.fromkeys((phrase, phrase.replace("-", " "))):
        yield spelling
        if not re.search(r"[a-z]{3}$", spelling):
            continue
        if spelling.endswith("ies"):
            yield spelling[:-3] + "y"
        elif re.search(r"(?:ss|ch|sh|x)es$", spelling):
            yield spelling[:-2]
        elif spelling.endswith("s") and not spelling.endswith(("ss", "us", "is")):
            yield spelling[:-1]
        elif re.search(r"(?:ss|ch|sh|x)$", spelling):
            yield spelling + "es"
        elif re.search(r"[^aeiou]y$", spelling):
            yield spelling[:-1] + "ies"
        else:
            yield spelling + "s"


def _own(term: CategoryTerm) -> bool:
    """Whether somebody named the category for shoppers; a feed's own text is its own name."""
    return bool(term.aliases) or term.zh != term.id or term.en != term.id


def _categories(vocabulary: Vocabulary, used: Iterable[str]) -> Iterator[tuple[str, Meaning]]:
    named = {term.id: term for term in vocabulary.categories if _own(term)}
    for term in named.values():
        for word in term.words():
            yield word, Meaning("category", term.id)
    for id in used:
        if id in named:
            continue
        parts = [p.strip() for p in re.split(r"\s*[>/|»]\s*|\s+-\s+", id) if p.strip()]
        telling = [p for p in parts if lowered(p) not in _VAGUE]
        if telling:
            yield telling[-1].replace("_", " "), Meaning("category", id, sure=False)


def _attributes(vocabulary: Vocabulary) -> Iterator[tuple[str, Meaning]]:
    for term in vocabulary.attributes:
        for word, value in attribute_words(term):
            yield word, Meaning("attribute", term.id, value)


def _brands(
    used: Iterable[str], titles: list[tuple[str, str]], phrases: dict[str, list[Meaning]]
) -> Iterator[tuple[str, Meaning]]:
    """Each brand's names; an ordinary word among them is not sure.

    A word is ordinary if it is in the list of ordinary words, has a meaning in the catalog
    already, or stands in more titles of other brands than of its own.
    """
    brands = [brand for brand in used if not brand.strip().isdigit()]
    aliases = [[lowered(fold(n)) for n in lines(names)] for names in lines_of_aliases()]
    names = {brand: _names(brand, aliases) for brand in brands}
    yield from _not_carried(aliases, set().union(*names.values()), phrases)
    single = {n for ns in names.values() for n in ns if re.fullmatch(r"[a-z0-9]+", n)}
    own, others = _title_counts(titles, single, names)
    for brand in brands:
        for name in sorted(names[brand]):
            ordinary = name in ordinary_words() or name in phrases
            foreign = others[name] > max(3, own[name])
            yield name, Meaning("brand", brand, sure=not (ordinary or foreign))


def _not_carried(
    aliases: list[list[str]], carried: set[str], phrases: dict[str, list[Meaning]]
) -> Iterator[tuple[str, Meaning]]:
    """Well-known brands that the catalog does not have, so that asking for one is understood.

    Those that are words as well (苹果, brother) are not sure.
    """
    words = dictionary_words().common
    for group in aliases:
        if carried.isdisjoint(group):
            for name in group:
                ordinary = name in ordinary_words() or name in phrases or name in words
                shown = name.upper() if name.isascii() and len(name) < 4 else name.title()
                yield name, Meaning("brand", shown, sure=not ordinary)


def lines_of_aliases() -> list[str]:
    """The groups of names that one brand goes by in two scripts."""
    return lines(table("brands")["same"])


def _names(brand: str, aliases: list[list[str]]) -> set[str]:
    """The brand, its Chinese and its Latin part, and what else it is known as."""
    whole = lowered(fold(brand))
    chinese = "".join(re.findall(f"[{HAN}]+", whole))
    latin = re.sub(rf"[{HAN}()/]+", " ", whole)
    parts = {whole, chinese, re.sub(r"\s+", " ", latin).strip()} - {""}
    for group in aliases:
        if parts & set(group):
            parts |= set(group)
    return parts


def _title_counts(
    titles: list[tuple[str, str]], single: set[str], names: dict[str, set[str]]
) -> tuple[Counter[str], Counter[str]]:
    """How many titles of a brand's own products, and of others', hold its one-word name."""
    own: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for title, brand in titles:
        here = names.get(brand or "", set())
        for word in set(words(lowered(title or ""))) & single:
            (own if word in here else others)[word] += 1
    return own, others


def _attributes_of(db: sqlite3.Connection) -> dict[str, frozenset[str]]:
    rows = db.execute(
        "SELECT DISTINCT json_extract(product.json, '$.category'), json_extract(a.value, '$.name')"
        " FROM product, json_each(product.json, '$.attributes') AS a"
    )
    found: dict[str, set[str]] = {}
    for category, name in rows:
        found.setdefault(category or "", set()).add(name)
    return {category: frozenset(names) for category, names in found.items()}


def _lengths(phrases: Iterable[str]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for phrase in phrases:
        found.setdefault(phrase[0], set()).add(len(phrase))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}


def _misspellings(correctable: Iterable[str]) -> dict[str, str]:
    """Each word with one letter left out, to the word; where two words share one, to neither."""
    found: dict[str, str] = {}
    shared: set[str] = set()
    for word in correctable:
        for slip in set(deletions(word)):
            if found.setdefault(slip, word) != word and slip not in correctable:
                shared.add(slip)
    return {slip: word for slip, word in found.items() if slip not in shared or slip == word}
