"""The clauses of a sentence, with the products each one speaks of in place of their names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.compose.items import ItemFacts

FIRST, SELLER, MISS = 0xE100, 0xE0F0, "\ue0f1"
MARK = "[\ue100-\ue1ff]"
GROUP = re.compile(f"{MARK}(?:(?:\\s*[,，、&]\\s*(?:and |or )?| and | or |\\s*[和与跟或及]\\s*)"
                   f"(?:the )?{MARK})*")  # fmt: skip
_EDGE = re.compile(
    r"(?<!\d)[,，]\s*|[,，](?!\d)\s*|[;；:：。!！?？—–]+\s*(?![\d]+\b[-–])|、(?!\d)"
    r"|\s(?=(?:but|while|whereas|although|though|yet|because|so|which)\b)"
    r"|(?<=.)(?=而且?(?!是)|但是?|不过|虽然|尽管|所以|因为)"
)
_THE_OTHERS = re.compile(
    r"^(?:and |but |while |而|但)?(?:the others?\b|the rest\b|(?:the )?other (?:two|three|ones)"
    r"|all others"
    r"|其[他它余]|另外|剩下)"
)
_LISTED = re.compile(f"^(?:and |or |和|与)?(?:the )?{MARK}$")
_PLACES = (
    r"\b(?:the )?first (?:one|pick|option|choice|item)\b|第一[款个项台把双支瓶]",
    r"\b(?:the )?second (?:one|pick|option|choice|item)\b|第二[款个项台把双支瓶]",
    r"\b(?:the )?third (?:one|pick|option|choice|item)\b|第三[款个项台把双支瓶]",
    r"\b(?:the )?fourth (?:one|pick|option|choice|item)\b|第四[款个项台把双支瓶]",
)


@dataclass(frozen=True)
class Clause:
    """One clause, in lower case, each product in it a mark; `carried` are those it goes on about.

    `sentence` are the products that its whole sentence names, `before` and `whole` the words of
    that sentence before the clause and altogether.
    """

    text: str
    carried: tuple[ItemFacts, ...]
    sentence: tuple[ItemFacts, ...]
    items: Sequence[ItemFacts]
    before: str = ""
    whole: str = ""

    @property
    def named(self) -> tuple[ItemFacts, ...]:
        """The products it names, in order, each once."""
        return marked_items(self.text, self.items)

    @property
    def about(self) -> tuple[ItemFacts, ...]:
        """The products it speaks of."""
        return self.named or self.carried


def mark_of(index: int) -> str:
    """The character that stands for the listed product of that index."""
    return chr(FIRST + index)


def marked_items(text: str, items: Sequence[ItemFacts]) -> tuple[ItemFacts, ...]:
    """The products whose marks stand in a text, in order, each once."""
    found = dict.fromkeys(ord(c) - FIRST for c in text if FIRST <= ord(c) < FIRST + len(items))
    return tuple(items[n] for n in found)


def marked(
    sentence: str,
    names: Sequence[tuple[str, ItemFacts | None]],
    items: Sequence[ItemFacts],
    missed: Sequence[str] = (),
) -> str:
    """The folded sentence in lower case, products' names and places as marks.

    Sellers and near misses have one mark each kind.
    """
    text = sentence.casefold()
    for name in missed:
        text = text.replace(name, MISS)
    index = {item.product_id: n for n, item in enumerate(items)}
    for name, item in names:
        if not name:
            continue
        pattern = re.escape(name)
        before = r"(?<![a-z0-9])" if name[0].isascii() and name[0].isalnum() else ""
        after = r"(?![a-z0-9])" if name[-1].isascii() and name[-1].isalnum() else ""
        mark = chr(SELLER) if item is None else mark_of(index[item.product_id])
        text = re.sub(f"(?:the )?{before}{pattern}{after}(?:[’']s)?", mark, text)
    for n, pattern in enumerate(_PLACES[: len(items)]):
        text = re.sub(pattern, mark_of(n), text)
    return _former_and_latter(text)


def _former_and_latter(text: str) -> str:
    found = list(dict.fromkeys(re.findall(MARK, text)))
    if len(found) == 2:
        text = re.sub(r"\bthe former\b|前者", found[0], text)
        text = re.sub(r"\bthe latter\b|后者", found[1], text)
    return text


def clauses(text: str, cited: Sequence[ItemFacts], items: Sequence[ItemFacts]) -> Iterator[Clause]:
    """The clauses of a marked sentence, each with what the ones before it were about."""
    sentence = marked_items(text, items)
    sole = tuple(cited) if len(cited) == 1 else ()
    carried = sole or (sentence[:1] if sentence else tuple(cited))
    held = before = ""
    for piece in _EDGE.split(text):
        piece = f"{held} {piece}".strip()
        held = ""
        if not piece:
            continue
        if _LISTED.match(piece) or re.fullmatch(f"(?:{MARK}[,\\s]*)+", piece):
            held = f"{piece},"
            continue
        spoken_of = carried
        if _THE_OTHERS.match(piece) and carried and not re.search(MARK, piece):
            own = {i.product_id for i in (sentence or carried)}
            spoken_of = tuple(i for i in items if i.product_id not in own) or carried
        yield Clause(piece, spoken_of, sentence, items, before, text)
        before = f"{before} {piece}"
        group = GROUP.search(piece)
        led = group is not None and not re.search(
            r"比|than|against|vs|与|跟|和$", piece[: group.start()]
        )
        if group is not None and led:
            carried = marked_items(group.group(), items)
    if held:
        yield Clause(held, carried, sentence, items, before, text)


@dataclass(frozen=True)
class Stretch:
    """A piece of a clause and the products that it speaks of."""

    text: str
    about: tuple[ItemFacts, ...]


def stretches(clause: Clause) -> Iterator[Stretch]:
    """The pieces of a clause from one product, or group of them, to the next."""
    groups = list(GROUP.finditer(clause.text))
    if not groups:
        yield Stretch(clause.text, clause.carried)
        return
    first = marked_items(groups[0].group(), clause.items)
    start = clause.text[: groups[0].start()]
    own = re.search(r"[¥$€£]?[\d.,]+ ?\S{0,5}\s$", start)
    yield Stretch(start, first if own or not clause.carried else clause.carried)
    ends = [g.start() for g in groups[1:]] + [len(clause.text)]
    for group, end in zip(groups, ends, strict=True):
        yield Stretch(clause.text[group.end() : end], marked_items(group.group(), clause.items))
