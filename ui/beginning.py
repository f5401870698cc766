"""What the chat page offers before anything is asked: questions to start with, and the settings."""

from __future__ import annotations

from markupsafe import Markup

from ui.handlers import Page
from ui.render.answers import ask
from ui.render.choices import choices, first_view
from ui.render.drawings import drawing
from ui.words import Words

EXAMPLES = (
    ("example_1", "mechanical-keyboard", "black"),
    ("example_2", "desk-lamp", "green"),
    ("example_3", "headphones", "black"),
    ("example_4", "running-shoes", "orange"),
    ("example_5", "robot-vacuum", "gray"),
    ("example_6", "facial-cleanser", "blue"),
)
"""Questions to start with, by their phrase, with what they are about and a colour to draw it in."""


def first(page: Page, policy: str, disclosure: str, words: Words) -> Markup:
    """What stands under the box before the first question; `disclosure` "" is the policy's own."""
    earns = page.house.policies[policy]
    style = page.house.disclosures[disclosure or earns.disclosure]
    return first_view(_suggestions(page, words), earns, style, words)


def _suggestions(page: Page, words: Words) -> list[Markup]:
    """Questions about what the catalog has, each with a drawing of it."""
    vocabulary = page.house.shelf.catalog.vocabulary
    there = page.house.shelf.catalog.categories()
    told = [(words(key), kind, tint) for key, kind, tint in EXAMPLES if kind in there]
    if not told:
        named = [(vocabulary.category(kind).name(words.language), kind, "") for kind in there]
        told = [each for each in named if each[0]][: len(EXAMPLES)]
    return [ask(question, drawing(kind, tint)) for question, kind, tint in told]


def settings_cards(page: Page, policy: str, disclosure: str, words: Words) -> Markup:
    """Every policy and disclosure there is, to choose from; `disclosure` "" is the policy's own."""
    house = page.house
    return choices(house.policies, house.disclosures, policy, disclosure, words)
