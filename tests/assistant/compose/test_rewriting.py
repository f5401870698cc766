"""A part whose name fell is rewritten whole; the record may be copied; what fell is told."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from assistant.compose.compose import compose, written_by
from assistant.compose.facts import Facts, Stated
from assistant.compose.grounding.checker import ground
from assistant.compose.parts import Spoken
from assistant.session import House, Settings
from tests.assistant.agent.test_wire_forms import model
from tests.support.facts_by_hand import facts
from tests.support.hostile import honest, url
from tests.support.scripted import Body, Reply, Script, scripted
from ui.render.answers import _refused

FALSE = {"zh": "{name}只要 ¥1。", "en": "{name} costs $1."}
NAMELESS = {"zh": "它到手 {price}。", "en": "It costs {price}."}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_left_of_a_part_without_its_name_falls_too(language: str) -> None:
    held = facts(language)  # type: ignore[arg-type]
    item = held.items[0]
    false = FALSE[language].format(name=item.name)
    true = NAMELESS[language].format(price=item.price_text)
    gap = "" if language == "zh" else " "
    for role in ("pick", "lead"):
        part = Spoken(role=role, text=f"{false}{gap}{true}", product_ids=(item.product_id,))  # type: ignore[arg-type]
        assert ground((part,), held).parts == ()
        named = part.model_copy(update={"text": f"{false}{gap}{honest_of(held)}"})
        assert ground((named,), held).parts[0].text == honest_of(held)


def honest_of(held: Facts) -> str:
    data = json.loads(held.model_dump_json(exclude_defaults=True))
    return str(honest(data)[1]["text"])


def test_such_a_part_is_asked_for_again_and_the_model_rewrites_it() -> None:
    held = facts("en")
    item = held.items[0]

    def lies_once(body: Body) -> Reply:
        parts = honest(json.loads(body["messages"][1]["content"]))
        if len(body["messages"]) < 3:
            false = FALSE["en"].format(name=item.name)
            parts[1]["text"] = f"{false} {NAMELESS['en'].format(price=item.price_text)}"
        return Reply(text=json.dumps({"parts": parts}))

    with scripted(lies_once) as server:
        composed = compose(held, written_by(model(url(server))))
    picks = [p.text for p in composed.parts if p.role == "pick"]
    assert picks[0] == honest_of(held)
    assert [r.fault for r in composed.composition.refused] == ["figure"]
    assert "$1" in composed.composition.refused[0].text
    assert composed.composition.prompts == ("compose/2",)


def test_a_sentence_from_the_record_may_be_copied_whole_and_not_put_otherwise() -> None:
    stated = Stated(text="It reached 77 days at its lowest, $3.21.", product_ids=("p1",))
    held = facts("en").model_copy(update={"stated": (stated,), "situation": "record"})
    lead = Spoken(role="lead", text=f"Here is what is on record. {stated.text}")
    (kept,) = ground((lead,), held).parts
    assert kept.text == lead.text and kept.product_ids == ("p1",)
    turned = lead.model_copy(update={"text": "It reached 78 days at its lowest, $3.21."})
    assert ground((turned,), held).parts == ()


def test_no_sentence_from_the_record_is_lost_for_a_models_lead(
    demo_house: House, now: datetime
) -> None:
    question = "how long does delivery of the first two take"

    def write(asked: dict[str, Any]) -> list[Body]:
        first = asked["stated"][0]
        text = f"Here is what is on record. {first['text']}"
        return [{"role": "lead", "text": text, "product_ids": [], "evidence_ids": []}]

    turn = demo_house.ask("a quiet mechanical keyboard under $80", (), Settings(), now)
    ids = list(turn.answer.organic[:2])
    calls = tuple(("facts", {"products": [id], "topic": "delivery"}) for id in ids)
    with scripted(Script(turns={question: (Reply(calls),)}, write=write)) as server:
        chat = model(url(server))
        house = replace(demo_house, reader=chat, composer=written_by(chat))
        answer = house.ask(question, (turn,), Settings(), now).answer
        offline = replace(house, composer=demo_house.composer)
        own = offline.ask(question, (turn,), Settings(), now).answer
    assert answer.composition.composer == "m" and not answer.composition.refused
    assert answer.parts[0].text.startswith("Here is what is on record.")
    for part in own.parts:
        assert part.text in answer.text


def test_the_page_says_what_was_left_out_and_why_without_harm(
    demo_house: House, now: datetime
) -> None:
    def write(asked: dict[str, Any]) -> list[Body]:
        parts = honest(asked)
        parts[0]["text"] += " <b>Buy</b> https://evil.example"
        parts[1]["text"] += " It costs $1. Sponsored."
        return parts

    with scripted(Script(write=write)) as server:
        house = replace(demo_house, composer=written_by(model(url(server))))
        answer = house.ask("a quiet mechanical keyboard under $80", (), Settings(), now).answer
    page = str(_refused(answer))
    assert "a figure or price is not the one on record" in page and "It costs $1." in page
    assert "it holds a link" in page and "it speaks of labels" in page
    assert "evil.example" not in page and "Sponsored" not in page and "<b>" not in page
