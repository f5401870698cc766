"""Building a lexicon: the vocabulary's words, the feed's categories and brands, the currencies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from assistant.understanding.lexicon import YES_NO, Lexicon, Meaning, Valued
from assistant.understanding.normalise import HAN, fold, lowered, words
from assistant.understanding.patterns import lines, mapping, ordinary_words, table
from assistant.understanding.spelling import deletions
from catalog.store import Catalog
from catalog.vocabulary import AttributeTerm, CategoryTerm, Vocabulary
from retrieval.text.cedict import dictionary_words

SAMPLE = 20_000
"""How many titles tell whether a brand is an ordinary word as well."""
_VAGUE = frozenset({"general", "other", "others", "misc", "miscellaneous", "all", "其他", "其它"})


def build_lexicon(catalog: Catalog) -> Lexicon:
    """The lexicon of a catalog, with or without a vocabulary of its own."""
    vocabulary, categories = catalog.vocabulary, catalog.categories()
    titles = catalog.titles(SAMPLE)
    phrases: dict[str, list[Meaning]] = {}
    for phrase, meaning in (*_categories(vocabulary, categories), *_attributes(vocabulary)):
        _add(phrases, phrase, meaning)
    correctable = [
        phrase
        for phrase, meanings in phrases.items()
        if re.fullmatch(r"[a-z]{5,}", phrase) and any(m.sure for m in meanings)
    ]
    for phrase, meaning in tuple(_brands(catalog.brands(), titles, phrases)):
        _add(phrases, phrase, meaning)
    currencies = catalog.currencies()
    texts = (*phrases, *(lowered(title) for title, _ in titles))
    return Lexicon(
        catalog=catalog,
        vocabulary=vocabulary,
        phrases={phrase: tuple(meanings) for phrase, meanings in phrases.items()},
        lengths=_lengths(phrases),
        attributes_of=catalog.attribute_names(),
        currency=currencies[0] if len(currencies) == 1 else "",
        misspelt=_misspellings(correctable),
        known=frozenset(word for text in texts for word in words(text)),
        closed=not catalog.uncategorised()
        and set(categories) <= {term.id for term in vocabulary.categories if _own(term)},
        small=_small(vocabulary),
    )


def _small(vocabulary: Vocabulary) -> frozenset[Valued]:
    """The attribute values that a word for small people names."""
    names = {lowered(name) for name in lines(mapping(table("people")["builds"])["small"])}
    return frozenset(
        (term.id, value.id)
        for term in vocabulary.attributes
        for value in term.values
        if names & {lowered(word) for word in value.words()}
    )


def _add(phrases: dict[str, list[Meaning]], phrase: str, meaning: Meaning) -> None:
    for spelling in _spellings(lowered(fold(phrase))):
        if not is_single_han(spelling) and len(spelling) > 1:
            known = phrases.setdefault(spelling, [])
            if meaning not in known:
                known.append(meaning)


_MODAL = frozenset(["can", "may", "will", "must"])
"""Words that no plural is taken apart to: "cans" are headphones, "can" is none."""


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
            if spelling[:-1] not in _MODAL:
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
    used: Iterable[str], titles: Iterable[tuple[str, str]], phrases: dict[str, list[Meaning]]
) -> Iterator[tuple[str, Meaning]]:
    """Each brand's names; an ordinary word among them is not sure.

    A word is ordinary if it is in the list of ordinary words, has a meaning in the catalog
    already, or stands in more titles of other brands than of its own.
    """
    brands = [brand for brand in used if not brand.strip().isdigit()]
    aliases = [[lowered(fold(n)) for n in lines(names)] for names in lines_of_aliases()]
    names = {brand: _names(brand, aliases) for brand in brands}
    titles = tuple(titles)
    written = "\n".join(lowered(fold(title)) for title, _ in titles)
    yield from _not_carried(aliases, set().union(*names.values()), phrases, written)
    single = {n for ns in names.values() for n in ns if re.fullmatch(r"[a-z0-9]+", n)}
    own, others = _title_counts(titles, single, names)
    for brand in brands:
        for name in sorted(names[brand]):
            ordinary = name in ordinary_words() or name in phrases
            foreign = others[name] > max(3, own[name])
            yield name, Meaning("brand", brand, sure=not (ordinary or foreign))


def _not_carried(
    aliases: list[list[str]], carried: set[str], phrases: dict[str, list[Meaning]], titles: str
) -> Iterator[tuple[str, Meaning]]:
    """Well-known brands that the catalog does not have, so that asking for one is understood.

    One that titles of other makers' products name is what those go with, not who made them. Those
    that are words as well (苹果, brother) are not sure.
    """
    words = dictionary_words().common
    for group in aliases:
        if carried.isdisjoint(group):
            fits = any(_stands_in(titles, name) for name in group)
            for name in group:
                ordinary = name in ordinary_words() or name in phrases or name in words
                shown = name.upper() if name.isascii() and len(name) < 4 else name.title()
                yield name, Meaning("brand", shown, sure=not ordinary and not fits)
                if fits and not ordinary:
                    yield name, Meaning("fits", shown, " / ".join(group))
    for line in lines(table("brands")["devices"]):
        if line not in carried and _stands_in(titles, line):
            yield line, Meaning("fits", line, line)


def _stands_in(titles: str, name: str) -> bool:
    """Whether titles hold a name: a Latin one as a whole word."""
    if not name.isascii():
        return name in titles
    return re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z])", titles) is not None


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
    titles: Iterable[tuple[str, str]], single: set[str], names: dict[str, set[str]]
) -> tuple[Counter[str], Counter[str]]:
    """How many titles of a brand's own products, and of others', hold its one-word name."""
    own: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for title, brand in titles:
        here = names.get(brand, set())
        for word in set(words(lowered(title))) & single:
            (own if word in here else others)[word] += 1
    return own, others


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


def attribute_words(term: AttributeTerm) -> Iterable[tuple[str, str]]:
    """(word, value id) for each value; yes-or-no attributes answer to their own name."""
    for value in term.values:
        for word in value.words():
            if word not in YES_NO:
                yield word, value.id
            if len(word) > 2 and word.endswith("款"):
                yield word[:-1], value.id
    if any(v.id in ("yes", "true") for v in term.values):
        yes = next(v.id for v in term.values if v.id in ("yes", "true"))
        for word in term.words():
            yield word, yes


def is_single_han(phrase: str) -> bool:
    """Whether a phrase is one Chinese character, too little to tell a word by."""
    return re.fullmatch(f"[{HAN}]", phrase) is not None
