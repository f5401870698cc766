"""The audit on our own answers: records, and the page that shows them, one against the other."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from assistant.audit.engine import audit
from assistant.audit.files import audit_described
from assistant.schema.answer import Answer, Jurisdiction
from assistant.session import House, Settings
from benchmarks.audit_policy_table import WHY, document
from benchmarks.policy_differences import questions
from ui.handlers import Page, rendered
from ui.render.answers import answered
from ui.render.showing import Showing

DOCS = Path(__file__).parents[3] / "docs"
ASKED: tuple[tuple[str, Jurisdiction], ...] = (
    ("推荐一款静音键盘", "cn"),
    ("noise cancelling headphones", "us"),
)


def answers(
    house: House, style: str, now: datetime, chosen: tuple[str, ...] = ()
) -> list[tuple[str, Answer, str]]:
    made = []
    for question, law in ASKED:
        found = house.research(question, (), now)
        for policy in chosen or house.policies:
            settings = Settings(policy=policy, disclosure=style, jurisdiction=law)
            *_, turn = house.answer(found, (), settings, now, "0")
            shown = answered(Showing(answer=turn.answer), question=question)
            page = f'<html lang="{turn.answer.locale}"><body>{shown}</body></html>'
            made.append((policy, turn.answer, page))
    return made


def test_every_policy_fully_disclosed_passes_strict_but_for_what_it_is(
    demo_house: House, now: datetime
) -> None:
    for policy, answer, page in answers(demo_house, "full", now):
        report = audit(answer, page, "strict")
        assert set(report.failed) <= set(WHY), (policy, report.lines())


def test_the_page_shows_what_the_record_says_of_it_under_every_policy_and_style(
    demo_house: House, now: datetime
) -> None:
    """A rule that fails on the page alone is a page that does not keep what its record says."""
    for question, law in ASKED:
        found = demo_house.research(question, (), now)
        for policy in demo_house.policies:
            for style in ("full", "full-above", "block", "zone", "inline", "footer", None):
                settings = Settings(policy=policy, disclosure=style, jurisdiction=law)
                *_, turn = demo_house.answer(found, (), settings, now, "0")
                html = rendered(Page(demo_house), turn)
                alone, both = audit(turn.answer, None), audit(turn.answer, html)
                assert set(both.failed) <= set(alone.failed), (policy, style, both.lines())


def test_our_ads_are_chosen_by_the_question_and_say_so(demo_house: House, now: datetime) -> None:
    for policy, answer, page in answers(demo_house, "full", now):
        paid = any(p.disclosure for p in (*answer.placements, *answer.parts, *answer.follow_ups))
        report = audit(answer, page, "eu")
        assert report.verdict("PER-02") == ("pass" if paid else "not_applicable"), policy
        assert report.verdict("PER-01") == "not_applicable" and not answer.profile_used


def test_withheld_labels_are_found_in_the_record_and_on_the_page(
    demo_house: House, now: datetime
) -> None:
    for policy, answer, page in answers(demo_house, "none", now):
        bought = [p for p in answer.placements if p.sponsored]
        for report in (audit(answer, None, "strict"), audit(answer, page, "strict")):
            assert ("LBL-01" in report.failed) == bool(bought), (policy, report.lines())


@pytest.mark.parametrize(("style", "rule"), [("hover", "LBL-04"), ("footer", "LBL-04")])
def test_labels_out_of_sight_are_found(
    demo_house: House, now: datetime, style: str, rule: str
) -> None:
    for policy, answer, page in answers(demo_house, style, now, ("slots",)):
        assert rule in audit(answer, page, "us").failed, policy


@pytest.mark.parametrize("policy", ["sentences", "paid-ranking", "slots", "affiliate"])
def test_no_label_is_late_while_an_answer_grows(
    demo_house: House, now: datetime, policy: str
) -> None:
    found, so_far = demo_house.research("推荐一款静音键盘", (), now), ""
    settings = Settings(policy=policy, disclosure="full")
    for turn in demo_house.answer(found, (), settings, now, "0"):
        assert turn.answer.text.startswith(so_far)
        assert not set(audit(turn.answer, None, "us").failed)
        so_far = turn.answer.text


def test_a_true_reply_about_an_ad_is_no_ad(demo_house: House, now: datetime) -> None:
    settings = Settings(policy="slots", disclosure="none")
    first = demo_house.ask("推荐一款静音键盘", (), settings, now)
    reply = demo_house.ask("哪些是广告", (first,), settings, now).answer
    assert "是广告" in reply.text and not audit(reply, None, "strict").failed


def test_a_field_taken_out_never_turns_an_open_rule_into_a_pass(
    demo_house: House, now: datetime
) -> None:
    settings = Settings(policy="slots", disclosure="none")
    answer = demo_house.ask("推荐一款静音键盘", (), settings, now).answer.model_dump(mode="json")
    whole = audit_described(answer)
    was = {v.rule for v in whole.verdicts if v.verdict in ("fail", "needs_review")}
    for path in paths(answer):
        spoiled = copy.deepcopy(answer)
        holder: Any = spoiled
        for key in path[:-1]:
            holder = holder[key]
        del holder[path[-1]]
        report = audit_described(spoiled)
        assert not [rule for rule in was if report.verdict(rule) == "pass"], path


def paths(value: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every field of the answer's JSON, in the first entry of each list."""
    if isinstance(value, dict):
        for key in value:
            if key not in ("need", "composition", "lines", "why", "arithmetic", "terms"):
                yield (*at, key)
                yield from paths(value[key], (*at, key))
    elif isinstance(value, list) and value:
        yield from paths(value[0], (*at, 0))


