"""A chat model's reading: the same scripts, and nothing that a hostile one says gets through."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from pydantic import Field

from assistant.llm.client import ChatConfig, ChatModel, chat_model
from assistant.schema.need import Exchange, History, Need
from assistant.understanding.lexicon import Lexicon
from assistant.understanding.lexicon_builder import build_lexicon
from assistant.understanding.llm_parser import ModelNeed, messages, understand_with
from assistant.understanding.understand import understand
from benchmarks.understanding_score import Expected, Utterance, read_talks, score
from catalog.store import Catalog

HERE = Path(__file__).parent


class Scripted(BaseChatModel):
    """A chat model that always fills the form in the same way, or in no way at all."""

    filled: dict[str, Any]
    tool: str = "ModelNeed"
    heard: list[str] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Runnable[Any, Any]:
        return self

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: Any = None,
        **kwargs: Any,
    ) -> ChatResult:
        self.heard.append(str(messages[-1].content))
        call = {"name": self.tool, "args": self.filled, "id": "1"}
        message = AIMessage("", tool_calls=[call])
        return ChatResult(generations=[ChatGeneration(message=message)])


def asked(model: BaseChatModel, timeout: float = 6.0) -> ChatModel:
    return ChatModel(model, ChatConfig(model="scripted", timeout=timeout))


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return build_lexicon(Catalog.open(HERE / "shelf"))


def form_of(expect: Expected, history: History) -> dict[str, Any]:
    """The form that a model of perfect hearing fills in for an utterance."""
    shown = (history[-1].organic or history[-1].shown) if history else ()
    prices = [price.split() for price in (expect.price_min, expect.price_max) if price]
    pairs = [(pair.split("="), "wish") for pair in expect.wishes]
    pairs += [(pair.split("="), "must") for pair in expect.attributes]
    pairs += [(pair.split("="), "not") for pair in expect.unlike]
    return {
        "act": expect.act,
        "social": expect.social,
        "search_words": " ".join(expect.query_has),
        "category": expect.category,
        "price_min": expect.price_min and expect.price_min.split()[0],
        "price_max": expect.price_max and expect.price_max.split()[0],
        "currency": prices[0][1] if prices else None,
        "brands": expect.brands,
        "not_brands": expect.not_brands,
        "sellers": expect.seller_kinds,
        "attributes": [{"name": n, "value": v, "strength": s} for (n, v), s in pairs],
        "without": expect.without,
        "for_whom": expect.for_whom,
        "occasion": expect.occasion,
        "quantity": expect.quantity if expect.quantity > 1 else None,
        "sort": expect.sort if expect.sort != "relevance" else None,
        "refers_to": [shown.index(id) + 1 for id in expect.focus],
        "not_wanted": [shown.index(id) + 1 for id in expect.exclude_products if id in shown],
        "no_longer": [n for n, kept in (("price", prices), ("brands", expect.brands)) if not kept],
        "start_over": expect.fresh,
        "settings": [{"name": n, "value": v} for n, v in (s.split("=") for s in expect.settings)],
        "restricted": expect.restricted,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["development", "heldout"])
def test_a_model_of_perfect_hearing_meets_the_same_scripts(name: str, lexicon: Lexicon) -> None:
    talks = read_talks(HERE / f"{name}.yaml")
    script: Iterator[Utterance] = (utterance for talk in talks for utterance in talk)

    def heard(question: str, history: History) -> Need:
        model = Scripted(filled=form_of(next(script).expect, history))
        return understand_with(asked(model), question, history, lexicon)[0]

    found = score(talks, heard)
    assert [m for m in found.misses if m.field not in ("language", "query_lacks")] == []


HOSTILE: list[dict[str, Any]] = [
    {"category": "yachts"},
    {"attributes": [{"name": "skin", "value": "<b>sponsored</b>"}]},
    {"refers_to": [7]},
    {"price_min": "200", "price_max": "100"},
    {"price_max": "-5"},
    {"price_max": "NaN"},
    {"act": "obey"},
    {"sponsor": "Keyworth"},
    {"settings": [{"name": "policy", "value": "slots"}]},
    {"quantity": 10**6},
    {"search_words": "x" * 1000},
    {"currency": "dollars"},
]


@pytest.mark.parametrize("filled", HOSTILE, ids=lambda filled: str(filled)[:40])
def test_an_invalid_form_leaves_the_reading_to_the_rules(
    filled: dict[str, Any], lexicon: Lexicon
) -> None:
    question = "a white keyboard under $80"
    by_rules = understand(question, (), lexicon)
    assert understand_with(asked(Scripted(filled=filled)), question, (), lexicon)[0] == by_rules


def test_a_model_that_fills_no_form_leaves_the_reading_to_the_rules(lexicon: Lexicon) -> None:
    from langchain_core.language_models import FakeListChatModel

    by_rules = understand("white keyboard", (), lexicon)
    silent = FakeListChatModel(responses=["a keyboard, sure"])
    assert understand_with(asked(silent), "white keyboard", (), lexicon)[0] == by_rules
    other = Scripted(filled={}, tool="Advertisement")
    assert understand_with(asked(other), "white keyboard", (), lexicon)[0] == by_rules


def test_a_model_lifts_no_refusal_and_loses_no_setting(lexicon: Lexicon) -> None:
    willing = Scripted(filled={"act": "find", "search_words": "vape"})
    need = understand_with(asked(willing), "where can I buy a vape", (), lexicon)[0]
    assert (need.act, need.restricted) == ("decline", "tobacco")
    assert willing.heard == []
    deaf = Scripted(filled={"category": "keyboard"})
    need = understand_with(asked(deaf), "hide ads and show me keyboards", (), lexicon)[0]
    assert [(s.name, s.value) for s in need.settings] == [("organic_only", "true")]


def test_a_model_may_refuse_what_the_rules_let_pass(lexicon: Lexicon) -> None:
    careful = Scripted(filled={"act": "decline", "restricted": "medical"})
    need = understand_with(asked(careful), "something for my chest pain", (), lexicon)[0]
    assert (need.act, need.restricted) == ("decline", "medical")


def test_what_the_model_is_told_holds_the_words_of_the_catalog_and_no_price(
    lexicon: Lexicon,
) -> None:
    need = understand("keyboards", (), lexicon)
    history = (Exchange(need=need, shown=("k2", "k1"), organic=("k1", "k2")),)
    system, human = messages("the second one", history, lexicon)
    assert '"facial_cleanser"' in str(system.content)
    told = json.loads(str(human.content))
    assert told["message"] == "the second one"
    assert told["conversation"]["shown"]["2"].startswith("Tarrow Tarrow T87")
    assert "89" not in str(human.content)


@contextmanager
def endpoint(content: str, status: int = 200) -> Iterator[str]:
    """An OpenAI-compatible endpoint on loopback that says one thing."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            message = {"role": "assistant", "content": content}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            body = {"id": "1", "object": "chat.completion", "created": 1, "model": "m"}
            told = json.dumps(body | {"choices": [choice]}).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("structured", ["json_schema", "json_object"])
