"""The study page: a small study in a real browser, and what its folder hands out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.support.visiting import Visit, browser, site, visiting
from ui.study import handing_out

__all__ = ["browser", "site"]

SLOW = 120_000


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Visit]:
    yield from visiting(browser, site, "phone", "zh-CN")


@pytest.mark.browser
@pytest.mark.timeout(300)
def test_a_small_study_runs_shows_its_charts_and_is_found_again(visit: Visit) -> None:
    page = visit.open("/study")
    for label, value in (("每种语言的对话数", "1"), ("模拟购物者", "50"), ("月数", "1")):
        box = page.get_by_label(f"{label}").and_(page.locator("input[type=number]"))
        box.fill(value)
        box.press("Tab")
    page.locator("#study_run").click()
    expect(page.locator("#study_at")).to_contain_text("步", timeout=SLOW)
    frame = page.frame_locator("#study_report iframe")
    expect(frame.locator(".js-plotly-plot").last).to_be_visible(timeout=SLOW)
    expect(frame.locator("html")).to_have_attribute("data-lang", "zh")
    ends = frame.locator("html").evaluate(
        """() => [...document.querySelectorAll('.js-plotly-plot')]
        .filter(plot => plot.data.some(d => d.type === 'bar'))
        .map(plot => plot._fullLayout.xaxis.range)"""
    )
    assert ends and all(low <= 0 <= high for low, high in ends)
    expect(page.locator("#study_kept li a")).to_have_count(1)
    # The address shows the same report again, and so does the list.
    again = visit.context.new_page()
    again.goto(page.url)
    expect(again.locator("#study_report iframe")).to_have_count(1, timeout=SLOW)
    assert "/study?" in page.url and "report=" in page.url
    again.close()


def test_only_the_files_of_a_report_are_handed_out_and_apart_from_the_page(
    tmp_path: Path,
) -> None:
    kept, other = tmp_path / "studies" / "one", tmp_path / "other"
    for folder in (kept, other):
        folder.mkdir(parents=True)
        (folder / "report.html").write_text("<p>report", "utf-8")
    (kept / "secret").write_text("no", "utf-8")
    (tmp_path / "studies" / "linked").symlink_to(other)
    routes = [Route("/study/reports/{name}/{file}", handing_out(tmp_path / "studies"))]
    visitor = TestClient(Starlette(routes=routes))
    told = visitor.get("/study/reports/one/report.html")
    assert told.text == "<p>report"
    policy = told.headers["content-security-policy"]
    assert "sandbox allow-scripts" in policy and "allow-same-origin" not in policy
    for path in ("one/secret", "linked/report.html", "..%2Fother/report.html", "two/report.html"):
        assert visitor.get(f"/study/reports/{path}").status_code == 404, path
