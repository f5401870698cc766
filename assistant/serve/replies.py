"""An answer in the forms of OpenAI's interface: text, annotations, usage, errors."""

from __future__ import annotations

from typing import Literal

from pydantic import JsonValue

from assistant.schema.answer import Answer
from assistant.serve.links import Links
from catalog.errors import BadInput

Kind = Literal["invalid_request_error", "server_error"]


def error_body(message: str, code: str, param: str | None = None) -> dict[str, JsonValue]:
    """An error in OpenAI's form."""
    kind: Kind = "server_error" if code in ("unavailable", "server_error") else (
        "invalid_request_error"
    )  # fmt: skip
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}


def stopped(text: str, stops: tuple[str, ...], answer: Answer) -> str:
    """The text up to the first of the stop sequences.

    Raises:
        BadInput: a label stands at the foot of the answer, which a stop would cut off.
    """
    cuts = [at for stop in stops if (at := text.find(stop)) >= 0]
    if not cuts:
        return text
    said = [p.label for p in answer.parts] + [p.label for p in answer.placements]
    if any(label is not None and label.position == "footer" for label in said):
        raise BadInput(
            "the request", "stop", "it would cut off the label at the foot of the answer",
            "Leave stop out, or choose a disclosure that labels each item",
        )  # fmt: skip
    return text[: min(cuts)]


def citations(answer: Answer, links: Links, text: str) -> list[JsonValue]:
    """One citation for each item with an address in the text, its label in its title.

    `plainshelf` tells in fields what the title says in words: the label, and whether money put it
    there.
    """
    found: list[JsonValue] = []
    for placement in answer.placements:
        address = links.of(answer, placement)
        start = text.find(address) if address else -1
        if start < 0:
            continue
        label = placement.label.text if placement.label else ""
        title = f"{label} · {placement.title}" if label else placement.title
        found.append(
            {
                "type": "url_citation",
                "start_index": start,
                "end_index": start + len(address),
                "url": address,
                "title": title,
                "plainshelf": {
                    "placement": placement.id,
                    "label": label,
                    "sponsored": placement.sponsored,
                },
            }
        )
    return found


def nested(found: list[JsonValue]) -> list[JsonValue]:
    """Citations as a chat completion holds them: one level deeper than a response does."""
    return [
        {
            "type": "url_citation",
            "url_citation": {k: v for k, v in each.items() if k not in ("type", "plainshelf")},
            "plainshelf": each["plainshelf"],
        }
        for each in found
        if isinstance(each, dict)
    ]


def tokens(answer: Answer | None) -> tuple[int, int]:
    """Tokens in and out of the chat model behind an answer; 0 where none had a part in it."""
    if answer is None:
        return 0, 0
    wrote = answer.composition
    read = wrote.reading
    return wrote.tokens_in + read.tokens_in, wrote.tokens_out + read.tokens_out
