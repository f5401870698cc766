"""The words that need no model: deterministic prose from facts."""

from __future__ import annotations

import zlib

from assistant.compose.content_plan import Plan, Said, plan
from assistant.compose.facts import Facts, Stated
from assistant.compose.grammar import grammar
from assistant.compose.parts import Spoken
from assistant.compose.realise import lists, misses, products
from assistant.compose.realise.basket import basket_parts
from assistant.compose.realise.comparison import difference, table
from assistant.compose.realise.conditions import first_words
from assistant.compose.realise.small_talk import talk
from assistant.compose.variation import Voice


def speak(facts: Facts) -> tuple[Spoken, ...]:
    """The parts of the answer, in reading order; the same facts give the same words."""
    told = facts.items, facts.misses
    seed = zlib.crc32(
        "\x1f".join(
            (facts.asked.question, facts.situation, *(p.product_id for own in told for p in own))
        ).encode()
    )
    voice = Voice(grammar(facts.language), seed=f"{seed:08x}")
    said = plan(facts)
    match facts.situation:
        case "picks":
            lead = (first_words(facts, voice), lists.lead(facts, voice))
            text = voice.grammar.joint.join(words for words in lead if words)
            parts = [Spoken(role="lead", text=text)]
            parts += [stated_part(s, first=True) for s in facts.stated]
            parts += [stated_part(s, first=False) for s in facts.totals]
            parts += [pick(s, facts, voice, n) for n, s in enumerate(said.said)]
            parts += _caveats(said, facts, voice)
        case "compare":
            parts = _compared(said, facts, voice)
        case "basket":
            parts = basket_parts(facts)
        case "about":
            ids = (facts.items[0].product_id,)
            parts = [Spoken(role="lead", text=products.about(facts, voice), product_ids=ids)]
            parts += [pick(s, facts, voice, n) for n, s in enumerate(said.said)]
            parts += _caveats(said, facts, voice)
        case "why":
            parts = [pick(s, facts, voice, n) for n, s in enumerate(said.said)]
        case "nothing_in_range":
            parts = [Spoken(role="lead", text=misses.nothing(facts, voice)), *_misses(facts, voice)]
        case "record":
            parts = [stated_part(s, first=n == 0) for n, s in enumerate(facts.stated)]
        case "no_such_item":
            parts = [Spoken(role="lead", text=misses.no_such_item(facts))]
        case "not_carried":
            parts = [Spoken(role="lead", text=misses.not_carried(facts, voice))]
        case _:
            text = talk(facts, voice)
            parts = [Spoken(role="lead", text=text)] if text else []
    if facts.ask:
        parts.append(Spoken(role="question", text=facts.ask))
    return tuple(parts)


def pick(said: Said, facts: Facts, voice: Voice, nth: int) -> Spoken:
    """The part that speaks of one product."""
    return _of(said, products.pick(said, facts, voice, nth))


def _of(said: Said, text: str) -> Spoken:
    excerpts = [said.praise, *(d.excerpt for d in said.drawbacks)]
    return Spoken(
        role="pick",
        text=text,
        product_ids=(said.item.product_id,),
        evidence_ids=tuple(dict.fromkeys(e.quote.id for e in excerpts if e)),
    )


def stated_part(stated: Stated, *, first: bool = False) -> Spoken:
    """A sentence from the record: the first one leads, what follows is about its products."""
    return Spoken(
        role="lead" if first or not stated.product_ids else "pick",
        text=stated.text,
        product_ids=stated.product_ids,
        evidence_ids=stated.evidence_ids,
    )


def _caveats(said: Plan, facts: Facts, voice: Voice) -> list[Spoken]:
    parts = _misses(facts, voice)
    text = lists.caveat(said, facts, voice)
    if text:
        parts.append(Spoken(role="caveat", text=text))
    return parts


def _misses(facts: Facts, voice: Voice) -> list[Spoken]:
    if not facts.misses:
        return []
    ids = tuple(m.product_id for m in facts.misses)
    return [Spoken(role="caveat", text=misses.misses(facts, voice), product_ids=ids)]


def _compared(said: Plan, facts: Facts, voice: Voice) -> list[Spoken]:
    rows = table(facts, voice)
    parts = [
        Spoken(role="lead", text=difference(facts, voice), product_ids=rows.product_ids),
        Spoken(
            role="compare",
            text=rows.text(voice),
            product_ids=rows.product_ids,
            table=rows.rows,
        ),
    ]
    voices = [(s, products.beside(s, voice, n)) for n, s in enumerate(said.said)]
    parts += [_of(s, text) for s, text in voices if text]
    return parts + _caveats(said, facts, voice)
