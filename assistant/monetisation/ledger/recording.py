"""How what an answer shows for money becomes rows: impressions, and the charges for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from assistant.monetisation.ledger.entries import LedgerEntry
from assistant.monetisation.ledger.impressions import PaidContent, as_recorded
from assistant.monetisation.ledger.links import followable
from assistant.monetisation.ledger.transaction import BUDGET_SPENT, Appending
from assistant.schema.outcome import Charge
from assistant.schema.placement import DisclosureRecord
from catalog.campaign import Campaign
from catalog.errors import LedgerError
from catalog.money import Money


def write(
    appending: Appending, content: PaidContent, now: datetime, campaigns: Iterable[Campaign]
) -> None:
    """Append one impression for each paid thing, and what else is owed; see `Ledger.record`.

    Raises:
        LedgerError: another answer is recorded under that id.
    """
    due = list(content.charges)
    before = appending.impressions(content.answer_id)
    if before is not None and before != as_recorded(content):
        raise LedgerError(f"The ledger holds another answer {content.answer_id!r}. Ask again.")
    if before is not None or not (content.items or due):
        return
    ids = {s.campaign_id for _, s, _ in content.items} | {c.campaign_id for c in due}
    appending.fund(c for c in campaigns if c.id in ids)
    for placement_id, record, url in content.items:
        money, note = _due(appending, record, due)
        appending.append(
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
        )
    for charge in due:
        owe(appending, charge, now, policy=content.policy, answer_id=content.answer_id)


def owe(appending: Appending, charge: Charge, now: datetime, **fields: str) -> LedgerEntry:
    """Append a charge, taking it from its campaign's budget if that holds it."""
    taken = appending.charge(charge.campaign_id, charge.money)
    return appending.append(
        charge.kind,
        now,
        campaign_id=charge.campaign_id,
        payer=charge.payer,
        money=charge.money if taken else None,
        note="" if taken else BUDGET_SPENT,
        **fields,
    )


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
