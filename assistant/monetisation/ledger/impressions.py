"""What of an answer is paid for, each thing under the id that the ledger knows it by."""

from __future__ import annotations

from assistant.schema.answer import Answer
from assistant.schema.placement import DisclosureRecord


def paid_for(answer: Answer) -> list[tuple[str, DisclosureRecord, str]]:
    """Everything in an answer that is paid for: its id there, its record, where it leads.

    Words about an item that is shown anyway, and words that come back to a bought sentence, are
    no second impression.
    """
    items = [(p.id, p.disclosure, p.url) for p in answer.placements]
    ids, records = {p.id for p in answer.placements}, {p.disclosure for p in answer.placements}
    for n, part in enumerate(answer.parts):
        if part.placement_id not in ids and part.disclosure not in records:
            records.add(part.disclosure)
            items.append((f"part-{n}", part.disclosure, ""))
    items += [(f"follow-up-{n}", f.disclosure, "") for n, f in enumerate(answer.follow_ups)]
    return [(id, record, url) for id, record, url in items if record is not None]
