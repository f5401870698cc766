"""The assistant as tools for other programs' models, over Gradio's MCP server."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Literal
from uuid import uuid4

import gradio as gr
from gradio.events import api
from pydantic import ValidationError

from assistant.disclosure.export import plain_text
from assistant.serve.conversation import answer_to
from assistant.serve.requests import ChatRequest, Extension, Message
from assistant.session import DEFAULT_POLICY, House
from catalog.errors import PlainshelfError

Language = Literal["auto", "zh", "en"]
Law = Literal["auto", "cn", "us", "eu", "uk"]


def tools(house: House, clock: Callable[[], datetime]) -> None:
    """Add the tools to the Blocks that is being built: they become endpoints and MCP tools."""

    def ask(
        question: str,
        policy: str = DEFAULT_POLICY,
        disclosure: str = "",
        language: Language = "auto",
        jurisdiction: Law = "auto",
        organic_only: bool = False,
        earlier: list[str] = [],  # noqa: B006 - Gradio's schema takes the default as it stands
        record: bool = False,
    ) -> str:
        """
        Ask the shopping assistant. What somebody paid for is labelled in the text: keep the labels.

        Args:
            question: What the shopper asks, in Chinese or English.
            policy: The monetisation policy that answers; the tool policies lists them.
            disclosure: How payment is disclosed; empty for the policy's own way.
            language: The answer's language; auto follows the question.
            jurisdiction: Whose wording the labels use; auto follows the language.
            organic_only: Leave out everything that anybody paid for.
            earlier: The shopper's earlier questions in this conversation, oldest first.
            record: Return the whole Answer record as JSON: ranking, payments, labels, prices.

        Returns:
            The answer as plain text with its labels, or its record.
        """
        try:
            asked = ChatRequest(
                model=policy,
                messages=tuple(Message(role="user", content=text) for text in (*earlier, question)),
                plainshelf=Extension(
                    disclosure=disclosure or None,
                    locale=language,
                    jurisdiction=jurisdiction,
                    organic_only=organic_only,
                ),
            )
            answer = answer_to(asked, house, clock(), uuid4().hex)
        except ValidationError as error:
            first = error.errors(include_input=False)[0]
            raise gr.Error(f"{first['loc'][-1]}: {first['msg']}", print_exception=False) from None
        except PlainshelfError as error:
            raise gr.Error(str(error), print_exception=False) from error
        return answer.model_dump_json() if record else plain_text(answer)

    def policies() -> str:
        """
        List the monetisation policies that can answer, and what money may and may not move in each.

        Returns:
            JSON: each policy's id, title and one-line statement.
        """
        return json.dumps(
            [
                {"id": policy.id, "title": policy.title.en, "money_may": policy.money_may.en}
                for policy in house.policies.values()
            ]
        )

    for tool in (ask, policies):
        api(tool, api_name=tool.__name__)
