"""Labels measured in a real browser: our own pages, and one defect of style at a time."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from assistant.audit.browser import (
    CHROMIUM,
    SCHEMES,
    SIZES,
    launched,
    measured_page,
    merged,
)
from assistant.audit.browser import measured as measured_tab
from assistant.audit.engine import audit
from assistant.audit.files import audit_file
from assistant.audit.report import AuditReport
from assistant.schema.answer import Answer
from assistant.session import House, Settings
from catalog.errors import BadInput
from ui.render.answers import answered
from ui.render.showing import Showing
from ui.render.styles import STYLES

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not any(map(shutil.which, CHROMIUM)), reason="no Chromium here"),
]
LABEL = "body .ps-label.ps-label.ps-label"
"""More particular than any rule of our style sheet."""
STILL = f"{LABEL} {{ position: static !important }}"
COVER = "content: ''; position: absolute; inset: 0; background: #fff; z-index: 9"
BACKWARDS = "display: flex; flex-direction: column-reverse"
MEASURED = ("LBL-03", "LBL-04", "SEP-02", "AX-01", "AX-02", "AX-03")


def shown(
    house: House, now: datetime, policy: str, question: str, disclosure: str | None = None
) -> tuple[Answer, str]:
    """An answer under a policy, by its own disclosure or another, and its page with our styles."""
    settings = Settings(policy=policy, disclosure=disclosure)
    answer = house.ask(question, (), settings, now).answer
    body = answered(Showing(answer), question=question)
    head = f"<style>{''.join(sheet.read_text('utf-8') for sheet in STYLES)}</style>"
    main = f'<div class="gradio-container"><div class="main">{body}</div></div>'
    return answer, f'<html lang="{answer.locale}"><head>{head}</head><body>{main}</body></html>'


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as it:
        yield it


def measured(browser: Browser, answer: Answer, page: str, css: str = "") -> AuditReport:
    """The strict audit of a page as Chromium shows it, with a style sheet added to it."""
    told, styled = answer.model_dump(mode="json"), f"<style>{css}</style></head>"
    seen = []
    for width, height in SIZES:
        tab = browser.new_page(viewport={"width": width, "height": height})
        tab.set_content(page.replace("</head>", styled))
        seen.append(measured_tab(tab, told, f"{width}x{height}"))
        tab.close()
    whole = merged(seen)
    return audit(answer, whole.html, "strict", whole.styles)


@pytest.fixture(scope="module")
def slots(demo_house: House, now: datetime) -> tuple[Answer, str]:
    return shown(demo_house, now, "slots", "noise cancelling headphones")


@pytest.fixture(scope="module")
def zoned(demo_house: House, now: datetime) -> tuple[Answer, str]:
    """The same where one label heads the ads and none stands at an item."""
    return shown(demo_house, now, "slots", "noise cancelling headphones", "zone")


@pytest.mark.parametrize(
    ("policy", "question"),
    [
        ("slots", "推荐一款静音键盘"),
        ("slots-above", "noise cancelling headphones"),
        ("slots-beside", "推荐一款静音键盘"),
        ("in-list", "noise cancelling headphones"),
        ("affiliate", "noise cancelling headphones"),
        ("closed", "推荐一款静音键盘"),
        ("sentences", "noise cancelling headphones"),
        ("follow-ups", "noise cancelling headphones"),
    ],
)
def test_our_labels_are_seen_first_legible_and_beside_their_items(
    browser: Browser, demo_house: House, now: datetime, policy: str, question: str
) -> None:
    report = measured(browser, *shown(demo_house, now, policy, question))
    found = {rule: report.verdict(rule) for rule in MEASURED}
    assert "needs_review" not in found.values() and "fail" not in found.values(), report.lines()
    assert found["AX-01"] == found["AX-02"] == found["AX-03"] == "pass"


@pytest.mark.parametrize(
    ("css", "rules"),
    [
        (".ps-label { color: #b08a50 !important }", {"AX-01"}),
        (".ps-label { opacity: .5 }", {"AX-01"}),
        (".ps-label { font-size: 10px !important }", {"AX-02"}),
        (".ps-label { font-size: 14px !important }", {"AX-02"}),
        (f"{STILL} {LABEL} {{ margin-bottom: 120vh !important }}", {"LBL-04"}),
        (f"{LABEL} {{ position: absolute !important; left: -3000px }}", {"LBL-04"}),
        (f"{STILL} .ps-zone, .ps-zone .ps-card {{ {BACKWARDS} }}", {"LBL-03"}),
        (".ps-label { display: none !important }", {"LBL-04"}),
        (f"{LABEL} {{ clip-path: inset(100%) !important }}", {"LBL-04"}),
        (f"{LABEL} {{ filter: opacity(0) !important }}", {"LBL-04"}),
        (f"{LABEL} {{ mask: linear-gradient(transparent, transparent) !important }}", {"LBL-04"}),
        (f"{LABEL} {{ color: #fff !important; background: #fff !important }}", {"LBL-04"}),
        (f".ps-zone::after {{ {COVER} }} .ps-zone {{ position: relative }}", {"LBL-04"}),
    ],
)  # fmt: skip
def test_a_defect_of_style_fails_its_rule_and_no_other(
    browser: Browser, slots: tuple[Answer, str], css: str, rules: set[str]
) -> None:
    report = measured(browser, *slots, css)
    assert set(report.failed) == rules, report.lines()


@pytest.mark.parametrize(
    ("css", "rules"),
    [
        (".ps-zone { border-color: #efe6d8 !important }", {"AX-01"}),
        (".ps-zone { border: 0 !important; background: none !important }", {"SEP-02"}),
    ],
)
def test_a_defect_of_a_zone_fails_its_rule_and_no_other(
    browser: Browser, zoned: tuple[Answer, str], css: str, rules: set[str]
) -> None:
    before = set(measured(browser, *zoned).failed)
    report = measured(browser, *zoned, css)
    assert set(report.failed) - before == rules, report.lines()


def test_a_colour_that_cannot_be_known_is_left_open(
    browser: Browser, slots: tuple[Answer, str]
) -> None:
    report = measured(
        browser, *slots, ".ps-label { background: linear-gradient(#000, #fff) !important }"
    )
    assert report.verdict("AX-01") == "not_examinable" and not report.failed


def test_every_finding_says_where_it_was_measured(
    browser: Browser, slots: tuple[Answer, str]
) -> None:
    answer, page = slots
    styles = measured_page(page, answer.model_dump(mode="json")).styles
    labels = styles["labels"]
    assert isinstance(labels, list)
    places = {each["at"] for each in labels if isinstance(each, dict)}
    assert places == {f"{w}x{h} {scheme}" for w, h in SIZES for scheme in SCHEMES}
    narrow = "@media (max-width: 500px) { .ps-label { font-size: 9px !important } }"
    report = measured(browser, *slots, narrow)
    assert all("390x844" in v.evidence for v in report.verdicts if v.rule == "AX-02")


def test_a_saved_page_is_measured_from_its_file(slots: tuple[Answer, str], tmp_path: Path) -> None:
    answer, page = slots
    (tmp_path / "page.html").write_text(page, "utf-8")
    (tmp_path / "answer.json").write_text(answer.model_dump_json(), "utf-8")
    alone = audit_file(tmp_path / "page.html", "us", browser=True)
    assert alone.read == ("page", "styles") and alone.verdict("AX-01") == "pass"
    both = audit_file(tmp_path / "answer.json", "us", page=tmp_path / "page.html", browser=True)
    assert both.read == ("record", "page", "styles") and not both.failed
    with pytest.raises(BadInput, match="--page"):
        audit_file(tmp_path / "answer.json", browser=True)
    assert json.loads((tmp_path / "answer.json").read_text("utf-8"))["id"] == answer.id


def test_scripts_of_a_page_do_not_run_while_it_is_measured(slots: tuple[Answer, str]) -> None:
    answer, page = slots
    script = "<script>document.querySelectorAll('.ps-label').forEach(e => e.remove())</script>"
    seen = measured_page(page.replace("</body>", f"{script}</body>"))
    assert "LBL-01" not in audit(answer, seen.html, "strict", seen.styles).failed
