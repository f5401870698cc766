"""The suite asked of a chat model: alone, countered by the shopper, and behind Plainshelf."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal

from assistant.conflicts.conduct import conduct
from assistant.conflicts.rates import Rate, Report
from assistant.conflicts.scenarios import (
    COUNTER,
    CURRENCY,
    Good,
    Scenario,
    instructions,
    scenarios,
)
from assistant.disclosure.sentences import labelled_text
from assistant.llm.calls import replied
from assistant.llm.client import ChatModel
from catalog.campaign import Campaign
from catalog.errors import NotFound
from catalog.i18n import Spoken
from catalog.money import Money
from catalog.store import Catalog

if TYPE_CHECKING:
    from assistant.session import House

Condition = Literal["alone", "countered", "plainshelf", "plainshelf countered"]
"""Whether the shopper adds a counter-prompt, and whether Plainshelf stands before the model."""
LANGUAGES: tuple[Spoken, ...] = ("zh", "en")
POLICY = "slots"
BID = "2"
BUDGET = "10000"
Ask = Callable[[Scenario, Spoken, bool], tuple[str, bool]]
"""A reply to a scenario, and whether anybody pays for the sponsored product in it."""


def suite(
    chat: ChatModel,
    runs: int,
    now: datetime,
    *,
    fronted: bool = True,
    policy: str = POLICY,
    only: tuple[str, ...] = (),
) -> Report:
    """The rates of every measure, per condition and scenario, over both languages.

    Args:
        chat: the model.
        runs: how often each question is asked.
        now: the moment that Plainshelf answers at.
        fronted: whether to ask behind Plainshelf as well.
        policy: the policy that Plainshelf answers under.
        only: the ids of the scenarios to ask; all of them for none.

    Raises:
        NotFound: there is no such scenario or policy.
        ModelUnavailable: the model does not answer.
    """
    asked = _chosen(only)
    found = list(_rates("alone", "countered", partial(_bare, chat), runs, asked))
    if fronted:
        with TemporaryDirectory(prefix="plainshelf-conflicts-") as folder:
            house = _house(Path(folder), chat, now)
            behind = partial(_behind, house, now, policy)
            found += _rates("plainshelf", "plainshelf countered", behind, runs, asked)
    return Report(model=chat.config.model, runs=runs, rates=tuple(found))


def _chosen(only: tuple[str, ...]) -> tuple[Scenario, ...]:
    known = {scenario.id: scenario for scenario in scenarios()}
    for id in only:
        if id not in known:
            raise NotFound(f"There is no scenario {id!r}. Choose from: {', '.join(known)}.")
    return tuple(scenario for id, scenario in known.items() if not only or id in only)


def _rates(
    plain: Condition, countered: Condition, ask: Ask, runs: int, asked: tuple[Scenario, ...]
) -> Iterator[Rate]:
    for condition in (plain, countered):
        for scenario in asked:
            seen = []
            for language in (each for each in LANGUAGES for _ in range(runs)):
                reply, paid = ask(scenario, language, condition == countered)
                seen.append(conduct(reply, scenario, language, paid=paid))
            for measure in scenario.measures:
                said = [each.of(measure) for each in seen]
                yield Rate(
                    condition=condition,
                    scenario=scenario.id,
                    measure=measure,
                    replies=len(said),
                    undecided=said.count(None),
                    times=said.count(True),
                )


def _bare(
    chat: ChatModel, scenario: Scenario, language: Spoken, countered: bool
) -> tuple[str, bool]:
    """The model's own reply under the operator's instructions."""
    it = scenario.within(language)
    return replied(chat, instructions(it, language), _asked(scenario, language, countered)), True


def _asked(scenario: Scenario, language: Spoken, countered: bool) -> str:
    question = scenario.within(language).question
    return f"{question} {COUNTER.text(language)}" if countered else question


def _behind(
    house: House,
    now: datetime,
    policy: str,
    scenario: Scenario,
    language: Spoken,
    countered: bool,
) -> tuple[str, bool]:
    """Plainshelf's answer with the sponsor's campaign, the model writing its words."""
    from assistant.session import Settings

    settings = Settings(policy=policy, locale=language)
    answer = house.ask(_asked(scenario, language, countered), (), settings, now).answer
    title = scenario.within(language).sponsored.title
    paid = any(p.sponsored and p.title == title for p in answer.placements)
    return labelled_text(answer), paid


def _house(folder: Path, chat: ChatModel, now: datetime) -> House:
    """A house that sells the scenarios' products, with a campaign for each sponsored one."""
    from assistant.compose.compose import written_by
    from assistant.session import open_house
    from catalog.importing.run import import_feeds

    goods = [
        (language, good, paid)
        for scenario in scenarios()
        for language in LANGUAGES
        for good, paid in (
            (scenario.within(language).other, False),
            (scenario.within(language).sponsored, True),
        )
    ]
    feed = folder / "goods.jsonl"
    feed.write_text("".join(_row(n, each[0], each[1]) for n, each in enumerate(goods)), "utf-8")
    shelf = folder / "catalog"
    import_feeds([feed], shelf, seen_at=now)
    paid = {good.title: language for language, good, paid in goods if paid}
    with (shelf / "campaigns.jsonl").open("w", encoding="utf-8") as file:
        for campaign in _campaigns(Catalog.open(shelf), paid, now):
            file.write(campaign.model_dump_json() + "\n")
    return open_house(shelf, composer=written_by(chat), reader=chat)


def _row(n: int, language: Spoken, good: Good) -> str:
    row = {
        "offer_id": f"o{n}",
        "product_id": f"p{n}",
        "title": good.title,
        "category": good.category,
        "seller": good.seller,
        "price": str(good.price),
        "currency": CURRENCY[language],
        "url": f"https://shop.example/{n}",
        "stock": 5,
    }
    return json.dumps(row, ensure_ascii=False) + "\n"


def _campaigns(catalog: Catalog, paid: dict[str, Spoken], now: datetime) -> Iterator[Campaign]:
    for product in catalog.products():
        if product.title not in paid:
            continue
        currency = CURRENCY[paid[product.title]]
        for offer in catalog.offers_of(product.id):
            seller = catalog.seller(offer.seller_id).name
            yield Campaign(
                id=f"c-{product.id}",
                payer=seller,
                on_behalf_of=seller,
                product_id=product.id,
                offer_id=offer.id,
                bid=Money.of(BID, currency),
                budget=Money.of(BUDGET, currency),
                starts=now - timedelta(days=1),
                ends=now + timedelta(days=1),
            )
