"""The research tools as LangChain's: each gives the model JSON, and keeps its Research aside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from assistant.agent.arguments import (
    BasketArguments,
    CompareArguments,
    FactsArguments,
    FindArguments,
    ShelfArguments,
)
from assistant.agent.desk import Desk, Refused
from assistant.agent.results import result_text
from assistant.llm.prompts import prompt
from assistant.research import Research

if TYPE_CHECKING:
    from langchain_core.tools import BaseTool

    from catalog.record import Record

Arguments = TypeVar("Arguments", bound="Record")
NAME = "research"
"""The prompt that describes the tools."""


@dataclass(frozen=True, repr=False)
class Result:
    """What a message of a tool keeps aside: no repr, so that no cache of prompts reads it out."""

    found: Research


def research_tools(desk: Desk) -> list[BaseTool]:
    """The five tools over one desk; a message of theirs has a Result as its artifact."""
    return [
        _tool("find", FindArguments, desk.find, desk),
        _tool("facts", FactsArguments, desk.facts, desk),
        _tool("compare", CompareArguments, desk.compare, desk),
        _tool("basket", BasketArguments, desk.basket, desk),
        _tool("shelf", ShelfArguments, desk.shelf_of, desk),
    ]


def _tool(
    name: str, takes: type[Arguments], work: Callable[[Arguments], Research], desk: Desk
) -> BaseTool:
    from langchain_core.tools import StructuredTool, ToolException

    def called(**sent: Any) -> tuple[str, Result]:
        try:
            found = work(takes.model_validate(sent))
        except Refused as error:
            raise ToolException(str(error)) from error
        return result_text(found, desk.shelf.catalog, desk.now), Result(found)

    return StructuredTool.from_function(
        called,
        name=name,
        description=prompt(NAME).text(name),
        args_schema=takes,
        response_format="content_and_artifact",
        handle_tool_error=True,
    )
