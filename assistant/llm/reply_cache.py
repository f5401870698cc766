"""What a chat model once answered, kept by model, prompt and parameters, so that replays repeat."""

from __future__ import annotations

import hashlib
import json
import logging
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from langchain_core.caches import BaseCache
from langchain_core.messages import message_to_dict, messages_from_dict
from langchain_core.outputs import ChatGeneration, Generation

log = logging.getLogger(__package__)
READ = ("content", "tool_calls", "tool_call_id", "name", "additional_kwargs")
"""Fields of a message that are sent to a model."""
SUM = 16
"""Characters of the checksum in front of a kept reply."""


class Replies(BaseCache):
    """A reply cache in one SQLite file; keys are hashes, so no prompt and no key is in it."""

    def __init__(self, path: Path) -> None:
        """Keep replies in the file at `path`, made when the first one is kept."""
        self.path = path

    def lookup(self, prompt: str, llm_string: str) -> Sequence[Generation] | None:
        """The reply kept for this prompt and these parameters, None where there is none.

        None, too, where what is kept is damaged.
        """
        if not self.path.is_file():
            return None
        key = _key(prompt, llm_string)
        try:
            with closing(self._open()) as db:
                row = db.execute("SELECT kept FROM reply WHERE key = ?", (key,)).fetchone()
        except sqlite3.DatabaseError as error:
            log.warning("the kept replies at %s cannot be read: %s", self.path, error)
            return None
        if row is None or row[0][:SUM] != _sum(key, row[0][SUM:]):
            return None
        return [_read(written) for written in json.loads(row[0][SUM:])]

    def update(self, prompt: str, llm_string: str, return_val: Sequence[Generation]) -> None:
        """Keep a reply in place of what is there; a file that SQLite cannot read is made anew."""
        text = json.dumps([_written(each) for each in return_val], ensure_ascii=False, default=str)
        key = _key(prompt, llm_string)
        try:
            self._keep(key, _sum(key, text) + text)
        except sqlite3.OperationalError as error:
            log.warning("a reply is not kept, %s: %s", self.path, error)
        except sqlite3.DatabaseError as error:
            log.warning("the kept replies at %s are damaged, and lost: %s", self.path, error)
            self.clear()
            self._keep(key, _sum(key, text) + text)

    def _keep(self, key: str, text: str) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(self._open()) as db, db:
            db.execute("INSERT OR REPLACE INTO reply VALUES (?, ?)", (key, text))

    def clear(self, **kwargs: Any) -> None:
        """Forget every reply."""
        self.path.unlink(missing_ok=True)

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, timeout=10)
        db.execute("CREATE TABLE IF NOT EXISTS reply (key TEXT PRIMARY KEY, kept TEXT NOT NULL)")
        return db


def _key(prompt: str, llm_string: str) -> str:
    return hashlib.sha256(f"{llm_string}\x1f{_asked(prompt)}".encode()).hexdigest()


def _asked(prompt: str) -> str:
    """What of a prompt a model reads, where it is LangChain's messages; else all of it.

    A message that comes out of the cache differs from the one that went in by its class, its
    usage and its ids; the model is sent the same.
    """
    try:
        messages = json.loads(prompt)
        read = [
            [m["id"][-1].removesuffix("Chunk"), *(m["kwargs"].get(field) for field in READ)]
            for m in messages
        ]
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return prompt
    return json.dumps(read, sort_keys=True)


def _sum(key: str, text: str) -> str:
    """The checksum in front of a kept reply."""
    return hashlib.sha256(f"{key}{text}".encode()).hexdigest()[:SUM]


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
