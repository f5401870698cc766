"""The same conversation under several policies, in columns against the first one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from markupsafe import Markup

from assistant.comparison import Differences, Totals, differences, totals
from assistant.research import Research
from assistant.schema.need import History
from assistant.schema.placement import Placement
from assistant.session import Settings, Turn, Turns, history_of
from catalog.money import Money, show
from ui.handlers import Page, audited, showing
from ui.render.answers import answer
from ui.render.findings import badges
from ui.render.html import NOTHING, join, tag
from ui.words import Words

FEWEST, MOST = 2, 4


@dataclass(frozen=True)
class Panel:
    """One column: a policy, and the conversation under it."""

    policy: str
    turns: Turns = ()


Panels = tuple[Panel, ...]


def comparing(
    page: Page,
    panels: Panels,
    policies: tuple[str, ...],
    question: str,
    settings: Settings,
    now: datetime,
    seed: str,
) -> Iterator[Panels]:
    """The panels with one turn more, one panel after the other; nothing is charged to anybody.

    Where the policies are others than the panels', what was asked before is asked again first.

    Args:
        page: the house and its links.
        panels: what has been compared so far, none at the start.
        policies: two to four, the first is the yardstick.
        question: what is asked next; "" asks only what was asked before.
        settings: all but the policy.
        now: the moment of the answers.
        seed: breaks ties.
    """
    questions = [question] if question else []
    if tuple(p.policy for p in panels) != policies:
        questions = [*asked_so_far(panels), *questions]
        panels = tuple(Panel(policy) for policy in policies)
    for each in questions:
        for grown in _one_more(page, panels, each, settings, now, seed):
            yield grown
        panels = grown


def asked_so_far(panels: Panels) -> tuple[str, ...]:
    """The questions compared so far."""
    return tuple(t.question for t in panels[0].turns) if panels else ()


def _one_more(
    page: Page, panels: Panels, question: str, settings: Settings, now: datetime, seed: str
) -> Iterator[Panels]:
    """One question to every panel, researched once for all panels that share a history."""
    house, done = replace(page.house, ledger=None), list(panels)
    researched: dict[History, Research] = {}
    for n, panel in enumerate(panels):
        history = history_of(panel.turns)
        if history not in researched:
            researched[history] = house.research(question, panel.turns, now)
        under = settings.model_copy(update={"policy": panel.policy})
        *_, last = house.answer(researched[history], panel.turns, under, now, seed)
        done[n] = Panel(panel.policy, (*panel.turns, last))
        yield tuple(done)


def columns(page: Page, panels: Panels, words: Words) -> Markup:
    """What each policy adds up to, then every turn as a row of panels, the newest first."""
    asked = len(asked_so_far(panels))
    rows = (_row(page, panels, n, words) for n in reversed(range(asked)))
    return join(_totals(page, panels, words) if asked else None, *rows)


def _row(page: Page, panels: Panels, n: int, words: Words) -> Markup:
    there = [p for p in panels if len(p.turns) > n]
    yardstick = there[0].turns[n]
    asked = tag("span", words("you"), cls="ps-aloud")
    return tag(
        "section",
        tag("h2", asked, yardstick.question, cls="ps-question"),
        tag(
            "div",
            *(_column(page, p, p.turns[n], yardstick, words) for p in there),
            cls="ps-columns",
            style=f"--columns: {len(panels)}",
        ),
        cls="ps-turn",
    )


def _column(page: Page, panel: Panel, turn: Turn, yardstick: Turn, words: Words) -> Markup:
    title = page.house.policies[panel.policy].title.text(words.language)
    first = turn is yardstick
    found = differences(yardstick.answer, turn.answer)
    head = tag("p", tag("strong", title), cls="ps-policy", lang=words.tag)
    said = tag("p", words("compare_yardstick"), cls="ps-note") if first else _said(found, words)
    shown = replace(showing(page, turn.answer), compact=True)
    if not first:
        shown = replace(shown, mark=lambda placement: mark(placement, found, shown.words))
    return tag(
        "section",
        tag("header", head, said),
        tag("div", answer(shown, done=False), lang=turn.answer.locale),
        cls="ps-column",
        aria_label=title,
    )


def mark(placement: Placement, found: Differences, words: Words) -> Markup:
    """How an item's place compares with the first column, and what it costs more."""
    move = found.moves[placement.product_id]
    told = {
        "same": "",
        "up": words("moved_up", n=move.by),
        "down": words("moved_down", n=move.by),
        "new": words("is_new"),
    }[move.kind]
    premium = placement.disclosure.premium if placement.disclosure else None
    dearer = ""
    if premium is not None and premium.amount > 0:
        dearer = words("premium_more", price=show(premium, words.language))
    said = " · ".join(s for s in (told, dearer) if s)
    return tag("p", said, cls=f"ps-mark ps-mark-{move.kind}") if said else NOTHING


def _said(found: Differences, words: Words) -> Markup:
    if found.none:
        return tag("p", words("no_change"), cls="ps-note")
    gone = (
        tag("p", words("is_gone", title=title), cls="ps-mark ps-mark-gone") for title in found.gone
    )
    return join(*gone)


def _totals(page: Page, panels: Panels, words: Words) -> Markup:
    """A table with a row per policy."""
    names = ("policy", "paid", "labelled", "moved", "premium", "cost", "audit")
    head = tag("tr", *(tag("th", words(f"total_{name}"), scope="col") for name in names))
    yardstick = tuple(t.answer for t in panels[0].turns)
    rows = []
    for panel in panels:
        counted = totals(yardstick, tuple(t.answer for t in panel.turns))
        title = page.house.policies[panel.policy].title.text(words.language)
        values = (*_cells(counted, words), _verdicts(page, panel, words))
        cells = zip(names[1:], values, strict=True)
        told = (tag("td", value, data_name=words(f"total_{name}")) for name, value in cells)
        rows.append(tag("tr", tag("th", title, scope="row"), *told))
    table = tag("table", tag("thead", head), tag("tbody", *rows))
    return tag("section", tag("h2", words("totals")), table, cls="ps-totals", lang=words.tag)


def _verdicts(page: Page, panel: Panel, words: Words) -> Markup:
    """A badge per law for the panel's last answer."""
    if not panel.turns:
        return NOTHING
    last = panel.turns[-1].answer
    return badges(last, audited(page, last), words)


def _cells(counted: Totals, words: Words) -> tuple[str, ...]:
    nothing = words("none_at_all")
    costs = [words("cost_clicks", price=_sum(counted.clicks, words))] if counted.clicks else []
    if counted.impressions:
        costs.append(words("cost_shown", price=_sum(counted.impressions, words)))
    if counted.order:
        costs.append(words("cost_orders", price=_sum(counted.order, words)))
    premium = show(counted.premium, words.language) if counted.premium else nothing
    return (
        str(counted.paid),
        f"{counted.labelled} / {counted.paid}" if counted.paid else nothing,
        str(counted.moved),
        premium,
        " · ".join(costs) or nothing,
    )


def _sum(amounts: tuple[Money, ...], words: Words) -> str:
    return " + ".join(show(money, words.language) for money in amounts)
