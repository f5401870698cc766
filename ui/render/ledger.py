"""How the ledger looks: its sums by policy and role, and whether it is whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from markupsafe import Markup

from assistant.monetisation.ledger.revenue import Revenue
from assistant.monetisation.ledger.verification import Verification
from catalog.money import Money, show
from ui.render.frame import button, field, hidden, table, verdict
from ui.render.html import join, tag

Said = Callable[..., str]
HEADS = (
    "policy", "source", "payer", "role", "events", "amount", "per_1000", "conversations", "answers",
)  # fmt: skip


def earned(
    lines: Sequence[Revenue], titles: Mapping[str, str], said: Said, language: str
) -> Markup:
    """What every policy earned, a row for each source, payer and who got it."""
    if not lines:
        return tag("p", said("nothing_yet"))
    rows = _rows(lines, titles, said, language)
    note = tag("p", said("earned_note"), cls="ps-note")
    return join(note, table([said(head) for head in HEADS], rows, said("earned")))


def _rows(
    lines: Sequence[Revenue], titles: Mapping[str, str], said: Said, language: str
) -> Iterator[list[str | Markup]]:
    for line in lines:
        policy = titles.get(f"policy {line.policy}", line.policy)
        style = titles.get(f"disclosure {line.disclosure}", line.disclosure)
        name = join(policy, tag("br"), tag("small", style, cls="ps-note"))
        # A policy that nobody owed anything under is said to be one: no row of empty cells.
        amount = _exact(line.amount) if line.amount else said("nobody")
        thousand = show(line.per_1000, language) if line.per_1000 else ""
        events = str(line.events) if line.amount else ""
        roles = [said(f"role_{role}") if line.amount else "" for role in (line.payer, line.role)]
        source = said(f"kind_{line.source}") if line.amount else ""
        counts = [str(line.conversations), str(line.answers)]
        yield [name, source, *roles, events, amount, thousand, *counts]


def _exact(money: Money) -> str:
    """An amount with all its digits: showings cost fractions of a cent."""
    return f"{money.currency} {money.amount.normalize():f}"


def verifying(noted: str, said: Said, lang: str) -> Markup:
    """What verification does, and the form that asks for it."""
    box = tag("input", type="text", name_="noted", id="noted", value=noted, spellcheck="false")
    return join(
        tag("p", said("verify_note"), cls="ps-note"),
        tag(
            "form",
            field(said("noted"), "noted", box),
            hidden("lang", lang),
            hidden("verify", "1"),
            button(said("verify")),
            action="/ledger",
        ),
    )


def checked(found: Verification, said: Said) -> Markup:
    """Whether the chain is whole; its head to take away, or the first thing wrong with it."""
    if not found.whole:
        return verdict(False, said("broken", n=found.rows, problem=found.problem))
    copy = tag(
        "button",
        said("copy"),
        type="button",
        cls="ps-quiet",
        data_copies="head",
        data_done=said("copied"),
    )
    head = tag("p", said("head"), ": ", tag("code", found.head, id="head"), " ", copy)
    return join(verdict(True, said("whole", n=found.rows)), head)


def export(said: Said) -> Markup:
    """Every line to take away."""
    link = tag("a", said("export"), href="/ledger/export.csv", download=True, cls="ps-quiet")
    return join(tag("p", link), tag("p", said("export_note"), cls="ps-note"))
