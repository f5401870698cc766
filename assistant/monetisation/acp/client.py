"""Ordering inside the chat: a checkout with a sandbox seller, and the fee that it owes us."""

from __future__ import annotations

import json
from datetime import datetime
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from pydantic import ValidationError

from assistant.monetisation.acp.seller import TOKEN, Completion, Item, Opening, Payment, Session
from assistant.monetisation.ledger.entries import LedgerEntry
from assistant.monetisation.ledger.ledger import Ledger
from assistant.schema.placement import Placement
from catalog.errors import BadInput
from catalog.money import Money
from catalog.record import Record

PATIENCE = 10
"""Seconds that a seller may take to answer."""


class Order(Record):
    """An order that a seller confirmed, what it came to, and the ledger's entry for the fee."""

    id: str
    total: Money
    entry: LedgerEntry


def order(
    ledger: Ledger,
    seller: str,
    answer_id: str,
    placement: Placement,
    now: datetime,
    *,
    quantity: int = 1,
) -> Order:
    """Order an item of a recorded answer from the sandbox seller at `seller`.

    The same item of the same answer is only ever ordered once: asked again, the seller gives the
    same order and the ledger charges nothing more.

    Raises:
        BadInput: the seller is not on this machine, does not answer, or refuses.
        NotFound: the ledger does not hold that item.
    """
    if urlsplit(seller).hostname not in ("127.0.0.1", "localhost", "::1"):
        raise BadInput(seller, "", "not on this machine", "Orders only go to a sandbox on loopback")
    key = f"{answer_id}/{placement.id}/{quantity}"
    opening = Opening(items=(Item(id=placement.offer_id, quantity=quantity),))
    opened = _post(f"{seller}/checkout_sessions", opening, f"{key}/open")
    completion = Completion(payment_data=Payment(token=TOKEN))
    done = _post(f"{seller}/checkout_sessions/{opened.id}/complete", completion, f"{key}/complete")
    if done.order is None:
        raise BadInput(seller, "order", "the checkout was not completed", "Try again")
    total = Money.from_minor(done.totals[0].amount, done.currency)
    entry = ledger.order(answer_id, placement.id, done.order.id, total, now)
    return Order(id=done.order.id, total=total, entry=entry)


def _post(url: str, body: Record, key: str) -> Session:
    headers = {"Content-Type": "application/json", "Idempotency-Key": key}
    request = Request(url, body.model_dump_json().encode(), headers, method="POST")
    try:
        with urlopen(request, timeout=PATIENCE) as response:
            return Session.model_validate_json(response.read())
    except HTTPError as error:
        with error:
            reason = json.loads(error.read()).get("message", error.reason)
        raise BadInput(url, "", f"the seller refused ({reason})", "Choose another offer") from error
    except URLError as error:
        raise BadInput(url, "", f"no answer ({error.reason})", "Start the sandbox") from error
    except ValidationError as error:
        raise BadInput(url, "", "the answer is no checkout", "Use the sandbox seller") from error
