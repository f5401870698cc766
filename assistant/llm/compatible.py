"""A chat model at any OpenAI-compatible endpoint, with what those add to OpenAI's own wire form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from langchain_openai import ChatOpenAI

REASONING = ("reasoning_content", "reasoning")
"""Fields of a message that hold a model's thinking: DeepSeek's, Qwen's, Moonshot's and llama.cpp's
name for it, then that of vLLM and Ollama."""


class CompatibleChat(ChatOpenAI):
    """ChatOpenAI that keeps a model's reasoning and counts a stream's tokens once.

    DeepSeek and Moonshot refuse a conversation in which a message with tool calls comes back
    without the reasoning that it was sent with, so that is sent back under the name that it came
    by; it is never shown. Usage may be in every chunk, counted up (vLLM), or inside the last
    choice (Moonshot): the last one counts.
    """

    @property
    def _llm_type(self) -> str:
        return "openai-compatible-chat"

    @classmethod
    def is_lc_serializable(cls) -> bool:
        """Not: its class is no part of LangChain."""
        return False

    def _stream(self, *args: Any, **kwargs: Any) -> Iterator[ChatGenerationChunk]:
        usage = None
        for chunk in super()._stream(*args, **kwargs):
            message = chunk.message
            if isinstance(message, AIMessageChunk) and message.usage_metadata:
                usage, message.usage_metadata = message.usage_metadata, None
            yield chunk
        if usage:
            yield ChatGenerationChunk(message=AIMessageChunk(content="", usage_metadata=usage))

    def _convert_chunk_to_generation_chunk(
        self,
        chunk: dict[str, Any],
        default_chunk_class: type,
        base_generation_info: dict[str, Any] | None,
    ) -> ChatGenerationChunk | None:
        first: dict[str, Any] = next(iter(chunk.get("choices") or ()), {})
        if first.get("usage") and not chunk.get("usage"):
            chunk = chunk | {"usage": first["usage"]}
        made = super()._convert_chunk_to_generation_chunk(
            chunk, default_chunk_class, base_generation_info
        )
        if made is not None:
            _keep_reasoning(made.message, first.get("delta") or {})
        return made

    def _create_chat_result(
        self, response: Any, generation_info: dict[str, Any] | None = None
    ) -> ChatResult:
        made = super()._create_chat_result(response, generation_info)
        sent = response if isinstance(response, dict) else response.model_dump(warnings=False)
        for generation, choice in zip(made.generations, sent["choices"], strict=False):
            _keep_reasoning(generation.message, choice["message"])
        return made

    def _get_request_payload(
        self, input_: LanguageModelInput, *, stop: list[str] | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        payload: dict[str, Any] = super()._get_request_payload(input_, stop=stop, **kwargs)
        said = self._convert_input(input_).to_messages()
        for message, sent in zip(said, payload.get("messages", ()), strict=False):
            if isinstance(message, AIMessage) and message.tool_calls:
                sent |= {k: v for k, v in message.additional_kwargs.items() if k in REASONING}
        return payload


def _keep_reasoning(message: BaseMessage, sent: Mapping[str, Any]) -> None:
    """Keep what a message holds of reasoning, by the name that it came by."""
    for name in REASONING:
        if isinstance(sent.get(name), str) and sent[name]:
            message.additional_kwargs[name] = sent[name]
