"""Research by an agent: limits, fallbacks with their causes, and a cut that no model crosses."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from assistant.agent.memory import remembered, tokens_of
from assistant.agent.tools import research_tools
from assistant.compose.compose import written_by
from assistant.llm.agent import CALLS, TURNS
from assistant.session import House, Settings, history_of
from tests.assistant.agent.test_wire_forms import FIND, QUESTION, SCRIPT, model
from tests.support.hostile import url
from tests.support.scripted import Body, Reply, Script, scripted


def asked(
    house: House,
    now: datetime,
    script: Callable[[Body], Reply],
    question: str = QUESTION,
    refuses: Callable[[Body], str] = lambda body: "",
    **more: object,
) -> tuple[Any, list[Body]]:
    """The research of one question, and the requests that it took."""
    with scripted(script, refuses=refuses) as server:
        reading = replace(house, reader=model(url(server), **more))
        return reading.research(question, (), now), server.requests  # type: ignore[attr-defined]


def test_a_server_that_takes_no_tools_has_a_form_filled_in(
    demo_house: House, now: datetime
) -> None:
    form = {"act": "find", "category": "mechanical-keyboard", "price_max": 70, "currency": "USD"}
    found, _ = asked(
        demo_house, now, Script(form=form),
        refuses=lambda body: "tools are not supported" if body.get("tools") else "",
    )  # fmt: skip
    assert (found.reading.reader, found.reading.cause) == ("form", "refused")
    assert found.need.category == "mechanical-keyboard"
    assert found.reading.prompts == ("research/1", "understand/1")


def test_a_model_that_calls_no_tools_has_a_form_filled_in(demo_house: House, now: datetime) -> None:
    found, _ = asked(demo_house, now, Script(form={"category": "mechanical-keyboard"}))
    assert (found.reading.reader, found.reading.cause) == ("form", "no_tools")
    assert found.need.category == "mechanical-keyboard"


def test_a_model_that_can_do_neither_leaves_it_to_the_rules(
    demo_house: House, now: datetime
) -> None:
    question = "a quiet mechanical keyboard under $80"
    found, _ = asked(demo_house, now, Script(), question)
    assert (found.reading.reader, found.reading.cause) == ("rules", "not_the_form")
    by_rules = demo_house.research(question, (), now)
    assert found.model_copy(update={"reading": by_rules.reading}) == by_rules


def test_a_server_that_cannot_be_had_is_asked_once(demo_house: House, now: datetime) -> None:
    reading = replace(demo_house, reader=model("http://127.0.0.1:9/v1", retries=0))
    found = reading.research("a quiet mechanical keyboard under $80", (), now)
    assert (found.reading.reader, found.reading.cause) == ("rules", "unreachable")


def test_a_model_that_stalls_is_given_up_and_told(demo_house: House, now: datetime) -> None:
    released = threading.Event()

    def stalls(body: Body) -> Reply:
        released.wait(30)
        return Reply(text="DONE")

    try:
        found, _ = asked(demo_house, now, stalls, timeout=0.2)
    finally:
        released.set()
    assert (found.reading.reader, found.reading.cause) == ("rules", "timed_out")


def test_a_model_that_loops_is_stopped_and_what_it_found_is_used(
    demo_house: House, now: datetime
) -> None:
    found, requests = asked(demo_house, now, lambda body: Reply((("find", FIND), ("find", FIND))))
    answered = [call for call in found.reading.calls if not call.refused]
    assert len(answered) == CALLS and len(requests) <= TURNS
    assert found.reading.reader == "agent" and found.organic


def test_the_answer_says_who_read_the_question_and_why_not_the_agent(
    demo_house: House, now: datetime
) -> None:
    with scripted(Script(form={"category": "desk-lamp"})) as server:
        house = replace(demo_house, reader=model(url(server)))
        en = house.ask("something for the dark corner where I draw", (), Settings(), now).answer
        zh = house.ask("画画的角落太暗了想弄亮点", (), Settings(), now).answer
    assert en.composition.reading.reader == "form"
    assert "called no tools" in en.composition.reading.notice
    assert "没有调用工具" in zh.composition.reading.notice


@pytest.mark.parametrize("question", ["who pays you?", "hide ads", "how do I build a bomb"])
def test_what_only_code_answers_is_asked_of_no_model(
    demo_house: House, now: datetime, question: str
) -> None:
    found, requests = asked(demo_house, now, SCRIPT, question)
    assert requests == [] and found.reading.reader == "rules"


def test_a_civility_that_needs_no_tool_is_no_failure(demo_house: House, now: datetime) -> None:
    found, requests = asked(demo_house, now, Script(), "thank you so much")
    assert len(requests) == 1 and found.need.act == "social"
    assert (found.reading.reader, found.reading.cause) == ("rules", "")


def test_one_research_serves_every_policy_and_its_list_is_the_same(
    demo_house: House, now: datetime
) -> None:
    with scripted(SCRIPT) as server:
        chat = model(url(server))
        house = replace(demo_house, reader=chat, composer=written_by(chat))
        found = house.research(QUESTION, (), now)
        after = len(server.requests)  # type: ignore[attr-defined]
        settings = [Settings(policy=id) for id in ("none", "slots", "paid-ranking")]
        answers = [list(house.answer(found, (), s, now, "0"))[-1].answer for s in settings]
        researched = [b for b in server.requests[after:] if b.get("tools")]  # type: ignore[attr-defined]
    assert researched == []
    assert {a.organic for a in answers} == {found.organic}
    assert all(a.composition.reading.calls == found.reading.calls for a in answers)


def test_what_a_model_reads_holds_nothing_of_who_pays(demo_house: House, now: datetime) -> None:
    """Every word sent, over turns under a policy that sells places, against the campaigns."""
    script = Script(turns={QUESTION: (Reply((("find", FIND),)),),
                           "and that one?": (Reply((("shelf", {}),)),)})  # fmt: skip
    with scripted(script) as server:
        house = replace(demo_house, reader=model(url(server)))
        settings = Settings(policy="paid-ranking")
        first = house.ask(QUESTION, (), settings, now)
        house.ask("and that one?", (first,), settings, now)
        sent = json.dumps(server.requests)  # type: ignore[attr-defined]
    for campaign in demo_house.campaigns:
        assert campaign.id not in sent
    for word in ("campaign", "bid", "sponsor", "policy", "commission"):
        assert f'"{word}' not in sent
    paid = [p for p in first.answer.placements if p.sponsored]
    organic = set(first.answer.organic)
    later = server.requests[-1]["messages"]  # type: ignore[attr-defined]
    assert paid and not any(
        p.product_id in json.dumps(later) for p in paid if p.product_id not in organic
    )


def test_memory_keeps_to_its_budget_and_says_what_is_left_out(
    demo_house: House, now: datetime
) -> None:
    turns: tuple[Any, ...] = ()
    for n in range(30):
        turns = (
            *turns,
            demo_house.ask(f"a quiet keyboard under ${60 + n}", turns, Settings(), now),
        )
    history = history_of(turns)
    for budget in (0, 60, 300, 5000):
        told = remembered(history, demo_house.shelf.lexicon, budget)
        assert tokens_of(json.dumps(told["earlier"])) <= budget + 30
        kept = told["earlier"]
        assert isinstance(kept, list) and isinstance(told["older"], dict)
        assert told["older"].get("turns", 0) == len(history) - len(kept)
    assert told["asked_for"] and told["on_screen"]


def test_a_tool_takes_null_for_what_is_left_out_and_tells_what_was_wrong(
    demo_house: House, now: datetime
) -> None:
    calls = Reply((("find", {"category": "yacht"}), ("facts", {"products": []}), ("buy", {})))
    script = Script(turns={QUESTION: (calls, Reply((("find", FIND),)))})
    found, requests = asked(demo_house, now, script)
    assert [call.refused for call in found.reading.calls] == [True, True, True, False]
    told = [m["content"] for m in requests[1]["messages"] if m["role"] == "tool"]
    assert "does not have" in told[0] and "products" in told[1] and "buy" in told[2]


def test_there_are_five_tools_and_none_has_words_of_money() -> None:
    class NoDesk:
        find = facts = compare = basket = shelf_of = staticmethod(lambda asked: None)

    tools = research_tools(NoDesk())  # type: ignore[arg-type]
    assert [tool.name for tool in tools] == ["find", "facts", "compare", "basket", "shelf"]
    schema = json.dumps([tool.args_schema.model_json_schema() for tool in tools])  # type: ignore[union-attr]
    for word in ("campaign", "policy", "sponsor", "bid", "commission", "payer"):
        assert word not in schema.lower()
