"""What a visit to a link is worth: a charge, nothing and why, and where it leads."""

from __future__ import annotations

from datetime import datetime

from assistant.monetisation.ledger.links import Link, Redirect, addressed, conversation_of
from assistant.monetisation.ledger.transaction import Appending
from assistant.monetisation.ledger.visitors import Unbilled, visitors
from assistant.schema.event import Event, EventKind
from catalog.errors import LedgerError

COUNTED_BEFORE = "counted before"
REPEATED = "repeated"
UNPAID = "nobody pays for this link"
MOST_CLICKS = 3
"""Clicks that a campaign is charged for in one conversation; who goes on is taken for a script."""


def clicked(
    appending: Appending,
    link: Link,
    now: datetime,
    *,
    unread: Unbilled | None,
    user_agent: str | None,
    unpaid_only: bool = False,
) -> Redirect:
    """Follow a link: the address that was shown, and the charge for the first click by a person.

    What opened a link and is no person is noted once as a visit.

    Args:
        appending: the ledger, locked.
        link: what the token says.
        now: the moment.
        unread: why nobody will look at what comes, None if somebody may.
        user_agent: what the visitor calls itself; None where the caller knows a person.
        unpaid_only: whether a link that somebody pays for is refused instead of charged.

    Raises:
        LedgerError: the link is of another address than the one recorded, there is none, or
            somebody pays for it although `unpaid_only`.
        NotFound: the answer was never recorded.
    """
    unpaid = appending.events.find("impression", link.answer_id, link.placement_id)
    if unpaid is not None and not unpaid.paid:
        return _unpaid(appending, unpaid, link, now, unread=unread, user_agent=user_agent)
    if unpaid_only:
        raise LedgerError("Somebody pays for this link; it is followed at /r/.")
    shown = appending.impression(link.answer_id, link.placement_id)
    _bound(link, shown.url)
    reason, seen = _nobody(unread, user_agent)
    if reason is not None:
        if appending.find("visit", link.answer_id, link.placement_id, seen) is None:
            appending.event("visit", shown, now, reference=seen)
        return Redirect(url=shown.url, note=reason)
    if appending.find("click", link.answer_id, link.placement_id):
        return Redirect(url=shown.url, note=COUNTED_BEFORE)
    terms = shown.terms
    owed = terms.amount if terms is not None and terms.event == "click" else None
    note = ""
    if owed is not None and _worn_out(appending, link, shown.campaign_id):
        owed, note = None, REPEATED
    entry = appending.event("click", shown, now, owed=owed, note=note)
    return Redirect(url=shown.url, charged=entry.money, note=entry.note)


def _unpaid(
    appending: Appending,
    shown: Event,
    link: Link,
    now: datetime,
    *,
    unread: Unbilled | None,
    user_agent: str | None,
) -> Redirect:
    """Follow a link that nobody pays for: an event like any, and no line in the book of money."""
    _bound(link, shown.url)
    reason, seen = _nobody(unread, user_agent)
    kind: EventKind = "click" if reason is None else "visit"
    before = appending.events.find(kind, link.answer_id, link.placement_id, seen)
    if before is None:
        appending.events.follow(shown, kind, now, seen)
    return Redirect(url=shown.url, note=reason or (COUNTED_BEFORE if before else UNPAID))


def _bound(link: Link, url: str) -> None:
    """The link must lead where the item led when it was shown."""
    if not url:
        raise LedgerError("This item has no web address that can be followed.")
    if link.address != addressed(url):
        raise LedgerError("This link was made for another address. Ask again.")


def _nobody(unread: Unbilled | None, user_agent: str | None) -> tuple[Unbilled | None, str]:
    """Why no person opened a link, None where one did; and what did, "" for a person."""
    kind = "" if user_agent is None else visitors().robot(user_agent)
    if unread is not None:
        return unread, unread
    return ("robot", kind) if kind else (None, "")


def _worn_out(appending: Appending, link: Link, campaign_id: str) -> bool:
    """Whether this conversation has been charged to the campaign as often as it may be."""
    conversation = conversation_of(link.answer_id)
    if not conversation or not campaign_id:
        return False
    return appending.charged_clicks(conversation, campaign_id) >= MOST_CLICKS
