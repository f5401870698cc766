"""What 1,000 conversations of one question bring under every preset, at the stated rates.

Run: .venv/bin/python -m benchmarks.policy_revenue > docs/policy-revenue.md
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.monetisation.mechanisms.freemium import Freemium
from assistant.monetisation.mechanisms.subscription import Subscription
from assistant.monetisation.mechanisms.tips import Tips
from assistant.monetisation.rates import rates
from benchmarks.policy_differences import NOW, questions
from catalog.money import Money

if TYPE_CHECKING:
    from assistant.policy import Policy
    from assistant.schema.difference import Difference, Owed
    from assistant.session import House

THOUSAND = Decimal(1000)
NOTE = """
Others are creators, hosts and shoppers who get a part of what sellers owe. A flat fee is
owed by the month, whatever is asked, and stands in no row. For scale: an ad below a chat
answer is sold at $25 to 60 per 1,000 showings, a click at $3 to 5 (economics.md §2, trade
reports of 2026); the demo's goods are cheaper than what those ads sell. Direct offers, notes
and live sales bring less, since few questions have one and only an order earns."""
CURRENCIES = ("CNY", "USD")
Sums = dict[tuple[str, str], Decimal]
"""Expected revenue by the kind of event and the role that gets it."""


def expected(change: Difference) -> Sums:
    """What one answer brings on average: each charge times the chance of its event.

    A place in the list is clicked with the rate of the list over its places, one in bought space
    with that of a slot; an order follows a click with the rate of orders. A monthly fee hangs on no
    event, and is left out.
    """
    sums: Sums = defaultdict(Decimal)
    listed = [i for i in change.items if i.space == "list"]
    bought = [i for i in change.items if i.space == "bought"]
    chances = {i.product_id: rates()["list"].at(1) / len(listed) for i in listed}
    chances |= {i.product_id: rates()["slot"].at(i.place) for i in bought}
    for owed in change.charges:
        if owed.money is None or owed.event == "month":
            continue
        chance = Decimal(1) if owed.event == "impression" else chances[owed.product_id]
        if owed.event == "order":
            chance *= rates()["order"].at(1)
        for role, part in _parts(owed):
            sums[owed.event, role] += owed.money.amount * part * chance
    return sums


def _parts(owed: Owed) -> list[tuple[str, Decimal]]:
    shared = [(s.role, s.share) for s in owed.shares]
    rest = 1 - sum((share for _, share in shared), Decimal(0))
    return [("platform", rest), *shared]


def from_shoppers(policy: Policy, currency: str) -> Sums:
    """What shoppers themselves pay for an answer, on average."""
    mechanism = policy.mechanism
    if not isinstance(mechanism, Subscription | Freemium | Tips):
        return {}
    paid = mechanism.per_answer(currency)
    event = "tip" if isinstance(mechanism, Tips) else "month"
    return {(event, "platform"): paid.amount} if paid else {}


def measured(house: House) -> tuple[dict[str, dict[str, Sums]], dict[str, int]]:
    """For each policy and currency the mean sums of an answer, and how many questions of each."""
    from assistant.session import Settings

    sums: dict[str, dict[str, Sums]] = {
        id: {currency: defaultdict(Decimal) for currency in CURRENCIES} for id in house.policies
    }
    asked = {currency: 0 for currency in CURRENCIES}
    for question in questions(house):
        research = house.research(question, (), NOW)
        currency = research.need.currency
        asked[currency] += 1
        for id, by_currency in sums.items():
            *_, turn = house.answer(research, (), Settings(policy=id), NOW, "0")
            for key, amount in expected(turn.answer.difference).items():
                by_currency[currency][key] += amount
    for id, by_currency in sums.items():
        for currency, told in by_currency.items():
            for key in told:
                told[key] /= asked[currency]
            for key, amount in from_shoppers(house.policies[id], currency).items():
                told[key] += amount
    return sums, asked


def main() -> None:
    from assistant.session import open_house

    house = open_house()
    sums, asked = measured(house)
    print("# What 1,000 conversations bring\n")
    print(f"One question each, {asked['CNY']} in Chinese and {asked['USD']} in English about the")
    print("demo's goods, at the rates of `assistant/monetisation/rates.yaml` (clicks per showing,")
    print("orders per click; each with its source). Expected values, each currency by itself. Made")
    print("by `.venv/bin/python -m benchmarks.policy_revenue`; of a ledger, the same is")
    print("`plainshelf ledger revenue`.\n")
    print("| policy | what it comes from | platform, ¥ | platform, $ | others, ¥ | others, $ |")
    print("|---|---|---|---|---|---|")
    for id, by_currency in sums.items():
        events = sorted({event for told in by_currency.values() for event, _ in told})
        cells = [
            _sum(by_currency[currency], own, currency)
            for own in (True, False)
            for currency in CURRENCIES
        ]
        print(f"| {id} | {', '.join(events) or 'nothing'} | " + " | ".join(cells) + " |")
    print(NOTE)


def _sum(told: Sums, own: bool, currency: str) -> str:
    of = [(role, a) for (_, role), a in told.items() if (role == "platform") == own]
    total = Money(amount=sum((a for _, a in of), Decimal(0)) * THOUSAND, currency=currency)
    roles = sorted({role for role, _ in of}) if not own else []
    return f"{total.rounded().amount:f}" + (f" ({', '.join(roles)})" if roles else "")


if __name__ == "__main__":
    main()
