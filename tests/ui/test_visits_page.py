"""What outlasts a page in a real browser: reload, another page, a restart, a start over."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.support.visiting import QUESTIONS, Visit, browser, serving

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def test_a_conversation_outlasts_reload_pages_restart_and_ends_when_started_over(
    browser: Browser, tmp_path: Path
) -> None:
    question = QUESTIONS["en-US"]
    with serving(tmp_path) as site:
        visit = Visit(browser, site, "phone", "en-US")
        page = visit.open("/?policy=none")
        visit.ask()
        titles = page.locator("#latest .ps-title").all_text_contents()
        assert "chat=" in page.url
        page.reload()
        expect(page.locator("#latest .ps-question")).to_contain_text(question, timeout=20_000)
        assert page.locator("#latest .ps-title").all_text_contents() == titles
        expect(page.locator("#latest .ps-zone")).to_have_count(0)
        page.goto(site + "/compare")
        page.goto(site + "/")
        expect(page.locator("#latest .ps-question")).to_contain_text(question, timeout=20_000)
        held = visit.context.cookies(site)
        visit.settle()
        page.close()
    with serving(tmp_path) as site:
        again = Visit(browser, site, "desk", "en-US")
        again.context.add_cookies(
            [{"name": c["name"], "value": c["value"], "url": site} for c in held]
        )
        page = again.page
        page.goto(site + "/")
        expect(page.locator("#latest .ps-question")).to_contain_text(question, timeout=20_000)
        again.ask("cheaper")
        expect(page.locator("#past .ps-question")).to_contain_text(question)
        late = page.locator("#latest .ps-sent").evaluate_handle("sent => [sent.parentNode, sent]")
        page.locator("#start_over").click()
        expect(page.locator(".ps-welcome")).to_be_visible()
        expect(page.locator("#past .ps-question")).to_have_count(0)
        late.evaluate("([place, sent]) => place.replaceChildren(sent)")
        expect(page.locator("#latest .ps-question")).to_have_count(0)
        # What is sent while another is answered goes on from its answer.
        box = page.locator("#question textarea")
        for asked in (question, "cheaper"):
            box.fill(asked)
            box.press("Enter")
            expect(box).to_have_value("", timeout=20_000)
        expect(page.locator("#latest .ps-question")).to_contain_text("cheaper", timeout=20_000)
        expect(page.locator("#past .ps-question")).to_have_count(1)
        expect(page.locator("#past .ps-question")).to_contain_text(question)
        stranger = Visit(browser, site, "desk", "en-US")
        stranger.page.goto(page.url)
        expect(stranger.page.locator("#latest .ps-error")).to_contain_text("is not here")
        for each in (again, stranger):
            each.settle()
            each.context.close()
