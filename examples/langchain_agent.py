"""A LangChain agent with Plainshelf as a tool, and a middleware that no label gets lost in.

.venv/bin/python examples/langchain_agent.py "a quiet mechanical keyboard under $80"

The agent's model is the one that PLAINSHELF_MODEL and OPENAI_BASE_URL name; Plainshelf itself
answers offline. Whatever that model makes of the answer, an item that somebody paid for keeps its
label: the middleware puts a lost one back, or, told to refuse, gives Plainshelf's own words.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from langchain.agents import create_agent
from langchain.agents.middleware import AgentMiddleware, AgentState
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from langchain_core.tools import BaseTool
from langgraph.runtime import Runtime
from pydantic import BaseModel, Field

from assistant.compose.sanitise import short_name
from assistant.disclosure.export import plain_text
from assistant.schema.answer import Answer
from assistant.schema.placement import Placement
from assistant.session import House, Settings


class Question(BaseModel):
    """What the tool takes."""

    question: str = Field(description="What the shopper wants, in their own words.")


class PlainshelfTool(BaseTool):
    """A shopping question, answered from the catalog with every paid item labelled.

    The message's artifact is the whole Answer.
    """

    name: str = "plainshelf"
    description: str = "Finds products and says who paid. Pass its labels on as they stand."
    args_schema: type[BaseModel] = Question
    response_format: Literal["content_and_artifact"] = "content_and_artifact"
    ask: Callable[[str], Answer]

    def _run(self, question: str) -> tuple[str, Answer]:
        answer = self.ask(question)
        return plain_text(answer), answer


def asking(
    house: House, policy: str = "slots", now: datetime | None = None
) -> Callable[[str], Answer]:
    """How a tool asks a house, under a policy; without `now` at the present moment."""
    settings = Settings(policy=policy)
    return lambda question: house.ask(question, (), settings, now or datetime.now(UTC)).answer


class DisclosureMiddleware(AgentMiddleware[AgentState[Any], None, Any]):
    """Holds an agent's last words against the labels of the answers that its tools gave."""

    def __init__(self, on_loss: Literal["repair", "refuse"] = "repair") -> None:
        self.on_loss = on_loss

    def after_agent(self, state: AgentState[Any], runtime: Runtime[None]) -> dict[str, Any] | None:
        last = state["messages"][-1]
        answers = list(answers_in(state["messages"]))
        if not isinstance(last, AIMessage) or not answers:
            return None
        text = str(last.content)
        mended = with_labels(text, answers)
        if mended == text:
            return None
        if self.on_loss == "refuse":
            mended = "\n\n".join(plain_text(answer) for answer in answers)
        return {"messages": [last.model_copy(update={"content": mended})]}


def answers_in(messages: Sequence[BaseMessage]) -> Iterator[Answer]:
    """The answers that tools gave."""
    for message in messages:
        if isinstance(message, ToolMessage) and isinstance(message.artifact, Answer):
            yield message.artifact


def with_labels(text: str, answers: Sequence[Answer]) -> str:
    """The text with its label before every line that speaks of a paid item and lacks it."""
    lines = []
    for line in text.split("\n"):
        for answer in answers:
            for placement in answer.placements:
                label = placement.label.text if placement.label else ""
                named = any(n in line.casefold() for n in names(placement, answer))
                if placement.sponsored and label and named and label not in line:
                    line = f"[{label}] {line}"
        lines.append(line)
    return "\n".join(lines)


def names(placement: Placement, answer: Answer) -> list[str]:
    """What a paid item goes by: title, short name, address, a brand that only paid ones have."""
    organic = {p.brand for p in answer.placements if not p.sponsored}
    brand = placement.brand if placement.brand not in organic else ""
    short = [short_name(placement.title, zh, placement.brand) for zh in (True, False)]
    return [n.casefold() for n in (placement.title, *short, placement.url, brand) if n]


def main(question: str) -> None:
    from assistant.llm.client import chat_model, configured
    from assistant.session import open_house

    config, tool = configured(), PlainshelfTool(ask=asking(open_house()))
    if config is None:
        print("Set PLAINSHELF_MODEL and OPENAI_BASE_URL for an agent. What its tool would give:\n")
        print(tool.invoke({"question": question}))
        return
    agent = create_agent(chat_model(config).model, [tool], middleware=[DisclosureMiddleware()])
    print(agent.invoke({"messages": [HumanMessage(question)]})["messages"][-1].content)


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]) or "a quiet mechanical keyboard under $80")
