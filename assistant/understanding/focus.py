"""Which products a turn about things speaks of: named, pointed at, or all that is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.schema.need import Act
from assistant.understanding.references import Referred, Screen, named_products, read_references

MOST_COMPARED = 4
_SPONSORED_ONE = re.compile(
    r"(?<![a-z])(?:the|that|this|your) (?:sponsored|promoted|advertised|paid(?:-for)?|ad) "
    r"(?:ones?|products?|items?|picks?|options?|results?)(?![a-z])"
    r"|(?<![a-z])(?:the|that|this) (?:ad|advert|advertisement)(?=\W*$| worth| any)"
    r"|(?:广告|推广|赞助)(?:里|中|位|上|栏)?的?(?:那|这)(?:一)?(?:个|款|双|台|件|把|只|些|几)"
    r"|(?:那|这)(?:个|款|条)(?:打)?(?:广告|推广)(?:的|款|商品)?"
)
_ALL = re.compile(
    r"(?<![a-z])(?:these|those|them|each|all|any|every|which|they|both|either)(?![a-z])"
    r"|这些|那些|它们|哪|都|各|每|[几四三两俩](?:个|款|把|台|双|件|只|样|盏|支|瓶)"
)
"""Words that speak of all that is shown, so that the one last spoken of is not meant."""


@dataclass(frozen=True)
class Focus:
    """The products spoken of, () for all that is shown.

    `missed` says that the words point at a place where nothing is, `sponsored_meant` at what was
    paid for.
    """

    products: tuple[str, ...] = ()
    missed: bool = False
    sponsored_meant: bool = False


def focus_of(text: str, act: Act, screen: Screen) -> Focus:
    """The products that a folded, lowered text of this act speaks of."""
    if _SPONSORED_ONE.search(text):
        return Focus(sponsored_meant=True)
    referred, _ = read_references(text, screen)
    if referred.missed:
        return Focus(missed=True)
    if act == "compare":
        return Focus(products=_compared(text, referred, screen))
    products = referred.focus or named_products(text, screen)
    if act == "superlative":
        return Focus(products=products if len(products) > 1 else ())
    if act == "money" and len(products) >= min(len(screen.shown), MOST_COMPARED) > 1:
        # "Which of these are ads" asks about the whole answer, what was paid for included.
        return Focus()
    if products:
        return Focus(products=products[:MOST_COMPARED])
    return Focus(products=_spoken_of_last(text, referred, screen))


def _spoken_of_last(text: str, referred: Referred, screen: Screen) -> tuple[str, ...]:
    """The one product spoken of before, or the first shown where words point at one."""
    one = screen.last if len(screen.last) == 1 else ()
    if referred.pointing:
        return one or screen.shown[:1]
    if _ALL.search(text):
        return ()
    return one or (screen.shown if len(screen.shown) == 1 else ())


def _compared(text: str, referred: Referred, screen: Screen) -> tuple[str, ...]:
    """The products compared; one alone is set against the one last spoken of."""
    chosen = tuple(dict.fromkeys((*referred.focus, *named_products(text, screen))))
    if len(chosen) == 1 and len(screen.last) == 1 and screen.last != chosen:
        chosen = (*screen.last, *chosen)
    if len(chosen) > 1:
        return chosen[:MOST_COMPARED]
    if not chosen and len(screen.last) > 1:
        return screen.last[:MOST_COMPARED]
    return screen.shown[:MOST_COMPARED]
