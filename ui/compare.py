"""What the compare page does: columns, what is asked in them, the address that reproduces them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from markupsafe import Markup

from assistant.columns import UNPAID, Column, ColumnTalk, ask_columns, column, differences
from assistant.session import House, Settings
from catalog.errors import BadInput
from catalog.i18n import Spoken
from catalog.phrases import say
from catalog.record import Record
from ui.handlers import LONGEST, Page, audited
from ui.render.comparison import ColumnHead, ComparedTurn, board, document
from ui.render.findings import badges, verdict_of
from ui.render.html import NOTHING, join, tag
from ui.words import Words

FEWEST, MOST = 2, 4
EXPORTS = ("html", "json", "csv", "parquet")
FIRST = (UNPAID, "slots", "paid-ranking")


class Setup(Record):
    """Everything that a comparison depends on: what its address holds, and what reproduces it."""

    columns: tuple[Column, ...]
    questions: tuple[str, ...] = ()
    locale: str = "auto"
    jurisdiction: str = "auto"
    organic_only: bool = False
    subscribed: bool = False
    remember: bool = False
    seed: str = "0"
    at: datetime | None = None

    def settings(self) -> Settings:
        """The settings of every column but for its policy and disclosure."""
        return Settings.model_validate(
            {
                "locale": self.locale,
                "jurisdiction": self.jurisdiction,
                "organic_only": self.organic_only,
                "subscribed": self.subscribed,
                "interests": () if self.remember else None,
            }
        )

    def address(self) -> str:
        """The query of the address that shows it again."""
        fields = [("columns", ",".join(c.name for c in self.columns))]
        fields += [("q", question) for question in self.questions]
        fields += [("seed", self.seed)] if self.seed != "0" else []
        fields += [("at", self.at.isoformat())] if self.at else []
        fields += [("locale", self.locale)] if self.locale != "auto" else []
        fields += [("law", self.jurisdiction)] if self.jurisdiction != "auto" else []
        fields += [("hide", "1")] if self.organic_only else []
        fields += [("member", "1")] if self.subscribed else []
        fields += [("remember", "1")] if self.remember else []
        return urlencode(fields)


@dataclass(frozen=True)
class Board:
    """A comparison on the page: what it depends on, and the columns as they stand.

    `sent` is when its page asked for it, in milliseconds.
    """

    setup: Setup
    talks: tuple[ColumnTalk, ...] = ()
    sent: float = 0


def first_columns(page: Page) -> tuple[Column, ...]:
    """The columns that a comparison starts with: the unpaid yardstick, and two that are paid."""
    names = [id for id in FIRST if id in page.house.policies]
    names += [id for id in page.house.policies if id not in names]
    return tuple(column(name, page.house) for name in names[:3])


def read_address(
    page: Page, fields: Mapping[str, Sequence[str]], seed: str, now: datetime
) -> Setup:
    """The set-up that the fields of an address name; what they leave out is as at the start.

    Raises:
        BadInput: it names what is not there.
    """

    def one(name: str, otherwise: str) -> str:
        return next(iter(fields.get(name, ())), otherwise)

    names = [n.strip() for n in one("columns", "").split(",") if n.strip()]
    columns = tuple(dict.fromkeys(column(name, page.house) for name in names))
    questions = tuple(" ".join(q.split()) for q in fields.get("q", ()) if q.strip())
    try:
        at = datetime.fromisoformat(one("at", "") or now.isoformat())
        setup = Setup(
            columns=columns[:MOST] if len(columns) >= FEWEST else first_columns(page),
            questions=tuple(q for q in questions if len(q) <= LONGEST)[:20],
            locale=one("locale", "auto"),
            jurisdiction=one("law", "auto"),
            organic_only=one("hide", "") == "1",
            subscribed=one("member", "") == "1",
            remember=one("remember", "") == "1",
            seed=one("seed", seed)[:40],
            at=at if at.tzinfo else now,
        )
        setup.settings()
    except ValueError as error:
        reason = str(error).splitlines()[0]
        raise BadInput("address", "", reason, "Open /compare without it") from error
    return setup


def chosen_columns(page: Page, choices: Sequence[tuple[str, str]]) -> tuple[Column, ...]:
    """The columns that the page's controls say; "" as a policy is no column."""
    return tuple(
        column(f"{policy}:{style}" if style else policy, page.house)
        for policy, style in choices
        if policy
    )


