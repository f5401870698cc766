"""The cut: whatever is paid, the organic ranking is the unpaid one, and what is paid says so."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.policy import disclosures, policies
from assistant.replay.script import read_script
from assistant.session import Settings, Turn

if TYPE_CHECKING:
    from assistant.research import Research
    from assistant.schema.answer import Answer
    from assistant.session import House

SCRIPTS = sorted((Path(__file__).parents[1] / "conversations").glob("*.yaml"))
QUESTIONS = (
    "推荐几款男士洗面奶，100元以内，油皮",
    "a quiet mechanical keyboard under $80",
    "跑步鞋，500块左右",
    "best coffee maker for an office",
    "有没有官方旗舰店的电动牙刷",
    "noise cancelling headphones, not too expensive",
    "给宝宝用的防晒霜",
    "a backpack for a 15 inch laptop under $60",
    "扫地机器人 3000以内",
    "an air purifier for a small bedroom",
)
POLICIES = tuple(policies())
STYLES = tuple(disclosures())


@pytest.fixture(scope="module")
def researched(demo_house: House, now: datetime) -> dict[str, Research]:
    """One research a question: what every policy answers from."""
    return {q: demo_house.research(q, (), now) for q in QUESTIONS}


@pytest.fixture(scope="module")
def unpaid(researched: dict[str, Research], demo_house: House, now: datetime) -> dict[str, Answer]:
    return answers(demo_house, researched, Settings(policy="none"), now)


def answers(
    house: House, researched: dict[str, Research], settings: Settings, now: datetime
) -> dict[str, Answer]:
    """The answer to every question under these settings."""
    found = {}
    for question, research in researched.items():
        *_, turn = house.answer(research, (), settings, now, "0")
        found[question] = turn.answer
    return found


@pytest.mark.parametrize("policy", POLICIES)
def test_the_organic_ranking_is_the_unpaid_one(
    policy: str,
    demo_house: House,
    now: datetime,
    researched: dict[str, Research],
    unpaid: dict[str, Answer],
) -> None:
    for question, answer in answers(demo_house, researched, Settings(policy=policy), now).items():
        shown_unpaid = [p.product_id for p in unpaid[question].placements]
        assert [*answer.organic] == shown_unpaid, question


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("policy", POLICIES)
def test_paid_items_have_records_and_stay_out_of_organic_blocks(
    policy: str, style: str, demo_house: House, now: datetime, researched: dict[str, Research]
) -> None:
    settings = Settings(policy=policy, disclosure=style)
    for answer in answers(demo_house, researched, settings, now).values():
        for block in answer.blocks:
            for placement in block.placements:
                assert placement.sponsored == (placement.disclosure is not None)
                assert not (block.kind == "organic" and placement.moved)
                if placement.disclosure and placement.disclosure.shown == "none":
                    assert placement.label is None and block.label is None
        for part in answer.parts:
            assert (part.kind == "sponsored") == (part.disclosure is not None)


@pytest.mark.parametrize("policy", POLICIES)
def test_full_disclosure_labels_every_paid_item_where_it_stands(
    policy: str, demo_house: House, now: datetime, researched: dict[str, Research]
) -> None:
    settings = Settings(policy=policy, disclosure="full")
    for question, answer in answers(demo_house, researched, settings, now).items():
        for placement in answer.placements:
            if placement.sponsored:
                assert placement.label is not None, (question, placement.id)
                assert placement.label.visible_initially and placement.label.position == "before"


@pytest.mark.parametrize("policy", POLICIES)
def test_organic_only_shows_nothing_that_anybody_paid_for(
    policy: str,
    demo_house: House,
    now: datetime,
    researched: dict[str, Research],
    unpaid: dict[str, Answer],
) -> None:
    settings = Settings(policy=policy, organic_only=True)
    for question, answer in answers(demo_house, researched, settings, now).items():
        assert not [p for p in answer.placements if p.sponsored]
        assert not [f for f in answer.follow_ups if f.paid]
        assert answer.text == unpaid[question].text


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_scripted_conversations_have_the_same_organic_lists_under_every_policy(
    path: Path, demo_house: House
) -> None:
    script = read_script(path)
    lists = {}
    for policy in POLICIES:
        turns: tuple[Turn, ...] = ()
        settings = Settings(policy=policy, locale=script.locale, jurisdiction=script.jurisdiction)
        for scripted in script.turns:
            turn = demo_house.ask(scripted.say, turns, settings, script.now, script.seed)
            turns, settings = (*turns, turn), turn.settings
        lists[policy] = [t.answer.organic for t in turns]
    assert all(found == lists["none"] for found in lists.values())


def test_the_same_question_gets_the_same_bytes(demo_house: House, now: datetime) -> None:
    settings = Settings(policy="slots")
    first, second = (demo_house.ask(QUESTIONS[0], (), settings, now).answer for _ in range(2))
    assert first.model_dump_json() == second.model_dump_json()


def test_some_demo_question_has_sponsors(demo_house: House, now: datetime) -> None:
    answers = [demo_house.ask(q, (), Settings(policy="slots"), now).answer for q in QUESTIONS[:2]]
    assert all(any(p.sponsored for p in answer.placements) for answer in answers)
