"""The pictures in docs/images, taken anew from the real pages: `make pictures`."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.support.visiting import FLAGS, QUESTIONS, ROOT, SIZES, Visit, serving

IMAGES = ROOT / "docs" / "images"
QUESTION = QUESTIONS["en-US"].replace(" ", "%20")
ANSWERED = "#latest .ps-turn:has(.ps-text)"
PAGES = {
    "welcome": ("/", ".ps-welcome"),
    "chat": (f"/?q={QUESTION}", ANSWERED),
    "compare": (f"/compare?q={QUESTION}&columns=none,slots,paid-ranking", ".ps-cmp-tools"),
    "replay": ("/replay", "h1"),
    "audit": ("/audit", "h1"),
    "catalog": ("/catalog", "h1"),
    "ledger": ("/ledger", "h1"),
    "study": ("/study", "h1"),
}
"""Each page's address, and what is on it once it is whole."""
SLOW_MS, SETTLED_MS = 60_000, 1_500


def take() -> None:
    """Every page at every size, in English as its first screen; the chat in Chinese too."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    folder = Path(tempfile.mkdtemp())
    with serving(folder) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        for size in SIZES:
            for name, (address, whole) in PAGES.items():
                picture(Visit(browser, site, size, "en-US"), address, whole, name)
            chinese = f"/?q={QUESTIONS['zh-CN']}"
            picture(Visit(browser, site, size, "zh-CN"), chinese, ANSWERED, "chat-zh")
        browser.close()


def picture(visit: Visit, address: str, whole: str, name: str) -> None:
    """The first screen of one page, once it is whole and stands still."""
    visit.page.goto(visit.site + address)
    expect(visit.page.locator(whole).first).to_be_visible(timeout=SLOW_MS)
    visit.page.wait_for_timeout(SETTLED_MS)
    end = "" if visit.size == "desk" else f"-{visit.size}"
    visit.page.screenshot(path=IMAGES / f"{name}{end}.png")
    visit.context.close()


if __name__ == "__main__":
    take()
