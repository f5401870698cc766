"""What chose a paid item, in words: kinds of information, of this conversation unless told."""

from __future__ import annotations

from assistant.schema.placement import Target
from catalog.phrases import both


def chosen_by(targeting: tuple[Target, ...], locale: str) -> str:
    """The main targeting parameters in one sentence or two (DSA 26(1)(d)); "" for none recorded.

    That nothing else was used is so by construction: a mechanism sees no more than the need, and
    what the shopper chose to have remembered.
    """
    if not targeting:
        return ""
    *first, last = (_named(target, locale) for target in targeting)
    kinds = last
    if first:
        head = both("targeting.between").text(locale).join(first)
        kinds = both("targeting.last").text(locale).join((head, last))
    remembered = any(target.by == "interest" for target in targeting)
    chosen = both("targeting.remembered" if remembered else "targeting.chosen", kinds=kinds)
    return chosen.text(locale)


def _named(target: Target, locale: str) -> str:
    kind = both(f"targeting.{target.by}")
    named = both("targeting.named", kind=kind, value=target.value) if target.value else kind
    return named.text(locale)
