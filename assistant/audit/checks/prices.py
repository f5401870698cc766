"""PRC: struck prices and percentages that the history bears out, times, fees, urgency."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from assistant.audit.case import Case
from assistant.audit.description import Item, Told
from assistant.audit.json_reader import Node
from assistant.audit.phrases import URGENT, percent_off
from assistant.audit.report import worst
from assistant.audit.rule import Outcome, Seen
from catalog.reference_price import HALF_CENT, EarliestReading, Sighting

STALE_AFTER = timedelta(hours=24)
RECENT, SUBSTANTIAL = timedelta(days=90), timedelta(days=28)


def history_of(price: Node) -> EarliestReading:
    """The earlier prices of one offer in the currency now asked, read as the law reads them."""
    currency = price.said("currency")
    sightings = []
    for each in price.nodes("history") or ():
        amount, paid_in = each.number("price"), currency
        if amount is None and (money := each.node("price")):
            amount, paid_in = money.number("amount"), money.said("currency")
        at, elsewhere = each.moment("t"), "" not in (paid_in, currency) and paid_in != currency
        if at is not None and amount is not None and not elsewhere:
            sightings.append(Sighting(at, amount, each.flag("transacted")))
    return EarliestReading.of(sightings, price.number("now"), price.moment("shown_at"))


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
    past = history_of(price)
    if law in ("us", "uk"):
        offered = past.offered(reference)
        return "not_examinable" if offered is None else "pass" if offered else "fail"
    lawful = past.lawful(law, reference)
    if lawful is None:
        return "not_examinable"
    return "pass" if reference <= lawful + HALF_CENT else "fail"


def percentage(told: Told, case: Case) -> Iterator[Seen]:
    """PRC-02, within one percentage point."""
    for item in told.items:
        price = item.price
        given = price.number("percent_off")
        spoken = " ".join((item.node.said("text"), price.said("conditions"), price.said("basis")))
        claimed = percent_off(spoken) + ([float(given)] if given is not None else [])
        if not claimed:
            continue
        now, reference, past = price.number("now"), price.number("ref"), history_of(price)
        lawful = [past.lawful(law, reference) for law in case.laws]
        base = min((r for r in (reference, *lawful) if r is not None), default=None)
        if now is None or base is None or base <= 0:
            yield Seen("not_examinable", item.id, f"{claimed} per cent off, no reference price")
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
        if landing is not None and now < landing - HALF_CENT:
            yield Seen("fail", item.id, f"{now} here, {landing} where the link leads", "A")
        elif seen is None:
            silent = price.has("shown_at")
            yield Seen("fail" if silent else "not_examinable", item.id, "price.shown_at: none")
        elif landing is None and answered is not None and answered - seen > STALE_AFTER:
            yield Seen("not_examinable", item.id, f"seen {seen.isoformat()}, not checked since")
        elif landing is None:
            yield Seen("not_examinable", item.id, "price.landing: not given")
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
            yield Seen("not_examinable", item.id, "price.fees or price.conditions: not given")


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