def test_an_openai_compatible_endpoint_is_asked_for_the_form(
    structured: str, lexicon: Lexicon
) -> None:
    said = ModelNeed(category="keyboard", search_words="keyboard", not_brands=("Apple",))
    question = "something to type on, just nothing from Cupertino"
    with endpoint(said.model_dump_json()) as url:
        config = ChatConfig.model_validate(
            {"base_url": url, "model": "m", "api_key": "k", "structured": structured, "retries": 0}
        )
        need = understand_with(chat_model(config), question, (), lexicon)[0]
    assert need.category == "keyboard"
    assert need.constraints.not_brands == ("Apple",)


def test_a_form_that_was_kept_is_read_again(lexicon: Lexicon, tmp_path: Path) -> None:
    form = ModelNeed(category="keyboard", search_words="keyboard", price_max=Decimal("80.5"))
    with endpoint(form.model_dump_json()) as url:
        config = ChatConfig(model="m", base_url=url, retries=0, replies=tmp_path / "replies.sqlite")
        first = understand_with(chat_model(config), "something to type on", (), lexicon)[0]
    again = understand_with(chat_model(config), "something to type on", (), lexicon)[0]
    assert again == first
    assert again.category == "keyboard"


@pytest.mark.parametrize(("content", "status"), [("half a stre", 200), ("{}", 500), ("null", 200)])
def test_an_endpoint_that_fails_leaves_the_reading_to_the_rules(
    content: str, status: int, lexicon: Lexicon
) -> None:
    by_rules = understand("white keyboard", (), lexicon)
    with endpoint(content, status) as url:
        config = ChatConfig.model_validate(
            {"base_url": url, "model": "m", "api_key": "k", "retries": 0}
        )
        assert understand_with(chat_model(config), "white keyboard", (), lexicon)[0] == by_rules


class Silent(Scripted):
    """A chat model that does not answer until it is released."""

    released: threading.Event = Field(default_factory=threading.Event)

    def _generate(self, *args: Any, **kwargs: Any) -> ChatResult:
        self.released.wait(60)
        return super()._generate(*args, **kwargs)


def test_a_model_that_says_nothing_in_time_leaves_the_reading_to_the_rules(
    lexicon: Lexicon,
) -> None:
    silent = Silent(filled={"act": "social"})
    try:
        need = understand_with(
            asked(silent, timeout=0.05), "quiet keyboard under $80", (), lexicon
        )[0]
    finally:
        silent.released.set()
    assert need == understand("quiet keyboard under $80", (), lexicon)
