"""Research with a chat model: by an agent with tools, else by a form, else by the rules."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from assistant.agent.conclusion import concluded
from assistant.agent.desk import Desk
from assistant.agent.memory import remembered
from assistant.agent.tools import NAME, Result, research_tools
from assistant.llm.agent import CALLS, agent_messages
from assistant.llm.prompts import prompt
from assistant.llm.usage import Usage
from assistant.research import Research, Shelf, research, research_read
from assistant.schema.need import Act, History
from assistant.schema.reading import Reader, Reading, ToolCall
from assistant.tracing import step
from assistant.understanding.llm_parser import terms_of, understand_with
from assistant.understanding.normalise import fold
from assistant.understanding.parser import read
from catalog.errors import FailureCause, ModelUnavailable

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage, ToolMessage
    from langchain_core.messages import ToolCall as ToolCallSent

    from assistant.llm.client import ChatModel

log = logging.getLogger(__package__)
BY_CODE: tuple[Act, ...] = ("money", "settings")
"""Acts of which only code speaks, so that no model is asked."""
LOOKED_UP: tuple[Act, ...] = ("find", "tell", "compare", "superlative", "total", "service")
"""Acts that want tools; a model that calls none has not done its work."""
WITHOUT_TOOLS: tuple[FailureCause, ...] = ("refused", "no_tools", "not_the_form")
"""Failures of an agent that a form may do better; of the others it would die as well."""


def research_with(
    chat: ChatModel, question: str, history: History, shelf: Shelf, now: datetime
) -> Research:
    """The research of a question by a chat model, in the record that the rules give.

    What the rules refuse stays refused. A model that calls no tools, or whose server takes none,
    is asked to fill a form; where that fails too, or the server cannot be had, the rules answer.
    `Research.reading` says who did it and why not the one before. Never raises for anything that a
    model or its endpoint does.
    """
    from assistant.understanding.acts import judge

    judged = judge(question, history, shelf.ranker.embedding)
    by_rules = read(question, history, shelf.lexicon, judged)
    if by_rules.restricted or by_rules.act in BY_CODE or by_rules.sponsored_meant:
        return research(question, history, shelf, now)
    desk = Desk(question, history, shelf, now, by_rules)
    run = _Run(chat)
    with step("research", reader=chat.config.model):
        try:
            found = run.researched(desk)
        except ModelUnavailable as error:
            run.cause = error.cause
            found = None
    if found is not None:
        return found.model_copy(update={"reading": run.reading("agent")})
    if not run.cause and not run.calls and (by_rules.act or "find") not in LOOKED_UP:
        # Nothing is to be looked up for a civility, and the model saw that too.
        return _told(research(question, history, shelf, now), run.reading("rules"))
    run.cause = run.cause or "no_tools"
    log.warning("the agent did no research: %s", run.cause)
    if run.cause not in WITHOUT_TOOLS:
        return _told(research(question, history, shelf, now), run.reading("rules"))
    need, reading = understand_with(chat, question, history, shelf.lexicon, now, judged)
    spent = Usage(tokens_in=reading.tokens_in, tokens_out=reading.tokens_out) + run.usage
    whole = reading.model_copy(
        update={
            **dict(spent),
            "cost": spent.cost(chat.config),
            "cause": reading.cause or run.cause,
            "calls": tuple(run.calls),
            "prompts": (prompt(NAME).id, *reading.prompts),
        }
    )
    return _told(research_read(question, need, history, shelf, now), whole)


def _told(found: Research, reading: Reading) -> Research:
    return found.model_copy(update={"reading": reading})


class _Run:
    """One run of the agent: what it called, what that gave, what it used."""

    def __init__(self, chat: ChatModel) -> None:
        self.chat = chat
        self.calls: list[ToolCall] = []
        self.usage = Usage()
        self.cause: FailureCause | None = None

    def researched(self, desk: Desk) -> Research | None:
        """What the calls amount to, None where none was answered.

        Raises:
            ModelUnavailable: the model cannot be had, or not in time.
        """
        from langchain_core.messages import AIMessage, ToolMessage

        done: list[Research] = []
        task = prompt(NAME).text("task", calls=str(CALLS))
        known = json.dumps(terms_of(desk.shelf.lexicon), ensure_ascii=False)
        tools = research_tools(desk)
        called: list[ToolCallSent] = []
        results: dict[str, ToolMessage] = {}
        for message in agent_messages(
            self.chat, f"{task}\n{known}", _asked(desk), tools, desk.settle
        ):
            if isinstance(message, AIMessage):
                done += self._answered(called, results)
                self.usage += Usage.of(message)
                called, results = message.tool_calls, {}
            elif isinstance(message, ToolMessage):
                results[message.tool_call_id] = message
        return concluded([*done, *self._answered(called, results)])

    def _answered(
        self, called: Sequence[ToolCallSent], results: Mapping[str, ToolMessage]
    ) -> list[Research]:
        """What the calls of one turn gave, in the order called, whichever came back first."""
        done: list[Research] = []
        for call in called:
            message = results.get(call["id"] or "")
            result = message.artifact if message else None
            if isinstance(result, Result):
                done.append(result.found)
            sent = json.dumps(call["args"], ensure_ascii=False)
            refused = not isinstance(result, Result)
            self.calls.append(ToolCall(tool=call["name"], arguments=sent, refused=refused))
        return done

    def reading(self, reader: Reader) -> Reading:
        """The account of this run."""
        return Reading(
            reader=reader,
            model=self.chat.config.model,
            cause=self.cause or "",
            calls=tuple(self.calls),
            prompts=(prompt(NAME).id,),
            cost=self.usage.cost(self.chat.config),
            **dict(self.usage),
        )


def _asked(desk: Desk) -> Sequence[BaseMessage]:
    """The conversation and the question, as JSON and nothing else."""
    from langchain_core.messages import HumanMessage

    conversation = remembered(desk.history, desk.shelf.lexicon)
    conversation["pointed_at"] = list(desk.by_rules.focus)
    told = {"conversation": conversation, "message": fold(desk.question)}
    return [HumanMessage(json.dumps(told, ensure_ascii=False))]
