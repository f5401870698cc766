"""One conversation: settings, turns, and the house that answers them."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from assistant.disclosure.layout import DisclosureStyle
from assistant.disclosure.wording import WORDINGS
from assistant.monetisation.exposure import last_shown, opened, times_seen
from assistant.monetisation.interests import remembered_before, with_asked
from assistant.occasion import Occasion, jurisdiction_of, locale_of
from assistant.pipeline import Response, stream
from assistant.policy import Policy, disclosures, policies
from assistant.research import Research, Shelf, research
from assistant.schema.answer import Answer
from assistant.schema.need import Exchange, History, Need
from assistant.schema.provenance import Provenance
from assistant.tracing import growing
from catalog.campaign import Campaign, read_campaigns
from catalog.errors import LedgerError, NotFound
from catalog.fingerprint import of_files, of_records, program
from catalog.money import Money
from catalog.phrases import FOLDER as PHRASES
from catalog.record import Record
from catalog.store import Catalog
from catalog.vocabulary import Vocabulary

if TYPE_CHECKING:
    from assistant.compose.compose import Composer
    from assistant.llm.client import ChatModel
    from assistant.monetisation.ledger.ledger import Ledger
    from assistant.receipts.chain import Receipts

DEFAULT_POLICY = "slots"
log = logging.getLogger(__package__)


class Settings(Record):
    """What the person at the page has chosen; `disclosure` None means the policy's own.

    `subscribed` says that they pay by the month, where the policy asks for that. `interests` are
    categories asked for earlier, which ads may go by; None, and nothing is remembered, unless they
    chose that.
    """

    policy: str = DEFAULT_POLICY
    disclosure: str | None = None
    locale: Literal["auto", "zh", "en"] = "auto"
    jurisdiction: Literal["auto", "cn", "us", "eu", "uk"] = "auto"
    organic_only: bool = False
    subscribed: bool = False
    interests: tuple[str, ...] | None = None


class Turn(Record):
    """A question and its answer; `settings` are those after it, changed if it asked for that.

    `removed` are the ids of the conditions that it took away, where it did that and asked nothing.
    """

    question: str
    answer: Answer
    settings: Settings
    removed: tuple[str, ...] = ()


Turns = tuple[Turn, ...]


@dataclass(frozen=True)
class House:
    """Everything that answers: what research may see, and below the cut what it may not.

    `takes_reports` says that whoever shows its answers records reports of ads in the ledger;
    `reader` is a chat model that researches the questions, None where the rules do; `model` is
    what the composer is called; `receipts` takes one of each answer that is served.
    """

    shelf: Shelf
    campaigns: tuple[Campaign, ...]
    policies: Mapping[str, Policy]
    disclosures: Mapping[str, DisclosureStyle]
    composer: Composer
    ledger: Ledger | None = None
    takes_reports: bool = False
    reader: ChatModel | None = None
    model: str = "offline"
    receipts: Receipts | None = None

    @cached_property
    def _campaigns_fingerprint(self) -> str:
        return of_records(self.campaigns)

    def provenance(self, policy: Policy, style: DisclosureStyle, index: str) -> Provenance:
        """What an answer under this policy and disclosure is made from, by what writes here.

        `index` is the identity of the index that ranked.
        """
        return Provenance(
            program=program(),
            policy=of_records([policy]),
            policy_version=policy.version,
            disclosure=of_records([style]),
            disclosure_version=style.version,
            wordings=of_files(WORDINGS, PHRASES),
            catalog=self.shelf.catalog.digest,
            campaigns=self._campaigns_fingerprint,
            index=index,
            model=self.model,
        )

    def research(self, question: str, turns: Turns, now: datetime) -> Research:
        """What the question asks and what the catalog has for it; no policy in scope."""
        shelf = replace(self.shelf, ranker=self.shelf.ranker.current())
        if self.reader is None:
            return research(question, history_of(turns), shelf, now)
        from assistant.agent.researcher import research_with

        return research_with(self.reader, question, history_of(turns), shelf, now)

    def answer(
        self, found: Research, turns: Turns, settings: Settings, now: datetime, seed: str
    ) -> Iterator[Turn]:
        """The turn under these settings as it grows; the last one is whole.

        What it shows for money is in the ledger before anything of it is given out. Where the
        ledger takes no record, nothing is sold, and the answer says so.

        Raises:
            NotFound: the settings name a policy or disclosure that is not there.
            LedgerError: something paid for earlier is asked about, and it cannot be recorded.
        """
        chosen = after(settings, found.need, self.shelf.catalog.vocabulary)
        policy = self._policy(chosen.policy)
        style = self._style(chosen.disclosure or policy.disclosure)
        occasion = self._occasion(found, turns, chosen, now, f"{seed}/{len(turns)}")
        made_from = self.provenance(policy, style, found.index)
        occasion = replace(occasion, provenance=made_from, turn=len(turns))
        for response in self._recorded(found, policy, style, occasion):
            yield Turn(question=found.question, answer=response.answer, settings=chosen)

    def _recorded(
        self, found: Research, policy: Policy, style: DisclosureStyle, occasion: Occasion
    ) -> Iterator[Response]:
        """The answer as it grows, recorded before its first piece; without ads where it cannot."""
        responses = stream(found, policy, style, occasion)
        first = next(responses)
        if self.ledger is not None:
            try:
                self.ledger.record(first.paid, occasion.now, self.campaigns)
            except LedgerError as error:
                log.warning("nothing is sold, the ledger takes no record: %s", error)
                unsold = replace(occasion, unrecorded=_reason(error))
                responses = stream(found, policy, style, unsold)
                first = next(responses)
                if first.paid.items:
                    raise
        yield first
        yield from responses

    def ask(
        self, question: str, turns: Turns, settings: Settings, now: datetime, seed: str = "0"
    ) -> Turn:
        """The whole turn for one question."""
        *_, last = self.stream(question, turns, settings, now, seed)
        return last

    def stream(
        self, question: str, turns: Turns, settings: Settings, now: datetime, seed: str = "0"
    ) -> Iterator[Turn]:
        """The turn for one question as it grows: items and labels first, then the words."""
        yield from growing("turn", self._whole(question, turns, settings, now, seed))

    def _whole(
        self, question: str, turns: Turns, settings: Settings, now: datetime, seed: str
    ) -> Iterator[Turn]:
        yield from self.answer(self.research(question, turns, now), turns, settings, now, seed)

    def _policy(self, id: str) -> Policy:
        if id not in self.policies:
            raise NotFound(f"There is no policy {id!r}. Choose from: {', '.join(self.policies)}.")
        return self.policies[id]

    def _style(self, id: str) -> DisclosureStyle:
        if id not in self.disclosures:
            known = ", ".join(self.disclosures)
            raise NotFound(f"There is no disclosure {id!r}. Choose from: {known}.")
        return self.disclosures[id]

    def _occasion(
        self, found: Research, turns: Turns, settings: Settings, now: datetime, seed: str
    ) -> Occasion:
        language = found.need.language if settings.locale == "auto" else settings.locale
        jurisdiction = jurisdiction_of(settings.jurisdiction, language)
        spent: Mapping[str, Money] = {}
        unrecorded = ""
        try:
            spent = self.ledger.spent() if self.ledger is not None else {}
        except LedgerError as error:
            log.warning("nothing is sold, the ledger takes no record: %s", error)
            unrecorded = _reason(error)
        return Occasion(
            catalog=self.shelf.catalog,
            campaigns=self.campaigns,
            composer=self.composer,
            locale=locale_of(language, jurisdiction),
            jurisdictions=(jurisdiction,),
            now=now,
            seed=seed,
            spent=spent,
            previous=last_shown([t.answer for t in turns]),
            organic_only=settings.organic_only,
            subscribed=settings.subscribed,
            interests=remembered_before(settings.interests, found.need),
            seen=times_seen(turn.answer for turn in turns),
            opened=opened([(t.question, t.answer) for t in turns], found.question),
            takes_reports=self.takes_reports and self.ledger is not None,
            unrecorded=unrecorded,
        )


def open_house(
    folder: Path | None = None,
    *,
    ledger: Ledger | None = None,
    composer: Composer | None = None,
    reader: ChatModel | None = None,
    at_once: bool = False,
) -> House:
    """The house over a catalog folder (None: the demo catalog), with every preset policy.

    Args:
        folder: where the catalog and its campaigns are.
        ledger: where money is recorded; nothing is without one.
        composer: what writes the words; by default the offline composer.
        reader: a chat model that researches the questions; by default the rules do.
        at_once: whether to answer by words while the index of a large catalog is being made.

    Raises:
        BadInput: the catalog, a campaign, a policy or a disclosure is wrong.
    """
    from assistant.compose.compose import offline
    from assistant.understanding.lexicon_builder import build_lexicon
    from retrieval.ranking import Ranker

    catalog = Catalog.open(folder)
    return House(
        shelf=Shelf(
            catalog=catalog,
            ranker=Ranker.open_at_once(catalog) if at_once else Ranker.open(catalog),
            lexicon=build_lexicon(catalog),
        ),
        campaigns=read_campaigns(folder),
        policies=policies(),
        disclosures=disclosures(),
        composer=composer or offline,
        ledger=ledger,
        reader=reader,
        model=reader.config.model if reader else "offline",
    )


def configured_house(
    folder: Path | None = None, *, ledger: Ledger | None = None, at_once: bool = False
) -> House:
    """The house with the chat model that the environment names, if it names one; see open_house.

    Raises:
        BadInput: the environment, the catalog, a campaign, a policy or a disclosure is wrong.
    """
    from assistant.compose.compose import written_by
    from assistant.llm.client import chat_model, configured

    config = configured()
    if config is None:
        return open_house(folder, ledger=ledger, at_once=at_once)
    chat = chat_model(config)
    composer = written_by(chat)
    return open_house(folder, ledger=ledger, composer=composer, reader=chat, at_once=at_once)


def _reason(error: LedgerError) -> str:
    """The error within a sentence: without its own full stop."""
    return str(error).rstrip(".")


def history_of(turns: Turns) -> History:
    """The earlier turns as understanding may see them: needs and what was on the screen.

    A question that was bought leaves the need as it was before it, so that no condition of it,
    such as its brand, goes on to a list.
    """
    history: list[Exchange] = []
    bought = {f.text.strip() for f in opened([(t.question, t.answer) for t in turns], "")}
    for turn in turns:
        shown = tuple(
            p.product_id for b in turn.answer.blocks if b.position == "main" for p in b.placements
        )
        organic = turn.answer.organic
        need = turn.answer.need
        if history and turn.question.strip() in bought:
            need = history[-1].need
        if need.social == "anew":
            history.append(Exchange(need=need))
            continue
        # What is said of one product leaves the list that it is in: "the second one" still holds.
        alone = need.act != "find" and len(shown) == 1
        if history and (alone or not shown):
            shown, organic = history[-1].shown, organic or history[-1].organic
        history.append(Exchange(need=need, shown=shown, organic=organic, asked=need.ask))
    return tuple(history)


def after(settings: Settings, need: Need, vocabulary: Vocabulary) -> Settings:
    """The settings with the changes asked for in words, and with what is remembered of a need."""
    changes: dict[str, object] = {}
    for change in need.settings:
        changes[change.name] = (
            change.value == "true" if change.name == "organic_only" else change.value
        )
    changes["interests"] = with_asked(settings.interests, need, vocabulary)
    return Settings.model_validate(settings.model_dump() | changes)
