"""What is said of the person a thing is for, as wishes that the kind of thing can meet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.schema.need import Wish
from assistant.understanding.bodies import Body
from assistant.understanding.children import CHILDREN, MADE_FOR
from assistant.understanding.entities import IDEAL, PLAIN, Terms
from assistant.understanding.lexicon import Lexicon, Meaning
from assistant.understanding.normalise import lowered
from assistant.understanding.patterns import any_of, lines, mapping, table


@dataclass(frozen=True)
class Trait:
    """Something said of a person, the names of the values it asks for, whether it names a kind."""

    asks: re.Pattern[str]
    implies: tuple[str, ...]
    suggests: bool


@lru_cache(maxsize=1)
def _traits() -> tuple[Trait, ...]:
    rows = table("people")["traits"]
    return tuple(
        Trait(
            asks=re.compile(any_of(lines(row["asks"]))),
            implies=tuple(lines(row["implies"])),
            suggests=bool(row.get("suggests")),
        )
        for row in (mapping(entry) for entry in (rows if isinstance(rows, list) else []))
    )


def build_names(build: str) -> tuple[str, ...]:
    """The names of a value that suits a build."""
    return tuple(lines(mapping(table("people")["builds"]).get(build, "")))


def with_implied(
    wanted: Terms, person: str, body: Body, text: str, lexicon: Lexicon, category: str
) -> tuple[tuple[Wish, ...], tuple[str, ...]]:
    """The wishes with what the person implies, and the words that nothing here could meet.

    Only what the kind of thing differs in is wished for. Who the person is only weighs; their age
    as a child, their build and what else is said of them narrows.

    Args:
        wanted: what is wanted in so many words; an attribute named there is left as it is.
        person: a word that whom it is for implies, "" for none.
        body: the person's build.
        text: the question, folded and lowered.
        lexicon: the words of the catalog.
        category: the kind of thing spoken of so far, "" for none.
    """
    category = (*wanted.categories, category)[0]
    known = lexicon.attributes_of.get(category, frozenset())
    named = {w.name for w in wanted.wishes} | {name for name, _ in wanted.attributes}
    wishes = list(wanted.wishes)
    unmet: tuple[str, ...] = ()
    asked: list[tuple[tuple[str, ...], float]] = [((person,), IDEAL)] if person else []
    asked += [(t.implies, PLAIN) for t in _traits() if t.asks.search(text)]
    if body.build:
        asked.append((build_names(body.build), PLAIN))
    for names, weight in asked:
        meaning = _meaning(names, lexicon, known - named)
        if meaning is not None:
            of_children = (meaning.name, meaning.value) == (MADE_FOR, CHILDREN)
            named.add(meaning.name)
            wishes.append(
                Wish(
                    name=meaning.name,
                    value=meaning.value,
                    importance=PLAIN if of_children else weight,
                )
            )
    if body.build and category and _meaning(build_names(body.build), lexicon, known) is None:
        unmet = (body.words,)
    return tuple(wishes), unmet


def suggested_kind(text: str, lexicon: Lexicon) -> str:
    """The one kind of thing that can meet what is said of a person, "" where none or several."""
    for trait in _traits():
        if not trait.suggests or not trait.asks.search(text):
            continue
        everything = frozenset(a.id for a in lexicon.vocabulary.attributes)
        meaning = _meaning(trait.implies, lexicon, everything)
        kinds = [
            c for c, names in lexicon.attributes_of.items() if meaning and meaning.name in names
        ]
        if len(kinds) == 1:
            return kinds[0]
    return ""


def genus(text: str, lexicon: Lexicon) -> str:
    """The one kind of thing whose names end in the word that a text names a thing by ("a lamp").

    A word with another noun before it ("a floor lamp") may well be of another kind: "" for it.
    """
    named = {
        term.id: {w.split()[-1] for w in map(lowered, term.words()) if w.isascii() and " " in w}
        for term in lexicon.vocabulary.categories
        if not term.restricted
    }
    for drunk in _DRUNK.finditer(text):
        kinds = [t.id for t in lexicon.vocabulary.categories if drunk[1] in t.words()]
        if len(kinds) == 1:
            return kinds[0]
    for match in _BARE.finditer(text):
        kinds = [
            id for id, heads in named.items() if {match[1], match[1].removesuffix("s")} & heads
        ]
        if len(kinds) == 1 and match[1].removesuffix("s") not in _VAGUE_HEADS:
            return kinds[0]
    return ""


_BARE = re.compile(
    r"(?:^|[,;:.!?] ?|(?<![a-z])(?:an?|the|any|some|new|good|nice|cheap|small|big|decent|simple"
    r"|structured|stylish|pretty|another|women's|men's) )([a-z]{3,})"
    r"(?=\W*$|[,;.!?]| (?:for|with|that|under|below|to|in|which|around|from|at)\b)"
)
_DRUNK = re.compile(r"[喝泡品]([\u3400-\u9fff])(?![\u3400-\u9fff]?(?:杯|壶|具|几|漏|机))")
"""What is drunk, where its name is a single character (喝茶)."""
_VAGUE_HEADS = frozenset(
    ["light", "wash", "maker", "machine", "cleaner", "pot", "board", "mop", "foam", "gel", "pack",
     "soap", "cream", "lotion", "screen", "steamer", "brewer", "leave", "van", "bud"]
)  # fmt: skip
"""Heads of names that mean too many other things by themselves."""


def _meaning(names: tuple[str, ...], lexicon: Lexicon, known: frozenset[str]) -> Meaning | None:
    """The first attribute value of these names that the kind of thing knows."""
    found = (m for name in names for m in lexicon.phrases.get(lowered(name), ()))
    return next((m for m in found if m.kind == "attribute" and m.name in known), None)
