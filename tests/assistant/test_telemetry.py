"""What is told besides the answer: why a model's words are missing, log lines, spans; no key."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from assistant import tracing
from assistant.cli.logs import LEVELS, PACKAGES, configure
from assistant.cli.main import main
from assistant.session import Settings, open_house
from catalog.errors import BadInput
from catalog.phrases import phrasebook

KEY = "sk-test-never-to-be-seen"
NOW = "2026-11-23T12:00:00+00:00"


def test_a_dead_endpoint_is_told_on_stderr_and_in_the_answer_without_the_key() -> None:
    environ = {
        "PLAINSHELF_MODEL": "some-model",
        "OPENAI_API_KEY": KEY,
        "OPENAI_BASE_URL": "http://127.0.0.1:9/v1",
        "PLAINSHELF_MODEL_RETRIES": "0",
        "PLAINSHELF_LOG": "debug",
    }
    words = ["ask", "wireless earbuds under $60", "--now", NOW, "--json"]
    done = CliRunner().invoke(main, words, env=environ)
    assert done.exit_code == 0, done.output
    composition = json.loads(done.stdout)["composition"]
    assert (composition["composer"], composition["cause"]) == ("offline", "unreachable")
    assert "could not be reached" in composition["notice"]
    assert "warning: assistant.llm: " in done.stderr and "unreachable" in done.stderr
    assert "warning: assistant.agent: " in done.stderr
    assert KEY not in done.output


def test_without_a_failure_nothing_is_on_stderr_and_verbose_says_what_is_done() -> None:
    words = ["search", "teapot", "--now", NOW, "--json"]
    assert CliRunner().invoke(main, words).stderr == ""
    assert logging.getLogger("assistant").level == logging.WARNING
    assert CliRunner().invoke(main, [*words, "-vv"]).exit_code == 0
    assert logging.getLogger("assistant").level == logging.DEBUG


def test_the_environment_sets_levels_package_by_package() -> None:
    configure(0, {"PLAINSHELF_LOG": "error, assistant.llm=debug"})
    assert [logging.getLogger(name).level for name in PACKAGES] == [logging.ERROR] * 4
    assert logging.getLogger("assistant.llm").level == logging.DEBUG
    logging.getLogger("assistant.llm").setLevel(logging.NOTSET)


@pytest.mark.parametrize("wrong", ["loud", "requests=debug", "assistant=", "assistant.llm=7"])
def test_a_level_that_is_none_is_told_with_the_ones_that_are(wrong: str) -> None:
    with pytest.raises(BadInput, match="PLAINSHELF_LOG") as raised:
        configure(0, {"PLAINSHELF_LOG": wrong})
    assert all(level in str(raised.value) for level in LEVELS)


def test_every_cause_has_words() -> None:
    from typing import get_args

    from catalog.errors import FailureCause

    entries = phrasebook().entries
    assert {f"failures.{cause}" for cause in get_args(FailureCause)} <= entries.keys()


def test_the_steps_of_a_turn_are_spans_of_one_trace_without_the_shoppers_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("OTEL_SDK_DISABLED", raising=False)
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(tracing, "tracer", lambda: provider.get_tracer("plainshelf"))
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    open_house().ask("a travel mug with a tight lid", (), Settings(policy="slots"), now)
    spans = exporter.get_finished_spans()
    names = {span.name: span for span in spans}
    assert set(names) == {
        "turn",
        "understand",
        "retrieve",
        "respond",
        "place",
        "compose",
        "disclose",
    }
    assert len({span.context.trace_id for span in spans if span.context}) == 1
    told = dict(names["respond"].attributes or {})
    assert told["plainshelf.policy"] == "slots" and told["plainshelf.composer"] == "offline"
    assert "mug" not in "".join(span.to_json() for span in spans)
