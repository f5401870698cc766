"""Whatever visitors do, in any order: what is shown is recorded, and a link is what it shows."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import text

from assistant.monetisation.ledger.clicks import REPEATED
from assistant.monetisation.ledger.entries import LedgerEntry
from assistant.monetisation.ledger.impressions import paid_for
from assistant.monetisation.ledger.ledger import Ledger
from assistant.monetisation.ledger.transaction import BUDGET_SPENT
from assistant.session import House, Settings, Turns, history_of, open_house
from catalog.money import Money
from tests.support.kettles import NOW as THEN
from ui.handlers import Page, Talk, View, again, asked, welcome
from ui.routes import counted_link, report_address
from ui.words import Words

if TYPE_CHECKING:
    from assistant.research import Research
    from assistant.schema.need import History

RUNS = int(os.environ.get("PLAINSHELF_RUNS", "25"))
"""How many conversations are tried; CI tries more."""
EN = Words("en")
QUESTIONS = (
    "a desk lamp under $60",
    "a robot vacuum for a flat with a cat",
    "推荐一款电饭煲，300元以内",
    "show me others",
    "is that an ad?",
    "the second one or the first one?",
)
POLICIES = (
    "slots",
    "slots-above",
    "in-list",
    "paid-ranking",
    "sentences",
    "follow-ups",
    "affiliate",
)
VISITORS = st.sampled_from((0, 1))
FULL = (
    "CREATE TRIGGER IF NOT EXISTS full BEFORE INSERT ON entry "
    "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
)


@cache
def demo() -> House:
    """The demo house, whose campaigns can pay for two or three clicks each."""
    house = open_house()
    poor = tuple(
        c.model_copy(
            update={"budget": Money.of("2.40" if c.currency == "USD" else "9.00", c.currency)}
        )
        for c in house.campaigns
    )
    return Remembering(**vars(replace(house, campaigns=poor)))


@dataclass(frozen=True)
class Remembering(House):
    """A house that researches the same question after the same history once."""

    memory: dict[tuple[str, History], Research] = field(default_factory=dict)

    def research(self, question: str, turns: Turns, now: datetime) -> Research:
        key = (question, history_of(turns))
        if key not in self.memory:
            self.memory[key] = super().research(question, turns, now)
        return self.memory[key]


def entry_of(ledger: Ledger, answer_id: str, placement_id: str) -> LedgerEntry | None:
    same = (answer_id, placement_id)
    rows = [e for e in ledger.entries() if (e.answer_id, e.placement_id) == same]
    return next((e for e in rows if e.kind == "impression"), None)


class Showings(RuleBasedStateMachine):
    """Two visitors of one page, and a clock that often stands still."""

    def __init__(self) -> None:
        super().__init__()
        house = demo()
        self.folder = TemporaryDirectory(prefix="plainshelf-showings-", ignore_cleanup_errors=True)
        self.ledger = Ledger.open(Path(self.folder.name) / "ledger.sqlite")
        house = replace(house, ledger=self.ledger, takes_reports=True)
        self.page = Page(house, link=counted_link(self.ledger), report=report_address(self.ledger))
        self.talks = [Talk("visitor 0"), Talk("visitor 1")]
        self.settings = [Settings(), Settings()]
        self.now, self.opened, self.full = THEN, 2, False
        self.clicked: set[tuple[str, str]] = set()

    def teardown(self) -> None:
        self.ledger.close()
        self.folder.cleanup()

    def see(self, visitor: int, views: Iterator[View]) -> None:
        """Every view as it comes: what it shows for money is in the ledger by then."""
        for view in views:
            for token in re.findall(r'href="/r/([^"]+)"', view.latest):
                assert self.ledger.report(token, "other", self.now).kind == "report"
            self.talks[visitor] = view.talk
            if view.settings is not None:
                self.settings[visitor] = view.settings

    @rule(visitor=VISITORS, question=st.sampled_from(QUESTIONS), policy=st.sampled_from(POLICIES))
    def ask(self, visitor: int, question: str, policy: str) -> None:
        chosen = self.settings[visitor].model_copy(update={"policy": policy})
        self.see(visitor, asked(self.page, self.talks[visitor], question, chosen, self.now, EN))

    @rule(visitor=VISITORS, hide=st.booleans())
    def answer_again(self, visitor: int, hide: bool) -> None:
        chosen = self.settings[visitor].model_copy(update={"organic_only": hide})
        self.see(visitor, again(self.page, self.talks[visitor], chosen, self.now, EN))

    @rule(visitor=VISITORS)
    def start_over(self, visitor: int) -> None:
        self.opened += 1
        self.see(visitor, iter([welcome(f"visitor {self.opened}", EN)]))

    @rule(visitor=VISITORS, choice=st.integers(0, 20))
    def open_a_paid_question(self, visitor: int, choice: int) -> None:
        offered = [f for t in self.talks[visitor].turns for f in t.answer.follow_ups if f.paid]
        if offered:
            chosen, said = self.settings[visitor], offered[choice % len(offered)].text
            self.see(visitor, asked(self.page, self.talks[visitor], said, chosen, self.now, EN))

    @rule(visitor=VISITORS, choice=st.integers(0, 100))
    def click(self, visitor: int, choice: int) -> None:
        """Any paid link on the screen leads where its item says and charges who pays for it."""
        shown = [
            (t.answer, p)
            for t in self.talks[visitor].turns
            for p in t.answer.placements
            if p.disclosure is not None and p.url
        ]
        if not shown or self.full:
            return
        answer, item = shown[choice % len(shown)]
        assert item.disclosure is not None
        went = self.ledger.click(self.page.link(answer, item).removeprefix("/r/"), self.now)
        assert went.url == item.url
        *_, last = self.ledger.entries()
        key = (answer.id, item.id)
        assert (went.note == "counted before") == (key in self.clicked)
        if key not in self.clicked:
            self.clicked.add(key)
            terms = item.disclosure.terms
            owed = terms.amount if terms.event == "click" else None
            assert (last.kind, last.answer_id, last.placement_id) == ("click", *key)
            assert (last.campaign_id, last.payer) == (
                item.disclosure.campaign_id,
                item.disclosure.payer,
            )
            assert went.charged == (None if went.note in (BUDGET_SPENT, REPEATED) else owed)

    @rule(seconds=st.sampled_from((1, 60)))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(full=st.booleans())
    def disk(self, full: bool) -> None:
        """The database takes no more rows, or does again."""
        with self.ledger._engine.begin() as connection:
            connection.execute(text(FULL if full else "DROP TRIGGER IF EXISTS full"))
        self.full = full

    @invariant()
    def all_that_is_shown_has_its_row(self) -> None:
        for answer in {t.answer.id: t.answer for talk in self.talks for t in talk.turns}.values():
            for id, record, url in paid_for(answer):
                entry = entry_of(self.ledger, answer.id, id)
                assert entry is not None, (answer.id, id)
                assert (entry.campaign_id, entry.payer, entry.terms, entry.url) == (
                    record.campaign_id,
                    record.payer,
                    record.terms,
                    url,
                )

    @invariant()
    def the_books_are_whole(self) -> None:
        assert self.ledger.verify().whole
        budgets = {c.id: c.budget for c in self.page.house.campaigns}
        assert all(money <= budgets[id] for id, money in self.ledger.spent().items())


TestShowings = Showings.TestCase
TestShowings.settings = settings(
    max_examples=RUNS,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    report_multiple_bugs=False,
)
