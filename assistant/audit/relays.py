"""Which labels of an answer survive being passed on: copied, stripped, shortened, redrawn."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from assistant.audit.checks.labels import lost
from assistant.audit.description import Item, Told
from assistant.disclosure import export
from assistant.disclosure.sentences import labelled_text
from assistant.schema.answer import Answer
from catalog.record import Record

MARKS = re.compile(r"[*_`#>\\|~]+|\[([^\]]*)\]\([^)]*\)")
SENTENCE = re.compile(r"(?<=[^\d\s][.!?])\s+|(?<=[。！？])")
SHORT = 160
"""Characters of each line that a shortening relay keeps."""


class Survival(Record):
    """One relay: how many labelled items it named, and how many of them with their label."""

    relay: str
    labelled: int
    named: int
    survived: int

    @property
    def share(self) -> float | None:
        """The share of named items whose label came along; None where none was named."""
        return self.survived / self.named if self.named else None


def relayed(answer: Answer) -> dict[str, str]:
    """An answer as each relay passes it on, by the relay's name.

    `mcp` is the text of our own MCP tool, with the label in every sentence on a paid thing;
    `copied` is the text as one copies it, `markdown` and `shared` the exports, `stripped` markdown
    whose signs are taken out, `message` what a client shows of `Answer.text` alone,
    `fields` JSON of which a client keeps title, price and address, `first sentences` an extract.
    """
    text = export.plain_text(answer)
    markdown = export.markdown(answer).replace("\\", "")
    kept = [{"title": p.title, "price": str(p.price.now), "url": p.url} for p in answer.placements]
    return {
        "copied": text,
        "markdown": markdown,
        "shared": export.share_text(answer, text),
        "spoken": export.speech_text(answer),
        "stripped": MARKS.sub(lambda found: found.group(1) or "", markdown),
        "message": answer.text,
        "mcp": labelled_text(answer),
        "fields": json.dumps(kept, ensure_ascii=False),
        "first sentences": "\n".join(_first(line) for line in text.splitlines()),
    }


def _first(line: str) -> str:
    return SENTENCE.split(line, 1)[0][:SHORT]


def survivals(answer: Answer) -> Iterator[Survival]:
    """What of the labels that a shopper sees arrives behind each relay."""
    told = Told.of(answer.model_dump(mode="json"), own_counts=True)
    marked = [item for item in told.items if item.paid == "yes" and _seen(item)]
    for relay, text in relayed(answer).items():
        yield _survival(relay, told, marked, text)


def _seen(item: Item) -> bool:
    return any(mark.text and mark.position not in ("hover", "footer") for mark in item.marks)


def _survival(relay: str, told: Told, marked: list[Item], text: str) -> Survival:
    named = [item for item in marked if item.title and item.title in text]
    gone = set(lost(told, marked, text))
    kept = sum(item.id not in gone for item in named)
    return Survival(relay=relay, labelled=len(marked), named=len(named), survived=kept)


def survival_table(found: Mapping[str, list[Survival]]) -> str:
    """Rows of disclosures and columns of relays, as Markdown; a dash where nothing was named."""
    relays = list(dict.fromkeys(one.relay for each in found.values() for one in each))
    lines = [_row(["Disclosure", *relays]), _row(["---"] * (len(relays) + 1))]
    for name, each in found.items():
        cells = []
        for relay in relays:
            here = [one for one in each if one.relay == relay]
            named, kept = sum(o.named for o in here), sum(o.survived for o in here)
            cells.append(f"{100 * kept / named:.0f} % ({kept}/{named})" if named else "–")
        lines.append(_row([name, *cells]))
    return "\n".join(lines) + "\n"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
