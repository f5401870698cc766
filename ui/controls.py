"""The controls of the page in words: labels and choices in one language."""

from __future__ import annotations

from markupsafe import Markup

from assistant.audit.rule import LAWS
from assistant.disclosure.layout import DisclosureStyle
from assistant.disclosure.wording import label
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

MARK = Markup(
    '<svg class="ps-mark-own" viewBox="0 0 26 26" aria-hidden="true" focusable="false">'
    '<rect width="26" height="26" rx="6"/><path d="M7 18V12M13 18V7M19 18v-4M5.5 20.5h15"'
    ' fill="none" stroke-width="3" stroke-linecap="round"/></svg>'
)


class Control(Record):
    """What one control says; `choices` are (words, value), `button` is what sends it off.

    `useful` says whether what is chosen has a use for it.
    """

    label: str
    choices: list[tuple[str, str]] | None = None
    placeholder: str | None = None
    button: str | None = None
    useful: bool = True


def controls(page: Page, words: Words, policy: str, disclosure: str = "") -> dict[str, Control]:
    """Every control by its name; `disclosure` "" is the policy's own."""
    house = page.house
    mechanism = house.policies[policy].mechanism
    style = house.disclosures[disclosure or house.policies[policy].disclosure]
    return {
        "locale": _choice("language", ("auto", "zh", "en"), words),
        "jurisdiction": _laws(words, style),
        "organic_only": Control(label=words("organic_only")),
        "subscribed": Control(label=words("subscribed"), useful=isinstance(mechanism, BY_MONTH)),
        "remember": Control(label=words("remember"), useful=isinstance(mechanism, InterestSlots)),
        "interests": Control(label="", useful=False),
        "question": Control(
            label=words("your_question"), placeholder=words("placeholder"), button=words("send")
        ),
    }


def _laws(words: Words, style: DisclosureStyle) -> Control:
    """Each law with the words that it has where a commission is paid, which differ most."""
    said = {law: label("affiliate", words.tag, (law,)).text for law in LAWS}
    choices = [(f"{words(f'jurisdiction_{law}')} · {text}", law) for law, text in said.items()]
    auto = (words("jurisdiction_auto"), "auto")
    useful = law_matters(words, style)
    return Control(label=words("jurisdiction"), choices=[auto, *choices], useful=useful)


def law_matters(words: Words, style: DisclosureStyle) -> bool:
    """Whether the choice of a law changes a word or a place of any label in this language."""
    said = {label("affiliate", words.tag, (law,)).text for law in LAWS}
    return len(said) > 1 or bool(style.by_jurisdiction)


def _choice(name: str, values: tuple[str, ...], words: Words) -> Control:
    choices = [(words(f"{name}_{value}"), value) for value in values]
    return Control(label=words(name), choices=choices)


def header(page: Page, here: str, words: Words, policy: str = "") -> Markup:
    """The head of a page: name, the ways to the others; with a policy, how it earns and settings.

    Where there is no policy the catalog's notice stands in it as well.
    """
    links = (
        tag(
            "a",
            words(f"page_{name}"),
            href=f"{path}?lang={words.language}",
            aria_current="page" if name == here else None,
        )
        for name, path in PAGES
    )
    skip = tag("a", words("skip"), href="#question", cls="ps-skip", data_do="skip")
    return tag(
        "header",
        skip if policy else None,
        tag(
            "div",
            tag(
                "a", MARK, tag("h1", words("name")), href=f"/?lang={words.language}", cls="ps-name"
            ),
            tag("nav", *links, cls="ps-pages", aria_label=words("pages")),
            _tools(page, words, policy) if policy else None,
            cls="ps-brand",
        ),
        None if policy else notice(page, words.language),
        lang=words.tag,
    )


def _tools(page: Page, words: Words, policy: str) -> Markup:
    """How the assistant earns, and the settings: both open the drawer."""
    title = page.house.policies[policy].title.text(words.language)
    return tag(
        "div",
        tag(
            "button",
            words("earns", title=title),
            type="button",
            cls="ps-earns",
            data_do="settings",
        ),
        tag("button", "⚙ ", words("settings"), type="button", data_do="settings"),
        cls="ps-tools",
    )


def notice(page: Page, language: Spoken) -> Markup | None:
    """What the catalog says of itself, such as that all of it is invented."""
    told = page.house.shelf.catalog.about.notice(language)
    return tag("p", told, cls="ps-catalog", role="note") if told else None


def compare_intro(words: Words) -> Markup:
    """What the compare page is for."""
    title, text = tag("h2", words("compare_title")), tag("p", words("compare_text"))
    return tag("div", join(title, text), cls="ps-welcome", lang=words.tag)