def wrong_with(columns: Sequence[Column], question: str | None, language: Spoken) -> str:
    """Why this cannot be compared, "" where it can; None asks nothing new."""
    if len(columns) < FEWEST:
        return say("compare.few", language)
    if len(set(columns)) < len(columns):
        return say("compare.twice", language)
    if question is None:
        return ""
    if not question:
        return say("compare.empty", language)
    if len(question) > LONGEST:
        return say("compare.too_long", language, n=len(question), most=LONGEST)
    return ""


def comparing(page: Page, shown: Board, setup: Setup) -> Iterator[Board]:
    """The board growing to a set-up, column after column; nothing is charged to anybody.

    What the board already holds of it is kept; where a column or a setting is another one, all
    its questions are asked again.
    """
    same = setup.model_copy(update={"questions": ()}) == shown.setup.model_copy(
        update={"questions": ()}
    )
    talks = shown.talks if same else tuple(ColumnTalk(c) for c in setup.columns)
    if not talks:
        talks = tuple(ColumnTalk(c) for c in setup.columns)
    asked = len(talks[-1].turns)
    for question in setup.questions[asked:]:
        now = setup.at
        if now is None:
            raise BadInput("compare", "at", "a comparison needs its moment", "Give it one")
        settings, seed = setup.settings(), setup.seed
        for grown in ask_columns(page.house, talks, question, settings, now, seed):
            yield Board(setup, grown)
        talks = grown
    yield Board(setup, talks)


def heads(page: Page, columns: Sequence[Column], language: Spoken) -> tuple[ColumnHead, ...]:
    """The columns in words."""
    house = page.house
    return tuple(
        ColumnHead(
            policy=house.policies[c.policy].title.text(language),
            disclosure=house.disclosures[c.disclosure].title.text(language),
            money_may=house.policies[c.policy].money_may.text(language),
        )
        for c in columns
    )


def turns_of(
    page: Page, talks: Sequence[ColumnTalk], words: Words | None
) -> tuple[ComparedTurn, ...]:
    """Every turn that a column holds; verdicts (in these words) of the last one only."""
    count = len(talks[0].turns) if talks else 0
    told = []
    for n in range(count):
        there = [t for t in talks if len(t.turns) > n]
        whole = len(there) == len(talks)
        verdicts = _verdicts(page, there, words) if words and whole and n == count - 1 else ()
        told.append(ComparedTurn(there[0].turns[n].question, differences(there, n), verdicts))
    return tuple(told)


def shown_board(page: Page, it: Board, words: Words, *, done: bool = True) -> Markup:
    """The board as HTML, with its downloads once it is whole."""
    if not it.talks or not it.talks[0].turns:
        return NOTHING
    language = words.language
    table = board(
        heads(page, it.setup.columns, language),
        turns_of(page, it.talks, words if done else None),
        language,
    )
    return tag(
        "div", tools(it.setup, language, blind=page.blind) if done else None, table, lang=words.tag
    )


def tools(setup: Setup, language: Spoken, *, blind: bool = False) -> Markup:
    """The downloads of a comparison, its link, and where a study is open the blind one."""
    query = setup.address()
    names = {"html": say("compare.download_page", language)}
    links = (
        tag(
            "a",
            f"{say('compare.download', language)}: {names.get(kind, kind.upper())}",
            href=f"/compare/export.{kind}?{query}&lang={language}",
            download=f"comparison.{kind}",
        )
        for kind in EXPORTS
    )
    hidden = (
        tag(
            "a", say("compare.blind_link", language), href=f"/compare/blind?{query}&lang={language}"
        )
        if blind and setup.questions
        else None
    )
    copy = tag(
        "button",
        say("compare.copy_link", language),
        type="button",
        data_do="copy-link",
        data_query=f"{query}&lang={language}",
        data_done=say("compare.copied", language),
    )
    return tag(
        "nav",
        *links,
        copy,
        hidden,
        cls="ps-cmp-tools",
        aria_label=say("compare.download", language),
    )


def _verdicts(page: Page, talks: Sequence[ColumnTalk], words: Words) -> tuple[Markup, ...]:
    """The audit's badges for the last answers, where the columns differ in any of them."""
    answers = [talk.turns[-1].answer for talk in talks]
    reports = [audited(page, answer) for answer in answers]
    told = {tuple((r.profile, verdict_of(r)) for r in each) for each in reports}
    if len(told) < 2:
        return ()
    return tuple(
        join(badges(answer, each, words)) for answer, each in zip(answers, reports, strict=True)
    )


def document_of(house: House, talks: Sequence[ColumnTalk], language: Spoken) -> str:
    """The comparison as one HTML file that needs nothing else."""
    page = Page(replace(house, ledger=None))
    columns = [talk.column for talk in talks]
    return document(
        heads(page, columns, language), turns_of(page, talks, Words(language)), language
    )
