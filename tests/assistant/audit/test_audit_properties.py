"""Whatever it is given, the audit answers, and what is missing is never a pass."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.audit.engine import audit
from assistant.audit.files import audit_described
from assistant.audit.rule import PROFILES, Profile
from benchmarks.audit_corpus import OWN_LAW, Described, clean

QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
KEYS = tuple(
    key
    for line in (
        "blocks placements comp type label text position visible_initially price now ref history t",
        "seller name url final_url redirects ratings value claims_by_operator follow_ups paid pool",
        "ai_generated ai_labels prose_spans start end placement_id locale exports styles labels",
        "counterfactual organic payment_on ranking_info params controls rank rank_if_unpaid parts",
        "created_at shown_at kind disclosure page_html opened_by probes answer",
    )
    for key in line.split()
)
WORDS = ["bid", "cps", "none", "organic", "sponsored", "before", "广告", "Ad", "zh-CN"]
TRAPS = ["1e999999999", "0001-01-01", "9999-12-31T23:59:59", "\ud800", "<a href='x'>"]
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=30)
    | st.sampled_from(WORDS + TRAPS)
)
JSON = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), inner, max_size=8)
    ),
    max_leaves=60,
)


def paths(value: Any, at: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [at] if at else []
    pairs: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        pairs = list(value.items())
    elif isinstance(value, list):
        pairs = list(enumerate(value))
    for key, inner in pairs:
        found += paths(inner, (*at, key))
    return found


def put(whole: Any, path: tuple[str | int, ...], value: Any) -> None:
    for key in path[:-1]:
        whole = whole[key]
    whole[path[-1]] = value


PATHS = {name: paths(clean(name)) for name in OWN_LAW}


@QUICK
@given(st.dictionaries(st.sampled_from(KEYS), JSON, max_size=12), st.sampled_from(PROFILES))
def test_no_json_crashes_it(described: Described, profile: Profile) -> None:
    report = audit_described(described, profile)
    assert json.loads(report.model_dump_json())["profile"] == profile


@QUICK
@given(st.text(max_size=200) | st.lists(st.sampled_from(list("<>/a p=\"'x1广告&;#")), max_size=80))
def test_no_page_crashes_it(text: str | list[str]) -> None:
    html = text if isinstance(text, str) else "".join(text)
    report = audit(None, f"<p><a href='https://x.example'>{html}</a>{html}", "strict")
    assert report.summary["not_examinable"] > 0


@QUICK
@given(st.data())
def test_a_spoiled_answer_never_crashes_it(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(OWN_LAW)))
    described = clean(name)
    for path in data.draw(st.lists(st.sampled_from(PATHS[name]), min_size=1, max_size=3)):
        try:
            put(described, path, copy.deepcopy(data.draw(JSON)))
        except (KeyError, IndexError, TypeError):
            continue
    audit_described(described, data.draw(st.sampled_from(PROFILES)))


@pytest.mark.parametrize("profile", PROFILES)
def test_from_nothing_nothing_passes(profile: Profile) -> None:
    for report in (audit({}, None, profile), audit(None, None, profile), audit({}, "", profile)):
        assert report.summary["pass"] == 0 and not report.failed
    assert audit({}, None, profile).summary["not_examinable"] > 5


ITEMS = ("blocks.0.placements.0", "blocks.0.placements.1", "blocks.1.placements.0")
NEEDED = [
    ("LBL-01", ("blocks",)),
    ("LBL-02", ("blocks.1.placements.0.label.text", "blocks.1.label.text")),
    ("LBL-03", ("blocks.1.placements.0.label.position",)),
    ("LBL-04", (*tuple(f"{i}.label.visible_initially" for i in ITEMS[1:]), "blocks.1.label")),
    ("LBL-05", ("exports", "stream")),
    ("LBL-06", ("follow_ups.0.paid",)),
    ("LBL-07", ("claims_by_operator",)),
    ("LBL-08", ("ai_labels",)),
    ("SEP-01", ("blocks.1.kind",)),
    ("SEP-02", ("blocks.1.placements.0.comp",)),
    ("SEP-03", ("blocks.0.placements.1.comp.affects_rank",)),
    ("SEP-04", ("text",)),
    ("RNK-01", tuple(f"{i}.{f}" for i in ITEMS[:1] for f in ("rank_if_unpaid", "comp"))),
    ("RNK-02", ("ranking_info",)),
    ("RNK-03", ("counterfactual",)),
    ("RNK-04", ("pool.exclusive",)),
    ("AFF-04", tuple(f"{i}.comp.{f}" for i in ITEMS[1:] for f in ("payer", "on_behalf_of"))),
    ("PRC-01", ("blocks.1.placements.0.price.history",)),
    ("PRC-02", ("blocks.1.placements.0.price.ref", "blocks.1.placements.0.price.history")),
    ("PRC-03", ("blocks.0.placements.0.price.landing",)),
    ("PRC-04", ("blocks.0.placements.0.price.fees",)),
    ("REV-02", ("blocks.0.placements.0.ratings.source",)),
    ("CLM-02", ("blocks.0.placements.0.category",)),
    ("AI-01", ("ai_generated",)),
    ("AI-02", ("ai_labels",)),
    ("PER-01", ("controls",)),
    ("PER-02", ("targeting",)),
    ("SEL-01", ("blocks.0.placements.0.seller",)),
    ("SEL-02", ("blocks.0.placements.0.final_url",)),
    ("LNK-01", ("page_html",)),
    ("AX-01", ("styles", "page_html")),
    ("AX-02", ("styles", "page_html")),
    ("AX-03", ("page_html",)),
]


@pytest.mark.parametrize(("rule", "dropped"), NEEDED, ids=[rule for rule, _ in NEEDED])
def test_a_rule_without_its_data_does_not_pass(rule: str, dropped: tuple[str, ...]) -> None:
    described = clean("zh")
    without_page = rule not in ("AX-01", "AX-02", "AX-03", "LNK-01")
    for path in (*dropped, *(("page_html", "styles") if without_page else ())):
        holder: Any = described
        *way, last = path.split(".")
        for key in way:
            holder = holder[int(key) if isinstance(holder, list) else key]
        del holder[last]
    if rule == "RNK-01":
        described["counterfactual"] = {}
    assert audit_described(described, "strict").verdict(rule) == "not_examinable"
