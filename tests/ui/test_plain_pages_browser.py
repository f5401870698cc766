"""The plain pages and an answer's tools in a real browser, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.support.visiting import QUESTIONS, Visit, browser, site, visiting
from ui.controls import PAGES

__all__ = ["browser", "site"]
pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
SLOW = 60_000
PLAIN = [path for name, path in PAGES if name not in ("chat", "compare", "study")]


@pytest.fixture
def visit(browser: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    yield from visiting(browser, site, *request.param)


@pytest.mark.parametrize("visit", [("phone", "zh-CN"), ("desk", "en-US")], indirect=True)
def test_every_plain_page_fits_and_leads_to_the_others(visit: Visit) -> None:
    page = visit.page
    for path in PLAIN:
        page.goto(visit.site + path)
        here = page.locator(".ps-pages [aria-current=page]")
        expect(here).to_be_in_viewport()
        assert page.locator(".ps-pages a").count() == len(PAGES)
        expect(page.locator("main h2").first).to_be_visible()
        language = "zh-CN" if visit.lang == "zh-CN" else "en"
        expect(page.locator("html")).to_have_attribute("lang", language)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        small = page.locator("main").evaluate("""e => [...e.querySelectorAll('a, button, summary')]
          .filter(t => { const r = t.getBoundingClientRect();
            return r.width && r.height < 20 && t.tagName !== 'A'; }).map(t => t.textContent)""")
        assert small == [], path


def test_an_answer_is_edited_shared_taken_away_and_its_conversation_deleted(
    browser: Browser, site: str
) -> None:
    # Leaving a page in the middle of what it still asks for is no fault of the page's: no settling.
    visit = Visit(browser, site, "phone", "en-US")
    page = visit.open("/?policy=slots")
    visit.ask()
    tools = page.locator("#latest .ps-do")
    with page.expect_download() as taken:
        tools.locator("[data-kind=json]").click()
    assert '"answer"' in taken.value.path().read_text("utf-8")
    tools.locator("[data-do=edit]").click()
    box = page.locator("#latest .ps-edit textarea")
    expect(box).to_be_focused()
    expect(box).to_have_value(QUESTIONS["en-US"])
    box.fill("a backpack for a 15 inch laptop under $60")
    box.press("Enter")
    expect(page.locator("#latest .ps-question")).to_contain_text("backpack", timeout=SLOW)
    expect(visit.answer).to_be_visible(timeout=SLOW)
    expect(page.locator(".ps-turn")).to_have_count(1)
    told = page.evaluate("""async () => {
      const chat = new URLSearchParams(location.search).get('chat');
      return (await (await fetch(`/shared/link?chat=${chat}&turn=1`)).json()).address;
    }""")
    page.goto(visit.site + told)
    expect(page.locator(".ps-holds")).to_contain_text("The same as when it was shared")
    expect(page.locator(".ps-question")).to_contain_text("backpack")
    expect(page.locator(".ps-do")).to_be_hidden()
    page.goto(visit.site + "/conversations")
    expect(page.locator(".ps-talks > li")).to_have_count(1)
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator(".ps-talks summary").click()
    page.locator("[data-sure]").click()
    expect(page.locator(".ps-talks")).to_have_count(0)
    visit.context.close()
