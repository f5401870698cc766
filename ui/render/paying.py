"""What a shopper can order, tip or pay by the month at an answer, and why it shows nothing paid."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup
from pydantic import Field

from assistant.monetisation.ledger.entries import LedgerEntry
from assistant.schema.answer import Answer
from assistant.schema.placement import Placement
from catalog.i18n import Spoken
from catalog.money import Money, show
from catalog.phrases import say
from catalog.record import Record
from ui.render.html import join, tag
from ui.words import tongue_of


class Takes(Record):
    """What may be paid at an answer, and the ledger's entries of what was.

    `orders` says that items can be ordered here, `ordered` are their entries by placement id;
    `tips` are the amounts taken, `tipped` the tip given. `month` is what a month costs, None where
    none is sold; `quiet` says that it takes the ads away, `member` that the shopper pays it.
    """

    orders: bool = False
    ordered: Mapping[str, LedgerEntry] = Field(default_factory=dict)
    tips: tuple[Money, ...] = ()
    tipped: LedgerEntry | None = None
    month: Money | None = None
    quiet: bool = False
    member: bool = False


NOTHING_TAKEN = Takes()


def order_control(takes: Takes, placement: Placement, answer: Answer) -> Markup | None:
    """The way to order an item in the chat, or that it was ordered."""
    record, price = placement.disclosure, placement.price.money
    if not takes.orders or record is None or record.terms.event != "order" or price is None:
        return None
    language = _tongue(answer)
    done = takes.ordered.get(placement.id)
    if done is not None:
        fee = show(done.money, language) if done.money else ""
        words = say("paying.ordered", language, payer=done.payer, fee=fee, entry=done.seq)
        return tag("p", words, cls="ps-note ps-ordered")
    words = say("paying.order", language, price=show(price, language))
    button = _button("order", words, f"{answer.id} {placement.id}")
    return tag("p", button, " ", say("paying.order_note", language), cls="ps-note ps-order")


def readers_pay(takes: Takes, answer: Answer) -> Markup | None:
    """The tips and the month that this policy takes from shoppers, or that they were paid."""
    language = _tongue(answer)
    told = [_tips(takes, answer, language), _month(takes, answer, language)]
    there = [each for each in told if each is not None]
    return tag("div", *there, cls="ps-paying") if there else None


def _tips(takes: Takes, answer: Answer, language: Spoken) -> Markup | None:
    if takes.tipped is not None and takes.tipped.money is not None:
        given = show(takes.tipped.money, language)
        words = say("paying.tipped", language, amount=given, entry=takes.tipped.seq)
        return tag("p", words, cls="ps-note")
    if not takes.tips or not answer.placements:
        return None
    buttons = (
        _button(
            "tip",
            say("paying.tip", language, amount=show(money, language)),
            f"{answer.id} {money.amount:f} {money.currency}",
        )
        for money in takes.tips
    )
    return tag("p", say("paying.tip_ask", language), " ", join(*buttons), cls="ps-note")


def _month(takes: Takes, answer: Answer, language: Spoken) -> Markup | None:
    if takes.month is None:
        return None
    if takes.member:
        return tag("p", say("paying.member", language), cls="ps-note")
    price = show(takes.month, language)
    button = _button("subscribe", say("paying.month", language, price=price), answer.id)
    why = say("paying.month_quiet" if takes.quiet else "paying.month_same", language)
    return tag("p", why, " ", button, cls="ps-note")


def nothing_sold(answer: Answer) -> Markup | None:
    """Why an answer shows nothing that is paid for, where something was for sale."""
    change = answer.difference
    if change.paid or not change.unsold or not answer.ranking_info.payment_effect:
        return None
    language = _tongue(answer)
    reasons = dict.fromkeys(say(f"compare.why_{it.reason}", language) for it in change.unsold)
    between = "；" if language == "zh" else "; "
    words = say("paying.nothing_sold", language, reasons=between.join(reasons))
    return tag("p", words, cls="ps-note ps-unsold")


def _button(do: str, words: str, what: str) -> Markup:
    return tag("button", words, type="button", cls="ps-quiet", data_do=do, data_say=what)


def _tongue(answer: Answer) -> Spoken:
    return "zh" if tongue_of(answer.locale) == "zh" else "en"
