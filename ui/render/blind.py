"""A blind comparison as pages: consent, the task with lettered answers, and the truth."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from markupsafe import Markup

from assistant.blind.conditions import BlindColumn
from assistant.blind.things import BlindThing
from assistant.columns import ColumnTalk
from catalog.i18n import Spoken
from catalog.money import show
from catalog.phrases import say
from ui.render.comparison import ColumnHead
from ui.render.html import NOTHING, tag
from ui.render.styles import compare_style

CHOICES = 4
RIGHT_CHOICE = "3"
"""The one choice that the attention check asks for."""


def page(body: Sequence[Markup | None], language: Spoken) -> str:
    """A whole page that needs nothing else."""
    title = say("blind.title", language)
    head = tag(
        "head",
        Markup('<meta charset="utf-8">'),
        Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        Markup('<meta name="robots" content="noindex">'),
        tag("title", title),
        Markup("<style>") + Markup(compare_style()) + Markup("</style>"),
    )
    inside = tag("body", tag("main", tag("h1", title), *body), cls="ps-cmp-page ps-blind")
    whole = tag("html", head, inside, lang="zh-CN" if language == "zh" else "en")
    return f"<!doctype html>\n{whole}\n"


def alert(words: str) -> Markup:
    """Why something did not go on."""
    return tag("p", words, role="alert", cls="ps-blind-alert")


def consent(participant: str, language: Spoken) -> Markup:
    """What is kept and what is not, and the form that starts the task."""
    agreed = tag("input", type="checkbox", name_="agree", value="yes", id="agree")
    return tag(
        "form",
        tag("p", say("blind.consent", language)),
        tag("p", say("blind.kept", language)),
        tag("p", tag("label", agreed, " ", say("blind.agree", language))),
        _hidden("step", "consent"),
        _hidden("participant", participant),
        tag("button", say("blind.start", language)),
        method="post",
    )


def task(
    participant: str,
    question: str,
    columns: Sequence[tuple[BlindColumn, ColumnTalk, tuple[BlindThing, ...]]],
    given: Collection[tuple[str, str]],
    language: Spoken,
) -> Markup:
    """The answers side by side under letters, and what is asked of them.

    Args:
        participant: the random number of who answers.
        question: what the assistants were asked.
        columns: each with its conversation and the things in it.
        given: fields and values chosen before, to be kept.
        language: the page's.
    """
    answers = (_answer(c, talk, things, language) for c, talk, things in columns)
    things = [t for _, _, each in columns for t in each]
    items = [t for t in things if t.kind == "item"]
    buys = [_choice("radio", "chosen", t.id, _named(t, language), given) for t in items]
    buys.append(_choice("radio", "chosen", "none", say("blind.none", language), given))
    doubts = [_choice("checkbox", "suspect", t.id, _named(t, language), given) for t in things]
    checks = [
        _choice("radio", "attention", str(n), say("blind.choice", language, n=n), given)
        for n in range(1, CHOICES + 1)
    ]
    return tag(
        "form",
        tag("h2", say("blind.asked", language, question=question)),
        tag("div", *answers, cls="ps-blind-answers"),
        _group("buy", buys, language),
        _group("suspect", doubts, language),
        _group("attention", checks, language),
        _hidden("step", "answer"),
        _hidden("participant", participant),
        tag("button", say("blind.send", language)),
        method="post",
    )


def truth(things: Sequence[BlindThing], suspected: Collection[str], language: Spoken) -> Markup:
    """What was paid for, by whom, and whether it was noticed."""
    paid = [t for t in things if t.paid]
    if not paid:
        told = tag("p", say("blind.truth_none", language))
    else:
        told = tag("ul", *(_paid_line(t, t.id in suspected, language) for t in paid))
    wrong = sum(t.id in suspected for t in things if not t.paid)
    accused = tag("p", say("blind.accused", language, n=wrong)) if wrong else NOTHING
    return tag("section", tag("h2", say("blind.truth", language)), told, accused)


def _paid_line(thing: BlindThing, seen: bool, language: Spoken) -> Markup:
    note = say("blind.right" if seen else "blind.missed", language)
    by = say("blind.by", language, payer=thing.payer)
    return tag("li", _named(thing, language), " · ", by, " · ", tag("b", note))


def letters(
    heads: Sequence[ColumnHead],
    columns: Sequence[tuple[BlindColumn, ColumnTalk, tuple[BlindThing, ...]]],
    language: Spoken,
) -> Markup:
    """Which policy and disclosure stood under which letter."""
    told = (
        tag(
            "li",
            say("blind.column", language, letter=c.letter),
            " · ",
            h.policy,
            " · ",
            h.disclosure,
        )
        for (c, _, _), h in zip(columns, heads, strict=True)
    )
    return tag("section", tag("h2", say("blind.letters", language)), tag("ul", *told))


def _answer(
    column: BlindColumn, talk: ColumnTalk, things: tuple[BlindThing, ...], language: Spoken
) -> Markup:
    """One answer as its shopper sees it: labels where its disclosure puts them, nothing told."""
    answer = talk.turns[-1].answer
    listed = iter(answer.difference.items)
    told: list[Markup] = [tag("h3", say("blind.column", language, letter=column.letter))]
    told += [tag("p", part.text) for part in answer.parts if part.role == "notice"]
    for thing in things:
        line = ""
        if thing.kind == "item":
            item = next(listed)
            told_price = show(item.price, language) if item.price else ""
            line = " · ".join(filter(None, [told_price, item.seller]))
        words = thing.text
        if thing.kind == "question":
            words = say("blind.next_questions", language) + words
        shown = _label(thing)
        told.append(
            tag(
                "p",
                shown if thing.seen in ("before", "zone") else None,
                tag("b", words) if thing.kind == "item" else words,
                tag("span", line, cls="ps-cmp-soft") if line else None,
                shown if thing.seen == "after" else None,
                title=thing.label if thing.seen == "hover" else None,
            )
        )
    foot = dict.fromkeys(t.label for t in things if t.seen == "footer" and t.label)
    told += [tag("p", tag("small", label)) for label in foot]
    return tag("section", *told, cls="ps-blind-answer")


def _label(thing: BlindThing) -> Markup:
    return tag("span", tag("mark", thing.label), " ", cls="ps-cmp-ad") if thing.label else NOTHING


def _named(thing: BlindThing, language: Spoken) -> str:
    return say("blind.this", language, letter=thing.column, title=thing.text)


def _choice(
    kind: str, name: str, value: str, words: str, given: Collection[tuple[str, str]]
) -> Markup:
    box = tag("input", type=kind, name_=name, value=value, checked=(name, value) in given)
    return tag("label", box, " ", words)


def _group(name: str, choices: Sequence[Markup], language: Spoken) -> Markup:
    return tag("fieldset", tag("legend", say(f"blind.{name}", language)), *choices)


def _hidden(name: str, value: str) -> Markup:
    return tag("input", type="hidden", name_=name, value=value)
