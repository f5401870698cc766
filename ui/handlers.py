"""What the chat page does: plain functions from inputs to what is to be shown."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from markupsafe import Markup

from assistant import thread
from assistant.audit.report import AuditReport
from assistant.audit.rule import LAWS
from assistant.condition_removal import names_of
from assistant.conversations import Conversations
from assistant.disclosure.export import plain_text
from assistant.monetisation.interests import MOST
from assistant.schema.answer import Answer
from assistant.schema.placement import Placement
from assistant.session import House, Settings, Turn, Turns
from catalog.errors import PlainshelfError
from retrieval.evidence import quotable
from ui.looks import called, colour, reasons
from ui.paying import changed_since, takes
from ui.render.answers import answered, looking, turn
from ui.render.findings import findings
from ui.render.html import NOTHING, join, tag
from ui.render.showing import Showing, Sources, straight
from ui.words import Words, spoken

log = logging.getLogger(__package__)
LONGEST = 1000


@dataclass(frozen=True)
class Page:
    """What every handler works with: the house, and the addresses that its answers lead to.

    `link` is what a click on an item opens, `counted` what notes a click on one that nobody pays
    for ("" for nothing), `report` what takes a report of a paid thing by its id
    in the ledger; `blind` says that a blind study takes answers. `conversations` is where
    they are kept; None keeps none.
    """

    house: House
    link: Callable[[Answer, Placement], str] = lambda answer, placement: straight(placement)
    counted: Callable[[Answer, Placement], str] = lambda answer, placement: ""
    report: Callable[[Answer, str], str] = lambda answer, id: ""
    blind: bool = False
    conversations: Conversations | None = None


@dataclass(frozen=True)
class Talk:
    """One visitor's conversation; `session` seeds what chance there is in it.

    `rendered` is each turn as it was shown, so that a new question costs no old answer; `revision`
    is that of the conversation as it is kept, 0 for one that is not.
    """

    session: str
    turns: Turns = ()
    rendered: tuple[Markup, ...] = ()
    revision: int = 0


@dataclass(frozen=True)
class View:
    """What the page shows next; None leaves a thing as it is.

    `last` is the answer that is whole now, for its findings; `refused` says that there is none.
    """

    talk: Talk
    latest: Markup
    past: Markup | None = None
    settings: Settings | None = None
    last: Answer | None = None
    refused: bool = False


def welcome(session: str, words: Words) -> View:
    """The page before the first question."""
    body = tag(
        "div",
        tag("h2", words("welcome")),
        tag("p", words("welcome_text")),
        cls="ps-welcome",
        lang=words.tag,
    )
    return View(talk=Talk(session), latest=body, past=NOTHING)


def asked(
    page: Page, talk: Talk, question: str, settings: Settings, now: datetime, words: Words
) -> Iterator[View]:
    """The question on the page at once, then its answer as it grows; or why it cannot be asked."""
    question = " ".join(question.split())
    if not question or len(question) > LONGEST:
        wrong = words("too_long", n=len(question), most=LONGEST) if question else words("empty")
        yield refused(page, talk, wrong, words)
        return
    yield View(talk=talk, latest=looking(question, words), past=past_of(page, talk))
    growing = page.house.stream(question, talk.turns, settings, now, talk.session)
    yield from _grown(page, talk, growing, question, words)


def without(
    page: Page, talk: Talk, condition: str, settings: Settings, now: datetime, words: Words
) -> Iterator[View]:
    """The last answer as if a condition had not been said, by the id that its `understood` has."""
    last = talk.turns[-1].answer if talk.turns else None
    named = names_of(last.understood, (condition,), last.need.language) if last else []
    name = named[0] if named else condition
    question = words("take_away", condition=name)
    yield View(talk=talk, latest=looking(question, words), past=past_of(page, talk))
    growing = thread.without(page.house, (condition,), talk.turns, settings, now, talk.session)
    yield from _grown(page, talk, growing, question, words)


def again(
    page: Page, talk: Talk, settings: Settings, now: datetime, words: Words
) -> Iterator[View]:
    """The last turn answered anew, in place of the answer it got."""
    if not talk.turns:
        yield refused(page, talk, words("nothing_yet"), words)
        return
    *before, last = talk.turns
    earlier = Talk(talk.session, tuple(before), talk.rendered[: len(before)])
    if not last.removed:
        yield from asked(page, earlier, last.question, settings, now, words)
        return
    yield View(talk=earlier, latest=looking(last.question, words), past=past_of(page, earlier))
    growing = thread.without(page.house, last.removed, earlier.turns, settings, now, talk.session)
    yield from _grown(page, earlier, growing, last.question, words)


def _grown(
    page: Page, talk: Talk, growing: Iterator[Turn], question: str, words: Words
) -> Iterator[View]:
    """A turn on the page as it grows, then as part of the conversation; or why there is none."""
    last: Turn | None = None
    try:
        for last in growing:
            yield View(talk=talk, latest=rendered(page, last, done=False))
    except PlainshelfError as error:
        sorry = tag("p", str(error), cls="ps-error", role="alert")
        yield View(talk=talk, latest=turn(question, sorry, words), refused=True)
        return
    if last is not None:
        _receipted(page, last)
        whole = rendered(page, last)
        yield View(
            talk=Talk(talk.session, (*talk.turns, last), (*talk.rendered, whole), talk.revision),
            latest=whole,
            settings=last.settings,
            last=last.answer,
        )


def _receipted(page: Page, shown: Turn) -> None:
    """The receipt of an answer; where it cannot be written, the page goes on without."""
    if page.house.receipts is not None:
        try:
            page.house.receipts.issue(shown.answer, "chat", shown.answer.created_at)
        except PlainshelfError as error:
            log.warning("an answer has no receipt: %s", error)


def rendered(page: Page, shown: Turn, *, done: bool = True) -> Markup:
    """One turn as HTML, with the text to take away once it is whole."""
    text = plain_text(shown.answer) if done else ""
    seen = showing(page, shown.answer, member=shown.settings.subscribed)
    return answered(seen, question=shown.question, as_text=text, done=done)


def showing(page: Page, answer: Answer, *, member: bool = False) -> Showing:
    """An answer with the evidence behind its products, its links, and what may be paid at it."""
    catalog, language = page.house.shelf.catalog, spoken(answer.locale)
    sources = {}
    products = {p.product_id: catalog.product(p.product_id) for p in answer.placements}
    traits = reasons(tuple(products.values()), catalog.vocabulary, language)
    for id in products:
        found = quotable(catalog.evidence_of(id), language)
        sources[id] = Sources(
            quotable=found.quotable,
            left_out=len(found.promotional),
            total=found.total,
            name=called(products[id], language),
            traits=traits[id],
            colour=colour(products[id]),
        )
    ledger = page.house.ledger
    return Showing(
        answer,
        sources,
        link=lambda placement: page.link(answer, placement),
        counted=lambda placement: page.counted(answer, placement),
        report=lambda id: page.report(answer, id),
        reports=ledger.reports(answer.id) if ledger and answer.controls.report else {},
        takes=takes(page.house, answer, member=member),
    )


def chosen(
    policy: str,
    disclosure: str,
    locale: str,
    jurisdiction: str,
    organic_only: bool,
    subscribed: bool = False,
    remember: bool = False,
    interests: str = "",
) -> Settings:
    """The settings that the controls on the page say; disclosure "" is the policy's own.

    `interests` is what is remembered, a category a line, where `remember` says that it may be.
    """
    return Settings.model_validate(
        {
            "policy": policy,
            "disclosure": disclosure or None,
            "locale": locale,
            "jurisdiction": jurisdiction,
            "organic_only": organic_only,
            "subscribed": subscribed,
            "interests": tuple(interests.splitlines()[-MOST:]) if remember else None,
        }
    )


def findings_of(
    page: Page,
    talk: Talk,
    words: Words,
    styles: Mapping[str, object] | None = None,
    measured_at: str = "",
) -> Markup:
    """The findings of the last answer, nothing before the first.

    `styles` is what a browser measured of it at a size and theme, None where it is to measure.
    """
    if not talk.turns:
        return NOTHING
    last, html = talk.turns[-1].answer, talk.rendered[-1]
    if styles is not None:
        return findings(last, audited(page, last, html, styles), words, measured_at)
    from assistant.audit.measurement import plan_of

    plan = plan_of(html, last.model_dump(mode="json"))
    return findings(last, audited(page, last, html), words, plan=plan)


def audited(
    page: Page, answer: Answer, html: str = "", styles: Mapping[str, object] | None = None
) -> tuple[AuditReport, ...]:
    """What the law that an answer is written under finds in it: its record and its HTML.

    Under another law the answer reads otherwise: `under_every_law` writes it for each.
    """
    from assistant.audit.engine import audit

    html = html or rendered(
        page, Turn(question=answer.need.text, answer=answer, settings=Settings())
    )
    return tuple(audit(answer, html, law, styles) for law in answer.jurisdictions)


def under_every_law(page: Page, shown: Turn, earlier: Turns = ()) -> tuple[AuditReport, ...]:
    """What each law finds in the answer as it is written for that law, its own first.

    The same question and settings are answered once per law, offline and off the ledger.
    """
    from assistant.compose.compose import offline

    house = replace(page.house, ledger=None, composer=offline)
    found = house.research(shown.question, earlier, shown.answer.created_at)
    reports = list(audited(page, shown.answer))
    for law in (law for law in LAWS if law not in shown.answer.jurisdictions):
        settings = shown.settings.model_copy(update={"jurisdiction": law})
        *_, turn = house.answer(found, earlier, settings, shown.answer.created_at, "0")
        reports += audited(Page(house), turn.answer)
    return tuple(reports)


def past_of(page: Page, talk: Talk) -> Markup:
    """The earlier turns as they were shown, but for what was reported, ordered or tipped since."""
    lacking = talk.turns[len(talk.rendered) :]
    before = zip(talk.turns, talk.rendered, strict=False)
    kept = (rendered(page, shown) if _noted(page, shown) else html for shown, html in before)
    return join(*kept, *(rendered(page, t) for t in lacking))


def _noted(page: Page, shown: Turn) -> bool:
    """Whether the ledger holds a report, an order or a tip of something in a turn's answer."""
    ledger, answer = page.house.ledger, shown.answer
    reported = ledger and answer.controls.report and ledger.reports(answer.id)
    return bool(reported) or changed_since(page.house, answer)


def refused(page: Page, talk: Talk, why: str, words: Words) -> View:
    """The page as it stands with a line on what to do instead."""
    note = tag("p", why, cls="ps-error", role="alert")
    if not talk.turns:
        latest = join(welcome("", words).latest, note)
        return replace(welcome(talk.session, words), latest=latest, refused=True)
    *before, last = talk.turns
    latest = join(rendered(page, last), note)
    earlier = Talk(talk.session, tuple(before), talk.rendered[: len(before)])
    return View(talk=talk, latest=latest, past=past_of(page, earlier), refused=True)
