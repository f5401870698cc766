"""What each column did to the shopper, the sellers and the platform: three rows, units named."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from assistant.schema.difference import Difference, Owed, Unsold
from catalog.i18n import Spoken
from catalog.money import Money, show
from catalog.phrases import say
from ui.render.html import tag

EVENTS = ("impression", "click", "order", "month")


def measures(differences: Sequence[Difference], language: Spoken) -> list[Markup]:
    """A row for the shopper, the sellers and the platform; currencies are never added up."""
    currency = "/".join(_currencies(differences))
    rows = []
    for who, told in (("shopper", _shopper), ("sellers", _sellers), ("platform", _platform)):
        name = say(f"compare.{who}", language)
        unit = say(f"compare.{who}_note", language, currency=currency)
        head = (name, tag("span", unit, cls="ps-cmp-soft"))
        alone = f"{name} · {unit}"
        cells = (
            tag("td", tag("b", first), tag("span", note, cls="ps-cmp-soft"), data_name=alone)
            for first, note in (told(change, language, currency) for change in differences)
        )
        rows.append(tag("tr", tag("th", *head, scope="row"), *cells, cls="ps-cmp-measure"))
    return rows


def _currencies(differences: Sequence[Difference]) -> list[str]:
    money = [i.price for d in differences for i in d.items if i.price]
    money += [c.money for d in differences for c in d.charges if c.money]
    return sorted({m.currency for m in money})


def _shopper(change: Difference, language: Spoken, currency: str) -> tuple[str, str]:
    """How much dearer the same products are, and what became of the picks."""
    listed = [i for i in change.items if i.space == "list"]
    beside = len(change.items) - len(listed)
    more = [i.dearer_by for i in listed if i.dearer_by and i.dearer_by.amount > 0]
    less = [i.dearer_by * -1 for i in listed if i.dearer_by and i.dearer_by.amount < 0]
    told = []
    if more:
        told.append(say("compare.dearer", language, amounts=_span(more, language)))
    if less:
        told.append(say("compare.cheaper", language, amounts=_span(less, language)))
    first = say("compare.and", language).join(told)
    if not first:
        first = say("compare.as_picked" if change.same else "compare.not_dearer", language)
    counts = {
        "replaced": len(change.gone),
        "places_changed": sum(1 for i in listed if i.move in ("up", "down")),
        "shops_changed": sum(1 for i in listed if i.seller_changed),
        "beside": beside,
        "sentences": len(change.sentences),
        "questions": len(change.questions),
    }
    notes = [say(f"compare.{key}", language, n=n) for key, n in counts.items() if n]
    picks = say("compare.picks", language, n=len(listed))
    return first, _listed([picks, *notes], language)


def _sellers(change: Difference, language: Spoken, currency: str) -> tuple[str, str]:
    """What they owe for one event of each kind, by the thousand for showings, and who pays."""
    told = []
    for event in EVENTS:
        amounts = [c.money for c in change.charges if c.event == event and c.money]
        if amounts:
            span = _span(_priced(amounts, event), language)
            told.append(say(f"compare.per_{event}", language, amounts=span))
    if not told:
        return say("compare.nothing", language), ""
    payers = len({c.payer for c in change.charges})
    return _listed(told, language), say("compare.payers", language, n=payers)


def _platform(change: Difference, language: Spoken, currency: str) -> tuple[str, str]:
    """What it takes if everything that is paid for happens once, each event apart."""
    told, notes = [], []
    left = [_unsold(it, language) for it in change.unsold]
    for event in EVENTS:
        owed = [c for c in change.charges if c.event == event and c.money]
        if owed:
            told.append(" + ".join(show(m, language) for m in _priced(_sums(owed), event)))
            notes.append(say(f"compare.if_{event}", language, n=len(owed)))
    if not told:
        zero = Money.of(0, currency) if len(currency) == 3 else None
        return (show(zero, language) if zero else "0"), _listed(left, language)
    due = say("compare.and", language).join(notes)
    return say("compare.and", language).join(told), _listed([due, *left], language)


def _priced(amounts: Sequence[Money], event: str) -> Sequence[Money]:
    """Amounts as they are told: a showing costs fractions of a cent, so that is for a thousand."""
    return [money * 1000 for money in amounts] if event == "impression" else amounts


def _unsold(it: Unsold, language: Spoken) -> str:
    """What was for sale and went unsold, and why."""
    what = say(f"compare.unsold_{it.space}", language, n=it.count)
    why = say(f"compare.why_{it.reason}", language)
    return say("compare.unsold", language, what=what, why=why)


def _sums(charges: Sequence[Owed]) -> list[Money]:
    sums: dict[str, Money] = {}
    for owed in charges:
        if owed.money is not None:
            before = sums.get(owed.money.currency)
            sums[owed.money.currency] = before + owed.money if before else owed.money
    return [sums[currency] for currency in sorted(sums)]


def _span(amounts: Sequence[Money], language: Spoken) -> str:
    """The least and the greatest of each currency: "$0.96 to $1.74"."""
    told = []
    for currency in sorted({m.currency for m in amounts}):
        same = sorted(m for m in amounts if m.currency == currency)
        least, most = show(same[0], language), show(same[-1], language)
        both = say("compare.to_and", language, least=least, most=most)
        told.append(least if least == most else both)
    return " + ".join(told)


def _listed(told: Sequence[str], language: Spoken) -> str:
    return ("，" if language == "zh" else ", ").join(told)
