"""The settings as cards: how the assistant earns, by what money may move, and how it says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import get_args

from markupsafe import Markup

from assistant.disclosure.layout import DisclosureStyle
from assistant.monetisation.mechanisms.base import Moves
from assistant.policy import Policy
from ui.render.html import join, tag
from ui.words import Words

GROUPS: tuple[Moves, ...] = get_args(Moves)
SIGNS: Mapping[Moves, str] = {
    "nothing": "",
    "link": '<path class="ps-moved" d="M28 4h8m-4-3 4 3-4 3"/>',
    "list": '<path class="ps-moved" d="M34 20V6m-3 4 3-4 3 4M4 5h22"/>',
    "words": '<path class="ps-moved" d="M4 12h12"/>',
    "room": '<rect class="ps-room" x="29" y="2" width="8" height="20" rx="2"/>',
}
"""What money may move, drawn over the three lines of a list."""


def choices(
    policies: Mapping[str, Policy],
    styles: Mapping[str, DisclosureStyle],
    policy: str,
    style: str,
    words: Words,
) -> Markup:
    """All policies in their groups, then the disclosures.

    Args:
        policies: every policy by id.
        styles: every disclosure by id.
        policy: the id of the policy that is chosen.
        style: the id of the disclosure that is chosen, "" for the policy's own.
        words: the page's phrases.
    """
    count = tag("small", words("policy_count", n=len(policies)), cls="ps-note")
    groups = (_group(moves, policies.values(), policy, words) for moves in GROUPS)
    return tag(
        "div",
        tag("h3", words("policy"), " ", count),
        *groups,
        _styles(styles, policies[policy].disclosure, style, words),
        cls="ps-choices",
        lang=words.tag,
    )


def _group(moves: Moves, policies: Iterable[Policy], chosen: str, words: Words) -> Markup | None:
    inside = [p for p in policies if p.mechanism.moves == moves]
    if not inside:
        return None
    language = words.language
    cards = (
        _card(
            "policy",
            p.id,
            p.title.text(language),
            (p.money_may.text(language), words("source_of", date=p.date, source=p.source)),
            p.id == chosen,
            note=p.summary.text(language),
        )
        for p in inside
    )
    count = tag("small", words("group_count", n=len(inside)))
    legend = tag("legend", _sign(moves), tag("span", words(f"moves_{moves}")), count)
    return tag("fieldset", legend, tag("div", *cards, cls="ps-options"), cls="ps-group")


def _styles(styles: Mapping[str, DisclosureStyle], own: str, chosen: str, words: Words) -> Markup:
    """The disclosures behind one line that says which is chosen."""
    language = words.language
    as_policy = words("disclosure_own", title=styles[own].title.text(language))
    said = styles[chosen].title.text(language) if chosen else as_policy
    cards = [
        _card("disclosure", "", as_policy, (styles[own].summary.text(language),), not chosen),
        *(
            _card(
                "disclosure",
                s.id,
                s.title.text(language),
                (s.summary.text(language), words("source_of", date=s.date, source=s.source)),
                s.id == chosen,
            )
            for s in styles.values()
        ),
    ]
    head = tag("summary", words("disclosure"), tag("span", said, id="disclosure-chosen"))
    legend = tag("legend", words("disclosure"), cls="ps-aloud")
    group = tag("fieldset", legend, tag("div", *cards, cls="ps-options"), cls="ps-group")
    return tag("details", head, group)


def _card(
    name: str, value: str, title: str, told: tuple[str, ...], chosen: bool, note: str = ""
) -> Markup:
    """One thing to choose: its title names it, the lines under it describe it."""
    id = f"{name}-{value or 'own'}"
    lines = join(*(tag("small", line) for line in told))
    return tag(
        "label",
        tag(
            "input",
            type="radio",
            name_=name,
            value=value,
            checked=chosen,
            aria_label=title,
            aria_describedby=id,
        ),
        tag("b", title),
        tag("span", lines, id=id, cls="ps-lines"),
        cls="ps-option",
        title=note or None,
    )


def _sign(moves: Moves) -> Markup:
    return Markup(
        '<svg class="ps-sign" viewBox="0 0 38 24" aria-hidden="true" focusable="false">'
        f'<path d="M4 5h22M4 12h22M4 19h22"/>{SIGNS[moves]}</svg>'
    )


def first_view(
    suggestions: Iterable[Markup], policy: Policy, style: DisclosureStyle, words: Words
) -> Markup:
    """What stands under the box before anything is asked: questions, then how money works here."""
    language = words.language
    change = tag("button", words("change"), type="button", cls="ps-link", data_do="settings")
    facts = (
        (words("fact_earns"), join(policy.title.text(language), words("stop"), " ", change)),
        (words("money_may"), policy.money_may.text(language)),
        (words("fact_tell"), style.summary.text(language)),
    )
    return tag(
        "div",
        tag("h3", words("examples")),
        tag("ul", *(tag("li", each) for each in suggestions), cls="ps-try"),
        tag("div", *(tag("div", tag("h3", h), tag("p", p)) for h, p in facts), cls="ps-facts-3"),
        cls="ps-first",
        lang=words.tag,
    )


def drawer_head(words: Words) -> Markup:
    """The drawer's title, when changes start, and what closes it."""
    return tag(
        "div",
        tag("h2", words("settings"), id="settings-title", tabindex="-1"),
        tag("p", words("settings_note")),
        tag("button", "✕ ", words("close"), type="button", cls="ps-close", data_do="close"),
        cls="ps-drawer-head",
        lang=words.tag,
    )
