"""How many false sentences of each kind the check of words lets through, and true ones it loses.

Usage: python -m benchmarks.grounding [--each 2500] [--seed 0] [--show 30] [--lang zh]
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from assistant.compose.compose import Composed, offline
from assistant.compose.facts import Facts
from assistant.compose.grounding.checker import ground
from assistant.compose.parts import Spoken
from assistant.session import Settings, open_house
from benchmarks.grounding_sentences import Pair, pairs

QUESTIONS = {
    "zh": (
        "300以内的降噪耳机", "租房用的空气炸锅", "给猫毛家庭的扫地机器人", "油皮洗面奶",
        "送礼的绿茶", "办公用的机械键盘", "学生台灯", "卧室空气净化器", "女士跑鞋", "咖啡机",
    ),
    "en": (
        "noise cancelling headphones under $150", "air fryer for two",
        "robot vacuum for a flat", "facial cleanser for dry skin", "green tea as a gift",
        "wireless mechanical keyboard", "desk lamp for a student", "running shoes",
        "air purifier for a bedroom", "coffee maker",
    ),
}  # fmt: skip
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def gathered(language: str) -> list[Facts]:
    """The facts of each question's answer over the demo catalog, where several items are shown."""
    seen: list[Facts] = []

    def composer(facts: Facts) -> Iterator[Composed]:
        seen.append(facts)
        yield from offline(facts)

    house = replace(open_house(), composer=composer)
    for question in QUESTIONS[language]:
        house.ask(question, (), Settings(policy="none"), NOW)
    return [f for f in seen if len(f.items) > 2]


def stands(text: str, pair: Pair, facts: Facts) -> tuple[bool, str]:
    """Whether a sentence survives the check whole, and what was held against it."""
    part = Spoken(
        role="pick" if pair.product_ids else "lead",
        text=text,
        product_ids=pair.product_ids,
        evidence_ids=pair.evidence_ids,
    )
    checked = ground((part,), facts)
    why = "; ".join(f"{v.fault}: {v.what}" for v in checked.violations)
    return not checked.violations, why


def main() -> None:
    """Generate, check, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=2500)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--lang", choices=("zh", "en"), action="append")
    given = parser.parse_args()
    for language in given.lang or ("zh", "en"):
        rng = random.Random(given.seed)
        made = [(pair, facts) for facts in gathered(language) for pair in pairs(facts, rng)]
        rng.shuffle(made)
        kinds = {pair.kind for pair, _ in made}
        lost, caught, true, false = Counter[str](), 0, 0, 0
        passed = Counter[str]()
        shown = 0
        for pair, facts in made[: given.each]:
            ok, why = stands(pair.true, pair, facts)
            true += 1
            if not ok:
                lost[pair.kind] += 1
                if shown < given.show:
                    print("LOST", pair.kind, "|", pair.true, "|", why)
                    shown += 1
            if pair.false:
                false += 1
                ok, _ = stands(pair.false, pair, facts)
                caught += not ok
                if ok:
                    passed[pair.kind] += 1
                    if shown < given.show:
                        print("PASSED", pair.kind, "|", pair.false)
                        shown += 1
        losses = sum(lost.values())
        print(
            f"{language}: {len(kinds)} kinds; true lost {losses}/{true} ({losses / true:.1%}); "
            f"false caught {caught}/{false} ({caught / false:.1%})"
        )
        print("  lost:", dict(lost.most_common(12)), "\n  passed:", dict(passed.most_common(12)))


if __name__ == "__main__":
    main()
