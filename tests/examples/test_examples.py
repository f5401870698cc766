"""Every example runs; the one for other people's agents loses no label."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from langchain.agents import create_agent
from langchain_core.messages import HumanMessage
from langchain_tests.unit_tests import ToolsUnitTests

from assistant.disclosure.export import plain_text
from assistant.session import House, Settings, open_house
from examples import four_policies, retriever_chain
from examples.langchain_agent import DisclosureMiddleware, PlainshelfTool, asking, with_labels
from retrieval.retriever import CatalogRetriever
from tests.assistant.agent.test_wire_forms import model
from tests.support.hostile import url
from tests.support.scripted import Body, Reply, scripted

QUESTION = "a quiet mechanical keyboard under $80"


def cuts_labels(body: Body) -> Reply:
    """A model that calls the tool, then passes its lines on with every bracket cut out."""
    results = [m["content"] for m in body["messages"] if m["role"] == "tool"]
    if not results:
        return Reply((("plainshelf", {"question": QUESTION}),))
    lines = (line.rpartition("]")[2].strip() for line in results[0].split("\n"))
    return Reply(text="\n".join(line for line in lines if line))


@pytest.mark.parametrize("on_loss", ["repair", "refuse"])
def test_an_agent_that_cuts_the_labels_out_has_them_put_back(
    demo_house: House, now: datetime, on_loss: Any
) -> None:
    tool = PlainshelfTool(ask=asking(demo_house, now=now))
    answer = demo_house.ask(QUESTION, (), Settings(policy="slots"), now).answer
    paid = [p for p in answer.placements if p.sponsored]
    with scripted(cuts_labels) as server:
        chat = model(url(server)).model
        bare = create_agent(chat, [tool])
        held = create_agent(chat, [tool], middleware=[DisclosureMiddleware(on_loss)])
        asked: Any = {"messages": [HumanMessage(QUESTION)]}
        lost, kept = (str(a.invoke(asked)["messages"][-1].content) for a in (bare, held))
    assert paid
    for item in paid:
        assert item.label is not None
        (without,) = [line for line in lost.split("\n") if item.title in line]
        assert item.label.text not in without
        (labelled,) = [line for line in kept.split("\n") if item.title in line]
        assert labelled.index(item.label.text) < labelled.index(item.title)
    assert with_labels(kept, [answer]) == kept
    assert (kept == plain_text(answer)) == (on_loss == "refuse")


opened = cache(open_house)


class TestPlainshelfTool(ToolsUnitTests):
    """LangChain's own suite for a class that wears the name of a tool."""

    @property
    def tool_constructor(self) -> type[PlainshelfTool]:
        return PlainshelfTool

    @property
    def tool_constructor_params(self) -> dict[str, Any]:
        return {"ask": asking(opened())}

    @property
    def tool_invoke_params_example(self) -> dict[str, Any]:
        return {"question": QUESTION}


def test_a_retriever_in_a_plain_chain(
    demo_house: House, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    retriever = CatalogRetriever(ranker=demo_house.shelf.ranker, k=4, now=lambda: now)
    said = retriever_chain.chain(retriever).invoke(QUESTION)
    assert said.count("\n1. ") == 1 and "\n4. " in said and QUESTION in said
    four_policies.main(QUESTION)
    assert "paid by" in capsys.readouterr().out


def test_the_notebook_runs_a_study_and_plots_it(tmp_path: Any) -> None:
    book = json.loads(Path("examples/study.ipynb").read_text("utf-8"))
    names: dict[str, Any] = {"OUT": tmp_path, "SHOPPERS": 40, "__name__": "notebook"}
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)  # what the notebook's own kernel would do
    assert names["figure"].data and {r.column for r in names["whole"]} == {
        "none:full",
        "slots:full",
    }
