"""The assistant as tools for other programs' models, over Gradio's MCP server."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Literal
from uuid import uuid4

import gradio as gr
from gradio.events import api
from pydantic import JsonValue, ValidationError

from assistant.disclosure.sentences import labelled_text
from assistant.receipts.adcp import sponsored_context as sponsored
from assistant.serve.conversation import receipt_of, turn_for
from assistant.serve.requests import ChatRequest, Extension, Message
from assistant.session import DEFAULT_POLICY
from catalog.errors import NotFound, PlainshelfError
from ui.handlers import Page
from ui.tool_cards import CARDS, MIME, VIEW, Cards, shell

Language = Literal["auto", "zh", "en"]
Law = Literal["auto", "cn", "us", "eu", "uk"]


def tools(page: Page, clock: Callable[[], datetime]) -> None:
    """Add the tools to the Blocks that is being built: they become endpoints and MCP tools.

    An answer's cards are at the `ui://` address that its text ends with.
    """
    house, cards = page.house, Cards(page)

    def ask(
        question: str,
        policy: str = DEFAULT_POLICY,
        disclosure: str = "",
        language: Language = "auto",
        jurisdiction: Law = "auto",
        organic_only: bool = False,
        earlier: list[str] = [],  # noqa: B006 - Gradio's schema takes the default as it stands
        record: bool = False,
        sponsored_context: str = "",
    ) -> str:
        """
        Ask the shopping assistant. Every sentence on what somebody paid for is labelled: keep that.

        Args:
            question: What the shopper asks, in Chinese or English.
            policy: The monetisation policy that answers; the tool policies lists them.
            disclosure: How payment is disclosed; empty for the policy's own way.
            language: The answer's language; auto follows the question.
            jurisdiction: Whose wording the labels use; auto follows the language.
            organic_only: Leave out everything that anybody paid for.
            earlier: The shopper's earlier questions in this conversation, oldest first.
            record: Return the whole Answer record as JSON: ranking, payments, labels, prices.
            sponsored_context: A declaration in AdCP's form, as JSON; the receipt answers it.

        Returns:
            The answer as text with its labels, the address of its cards and its receipt, or its
            record.
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
                    sponsored_context=_declared(sponsored_context),
                ),
            )
            receipt = receipt_of(asked, house, "mcp", clock)
            turn = turn_for(asked, house, clock(), uuid4().hex)
            issued = receipt(turn.answer) if receipt else None
        except ValidationError as error:
            first = error.errors(include_input=False)[0]
            raise gr.Error(f"{first['loc'][-1]}: {first['msg']}", print_exception=False) from None
        except PlainshelfError as error:
            raise gr.Error(str(error), print_exception=False) from error
        if record:
            return turn.answer.model_dump_json()
        told = [labelled_text(turn.answer), cards.keep(question, turn)]
        return "\n".join([*told, *([issued.model_dump_json()] if issued else [])])

    def answer_view() -> str:
        """The page that shows the cards of an answer beside its text."""
        return shell()

    def answer_cards(id: str) -> str:
        """
        The cards of one of the last answers.

        Args:
            id: The answer's id.
        """
        try:
            return cards.drawn(id)
        except NotFound as error:
            raise gr.Error(str(error), print_exception=False) from error

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

    gr.mcp.tool(_meta={"ui": {"resourceUri": VIEW}})(ask)
    gr.mcp.resource(VIEW, mime_type=MIME)(answer_view)
    gr.mcp.resource(CARDS, mime_type=MIME)(answer_cards)
    for tool in (ask, policies, answer_view, answer_cards):
        api(tool, api_name=tool.__name__)


def _declared(text: str) -> dict[str, JsonValue] | None:
    """A sponsored context as JSON; None where none is named."""
    return sponsored(text, "sponsored_context") if text else None
