"""Where the items of an answer lead that leaves over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from assistant.disclosure.export import plain_text, web_address
from assistant.schema.answer import Answer
from assistant.schema.placement import Placement

if TYPE_CHECKING:
    from pydantic import JsonValue

    from assistant.receipts.receipt import Receipt


@dataclass(frozen=True)
class Links:
    """Where the items of an answer lead: through this server's ledger, or straight to the shops.

    `receipt` gives the receipt of an answer that is served; without it there are none.
    """

    link: Callable[[Answer, Placement], str] | None
    origin: str
    receipt: Callable[[Answer], Receipt] | None = None

    def of(self, answer: Answer, placement: Placement) -> str:
        """The whole address of one item, "" for none."""
        address = self.link(answer, placement) if self.link else web_address(placement.url)
        return f"{self.origin}{address}" if address.startswith("/") else address

    def text(self, answer: Answer) -> str:
        """The answer as text; without a ledger it says that its links are not counted."""
        return plain_text(answer, partial(self.of, answer) if self.link else None)

    def record(self, answer: Answer) -> JsonValue:
        """Our own field of a reply: the answer, and where each of its items is opened."""
        links: dict[str, JsonValue] = {p.id: self.of(answer, p) for p in answer.placements}
        issued = self.receipt(answer).model_dump(mode="json") if self.receipt else None
        return {
            "receipt": issued,
            "answer": answer.model_dump(mode="json"),
            "links": links,
            "links_counted": self.link is not None,
        }
