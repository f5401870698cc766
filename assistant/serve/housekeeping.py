"""What chat programs ask for their own sake, in the shopper's name: titles, tags, follow-ups.

Such a request is no shopper's question: nobody reads the answer as one, so it holds no products, is
sold to nobody and is in no ledger. The prompts are those of Open WebUI, LibreChat, LobeChat,
NextChat, ChatBox and Cherry Studio, told by what they ask for rather than by their wording.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from assistant.serve.requests import Message

LONGEST = 40
"""Characters of a title."""
_ORDER = (
    r"(?:generate|write|create|provide|suggest|give|return|make|come up with|produce|determine|name"
    r"|summari[sz]e|analy[sz]e)"
)
_TALK = r"(?:chat|conversation|dialog(?:ue)?|discussion|messages?|history|thread)"
_THING = (
    r"(?:title|tags?|topics?|summary|follow[- ]?ups?|emoji|headline|name"
    r"|search queries|keywords)"
)
_ENGLISH = re.compile(
    rf"\b{_ORDER}\b[^.\n]{{0,120}}\b{_THING}\b[^\n]{{0,160}}\b{_TALK}\b"
    rf"|\b{_ORDER}\b[^.\n]{{0,60}}\b{_TALK}\b[^.\n]{{0,60}}\b(?:a )?{_THING}\b"
    rf"|\b\d+[- ]?(?:to \d+ )?(?:-\d+)?[ -]?words?(?:[ -]or[ -]less)? (?:title|summary)\b"
    r"|^#{2,3} task:|<chat_history>"
    r"|\bsummari[sz]e (?:the|this|our) (?:chat|conversation|discussion)",
    re.IGNORECASE | re.MULTILINE,
)
_CHINESE = re.compile(
    r"(?:总结|概括|归纳|生成|返回|起|取|拟|想)[^。\n]{0,40}(?:标题|主题|标签|摘要|名字|名称|追问)"
    r"|(?:对话|会话|聊天|这句话|上述内容)[^。\n]{0,30}(?:标题|简要主题|标签|摘要|总结)"
)
_SHOPPER = re.compile(r"(?:^|\n)\s*(?:#+\s*)?(?:user|human|用户)\s*[:：]\s*(.+)", re.IGNORECASE)
_SPACE = re.compile(r"\s+")


def housekeeping(messages: Sequence[Message]) -> str | None:
    """The reply to a client's own request; None where the last message is a shopper's.

    It is a short title made of the shopper's own first words, or an empty list in the JSON asked
    for.
    """
    asked = messages[-1].words
    instructions = next((m.words for m in messages if m.role in ("system", "developer")), "")
    last = _ENGLISH.search(asked) or _CHINESE.search(asked)
    whole = len(messages) <= 2 and _titles(instructions)
    if messages[-1].role != "user" or not (last or whole):
        return None
    prompt = f"{instructions}\n{asked}" if whole else asked
    for field in ("follow_ups", "tags", "queries", "title"):
        if re.search(rf"[\"']{field}[\"']\s*:", prompt):
            value = _title(messages, prompt) if field == "title" else []
            return json.dumps({field: value}, ensure_ascii=False)
    wants_list = re.search(r"\btags?\b|follow[- ]?ups?|标签|追问", prompt, re.IGNORECASE)
    return "" if wants_list and not re.search(r"title|标题", prompt) else _title(messages, prompt)


def _titles(instructions: str) -> bool:
    return bool(_ENGLISH.search(instructions) or _CHINESE.search(instructions)) and bool(
        re.search(r"\btitle\b|标题|主题", instructions, re.IGNORECASE)
    )


def _title(messages: Sequence[Message], prompt: str) -> str:
    quoted = _SHOPPER.search(prompt)
    earlier = next((m.words for m in messages[:-1] if m.role == "user"), "")
    words = quoted[1] if quoted else earlier or _last_line(messages[-1].words)
    words = _SPACE.sub(" ", words).strip()
    if len(words) <= LONGEST:
        return words
    return words[:LONGEST] if not words.isascii() else words[: LONGEST + 1].rsplit(" ", 1)[0]


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip() and not _ENGLISH.search(line)]
    return lines[-1] if lines and not _CHINESE.search(lines[-1]) else ""
