"""What a chat model once answered, kept by model, prompt and parameters, so that replays repeat."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from langchain_core.caches import BaseCache
from langchain_core.messages import AIMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGeneration, Generation

from catalog.record import Record


class Reply(Record):
    """One reply, and the tokens that it took when it was given."""

    text: str
    tokens_in: int
    tokens_out: int


class Replies(BaseCache):
    """A reply cache in one SQLite file; keys are hashes, so no prompt and no key is in it."""

    def __init__(self, path: Path) -> None:
        """Keep replies in the file at `path`, made when the first one is kept."""
        self.path = path

    def lookup(self, prompt: str, llm_string: str) -> Sequence[Generation] | None:
        """The reply kept for this prompt and these parameters, None where there is none."""
        if not self.path.is_file():
            return None
        with closing(self._open()) as db:
            row = db.execute(
                "SELECT reply FROM reply WHERE key = ?", (_key(prompt, llm_string),)
            ).fetchone()
        if row is None:
            return None
        reply = Reply.model_validate_json(row[0])
        usage = UsageMetadata(
            input_tokens=reply.tokens_in,
            output_tokens=reply.tokens_out,
            total_tokens=reply.tokens_in + reply.tokens_out,
        )
        return [ChatGeneration(message=AIMessage(reply.text, usage_metadata=usage))]

    def update(self, prompt: str, llm_string: str, return_val: Sequence[Generation]) -> None:
        """Keep a reply; one that is there already stays."""
        first = return_val[0]
        if not isinstance(first, ChatGeneration):
            return
        usage = getattr(first.message, "usage_metadata", None) or {}
        reply = Reply(
            text=first.text,
            tokens_in=usage.get("input_tokens", 0),
            tokens_out=usage.get("output_tokens", 0),
        )
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(self._open()) as db:
            db.execute("CREATE TABLE IF NOT EXISTS reply (key TEXT PRIMARY KEY, reply TEXT)")
            db.execute(
                "INSERT OR IGNORE INTO reply VALUES (?, ?)",
                (_key(prompt, llm_string), reply.model_dump_json()),
            )
            db.commit()

    def clear(self, **kwargs: Any) -> None:
        """Forget every reply."""
        self.path.unlink(missing_ok=True)

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path, timeout=10)


def _key(prompt: str, llm_string: str) -> str:
    return hashlib.sha256(f"{llm_string}\x1f{prompt}".encode()).hexdigest()
