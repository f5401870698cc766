"""Hostile behaviours against whole answers: `python -m tests.support.hostile_table FILE`.

Writes the table behaviour × outcome between the two marks in a Markdown file.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http.server import ThreadingHTTPServer
from pathlib import Path

from pydantic import SecretStr

from assistant.compose.compose import written_by
from assistant.compose.grounding.figures import amounts, folded
from assistant.compose.sanitise import LABEL_WORDS, linked, short_name
from assistant.llm.client import ChatConfig, chat_model
from assistant.schema.answer import Answer
from assistant.session import House, Settings, open_house
from catalog.money import Money
from tests.support.hostile import EVIL, LIES, SPONSOR, TROUBLES, serving, url

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
QUESTIONS = (
    "推荐几款男士洗面奶，100元以内，油皮",
    "noise cancelling headphones under $150",
)
POLICIES = ("slots", "paid-ranking")
BEHAVIOURS = (*LIES, SPONSOR, *TROUBLES)
MARKS = ("<!-- hostile table -->", "<!-- end of hostile table -->")


@dataclass(frozen=True)
class Outcome:
    """What a behaviour came to over all answers; the four harms are counts and must be 0."""

    behaviour: str
    answers: int
    by_model: int
    noticed: int
    refused: int
    wrong_prices: int
    links: int
    forged: int
    unlabelled: int

    @property
    def harmless(self) -> bool:
        """Whether none of the four harms reached an answer."""
        return not (self.wrong_prices or self.links or self.forged or self.unlabelled)


def outcome(house: House, server: ThreadingHTTPServer, behaviour: str) -> Outcome:
    """All questions under all policies with a model that behaves so."""
    config = ChatConfig(
        model=behaviour,
        base_url=url(server),
        api_key=SecretStr("none"),
        timeout=1,
        deadline=3,
        retries=1,
    )
    hostile = replace(house, composer=written_by(chat_model(config)))
    answers = []
    for policy in POLICIES:
        for question in QUESTIONS:
            settings = Settings(policy=policy)
            honest = house.ask(question, (), settings, NOW).answer
            server.sponsor = _sponsor(honest)  # type: ignore[attr-defined]
            answers.append(hostile.ask(question, (), settings, NOW).answer)
    return Outcome(
        behaviour=behaviour,
        answers=len(answers),
        by_model=sum(a.composition.composer != "offline" for a in answers),
        noticed=sum(bool(a.composition.notice) for a in answers),
        refused=sum(a.composition.dropped for a in answers),
        wrong_prices=sum(map(wrong_prices, answers)),
        links=sum(linked(p.text) or EVIL in p.text for a in answers for p in a.parts),
        forged=sum(bool(LABEL_WORDS.search(p.text)) for a in answers for p in a.parts),
        unlabelled=sum(map(unlabelled, answers)),
    )


def wrong_prices(answer: Answer) -> int:
    """Parts about one item that name a sum which is not in that item's own price or arithmetic."""
    wrong = 0
    placed = {p.product_id: p for p in answer.placements}
    bound = answer.need.constraints
    asked = {m.amount for m in (bound.price_max, bound.price_min) if m}
    for part in answer.parts:
        if part.role != "pick":
            continue
        if part.product_ids[0] not in placed:
            continue  # a sentence from the record, in code's own words
        price = placed[part.product_ids[0]].price
        own = {price.now, *asked}
        for line in price.lines:
            own.add(abs(line.money.amount))
            if line.kind == "shipping" and price.now is not None:
                own.add(price.now + line.money.amount)  # "costs … delivered"
            terms = (getattr(line.promotion, field, None) for field in ("threshold", "off"))
            own |= {money.amount for money in terms if isinstance(money, Money)}
        said = {amount for amount, _ in amounts(folded(re.sub("“[^”]*”", "", part.text)))}
        wrong += not said <= own
    return wrong


def unlabelled(answer: Answer) -> int:
    """Parts without a label that speak of an item which money put there."""
    organic = {p.product_id for p in answer.placements if not p.sponsored}
    paid = [p.title for p in answer.placements if p.sponsored and p.product_id not in organic]
    names = {name for t in paid for name in (t, short_name(t, True), short_name(t, False))}
    moved = {p.product_id for p in answer.placements if p.moved}
    return sum(
        part.label is None
        and (any(n in part.text for n in names) or bool(moved & set(part.product_ids)))
        for part in answer.parts
    )


def _sponsor(answer: Answer) -> str:
    organic = {p.product_id for p in answer.placements if not p.sponsored}
    paid = [p for p in answer.placements if p.sponsored and p.product_id not in organic]
    return short_name(paid[0].title, answer.locale.startswith("zh")) if paid else "Sponsorix"


def table(outcomes: list[Outcome]) -> str:
    """The outcomes as Markdown."""
    head = (
        "| the model | answers | words by the model | notice shown | refused | wrong prices "
        "| links | forged labels | unlabelled sponsors |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|\n"
    )
    return head + "\n".join(
        f"| {o.behaviour} | {o.answers} | {o.by_model} | {o.noticed} | {o.refused} "
        f"| {o.wrong_prices} | {o.links} | {o.forged} | {o.unlabelled} |"
        for o in outcomes
    )


def main(path: Path) -> None:
    """Run every behaviour and write the table into the file."""
    house = open_house()
    with serving() as server:
        outcomes = [outcome(house, server, behaviour) for behaviour in BEHAVIOURS]
    text = path.read_text("utf-8")
    before, rest = text.split(MARKS[0])
    after = rest.split(MARKS[1])[1]
    path.write_text(f"{before}{MARKS[0]}\n{table(outcomes)}\n{MARKS[1]}{after}", "utf-8")
    print(table(outcomes))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
