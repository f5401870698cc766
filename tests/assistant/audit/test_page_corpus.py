"""The corpus of other people's pages: paid items are found and no other one is accused."""

from __future__ import annotations

from pathlib import Path

from benchmarks.audit_pages import BUILT, KEPT, cases, document, score

DOCS = Path(__file__).parents[3] / "docs"


def test_every_paid_item_is_found_and_no_other_is_accused() -> None:
    assert len({(case.layout, case.lang) for case in cases()}) == 24
    for languages in (BUILT, KEPT):
        found = score(languages)
        assert found.pages == 84 and (found.wrong, found.missed) == (0, 0)
    assert (DOCS / "audit-pages.md").read_text("utf-8") == document()
