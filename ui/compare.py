"""The same conversation under several policies, in columns against the first one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from markupsafe import Markup

from assistant.research import Research
from assistant.schema.difference import Difference, Owed
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
    change = turn.answer.difference
    head = tag("p", tag("strong", title), cls="ps-policy", lang=words.tag)
    said = tag("p", words("compare_yardstick"), cls="ps-note") if first else _said(change, words)
    shown = replace(showing(page, turn.answer), compact=True)
    if not first:
        shown = replace(shown, mark=lambda placement: mark(placement, change, shown.words))
    return tag(
        "section",
        tag("header", head, said),
        tag("div", answer(shown, done=False), lang=turn.answer.locale),
        cls="ps-column",
        aria_label=title,
    )


def mark(placement: Placement, change: Difference, words: Words) -> Markup:
    """How an item compares with the first column, and what it costs more than unpaid."""
    item = next(i for i in change.items if i.placement_id == placement.id)
    moved = {
        "same": "",
        "up": words("moved_up", n=item.moved_by),
        "down": words("moved_down", n=item.moved_by),
        "new": words("is_new"),
    }[item.move]
    dearer = ""
    if item.dearer_by is not None and item.dearer_by.amount > 0:
        dearer = words("premium_more", price=show(item.dearer_by, words.language))
    text = " · ".join(s for s in (moved, dearer) if s)
    return tag("p", text, cls=f"ps-mark ps-mark-{item.move}") if text else NOTHING


def _said(change: Difference, words: Words) -> Markup:
    if change.same:
        return tag("p", words("no_change"), cls="ps-note")
    gone = (
        tag("p", words("is_gone", title=p.title), cls="ps-mark ps-mark-gone") for p in change.gone
    )
    return join(*gone)


def _totals(page: Page, panels: Panels, words: Words) -> Markup:
    """A table with a row per policy."""
    names = ("policy", "paid", "labelled", "moved", "premium", "cost", "audit")
    head = tag("tr", *(tag("th", words(f"total_{name}"), scope="col") for name in names))
    rows = []
    for panel in panels:
        changes = [t.answer.difference for t in panel.turns]
        title = page.house.policies[panel.policy].title.text(words.language)
        values = (*_cells(changes, words), _verdicts(page, panel, words))
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


def _cells(changes: list[Difference], words: Words) -> tuple[str, ...]:
    nothing = words("none_at_all")
    items = [i for change in changes for i in change.items]
    paid = sum(change.paid for change in changes)
    labelled = sum(1 for i in items if i.payer and i.seen in ("before", "zone"))
    dearer = [i.dearer_by for i in items if i.dearer_by and i.dearer_by.amount > 0]
    costs = _costs([owed for change in changes for owed in change.charges], words)
    return (
        str(paid),
        f"{labelled} / {paid}" if paid else nothing,
        str(sum(1 for i in items if i.changed)),
        " · ".join(show(money, words.language) for money in _sums(dearer)) or nothing,
        costs or nothing,
    )


def _costs(charges: list[Owed], words: Words) -> str:
    keys = {"click": "cost_clicks", "impression": "cost_shown", "order": "cost_orders"}
    told = []
    for event, key in keys.items():
        sums = _sums([owed.money for owed in charges if owed.event == event and owed.money])
        if sums:
            told.append(words(key, price=" + ".join(show(m, words.language) for m in sums)))
    return " · ".join(told)


def _sums(amounts: list[Money]) -> tuple[Money, ...]:
    sums: dict[str, Money] = {}
    for money in amounts:
        before = sums.get(money.currency)
        sums[money.currency] = before + money if before else money
    return tuple(sums[currency] for currency in sorted(sums))
