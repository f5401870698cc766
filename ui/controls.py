"""The controls of the page in words: labels and choices in one language."""

from __future__ import annotations

from markupsafe import Markup

from assistant.monetisation.mechanisms.freemium import Freemium
from assistant.monetisation.mechanisms.interest_slots import InterestSlots
from assistant.monetisation.mechanisms.subscription import Subscription
from catalog.i18n import Spoken
from catalog.record import Record
from ui.handlers import Page
from ui.render.html import join, tag
from ui.words import Words

BY_MONTH = (Subscription, Freemium)
PAGES = (
    ("chat", "/"),
    ("conversations", "/conversations"),
    ("compare", "/compare"),
    ("replay", "/replay"),
    ("audit", "/audit"),
    ("catalog", "/catalog"),
    ("ledger", "/ledger"),
    ("study", "/study"),
)
"""Every page by its name, in the order of the ways to them, and its path."""


class Control(Record):
    """What one control says; `choices` are (words, value), `button` is what sends it off.

    `useful` says whether the policy chosen has a use for it.
    """

    label: str
    choices: list[tuple[str, str]] | None = None
    placeholder: str | None = None
    button: str | None = None
    useful: bool = True


def controls(page: Page, words: Words, policy: str) -> dict[str, Control]:
    """Every control by its name, for the policy that is chosen."""
    language, house = words.language, page.house
    own, mechanism = house.policies[policy].disclosure, house.policies[policy].mechanism
    as_policy = words("disclosure_own", title=house.disclosures[own].title.text(language))
    policies = [(p.title.text(language), p.id) for p in house.policies.values()]
    styles = [(d.title.text(language), d.id) for d in house.disclosures.values()]
    return {
        "policy": Control(label=words("policy"), choices=policies),
        "disclosure": Control(label=words("disclosure"), choices=[(as_policy, ""), *styles]),
        "locale": _choice("language", ("auto", "zh", "en"), words),
        "jurisdiction": _choice("jurisdiction", ("auto", "cn", "us", "eu", "uk"), words),
        "organic_only": Control(label=words("organic_only")),
        "subscribed": Control(label=words("subscribed"), useful=isinstance(mechanism, BY_MONTH)),
        "remember": Control(label=words("remember"), useful=isinstance(mechanism, InterestSlots)),
        "interests": Control(label="", useful=False),
        "question": Control(
            label=words("your_question"), placeholder=words("placeholder"), button=words("send")
        ),
    }


def _choice(name: str, values: tuple[str, ...], words: Words) -> Control:
    choices = [(words(f"{name}_{value}"), value) for value in values]
    return Control(label=words(name), choices=choices)


def header(page: Page, here: str, words: Words) -> Markup:
    """The head of a page: name, what it is, the way to the other page, the catalog's notice."""
    links = (
        tag(
            "a",
            words(f"page_{name}"),
            href=f"{path}?lang={words.language}",
            aria_current="page" if name == here else None,
        )
        for name, path in PAGES
    )
    return tag(
        "header",
        tag(
            "div",
            tag("h1", words("name")),
            tag("p", words("tagline"), cls="ps-tagline"),
            tag("nav", *links, cls="ps-pages"),
            cls="ps-brand",
        ),
        notice(page, words.language),
        lang=words.tag,
    )


def notice(page: Page, language: Spoken) -> Markup | None:
    """What the catalog says of itself, such as that all of it is invented."""
    told = page.house.shelf.catalog.about.notice(language)
    return tag("p", told, cls="ps-catalog", role="note") if told else None


def compare_intro(words: Words) -> Markup:
    """What the compare page is for."""
    title, text = tag("h2", words("compare_title")), tag("p", words("compare_text"))
    return tag("div", join(title, text), cls="ps-welcome", lang=words.tag)
