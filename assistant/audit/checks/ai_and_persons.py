"""AI and PER: that a machine speaks, for whom, and without using the person against them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from assistant.audit.case import Case
from assistant.audit.description import Told
from assistant.audit.json_reader import Node
from assistant.audit.label_words import AI_NOTICE, names_ai, says_generated
from assistant.audit.phrases import CONTEXTUAL, SPECIAL_CATEGORY
from assistant.audit.rule import Outcome, Seen
from assistant.schema.placement import TargetedBy


def chinese_ai_label(told: Told, case: Case) -> Iterator[Seen]:
    """AI-01; under several laws only where the answer is in Chinese or says it is under China's."""
    applies = case.profile == "cn" or told.locale.startswith("zh") or "cn" in told.jurisdictions
    generated, labels = told.node.flag("ai_generated"), told.node.nodes("ai_labels")
    if not applies or generated is False:
        return
    if generated is None or labels is None:
        yield Seen("not_examinable", "", "ai_generated or ai_labels: not given")
    elif any(_valid(label) for label in labels):
        yield Seen("pass")
    else:
        words = ", ".join(label.said("text") for label in labels)
        yield Seen("fail", "", f"AI labels: {words or 'none'}")


def _valid(label: Node) -> bool:
    text, form = label.said("text"), label.said("form")
    if form in ("corner", "ui"):
        lasting = form == "corner" or label.said("position") in ("persistent", "")
        return names_ai(text) and lasting
    return says_generated(text)


def ai_announced(told: Told, case: Case) -> Iterator[Seen]:
    """AI-02."""
    generated, labels = told.node.flag("ai_generated"), told.node.nodes("ai_labels")
    if generated is False:
        return
    if generated is None or labels is None:
        yield Seen("not_examinable", "", "ai_generated or ai_labels: not given")
        return
    said = [label for label in labels if AI_NOTICE.search(label.said("text"))]
    if not said:
        obvious = told.node.flag("ai_obvious") is True
        yield Seen("needs_review" if obvious else "fail", "", "no AI notice")
    elif not any(label.said("position") in ("start", "persistent") for label in said):
        yield Seen("needs_review", "", "the AI notice does not come first")
    else:
        yield Seen(_principal(told))


def _principal(told: Told) -> Outcome:
    """Whether it says whose interest it serves: with payers unnamed, that is open."""
    payers = [i.comp.said("payer") or i.comp.said("on_behalf_of") for i in told.paid if i.comp]
    return "pass" if all(payers) and told.money != "unsure" else "needs_review"


def can_be_impersonal(told: Told, case: Case) -> Iterator[Seen]:
    """PER-01."""
    if told.node.flag("profile_used") is False:
        return
    controls = told.node.node("controls")
    off = controls.flag("personalisation_off") if controls else None
    same = case.counterfactual.flag("profiles_same") if case.counterfactual else None
    if off is None:
        yield Seen("not_examinable", "", "controls.personalisation_off: not given")
    elif not off:
        yield Seen("fail", "", "no option without personal traits")
    elif same is False:
        yield Seen("fail", "", "two profiles, option on, different results", "X")
    else:
        yield Seen("pass", "", "", "X" if same else "D")


def no_special_targeting(told: Told, case: Case) -> Iterator[Seen]:
    """PER-02, by the answer's list, or by what the record of each payment says."""
    if told.money == "no":
        return
    listed = told.node.texts("targeting")
    targeting = list(listed) if listed is not None else []
    for at, payment in () if listed is not None else told.payments():
        told_by = payment.nodes("targeting") if payment else None
        if not told_by:
            yield Seen("not_examinable", at, "targeting: not given")
        targeting += [_target(each) for each in told_by or ()]
    special = [t for t in targeting if SPECIAL_CATEGORY.search(t)]
    contextual = [t for t in special if CONTEXTUAL.search(t)]
    if len(special) > len(contextual):
        yield Seen("fail", "", ", ".join(special))
    elif contextual:
        yield Seen("needs_review", "", ", ".join(contextual))
    elif targeting or listed is not None:
        yield Seen("pass", "", ", ".join(dict.fromkeys(targeting)))
    else:
        yield Seen("not_examinable", "", "targeting: not given")


def _target(target: Node) -> str:
    """One kind of information and what it was; ours are of the question at hand, or remembered."""
    kind, value = target.said("by"), target.node("value")
    words = f"{value.said('en')} {value.said('zh')}" if value else target.said("value")
    ours = kind in get_args(TargetedBy) and kind not in ("question", "interest")
    context = " of the question" if ours else ""
    return f"{kind}{context}: {words}" if words.strip() else f"{kind}{context}"