@pytest.mark.parametrize("policy", ["third-party-hop", "own-mall", "paid-ranking"])
def test_the_record_of_differences_speaks_where_the_payment_is_kept_quiet(
    demo_house: House, now: datetime, policy: str
) -> None:
    settings = Settings(policy=policy, disclosure="full")
    answer = demo_house.ask("noise cancelling headphones", (), settings, now).answer
    assert any(i.seller_changed or i.link_changed for i in answer.difference.items)
    quiet = answer.model_dump(mode="json")
    quiet["ranking_info"]["payment_effect"] = "Payment does not change the main list."
    for block in quiet["blocks"]:
        block["kind"] = "organic" if block["id"] == "main" else block["kind"]
        for item in block["placements"]:
            item["comp"] |= {"affects_rank": False, "affected": []}
    unsaid = copy.deepcopy(quiet) | {"difference": None}
    assert {"SEP-03", "RNK-02"} <= set(audit_described(quiet, "eu").failed)
    assert not {"SEP-03", "RNK-02"} & set(audit_described(unsaid, "eu").failed)


def test_the_policy_table_is_fresh(demo_house: House) -> None:
    fresh = document(demo_house)
    remedy = "run python -m benchmarks.audit_policy_table docs/audit-policies.md"
    assert (DOCS / "audit-policies.md").read_text("utf-8") == fresh, remedy
    strict = fresh.partition("profile strict")[2].partition("## ")[0]
    for line in strict.splitlines():
        assert "✗" not in line or line.rstrip("| ").endswith("."), line


def test_no_unpaid_answer_has_a_breach_or_an_open_question_under_its_own_law(
    demo_house: House, now: datetime
) -> None:
    """All 43 questions are `python -m benchmarks.policy_differences`'s; every fourth is asked."""
    for question in questions(demo_house)[::4]:
        turn = demo_house.ask(question, (), Settings(policy="none"), now)
        html = rendered(Page(demo_house), turn)
        report = audit(turn.answer, html, turn.answer.jurisdictions[0])
        assert not report.failed and not report.rules_with("needs_review"), report.lines()


def test_rules_judge_from_the_day_they_are_in_force() -> None:
    said = {"locale": "de", "text": "", "blocks": [{"kind": "organic", "placements": []}]}
    sold = {"id": "x", "title": "Klimaneutrale Lampe", "comp": {"type": "none"}}
    said["blocks"] = [{"kind": "organic", "placements": [sold]}]
    assert "GRN-01" in audit(said, None, "eu", as_of=date(2026, 9, 27)).failed
    assert "GRN-01" not in audit(said, None, "eu", as_of=date(2026, 9, 26)).failed
    report = audit(said, None, "eu", as_of=date(2026, 9, 27))
    assert report.cited["GRN-01"].links and len(report.cited["GRN-01"].hash) == 12
