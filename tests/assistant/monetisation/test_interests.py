"""What a shopper asked for earlier: remembered where they chose that, told, and forgotten."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from assistant.audit.engine import audit
from assistant.conversation import Conversation
from assistant.disclosure.targeting_text import chosen_by
from assistant.monetisation.interests import MOST, with_asked
from assistant.schema.need import Need
from assistant.session import Settings
from ui.handlers import Page, rendered

if TYPE_CHECKING:
    from assistant.schema.answer import Answer
    from assistant.session import House

FIRST, THEN = "want running shoes", "a quiet mechanical keyboard under $80"


def by_interest(answer: Answer) -> list[str]:
    records = [p.disclosure for p in answer.placements if p.disclosure]
    return [t.by for record in records for t in record.targeting if t.by == "interest"]


def test_nothing_is_remembered_unless_that_is_chosen(demo_house: House, now: datetime) -> None:
    off = Conversation(demo_house, Settings(policy="interests"))
    plain = Conversation(demo_house, Settings(policy="slots"))
    for question in (FIRST, THEN):
        told, as_slots = off.ask(question, now).answer, plain.ask(question, now).answer
        shown = [(p.product_id, p.price) for p in told.placements]
        assert shown == [(p.product_id, p.price) for p in as_slots.placements]
        assert not told.profile_used and not told.controls.personalisation_off
    assert off.settings.interests is None


def test_what_is_remembered_is_told_and_forgotten(demo_house: House, now: datetime) -> None:
    talk = Conversation(demo_house, Settings(policy="interests"))
    talk.remember()
    first = talk.ask(FIRST, now).answer
    turn = talk.ask(THEN, now)
    assert not by_interest(first) and by_interest(turn.answer)
    assert turn.answer.profile_used and turn.answer.controls.personalisation_off
    assert (
        turn.answer.organic == demo_house.ask(THEN, (), Settings(policy="none"), now).answer.organic
    )
    assert "running shoes" in str(rendered(Page(demo_house), turn))
    assert 'data-do="forget"' in str(rendered(Page(demo_house), turn))
    assert audit(turn.answer, None, "eu").verdict("PER-01") == "pass"
    hidden = talk.settings.model_copy(update={"disclosure": "none"})
    unsaid = demo_house.ask(THEN, talk.turns[:1], hidden, now).answer
    assert audit(unsaid, None, "eu").verdict("PER-01") == "fail"
    talk.remember(False)
    assert talk.settings.interests is None
    assert not talk.ask("and a desk lamp under $50", now).answer.profile_used


def test_no_ad_by_interest_says_that_no_profile_was_used(demo_house: House, now: datetime) -> None:
    settings = Settings(policy="interests", interests=("running-shoes",))
    for question in (THEN, "降噪耳机，通勤用，500元以内"):
        answer = demo_house.ask(question, (), settings, now).answer
        language = "zh" if answer.locale.startswith("zh") else "en"
        for item in answer.placements:
            if item.disclosure is None:
                continue
            told = chosen_by(item.disclosure.targeting, language)
            by_profile = any(t.by == "interest" for t in item.disclosure.targeting)
            assert by_profile == ("No profile" not in told and "不看个人画像" not in told), told
        assert answer.difference.items and all(
            i.over_best is None for i in answer.difference.items if i.rank_unpaid is None
        )


def test_children_and_restricted_things_leave_no_trace(demo_house: House) -> None:
    words = demo_house.shelf.catalog.vocabulary
    lamp = Need(text="x", language="en", category="desk-lamp")
    assert with_asked((), lamp, words) == ("desk-lamp",)
    assert with_asked(None, lamp, words) is None
    for update in ({"from_child": True}, {"restricted": "medical"}, {"act": "tell"}):
        assert with_asked((), lamp.model_copy(update=update), words) == ()
    many = tuple(f"c{n}" for n in range(MOST))
    assert with_asked(many, lamp, words) == (*many[1:], "desk-lamp")
    assert with_asked(("desk-lamp", "tea"), lamp, words) == ("tea", "desk-lamp")
