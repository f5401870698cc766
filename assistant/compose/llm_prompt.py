"""What a chat model is told: its task in one message, the facts as data in another."""

from __future__ import annotations

import json
from collections.abc import Sequence

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from pydantic import JsonValue

from assistant.compose.facts import Facts
from assistant.compose.grounding.checker import Violation
from assistant.llm.prompts import prompt

NAME = "compose"
"""The prompt's name."""
LANGUAGES = {"zh": "Simplified Chinese", "en": "English"}
SCHEMA: dict[str, JsonValue] = {
    "name": "answer",
    "strict": True,
    "schema": {
        "type": "object",
        "additionalProperties": False,
        "required": ["parts"],
        "properties": {
            "parts": {
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["role", "text", "product_ids", "evidence_ids"],
                    "properties": {
                        "role": {"type": "string", "enum": ["lead", "pick"]},
                        "text": {"type": "string"},
                        "product_ids": {"type": "array", "items": {"type": "string"}},
                        "evidence_ids": {"type": "array", "items": {"type": "string"}},
                    },
                },
            }
        },
    },
}


def messages(facts: Facts) -> list[BaseMessage]:
    """The task and the facts, apart; the facts' message is JSON and nothing else."""
    told = prompt(NAME)
    task = told.text("task", language=LANGUAGES[facts.language], picks=told.text(facts.situation))
    data = facts.model_dump_json(
        exclude_defaults=True, exclude={"others", "ask", "carried", "values"}
    )
    return [SystemMessage(task), HumanMessage(data)]


def repair(
    asked: Sequence[BaseMessage], reply: str, wrong: Sequence[Violation]
) -> list[BaseMessage]:
    """The same again, with the reply and what the facts do not hold of it."""
    told = [v.model_dump(exclude_defaults=True) for v in wrong[:20]]
    faults = json.dumps(told, ensure_ascii=False) if told else "it was not the JSON asked for"
    return [
        *asked,
        AIMessage(reply[:8000]),
        HumanMessage(prompt(NAME).text("repair", faults=faults)),
    ]
