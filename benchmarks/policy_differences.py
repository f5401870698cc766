"""How many of 43 questions each two policies answer otherwise, and in what; writes docs.

Run: .venv/bin/python -m benchmarks.policy_differences > docs/policy-differences.md
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from itertools import combinations
from typing import TYPE_CHECKING

from assistant.monetisation.mechanisms.freemium import Freemium
from assistant.monetisation.mechanisms.interest_slots import InterestSlots
from assistant.monetisation.mechanisms.subscription import Subscription
from assistant.monetisation.mechanisms.tips import Tips

if TYPE_CHECKING:
    from assistant.schema.difference import Difference
    from assistant.session import House

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
COUNT = 43
KINDS = {
    "P": "places in the list",
    "O": "offers, shops or links",
    "B": "bought space",
    "W": "bought words and questions",
    "L": "labels, and how they are seen",
    "C": "what sellers owe, and who gets a share",
    "S": "what a shopper who pays by the month is shown",
    "R": "what the shopper may pay the service",
    "I": "what a shopper is shown who let what they asked for before be remembered",
}


def questions(house: House) -> tuple[str, ...]:
    """Questions about each kind of thing that the demo sells, in Chinese and in English."""
    catalog = house.shelf.catalog
    sold = dict.fromkeys(product.category for product in catalog.products() if product.category)
    named = [catalog.vocabulary.category(id) for id in sorted(sold)]
    named = [category for category in named if not category.restricted]
    asked = [f"推荐几款{category.zh}" for category in named]
    asked += [f"recommend a few {category.en}" for category in named]
    asked += [f"想买{category.zh}，要口碑好的" for category in named]
    asked += [f"a well reviewed {category.en}" for category in named]
    return tuple(asked[:COUNT])


def traits(change: Difference) -> dict[str, object]:
    """What of an answer may differ, apart from its words and labels."""
    listed = [i for i in change.items if i.space == "list"]
    return {
        "P": [(i.product_id, i.place) for i in listed],
        "O": [(i.product_id, i.offer_id, i.url, i.price) for i in listed],
        "B": [(i.product_id, i.offer_id) for i in change.items if i.space == "bought"],
        "W": [(w.text, w.payer) for w in (*change.sentences, *change.questions)],
        "L": [(i.label, i.seen) for i in change.items if i.payer],
        "C": [(c.event, c.payer, c.money, c.shares) for c in change.charges],
    }


def _asked_of_shoppers(house: House, policy: str) -> tuple[str, ...]:
    """The months or tips that a policy takes from shoppers."""
    mechanism = house.policies[policy].mechanism
    if isinstance(mechanism, Subscription | Freemium):
        return tuple(f"{price} a month" for price in mechanism.price)
    return tuple(str(size.money) for size in mechanism.sizes) if isinstance(mechanism, Tips) else ()


def measured(house: House) -> tuple[tuple[str, ...], dict[tuple[str, str], Counter[str]]]:
    """For each two policies, how many questions differ in all ("any") and in each kind."""
    from assistant.session import Settings

    policies = tuple(house.policies)
    counts: dict[tuple[str, str], Counter[str]] = {p: Counter() for p in combinations(policies, 2)}
    kinds: list[str] = []
    for question in questions(house):
        research = house.research(question, (), NOW)
        kinds.append(research.need.category)
        told = {}
        for policy in policies:
            *_, turn = house.answer(research, (), Settings(policy=policy), NOW, "0")
            told[policy] = traits(turn.answer.difference)
            same = told[policy].copy()
            told[policy] |= {"S": same, "R": _asked_of_shoppers(house, policy), "I": same}
            if isinstance(house.policies[policy].mechanism, InterestSlots):
                # All that was asked before, as if by one shopper.
                remembering = Settings(policy=policy, interests=tuple(dict.fromkeys(kinds)))
                *_, turn = house.answer(research, (), remembering, NOW, "0")
                told[policy]["I"] = traits(turn.answer.difference)
            if told[policy]["R"]:
                member = Settings(policy=policy, subscribed=True)
                *_, turn = house.answer(research, (), member, NOW, "0")
                told[policy]["S"] = traits(turn.answer.difference)
        for one, other in counts:
            differ = [k for k in KINDS if told[one][k] != told[other][k]]
            counts[one, other].update(differ)
            counts[one, other].update(["any"] if differ else [])
    return policies, counts


def main() -> None:
    from assistant.session import open_house

    house = open_house()
    policies, counts = measured(house)
    asked = len(questions(house))
    print("# What each two policies do otherwise\n")
    print(f"Of {asked} questions to the demo catalog about each kind of thing it sells, in")
    print("Chinese and in English, at 2026-11-25T09:00Z and seed 0, so many are answered otherwise")
    print("under the two policies. Made by `.venv/bin/python -m benchmarks.policy_differences`.\n")
    names = {id: n for n, id in enumerate(policies, start=1)}
    print("|  | policy | " + " | ".join(str(n) for n in names.values()) + " |")
    print("|---|---|" + "---|" * len(names))
    for one in policies:
        cells = []
        for other in policies:
            pair = (one, other) if (one, other) in counts else (other, one)
            cells.append("·" if one == other else str(counts[pair]["any"]))
        print(f"| {names[one]} | {one} | " + " | ".join(cells) + " |")
    print("\n## In what\n")
    print("; ".join(f"{key} {words}" for key, words in KINDS.items()) + ".\n")
    print("| two policies | in all | " + " | ".join(KINDS) + " |")
    print("|---|---|" + "---|" * len(KINDS))
    for (one, other), count in counts.items():
        cells = " | ".join(str(count[kind]) for kind in KINDS)
        print(f"| {one}, {other} | {count['any']} | {cells} |")
    same = [f"{one} and {other}" for (one, other), count in counts.items() if not count["any"]]
    print(f"\nNothing differs between: {', '.join(same) or 'no two of them'}.")


if __name__ == "__main__":
    main()
