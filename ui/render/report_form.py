"""Reporting an ad: a reason chosen beside it, recorded in the ledger, and the word that it was."""

from __future__ import annotations

from typing import get_args

from markupsafe import Markup

from assistant.monetisation.ledger.entries import LedgerEntry, Reason
from ui.render.html import details, tag
from ui.words import Words

REASONS: tuple[Reason, ...] = get_args(Reason)
LONGEST = max(map(len, REASONS))


def control(address: str, before: LedgerEntry | None, words: Words) -> Markup | None:
    """The reasons to choose from behind one tap, or what was reported before.

    Args:
        address: where a chosen reason is sent; "" where there is nowhere, and so no control.
        before: the report of this item that the ledger holds.
        words: the page's phrases.
    """
    if before is not None:
        return tag("p", reported(before, words), cls="ps-reported")
    if not address:
        return None
    told = {reason: words("reported", reason=words(f"reason_{reason}")) for reason in REASONS}
    choices = (
        tag(
            "button",
            words(f"reason_{reason}"),
            type="button",
            data_do="report",
            data_say=reason,
            data_done=told[reason],
        )
        for reason in REASONS
    )
    return details(
        words("report"),
        tag("p", words("report_why"), cls="ps-note"),
        tag(
            "div",
            *choices,
            role="group",
            aria_label=words("report"),
            data_to=address,
            data_failed=words("report_failed"),
        ),
        cls="ps-report",
    )


def reported(entry: LedgerEntry, words: Words) -> str:
    """That a report is in the ledger, and where."""
    told = words("reported", reason=words(f"reason_{entry.reference}"))
    return told.replace("#", str(entry.seq))
