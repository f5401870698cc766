"""How a chat model is let loose on tools: so many calls, so many turns, one deadline."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from assistant.llm.calls import run, unavailable
from assistant.llm.deadline import Deadline, in_time

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage
    from langchain_core.tools import BaseTool

    from assistant.llm.client import ChatModel

CALLS = 6
"""Calls of tools in one run; what is called beyond that is not run."""
TURNS = CALLS + 2
"""Replies of the model in one run: one for each call, one over the limit, one that ends."""
STEPS = 12 * TURNS
"""Steps of the graph in one run; its turns take fewer."""


def agent_messages(
    chat: ChatModel,
    task: str,
    asked: Sequence[BaseMessage],
    tools: Sequence[BaseTool],
    before_turn: Callable[[], None],
) -> Iterator[BaseMessage]:
    """The messages of an agent's run as they come: the model's, and its tools' results.

    Args:
        chat: the model.
        task: its instructions.
        asked: what it is asked.
        tools: what it may call.
        before_turn: called before each of the model's turns, when no tool runs.

    Raises:
        ModelUnavailable: no reply, none in time, or a server that takes no tools.
    """
    import httpx2
    import openai
    from langchain_core.exceptions import LangChainException
    from langgraph.errors import GraphRecursionError

    agent = _agent(chat, task, tools, before_turn)
    config = run("research") | {"recursion_limit": STEPS}
    sent = {"messages": list(asked)}
    steps = partial(agent.stream, sent, config, stream_mode="updates")
    try:
        for step in in_time(steps, chat.config.timeout, Deadline(chat.config.deadline)):
            for update in step.values():
                yield from (update or {}).get("messages", ())
    except (openai.OpenAIError, httpx2.HTTPError, LangChainException) as error:
        raise unavailable(error) from error
    # What a reply of no known form raises in LangChain's own readers of it.
    except (GraphRecursionError, NotImplementedError, ValueError, TypeError, KeyError) as error:
        raise unavailable(error) from error


def _agent(
    chat: ChatModel, task: str, tools: Sequence[BaseTool], before_turn: Callable[[], None]
) -> Any:
    from langchain.agents import create_agent
    from langchain.agents.middleware import (
        AgentMiddleware,
        ModelCallLimitMiddleware,
        ToolCallLimitMiddleware,
    )

    class BeforeTurn(AgentMiddleware[Any, Any, Any]):
        """Tells when the model is about to speak."""

        def before_model(self, state: Any, runtime: Any) -> None:
            before_turn()

    model = chat.model
    if "streaming" in type(model).model_fields:
        # Some servers let a model think, or call tools, in a stream only (Qwen's).
        model = model.model_copy(update={"streaming": True})
    return create_agent(
        model,
        list(tools),
        system_prompt=task,
        middleware=[
            BeforeTurn(),
            ModelCallLimitMiddleware(run_limit=TURNS, exit_behavior="end"),
            ToolCallLimitMiddleware(run_limit=CALLS, exit_behavior="continue"),
        ],
    )
