"""REV and CLM: no invented experience, sourced ratings, no absolute or health claims in ads."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.audit.case import Case
from assistant.audit.description import Told
from assistant.audit.phrases import (
    ABSOLUTE,
    EXEMPT,
    FIRST_HAND,
    FORBIDDEN_CLASS,
    HEALTH_CLASS,
    HEALTH_TOPIC,
    SENSITIVE_TOPIC,
)
from assistant.audit.rule import Outcome, Seen

ENOUGH_ANSWERS, TOLERATED_Z = 50, 2
NEAR = 12
"""Characters around an absolute term that may make it exempt."""


def no_own_use(told: Told, case: Case) -> Iterator[Seen]:
    """REV-01."""
    if not told.node.has("text") and not told.items:
        yield Seen("not_examinable", "", "text: not given")
        return
    texts = [("", told.text), *((i.id, i.node.said("text")) for i in told.items)]
    clean = True
    for at, text in texts:
        if found := FIRST_HAND.said(text):
            clean = False
            yield Seen("fail", at, f"“{found}”", "T")
    if clean and told.node.has("text"):
        yield Seen("pass", "", "", "T")


def rating_sourced(told: Told, case: Case) -> Iterator[Seen]:
    """REV-02."""
    for item in told.items:
        rating = item.node.node("ratings")
        if rating is None or rating.number("value") is None:
            continue
        wanted = ("count", "source", "verification")
        lacking = [name for name in wanted if not (rating.number(name) or rating.said(name))]
        silent = [name for name in lacking if rating.has(name)]
        incentivised = rating.flag("incentivised")
        if silent:
            yield Seen("fail", item.id, f"lacking: {', '.join(silent)}")
        elif lacking or incentivised is not False:
            open_ = lacking or ["incentivised"]
            yield Seen("not_examinable", item.id, f"{', '.join(open_)}: not given, or true")
        else:
            yield Seen("pass", item.id)


def no_absolute(told: Told, case: Case) -> Iterator[Seen]:
    """CLM-01, on what is said of paid items only."""
    texts = [
        (i.id, f"{i.title}\n{i.node.said('text')}", i.paid) for i in told.items if i.paid != "no"
    ]
    for n, part in enumerate(told.parts):
        if part.said("kind") == "sponsored" and part.said("role") != "notice":
            texts.append((f"part.{n + 1}", part.said("text"), "yes"))
    for at, text, paid in texts:
        outcome, words = absolute_in(text, told.question)
        if outcome == "pass" and (paid != "yes" or not text.strip()):
            continue
        sure = outcome == "pass" or paid == "yes"
        yield Seen(outcome if sure else "needs_review", at, words, "T")


def absolute_in(text: str, question: str) -> tuple[Outcome, str]:
    """Whether a text has an absolute term that it did not take from the question, and which.

    Self-comparison, grades, names, awards and dated facts are exempt (广告绝对化用语执法指南 2023,
    items 5 and 6), so a term in such words is a question and no breach.
    """
    for found in ABSOLUTE.finditer(text):
        if found.group() in question:
            continue
        near = text[max(0, found.start() - NEAR) : found.end() + NEAR]
        return "needs_review" if EXEMPT.search(near) else "fail", f"“{near.strip()}”"
    return "pass", ""


def health_and_minors(told: Told, case: Case) -> Iterator[Seen]:
    """CLM-02."""
    topic = _topic(told)
    if told.blocks is None:
        yield Seen("not_examinable", "", "blocks: not given")
        return
    if told.node.flag("audience_minor") and told.money == "yes":
        yield Seen("fail", "", "paid content for a minor")
    if SENSITIVE_TOPIC.search(topic) and told.money == "yes":
        yield Seen("fail", "", f"paid content on the topic {topic}")
    for item in told.items:
        category = item.node.said("category")
        if not item.node.said("url"):
            continue
        if not category:
            yield Seen("not_examinable", item.id, "category: not given")
        elif FORBIDDEN_CLASS.search(category) and item.paid == "yes":
            yield Seen("fail", item.id, f"ad for {category}")
        elif HEALTH_CLASS.search(category):
            health = HEALTH_TOPIC.search(topic) or HEALTH_TOPIC.search(told.text)
            yield Seen("fail" if health else "needs_review", item.id, f"buy link for {category}")
        else:
            yield Seen("pass", item.id)


def _topic(told: Told) -> str:
    need = told.node.node("need")
    return " ".join((told.node.said("topic"), need.said("restricted") if need else ""))


def parity(told: Told, case: Case) -> Iterator[Seen]:
    """CLM-03, from figures over many answers: z-scores of paid against unpaid text."""
    figures = case.counterfactual.node("parity") if case.counterfactual else None
    if figures is None:
        return
    answers, scores = figures.number("answers"), figures.node("z")
    if answers is None or answers < ENOUGH_ANSWERS or scores is None:
        yield Seen("not_examinable", "", f"{answers or 0} answers", "X")
        return
    far = {n: z for n in scores.raw if (z := scores.number(n)) is not None and abs(z) > TOLERATED_Z}
    yield Seen("fail" if far else "pass", "", f"z: { {n: str(z) for n, z in far.items()} }", "X")
