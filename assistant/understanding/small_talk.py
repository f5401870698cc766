"""What is said besides things to buy: settings, thanks, questions about the answer itself."""

from __future__ import annotations

import re

from assistant.schema.need import Setting, Social
from assistant.understanding.normalise import blank, fold, lowered
from assistant.understanding.patterns import bare, compiled, mapping, table, taken
from catalog.seller import SellerKind
from retrieval.request import Sort

SELLER_KINDS: tuple[SellerKind, ...] = ("official", "authorised", "self_operated", "third_party")
REFUSED = ("self_harm", "medical", "tobacco", "weapons", "drugs", "adult", "age")
"""The reasons for refusing a topic, in the order they are looked for."""
_NEGATED = re.compile(
    r"(?:不要|不想要|别要|别|除了|拒绝|不买"
    r"|(?:别|不要|不想)(?:再)?(?:给我)?(?:推荐?|看|推送|来|发)的?"
    r"|not|no|without|avoid|except|don't want|exclude)"
    r"(?:\s(?:from|any|the|a))?\s?\Z"
)


def says(text: str, *path: str) -> bool:
    """Whether a phrase of talk.yaml at that path occurs."""
    return compiled("talk", *path).search(text) is not None


def commands(question: str) -> bool:
    """Whether a question, as asked, is a command to the machine."""
    return says(lowered(fold(question)), "instructions")


def read_settings(text: str) -> tuple[tuple[Setting, ...], str]:
    """The changes of settings asked for, and the text without them."""
    found: list[Setting] = []
    for key in mapping(table("talk")["settings"]):
        said, text = taken(compiled("talk", "settings", key), text)
        if said:
            name, _, value = key.rpartition("_")
            found.append(Setting.model_validate({"name": name, "value": value}))
    return tuple(found), text


def read_sort(text: str) -> tuple[Sort | None, str]:
    """The order asked for, None if none is, and the text without it."""
    chosen: Sort | None = None
    for key in ("price_asc", "price_desc", "rating", "relevance"):
        said, text = taken(compiled("talk", "sort", key), text)
        if said and chosen is None:
            chosen = key
    return chosen, text


def read_sellers(text: str) -> tuple[tuple[SellerKind, ...] | None, str]:
    """The kinds of seller wanted, () for any, None where none is named; the text without them.

    Ruling one kind out leaves the other three.
    """
    said, text = taken(compiled("talk", "sellers", "any"), text)
    if said:
        return (), text
    wanted: list[SellerKind] = []
    unwanted: list[SellerKind] = []
    for kind in SELLER_KINDS:
        for match in list(compiled("talk", "sellers", kind).finditer(text)):
            negation = _NEGATED.search(text[: match.start()])
            start = negation.start() if negation else match.start()
            (unwanted if negation else wanted).append(kind)
            text = blank(text, start, match.end())
    if unwanted and not wanted:
        return tuple(k for k in SELLER_KINDS if k not in unwanted), text
    return (tuple(dict.fromkeys(wanted)) or None), text


def read_drops(text: str) -> tuple[frozenset[str], str]:
    """What is said not to matter any more, and the text without it."""
    dropped = set()
    for key in ("price", "brands"):
        said, text = taken(compiled("talk", "drop", key), text)
        if said:
            dropped.add(key)
    return frozenset(dropped), text


def restricted_reason(text: str) -> str:
    """Why nothing is sold on this topic, "" where nothing stands against it."""
    _, text = taken(compiled("restricted", "except"), text)
    for reason in REFUSED:
        if compiled("restricted", reason).search(text):
            return reason
    drink = compiled("restricted", "alcohol").search(text)
    return "age" if drink and compiled("restricted", "minor").search(text) else ""


def small_talk(text: str) -> Social:
    """Greeting, thanks or a cry for help, where the text says nothing else."""
    kinds: tuple[Social, ...] = ("help", "thanks", "greeting")
    found: Social = ""
    for kind in kinds:
        said, text = taken(compiled("talk", kind), text)
        found = found or (kind if said else "")
    if not found:
        return ""
    _, text = taken(compiled("talk", "courtesy"), text)
    return "" if re.search(r"[^\W_]", bare(text)) else found
