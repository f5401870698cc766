"""How what an answer shows for money becomes rows: impressions, and the charges for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from assistant.monetisation.ledger.entries import LedgerEntry
from assistant.monetisation.ledger.impressions import PaidContent, as_recorded
from assistant.monetisation.ledger.links import followable
from assistant.monetisation.ledger.transaction import BUDGET_SPENT, Appending
from assistant.schema.event import Event
from assistant.schema.outcome import Charge
from assistant.schema.placement import DisclosureRecord
from catalog.campaign import Campaign
from catalog.errors import LedgerError
from catalog.fingerprint import of_records
from catalog.money import Money


def write(
    appending: Appending, content: PaidContent, now: datetime, campaigns: Iterable[Campaign]
) -> None:
    """Append the answer, all that it shows, and what is owed for that; see `Ledger.record`.

    Raises:
        LedgerError: another answer is recorded under that id.
    """
    due = list(content.charges)
    before = appending.impressions(content.answer_id)
    if before is not None and before != as_recorded(content):
        raise LedgerError(f"The ledger holds another answer {content.answer_id!r}. Ask again.")
    if appending.events.find("answer", content.answer_id) is None:
        provenance = appending.events.keep(content.provenance)
        answered = content.answered(now)
        appending.events.add(answered.model_copy(update={"provenance": provenance}))
        paid = {id for id, _, _ in content.items}
        for showing in content.shown:
            if showing.placement_id not in paid:
                appending.events.add(showing)
    if before is None and (content.items or due):
        _write_paid(appending, content, due, now, campaigns)


def _write_paid(
    appending: Appending,
    content: PaidContent,
    due: list[Charge],
    now: datetime,
    campaigns: Iterable[Campaign],
) -> None:
    ids = {s.campaign_id for _, s, _ in content.items} | {c.campaign_id for c in due}
    appending.fund(c for c in campaigns if c.id in ids)
    shown = {s.placement_id: s for s in content.shown}
    provenance = of_records([content.provenance])
    for placement_id, record, url in content.items:
        money, note = _due(appending, record, due)
        entry = appending.append(
            "impression",
            now,
            policy=content.policy,
            answer_id=content.answer_id,
            placement_id=placement_id,
            campaign_id=record.campaign_id,
            payer=record.payer,
            terms=record.terms,
            url=url if followable(url) else "",
            money=money,
            note=note,
            provenance=provenance,
        )
        appending.events.book(entry, shown.get(placement_id))
    about = {"answer_id": content.answer_id, "policy": content.policy, "provenance": provenance}
    for charge in due:
        owe(appending, charge, now, content.answered(now), **about)


def owe(
    appending: Appending, charge: Charge, now: datetime, about: Event | None, **fields: str
) -> LedgerEntry:
    """Append a charge, taking it from its campaign's budget if that holds it.

    `about` is the event of the answer that it is owed for, None where it is for none.
    """
    taken = appending.charge(charge.campaign_id, charge.money)
    entry = appending.append(
        charge.kind,
        now,
        campaign_id=charge.campaign_id,
        payer=charge.payer,
        money=charge.money if taken else None,
        note="" if taken else BUDGET_SPENT,
        **fields,
    )
    appending.events.book(entry, about)
    return entry


def _due(
    appending: Appending, record: DisclosureRecord, due: list[Charge]
) -> tuple[Money | None, str]:
    """What showing this costs: the charge that was made out for it, taken off the list."""
    for charge in due:
        if charge.kind == "impression" and charge.campaign_id == record.campaign_id:
            due.remove(charge)
            taken = appending.charge(charge.campaign_id, charge.money)
            return (charge.money, "") if taken else (None, BUDGET_SPENT)
    return None, ""
