"""What a chat model once answered, kept by model, prompt and parameters, so that replays repeat."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from langchain_core.caches import BaseCache
from langchain_core.messages import message_to_dict, messages_from_dict
from langchain_core.outputs import ChatGeneration, Generation


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
                "SELECT generations FROM replies WHERE key = ?", (_key(prompt, llm_string),)
            ).fetchone()
        return None if row is None else [_read(written) for written in json.loads(row[0])]

    def update(self, prompt: str, llm_string: str, return_val: Sequence[Generation]) -> None:
        """Keep a reply; one that is there already stays."""
        text = json.dumps([_written(each) for each in return_val], ensure_ascii=False, default=str)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(self._open()) as db, db:
            db.execute(
                "INSERT OR IGNORE INTO replies VALUES (?, ?)", (_key(prompt, llm_string), text)
            )

    def clear(self, **kwargs: Any) -> None:
        """Forget every reply."""
        self.path.unlink(missing_ok=True)

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, timeout=10)
        db.execute("CREATE TABLE IF NOT EXISTS replies (key TEXT PRIMARY KEY, generations TEXT)")
        return db


def _key(prompt: str, llm_string: str) -> str:
    return hashlib.sha256(f"{llm_string}\x1f{prompt}".encode()).hexdigest()


def _written(generation: Generation) -> dict[str, Any]:
    """A generation as JSON; a form in a message's `parsed` becomes an object."""
    message = generation.message if isinstance(generation, ChatGeneration) else None
    return {
        "text": generation.text,
        "info": generation.generation_info,
        "message": None if message is None else message_to_dict(message),
    }


def _read(written: dict[str, Any]) -> Generation:
    if written["message"] is None:
        return Generation(text=written["text"], generation_info=written["info"])
    (message,) = messages_from_dict([written["message"]])
    return ChatGeneration(message=message, generation_info=written["info"])
