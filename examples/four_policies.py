"""One question under four policies: who stands where, who paid, and what it would have been unpaid.

.venv/bin/python examples/four_policies.py "a quiet mechanical keyboard under $80"
"""

import sys
from datetime import UTC, datetime

from assistant.session import Settings, open_house

POLICIES = ("none", "slots", "paid-ranking", "commission")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def main(question: str) -> None:
    house = open_house()
    research = house.research(question, (), NOW)
    for policy in POLICIES:
        *_, turn = house.answer(research, (), Settings(policy=policy), NOW, seed="example")
        print(house.policies[policy].title.en)
        for item in turn.answer.placements:
            payer = f" (paid by {item.comp.payer})" if item.sponsored else ""
            print(f"  {item.rank}. {item.title}, {item.rank_if_unpaid or '-'} if unpaid{payer}")


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]) or "a quiet mechanical keyboard under $80")
