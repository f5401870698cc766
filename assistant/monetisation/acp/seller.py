"""A sandbox seller's desk: checkouts as in ACP, opened, completed or canceled, never charged."""

from __future__ import annotations

import hashlib
from datetime import datetime
from threading import Lock
from typing import Literal

from pydantic import Field, ValidationError

from catalog.errors import NotFound
from catalog.price_paid import price_paid
from catalog.record import Record
from catalog.store import Catalog

NOTICE = "Sandbox: nothing is charged and nothing is shipped."
TOKEN = "tok_sandbox"
"""The only payment token it takes, so that a real one is never handed over by mistake."""


class Item(Record):
    """An offer and how many of it."""

    id: str = Field(min_length=1)
    quantity: int = Field(ge=1, le=99)


class Opening(Record):
    """The body of POST /checkout_sessions."""

    items: tuple[Item, ...] = Field(min_length=1, max_length=20)


class Payment(Record):
    """How an order is paid."""

    token: str
    provider: str = "sandbox"


class Completion(Record):
    """The body of POST /checkout_sessions/ID/complete."""

    payment_data: Payment


class Line(Record):
    """One line of a checkout, in minor units."""

    id: str
    item: Item
    total: int


class Total(Record):
    """One sum of a checkout, in minor units."""

    type: Literal["total"] = "total"
    display_text: str = "Total"
    amount: int


class Ordered(Record):
    """What a completed checkout has become."""

    id: str
    checkout_session_id: str


class Session(Record):
    """A checkout as the seller tells it; `sandbox` is always there to be seen."""

    id: str
    status: Literal["ready_for_payment", "completed", "canceled"]
    currency: str
    line_items: tuple[Line, ...]
    totals: tuple[Total, ...]
    messages: tuple[str, ...] = (NOTICE,)
    sandbox: Literal[True] = True
    order: Ordered | None = None


class Refusal(Exception):
    """A request that the seller turns down, with its HTTP status."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Desk:
    """The seller's desk: open checkouts and what was answered to which key."""

    def __init__(self, catalog: Catalog, now: datetime) -> None:
        """Sells the offers of a catalog that have `checkout`, at the prices of `now`."""
        self._catalog, self._now = catalog, now
        self._sessions: dict[str, Session] = {}
        self._answered: dict[str, tuple[str, Session]] = {}
        self._lock = Lock()

    def answer(self, path: str, body: str, key: str) -> Session:
        """What a request comes to; the same key and request get the same answer.

        Raises:
            Refusal: it cannot be done.
        """
        with self._lock:
            asked = hashlib.sha256(f"{path}\n{body}".encode()).hexdigest()
            if key in self._answered:
                before, session = self._answered[key]
                if before != asked:
                    raise Refusal(409, "This Idempotency-Key was used for another request.")
                return session
            session = self._done(path.strip("/").split("/"), body, key or asked)
            self._sessions[session.id] = session
            if key:
                self._answered[key] = (asked, session)
            return session

    def look(self, id: str) -> Session:
        """A checkout as it stands."""
        if id not in self._sessions:
            raise Refusal(404, "There is no such checkout.")
        return self._sessions[id]

    def _done(self, steps: list[str], body: str, key: str) -> Session:
        try:
            match steps:
                case ["checkout_sessions"]:
                    return self._opened(Opening.model_validate_json(body), key)
                case ["checkout_sessions", id, "complete"]:
                    return self._completed(self.look(id), Completion.model_validate_json(body))
                case ["checkout_sessions", id, "cancel"]:
                    return self._canceled(self.look(id))
        except ValidationError as error:
            first = error.errors()[0]
            raise Refusal(400, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
        raise Refusal(404, "There is no such address.")

    def _opened(self, opening: Opening, key: str) -> Session:
        id = "cs_sandbox_" + hashlib.sha256(key.encode()).hexdigest()[:16]
        lines, currencies = [], set()
        for n, item in enumerate(opening.items, start=1):
            try:
                offer = self._catalog.offer(item.id)
            except NotFound as error:
                raise Refusal(400, f"There is no offer {item.id!r}.") from error
            price = price_paid(offer, now=self._now, quantity=item.quantity)
            if not offer.checkout or offer.stock == "out_of_stock" or price is None:
                raise Refusal(400, f"Offer {item.id!r} cannot be ordered here.")
            currencies.add(price.total.currency)
            lines.append(Line(id=f"line_{n}", item=item, total=price.total.minor))
        if len(currencies) != 1:
            raise Refusal(400, "The items are priced in different currencies.")
        total = Total(amount=sum(line.total for line in lines))
        return Session(
            id=id,
            status="ready_for_payment",
            currency=currencies.pop(),
            line_items=tuple(lines),
            totals=(total,),
        )

    def _completed(self, session: Session, completion: Completion) -> Session:
        if session.status != "ready_for_payment":
            raise Refusal(409, f"This checkout is {session.status}.")
        if completion.payment_data.token != TOKEN:
            raise Refusal(400, f"The sandbox takes no payment token but {TOKEN!r}.")
        order = Ordered(id=session.id.replace("cs_", "order_", 1), checkout_session_id=session.id)
        return session.model_copy(update={"status": "completed", "order": order})

    def _canceled(self, session: Session) -> Session:
        if session.status == "completed":
            raise Refusal(405, "A completed checkout cannot be canceled.")
        return session.model_copy(update={"status": "canceled"})
