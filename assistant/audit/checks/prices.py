"""PRC: struck prices and percentages that the history bears out, times, fees, urgency."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from assistant.audit.case import Case
from assistant.audit.description import Item, Told
from assistant.audit.json_reader import Node
from assistant.audit.phrases import URGENT, percent_off
from assistant.audit.report import worst
from assistant.audit.rule import Outcome, Seen

STALE_AFTER = timedelta(hours=24)
RECENT, SUBSTANTIAL = timedelta(days=90), timedelta(days=28)
CENT = Decimal("0.005")


class Past:
    """The earlier prices of one offer, oldest first, without the run at today's price."""

    def __init__(self, price: Node) -> None:
        now = price.number("now")
        seen: list[tuple[datetime, Decimal, bool | None]] = []
        for each in price.nodes("history") or ():
            amount = each.number("price")
            if amount is None and (money := each.node("price")):
                amount = money.number("amount")
            if (at := each.moment("t")) is not None and amount is not None:
                seen.append((at, amount, each.flag("transacted")))
        seen.sort(key=lambda entry: entry[0])
        self.shown_at = price.moment("shown_at") or (seen[-1][0] if seen else None)
        while seen and seen[-1][1] == now:
            seen.pop()
        self.seen = seen

    def lowest(self, days: int, *, transacted: bool = False) -> Decimal | None:
        """The lowest price in the days before the reduction, None where nothing is known."""
        if not self.seen or self.shown_at is None:
            return None
        last = self.seen[-1][0]
        found = [
            price
            for at, price, sold in self.seen
            if at >= min(last, self.shown_at) - timedelta(days=days)
            and not (transacted and sold is not True)
        ]
        return min(found, default=None)

    def offered(self, price: Decimal) -> bool | None:
        """Whether that price was openly asked for a substantial recent time (16 CFR 233.1)."""
        if self.shown_at is None:
            return None
        recent = [(at, p) for at, p, _ in self.seen if at >= self.shown_at - RECENT]
        if not recent:
            return None
        high = [at for at, p in recent if p >= price - CENT]
        return bool(high) and (max(high) - min(high) >= SUBSTANTIAL or len(high) == len(recent))


def lawful_reference(price: Node, law: str) -> Decimal | None:
    """The highest reference price that a law lets one strike; None where that is not known."""
    past = Past(price)
    if law == "eu":
        return past.lowest(30)
    if law == "cn":
        return past.lowest(7, transacted=True)
    reference = price.number("ref")
    return reference if reference is not None and past.offered(reference) else None


def struck(told: Told, case: Case) -> Iterator[Seen]:
    """PRC-01."""
    for item in told.items:
        price = item.price
        reference = price.number("ref")
        if reference is None:
            continue
        kind = price.said("ref_kind")
        if kind == "msrp":
            yield Seen("pass", item.id, "named as recommended price")
        elif kind == "competitor":
            yield Seen("needs_review", item.id, "a competitor's price")
        else:
            found = {law: _bears_out(price, law, reference) for law in case.laws}
            why = ", ".join(f"{law} {outcome}" for law, outcome in found.items())
            yield Seen(worst(found.values()), item.id, f"ref {reference}: {why}")


def _bears_out(price: Node, law: str, reference: Decimal) -> Outcome:
    past = Past(price)
    if law in ("us", "uk"):
        offered = past.offered(reference)
        return "needs_review" if offered is None else "pass" if offered else "fail"
    lawful = lawful_reference(price, law)
    if lawful is None:
        return "needs_review"
    return "pass" if reference <= lawful + CENT else "fail"


def percentage(told: Told, case: Case) -> Iterator[Seen]:
    """PRC-02, within one percentage point."""
    for item in told.items:
        price = item.price
        given = price.number("percent_off")
        spoken = " ".join((item.node.said("text"), price.said("conditions"), price.said("basis")))
        claimed = percent_off(spoken) + ([float(given)] if given is not None else [])
        if not claimed:
            continue
        now, reference = price.number("now"), price.number("ref")
        lawful = [lawful_reference(price, law) for law in case.laws]
        base = min((r for r in (reference, *lawful) if r is not None), default=None)
        if now is None or base is None or base <= 0:
            yield Seen("needs_review", item.id, f"{claimed} per cent off, no reference price")
            continue
        actual = float((base - now) / base * 100)
        wrong = [each for each in claimed if abs(each - actual) > 1]
        why = f"claimed {claimed}, computed {actual:.1f} from {base}"
        yield Seen("fail" if wrong else "pass", item.id, why)


def fresh(told: Told, case: Case) -> Iterator[Seen]:
    """PRC-03."""
    answered = told.node.moment("created_at")
    for item in told.items:
        price, now = item.price, item.price.number("now")
        if now is None:
            continue
        landing, seen = price.number("landing"), price.moment("shown_at")
        if landing is not None and now < landing - CENT:
            yield Seen("fail", item.id, f"{now} here, {landing} where the link leads", "A")
        elif seen is None:
            silent = price.has("shown_at")
            yield Seen("fail" if silent else "needs_review", item.id, "price.shown_at: none")
        elif landing is None and answered is not None and answered - seen > STALE_AFTER:
            yield Seen("needs_review", item.id, f"seen {seen.isoformat()}, not checked since")
        elif landing is None:
            yield Seen("needs_review", item.id, "price.landing: not given")
        else:
            yield Seen("pass", item.id)


def whole_price(told: Told, case: Case) -> Iterator[Seen]:
    """PRC-04: what is known to be mandatory must be among what is shown."""
    for item in told.items:
        price = item.price
        if price.number("now") is None:
            continue
        shown = f"{price.said('fees')} {price.said('conditions')}"
        mandatory = price.texts("mandatory") or ()
        hidden = [fee for fee in mandatory if fee not in shown]
        if hidden:
            yield Seen("fail", item.id, "; ".join(hidden))
        elif price.has("fees") and price.has("conditions"):
            yield Seen("pass", item.id, shown.strip())
        else:
            yield Seen("needs_review", item.id, "price.fees or price.conditions: not given")


def urgency(told: Told, case: Case) -> Iterator[Seen]:
    """PRC-05."""
    dated = [e.moment("t") for e in told.node.nodes("urgency_evidence") or ()]
    for at, text in _spoken(told):
        found = URGENT.said(text)
        if not found or found in told.question:
            continue
        if any(dated):
            yield Seen("pass", at, found, "T")
        else:
            yield Seen("needs_review" if dated else "fail", at, f"“{found}”", "T")


def _spoken(told: Told) -> Iterator[tuple[str, str]]:
    yield "", told.text
    item: Item
    for item in told.items:
        conditions = item.price.said("conditions")
        yield item.id, f"{item.node.said('text')}\n{conditions}"
