"""The second layer of every item: who paid, for whom, how much, why, and whether it moved."""

from __future__ import annotations

from markupsafe import Markup

from assistant.disclosure.ranking_text import item_effect
from assistant.disclosure.targeting_text import chosen_by
from assistant.schema.placement import DisclosureRecord, Placement, Terms
from catalog.money import Money, show
from ui.render.html import details, join, tag
from ui.words import Words


def who_paid(placement: Placement, words: Words) -> Markup:
    """The answer to "who paid, did it move the order?" for one item."""
    record = placement.disclosure
    if record is None:
        told = _nobody(placement, words)
    else:
        told = _paid(record, _moved(placement, record, words), words)
    return tag("div", tag("h5", words("who_paid")), told, cls="ps-who")


def _nobody(placement: Placement, words: Words) -> Markup:
    rank = placement.rank_if_unpaid
    first = words("nobody_paid_rank", n=rank) if rank else words("nobody_paid")
    pushed = placement.rank - rank if rank else 0
    moved = " " + words("pushed_down", n=pushed) if pushed > 0 else None
    # Affiliates between the page and the shop are paid by the shop, whoever sends the shopper.
    hosts = ", ".join(placement.redirects)
    passed = " " + words("nobody_paid_via", hosts=hosts) if hosts else None
    return tag("p", first, moved, passed)


def who_bought(record: DisclosureRecord, words: Words) -> Markup:
    """The same for what is no item: a sentence of the answer, a question offered next."""
    return details(words("who_paid"), _paid(record, words("moved_words"), words), cls="ps-who")


def _paid(record: DisclosureRecord, moved: str, words: Words) -> Markup:
    rows = [(words("paid_moved"), moved), (words("paid_by"), record.payer)]
    if record.on_behalf_of and record.on_behalf_of != record.payer:
        rows.append((words("paid_for"), record.on_behalf_of))
    rows.append((words("paid_terms"), terms(record.terms, words)))
    rows.append((words("paid_why"), record.why.text(words.language)))
    if chosen := chosen_by(record.targeting, words.language):
        rows.append((words("paid_chosen"), chosen))
    if record.premium is not None:
        rows.append((words("paid_premium"), premium(record.premium, words)))
    lines = [line.text(words.language) for line in record.arithmetic]
    pairs = [join(tag("dt", name), tag("dd", value)) for name, value in rows]
    if lines:
        listed = tag("ul", *(tag("li", line) for line in lines))
        pairs.append(join(tag("dt", words("paid_arithmetic")), tag("dd", listed)))
    return tag("dl", *pairs)


def _moved(placement: Placement, record: DisclosureRecord, words: Words) -> str:
    first = item_effect(placement, words.tag)
    rank = placement.rank_if_unpaid
    return f"{first} {words('unpaid_rank', n=rank) if rank else words('unpaid_nowhere')}"


def terms(owed: Terms, words: Words) -> str:
    """What the payer owes, in words: "$0.80 per click", "5% of an order"."""
    if owed.rate is not None:
        return words("terms_rate", rate=f"{(owed.rate * 100).normalize():f}")
    if owed.amount is None:
        return words("none_at_all")
    return words(f"terms_{owed.event}", price=show(owed.amount, words.language))


def premium(money: Money, words: Words) -> str:
    """A price difference in words: "$12 dearer"."""
    if money.amount == 0:
        return words("premium_same")
    size = show(Money(amount=abs(money.amount), currency=money.currency), words.language)
    return words("premium_more" if money.amount > 0 else "premium_less", price=size)
