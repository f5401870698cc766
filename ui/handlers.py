"""What the chat page does: plain functions from inputs to what is to be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from markupsafe import Markup

from assistant.answer import Answer, Placement
from assistant.conversation import House, Settings, Turn, Turns
from assistant.disclosure.serialise import plain_text
from assistant.need import Spoken
from catalog.errors import PlainshelfError
from retrieval.evidence import quotable
from ui.answers import answered, ask, looking, turn
from ui.cards import Showing, Sources, straight
from ui.markup import NOTHING, join, tag
from ui.words import Words, spoken

LONGEST = 1000
EXAMPLES = ("example_1", "example_2", "example_3")


@dataclass(frozen=True)
class Page:
    """What every handler works with: the house, and the address that a click on an item opens."""

    house: House
    link: Callable[[Answer, Placement], str] = lambda answer, placement: straight(placement)


@dataclass(frozen=True)
class Talk:
    """One visitor's conversation; `asking` is the question that is being worked on."""

    session: str
    turns: Turns = ()
    asking: str = ""


@dataclass(frozen=True)
class View:
    """What the page shows next; None leaves a thing as it is."""

    talk: Talk
    latest: Markup
    past: Markup | None = None
    settings: Settings | None = None
    done: bool = True


def welcome(talk: Talk, words: Words) -> View:
    """The page before the first question."""
    examples = (tag("li", ask(words(example))) for example in EXAMPLES)
    body = join(
        tag("h2", words("welcome")),
        tag("p", words("welcome_text")),
        tag("nav", tag("ul", *examples), cls="ps-next", aria_label=words("examples")),
    )
    return View(
        talk=replace(talk, turns=(), asking=""),
        latest=tag("div", body, cls="ps-welcome", lang=words.tag),
        past=NOTHING,
    )


def begin(page: Page, talk: Talk, question: str, words: Words) -> View:
    """The question on the page at once, before anything is looked up; or why it cannot be asked."""
    question = " ".join(question.split())
    if not question or len(question) > LONGEST:
        wrong = words("too_long", n=len(question), most=LONGEST) if question else words("empty")
        return _refused(page, talk, wrong, words)
    return View(
        talk=replace(talk, asking=question),
        latest=looking(question, words),
        past=_past(page, talk.turns),
    )


def again(page: Page, talk: Talk, words: Words) -> View:
    """The last question asked anew, in place of the answer it got."""
    if not talk.turns:
        return _refused(page, talk, words("nothing_yet"), words)
    *before, last = talk.turns
    return begin(page, replace(talk, turns=tuple(before)), last.question, words)


def answering(
    page: Page, talk: Talk, settings: Settings, now: datetime, words: Words
) -> Iterator[View]:
    """The answer to the question being asked, as it grows; nothing if none is being asked."""
    if not talk.asking:
        return
    question, last = talk.asking, None
    try:
        for last in page.house.stream(question, talk.turns, settings, now, talk.session):
            yield View(talk=talk, latest=rendered(page, last, done=False), done=False)
    except PlainshelfError as error:
        sorry = turn(question, tag("p", str(error), cls="ps-error", role="alert"), words)
        yield View(talk=replace(talk, asking=""), latest=sorry)
        return
    if last is not None:
        yield View(
            talk=replace(talk, turns=(*talk.turns, last), asking=""),
            latest=rendered(page, last),
            settings=last.settings,
        )


def rendered(page: Page, shown: Turn, *, done: bool = True) -> Markup:
    """One turn as HTML, with the text to take away once it is whole."""
    text = plain_text(shown.answer) if done else ""
    return answered(showing(page, shown.answer), question=shown.question, as_text=text, done=done)


def showing(page: Page, answer: Answer) -> Showing:
    """An answer with the evidence behind its products and the links that its items open."""
    catalog, language = page.house.shelf.catalog, spoken(answer.locale)
    sources = {}
    for id in dict.fromkeys(p.product_id for p in answer.placements):
        found = quotable(catalog.evidence_of(id), language)
        sources[id] = Sources(
            quotable=found.quotable, left_out=len(found.promotional), total=found.total
        )
    return Showing(answer, sources, link=lambda placement: page.link(answer, placement))


def chosen(
    policy: str, disclosure: str, locale: str, jurisdiction: str, organic_only: bool
) -> Settings:
    """The settings that the controls on the page say; disclosure "" is the policy's own."""
    return Settings.model_validate(
        {
            "policy": policy,
            "disclosure": disclosure or None,
            "locale": locale,
            "jurisdiction": jurisdiction,
            "organic_only": organic_only,
        }
    )


def policy_note(page: Page, policy: str, language: Spoken) -> Markup:
    """What a policy does in a paragraph, what money may move under it, and whose pattern it is."""
    it, words = page.house.policies[policy], Words(language)
    pattern = words("pattern", pattern=it.pattern, date=it.date)
    return tag(
        "div",
        tag("p", it.summary.text(language)),
        tag("p", tag("b", words("money_may")), tag("br"), it.money_may.text(language)),
        tag("p", pattern, cls="ps-note") if language == "en" else None,
        cls="ps-about",
        lang=words.tag,
    )


def _past(page: Page, turns: Turns) -> Markup:
    return join(*(rendered(page, t) for t in turns))


def _refused(page: Page, talk: Talk, why: str, words: Words) -> View:
    """The page as it stands with a line on what to do instead."""
    note = tag("p", why, cls="ps-error", role="alert")
    if not talk.turns:
        return replace(welcome(talk, words), latest=join(welcome(talk, words).latest, note))
    *before, last = talk.turns
    return View(
        talk=replace(talk, asking=""),
        latest=join(rendered(page, last), note),
        past=_past(page, tuple(before)),
    )
