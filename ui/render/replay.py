"""How a replay looks: each policy's turns, what was expected of them, and what came instead."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence

from markupsafe import Markup
from pydantic import JsonValue

from assistant.disclosure.export import plain_text
from assistant.replay.expect import fields_of
from assistant.replay.script import Script, ScriptedTurn
from assistant.replay.transcript import Mismatch, Played, Transcript
from assistant.schema.placement import Placement
from ui.render.frame import button, choice, field, hidden, section, ticks, verdict
from ui.render.html import details, tag

Said = Callable[..., str]
Choices = Sequence[tuple[str, str]]


def choosing(scripts: Choices, chosen: str, said: Said, lang: str) -> Markup:
    """The form that opens a script that is here."""
    return tag(
        "form",
        field(said("shipped"), "script", choice("script", scripts, chosen)),
        hidden("lang", lang),
        button(said("choose"), quiet=True),
        action="/replay",
    )


def asking(
    text: str,
    policies: tuple[Choices, Iterable[str], str],
    styles: tuple[Choices, str],
    said: Said,
    lang: str,
) -> Markup:
    """The form that plays: the script, the policies with those chosen, the disclosures."""
    among, chosen, note = policies
    area = tag("textarea", text, name_="text", id="text", rows="12", spellcheck="false")
    file = tag("input", type="file", name_="file", id="file", accept=".yaml,.yml")
    return tag(
        "form",
        tag("div", field(said("text"), "text", area), cls="ps-grow"),
        field(said("file"), "file", file),
        field(said("disclosure"), "disclosure", choice("disclosure", *styles)),
        ticks("policies", among, chosen, f"{said('policies')} ({note})"),
        button(said("play"), name_="turns", value="0"),
        button(said("step"), quiet=True, name_="turns", value="1"),
        method="post",
        enctype="multipart/form-data",
        action=f"/replay?lang={lang}",
    )


def stepping(
    turns: int,
    whole: int,
    given: tuple[Sequence[str], str, str],
    said: Said,
    lang: str,
) -> Markup:
    """How far the script is played, and the way to its next turn and its end."""
    policies, disclosure, text = given
    far = tag("p", said("so_far", n=turns, of=whole), cls="ps-note")
    if turns == whole:
        return far
    return tag(
        "form",
        far,
        *(hidden("policies", policy) for policy in policies),
        hidden("disclosure", disclosure),
        hidden("text", text),
        button(said("next_turn", n=turns + 1), name_="turns", value=str(turns + 1)),
        button(said("play"), quiet=True, name_="turns", value="0"),
        method="post",
        enctype="multipart/form-data",
        action=f"/replay?lang={lang}",
    )


def played(title: str, script: Script, transcript: Transcript, said: Said, language: str) -> Markup:
    """A script under one policy: whether all that was expected holds, then turn by turn."""
    expected = [fields_of(turn.expect, transcript.policy) for turn in script.turns]
    count, failed = sum(map(len, expected)), len(transcript.mismatches)
    line = tag("p", said("none_expected"), cls="ps-note")
    if count:
        told = said("some_fail", n=count, failed=failed) if failed else said("all_hold", n=count)
        line = verdict(not failed, told)
    turns = zip(script.turns, transcript.turns, expected, strict=True)
    body = (
        _turn(n, scripted, done, fields, transcript, said, language)
        for n, (scripted, done, fields) in enumerate(turns, start=1)
    )
    return section(title, line, tag("ol", *body, cls="ps-turns"), cls="ps-box")


def _turn(
    number: int,
    scripted: ScriptedTurn,
    done: Played,
    fields: Sequence[str],
    transcript: Transcript,
    said: Said,
    language: str,
) -> Markup:
    wrong = [m for m in transcript.mismatches if m.turn == number]
    lead = next((part.text for part in done.answer.parts if part.text), "")
    items = (_item(p, said) for p in done.answer.placements)
    amounts = ", ".join(f"{currency} {amount}" for currency, amount in done.charged.items())
    owed = said("charged", amounts=amounts) if amounts else said("nobody")
    return tag(
        "li",
        tag("h3", done.question, lang=done.answer.locale),
        *(tag("p", did, cls="ps-note") for did in _done(scripted, said)),
        tag("p", lead, lang=done.answer.locale) if lead else None,
        tag("ul", *items, lang=done.answer.locale),
        tag("p", owed, cls="ps-note"),
        _checks(fields, wrong, said),
        details(said("answer"), tag("pre", plain_text(done.answer))),
    )


def _item(placement: Placement, said: Said) -> Markup:
    """One item, its label before it; one that is paid for without a label is said to be."""
    label = placement.label.text if placement.label else said("paid") if placement.sponsored else ""
    mark = tag("b", label, cls="ps-label ps-inline") if label else None
    return tag("li", mark, " " if label else None, placement.title)


def _done(turn: ScriptedTurn, said: Said) -> Iterator[str]:
    """What the script does beside asking, in its order."""
    if turn.hide_ads is not None:
        yield said("hides") if turn.hide_ads else said("shows_ads")
    if turn.disclosure:
        yield said("discloses", disclosure=turn.disclosure)
    if turn.open is not None:
        yield said("opens", n=turn.open)
    if turn.without:
        yield said("takes_away", names=", ".join(turn.without))
    if turn.click:
        yield said("clicks", item=turn.click)
    if turn.order:
        yield said("orders", item=turn.order)
    if turn.tip is not None:
        yield said("tips", amount=f"{turn.tip.currency} {turn.tip.amount:f}")
    if turn.subscribe:
        yield said("subscribes")


def _checks(fields: Sequence[str], wrong: Sequence[Mismatch], said: Said) -> Markup | None:
    """Each expectation green, or red with what was expected and what came."""
    if not fields:
        return None
    failed = {m.field for m in wrong}
    held = [field for field in dict.fromkeys(fields) if field not in failed]
    good = (tag("li", tag("b", "✓"), " ", field, cls="ps-holds") for field in held)
    bad = (
        tag(
            "li",
            tag("b", "✕"),
            " ",
            m.field,
            tag("dl", *_pair(said("expected"), m.expected), *_pair(said("got"), m.got)),
            cls="ps-fails",
        )
        for m in wrong
    )
    return tag("ul", *bad, *good, cls="ps-checks")


def _pair(name: str, value: JsonValue) -> tuple[Markup, Markup]:
    text = json.dumps(value, ensure_ascii=False)
    return tag("dt", name), tag("dd", tag("code", text))
