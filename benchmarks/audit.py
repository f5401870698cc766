"""Processor time of one audit, all rules, JSON and HTML: `python -m benchmarks.audit`.

The four clean descriptions with their pages, and real answers with sponsored slots on the page that
our own interface renders for them. On a machine that others share, the least of the runs tells
what the work takes, and the median what the neighbours take besides.
"""

import json
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from assistant.audit.engine import audit
from assistant.audit.files import audit_described
from assistant.audit.report import AuditReport
from assistant.session import Settings, open_house
from ui.handlers import Page, rendered

CORPUS = Path(__file__).parent / "data" / "audit_corpus"
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
ASKED = (
    ("noise cancelling headphones", "slots"),
    ("推荐一款静音键盘", "slots"),
    ("noise cancelling headphones", "slots-above"),
    ("noise cancelling headphones", "sentences"),
)
RUNS = 300
Audit = Callable[[], AuditReport]


def subjects() -> Iterator[tuple[str, Audit]]:
    """What is audited, by name."""
    for path in sorted(CORPUS.glob("clean-*.json")):
        described = json.loads(path.read_text("utf-8"))
        yield path.stem, lambda described=described: audit_described(described, "strict")
    house = open_house()
    for question, policy in ASKED:
        turn = house.ask(question, (), Settings(policy=policy), NOW)
        html = rendered(Page(house), turn)
        name = f"our page, {policy}, {turn.answer.locale}, {len(html) // 1024} KiB"
        yield name, lambda turn=turn, html=html: audit(turn.answer, html, "strict")


def main() -> None:
    for name, one in subjects():
        report = one()
        took = []
        for _ in range(RUNS):
            start = time.process_time()
            one()
            took.append((time.process_time() - start) * 1000)
        took.sort()
        p95, rules = took[int(len(took) * 0.95)], sum(report.summary.values())
        print(
            f"{name}: least {took[0]:.2f} ms, median {statistics.median(took):.2f} ms, "
            f"p95 {p95:.2f} ms, "
            f"{rules} rules, {RUNS} runs"
        )


if __name__ == "__main__":
    main()
