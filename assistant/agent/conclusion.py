"""What an agent's calls amount to: the one Research record that the rules give as well."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.facts.inquiry import FEW
from assistant.research import Research
from assistant.schema.statement import Consulted

MOST = 8
"""Sentences from the record in one answer."""


def concluded(done: Sequence[Research]) -> Research | None:
    """The research that the calls' results make together, None where there is none.

    A basket comes before a list, a list before what was looked up about things; of several the
    last one counts. What was looked up of the things that a list shows stands with it.
    """
    if not done:
        return None
    baskets = [found for found in done if found.basket is not None]
    lists = [found for found in done if found.basket is None and found.need.act == "find"]
    told = [found for found in done if found.consulted is not None]
    if baskets:
        return baskets[-1]
    filled = [found for found in lists if found.picks]
    if filled:
        return _with_facts(filled[-1], told)
    return _together(told) if told else lists[-1]


def _with_facts(listed: Research, told: Sequence[Research]) -> Research:
    """A list with the sentences on what it shows."""
    shown = set(listed.organic)
    statements = [
        statement
        for found in told
        if found.need.topic != "shelf"
        for statement in (found.consulted.statements if found.consulted else ())
        if set(statement.product_ids) & shown
    ]
    if not statements:
        return listed
    kept = Consulted(statements=tuple(dict.fromkeys(statements))[:MOST])
    return listed.model_copy(update={"consulted": kept})


def _together(told: Sequence[Research]) -> Research:
    """What was looked up about things, in the order of the calls, the last one's need for all."""
    if len(told) == 1:
        return told[0]
    looked_up = [found.consulted for found in told if found.consulted is not None]
    focus = tuple(dict.fromkeys(id for found in told for id in found.need.focus))[:FEW]
    sourced = {each.product_id: each for found in told for each in found.sourced}
    consulted = Consulted(
        statements=tuple(dict.fromkeys(s for c in looked_up for s in c.statements))[:MOST],
        product_ids=tuple(dict.fromkeys(id for c in looked_up for id in c.product_ids))[:FEW],
        listed=tuple(dict.fromkeys(id for c in looked_up for id in c.listed))[:FEW],
        offers=tuple({id: offer for c in looked_up for id, offer in c.offers}.items()),
    )
    last = told[-1]
    return last.model_copy(
        update={
            "need": last.need.model_copy(update={"focus": focus}),
            "consulted": consulted,
            "sourced": tuple(sourced.values()),
        }
    )
