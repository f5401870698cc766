"""Auditing files: ours, others', pages; and the report in both forms."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.audit.files import audit_described, audit_file
from assistant.audit.report_html import report_html
from benchmarks.audit_corpus import clean
from catalog.errors import BadInput


def test_a_description_and_a_page_are_audited_from_files(tmp_path: Path) -> None:
    described = tmp_path / "other.json"
    described.write_text(json.dumps(clean("zh")), "utf-8")
    report = audit_file(described, "cn")
    assert not report.blocking and report.read == ("record", "page", "styles", "counterfactual")
    page = tmp_path / "page.html"
    page.write_text(str(clean("zh")["page_html"]).replace("广告", "推广"), "utf-8")
    broken = audit_file(page, "cn")
    assert broken.blocking and broken.failed == ("LBL-02",)
    told = "\n".join(broken.lines())
    assert "fail LBL-02 (block)" in told and "“推广" in told


@pytest.mark.parametrize(
    ("name", "content", "field"),
    [("a.txt", "x", ""), ("a.json", "{", ""), ("a.json", "[1]", "")],
)
def test_a_wrong_file_is_one_clear_error(
    tmp_path: Path, name: str, content: str, field: str
) -> None:
    path = tmp_path / name
    path.write_text(content, "utf-8")
    with pytest.raises(BadInput) as error:
        audit_file(path)
    assert name in str(error.value) and error.value.field == field


def test_a_missing_file_or_profile_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="Check the name"):
        audit_file(tmp_path / "none.json")
    with pytest.raises(BadInput, match="mars"):
        audit_file(tmp_path / "none.json", "mars")


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_the_report_escapes_what_others_wrote(locale: str) -> None:
    described = clean("zh")
    described["claims_by_operator"] = ["没有广告<script>alert(1)</script>"]
    report = audit_described(described, "cn", subject="<b>x</b>")
    html = report_html(report, locale)
    assert "LBL-07" in html and "<script>" not in html and "<b>x" not in html
    assert ("没有任何规则会发现" in html) == (locale == "zh")


def test_research_is_for_information_only() -> None:
    described = clean("zh")
    described["ai_labels"] = []
    report = audit_described(described, "research")
    assert "AI-01" in report.failed and not report.blocking
