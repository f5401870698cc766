"""AFF-04 on a page: who paid is named at the ad, and what the record offers there is there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.audit.case import Case, Known
from assistant.audit.rule import Outcome, Seen

CONTROLS = {
    "why_ad": re.compile(r"为什么|谁付|原因|\bwhy\b|\bwho paid\b|\bwarum\b|\bpourquoi\b", re.I),
    "hide_ads": re.compile(r"隐藏|不看|屏蔽|\bhide\b|\bdismiss\b|ausblenden|masquer", re.I),
    "report": re.compile(r"举报|\breport\b|\bmelden\b|signaler", re.I),
}
"""What the words of a control say it does, by the field of `controls` that claims it."""
AT_THE_AD = ("why_ad", "report")
"""Controls that belong to one ad; hiding may stand once on the page."""


def at_the_ad(case: Case) -> Iterator[Seen]:
    """AFF-04: names, then controls."""
    for known in case.units:
        if known.paid == "yes":
            yield from _payer(known, case)
    yield from _controls(case)


def _payer(known: Known, case: Case) -> Iterator[Seen]:
    """The name stands in the unit, or in the zone that holds it."""
    comp = known.item.comp if known.item else None
    names = (
        [name for name in (comp.said("payer"), comp.said("on_behalf_of")) if name] if comp else []
    )
    if not names:
        return
    there = any(name[:40] in known.unit.text for name in names)
    if not there and known.unit.zone_element is not None:
        words = known.unit.zone_element.text_content()
        there = any(name[:40] in words for name in names)
    lacking: Outcome = "fail" if "eu" in case.laws else "needs_review"
    yield Seen("pass" if there else lacking, known.id, ", ".join(names), "H")


def _controls(case: Case) -> Iterator[Seen]:
    """A control that the record claims and the page has not; unlabelled ads fail LBL-01 alone."""
    claimed = case.told.node.node("controls") if case.told else None
    if claimed is None or case.page is None:
        return
    paid = [known for known in case.units if known.paid == "yes" and known.unit.seen_label]
    here = [(known.id, case.page.pressable(known.unit.element)) for known in paid]
    for name in filter(claimed.flag, AT_THE_AD):
        for id, words in here:
            if not CONTROLS[name].search(words):
                yield Seen("fail", id, f"controls.{name}: not at the item", "H")
    if paid and claimed.flag("hide_ads") and not CONTROLS["hide_ads"].search(case.page.pressable()):
        yield Seen("fail", "", "controls.hide_ads: not on the page", "H")
