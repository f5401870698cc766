"""A visit to the real page: its server, a browser, and what one does there."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    expect,
    sync_playwright,
)

ROOT = Path(__file__).parents[2]
SIZES = {"desk": (1280, 900), "phone": (390, 844)}
QUESTIONS = {
    "zh-CN": "推荐几款男士洗面奶，100元以内，油皮",
    "en-US": "a quiet mechanical keyboard under $80",
}
HOW_IT_EARNS, HOW_IT_SAYS_SO = "How the assistant earns", "How it says so"
LEFT = ("AbortError: signal is aborted", "Unexpected error Connection errored out")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SERVER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
import uvicorn
from assistant.conversations import Conversations
from assistant.session import open_house
from assistant.monetisation.ledger.ledger import Ledger
from ui.server import application
house = open_house(ledger=Ledger.open(Path(sys.argv[2]) / "ledger.sqlite"))
now = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
folder = Path(sys.argv[2])
kept = Conversations.open(folder / "conversations.sqlite", folder / "ledger.secret")
app = application(house, clock=lambda: now, mcp=sys.argv[3] == "True", conversations=kept)
more = {"log_level": "warning", "timeout_graceful_shutdown": 1}
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), **more)
"""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the real app, for all visits."""
    with serving(tmp_path_factory.mktemp("site")) as address:
        yield address


@contextmanager
def serving(folder: Path, mcp: bool = False) -> Iterator[str]:
    """The real app in a process of its own, at a free port; its ledger and log in the folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", SERVER, str(port), str(folder), str(mcp)]
    with (
        (folder / "log").open("w+", encoding="utf-8") as log,
        subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log) as server,
    ):
        url = f"http://127.0.0.1:{port}"
        try:
            _wait_for(url, server, folder / "log")
            yield url
        finally:
            server.terminate()
            server.wait(10)


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(480):
        if server.poll() is not None:
            pytest.fail(f"the server stopped: {log.read_text('utf-8')}")
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.25)
    pytest.fail(f"the server does not answer: {log.read_text('utf-8')}")


@pytest.fixture(scope="module")  # Playwright holds the event loop, which other modules need.
def browser() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        why = "no Chromium here; install it to test the page (sh .ci/packages)"
        pytest.fail(why) if os.environ.get("CI") == "true" else pytest.skip(why)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield launched
        launched.close()


class Visit:
    """A page being looked at, and everything that went wrong on it."""

    def __init__(self, browser: Browser, site: str, size: str, lang: str) -> None:
        width, height = SIZES[size]
        self.context = browser.new_context(viewport={"width": width, "height": height}, locale=lang)
        self.page: Page = self.context.new_page()
        self.site, self.size, self.lang = site, size, lang
        self.wrong: list[str] = []
        self.left = False
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", self._requested)

    def _heard(self, message: ConsoleMessage) -> None:
        """Note an error, but of what Gradio says of a request in whose midst the page was left."""
        if message.type != "error":
            return
        self.left = self.left or message.text.startswith("AbortError: signal is aborted")
        if not (self.left and message.text.startswith(LEFT)):
            self.wrong.append(message.text)

    def _requested(self, request: Request) -> None:
        if not request.url.startswith((self.site, "data:", "blob:")):
            self.wrong.append(f"asked for {request.url}")

    def open(self, path: str = "/") -> Page:
        self.page.goto(self.site + path)
        expect(self.page.locator(".ps-welcome")).to_be_visible(timeout=20_000)
        language = "zh-CN" if self.lang.startswith("zh") else "en"
        expect(self.page.locator("html")).to_have_attribute("lang", language)
        return self.page

    @property
    def answer(self) -> Locator:
        """The newest answer, once it is whole."""
        return self.page.locator("#latest .ps-turn:has(.ps-text)")

    def ask(self, question: str = "") -> Locator:
        question = question or QUESTIONS[self.lang]
        box = self.page.locator("#question textarea")
        box.fill(question)
        box.press("Enter")
        expect(self.page.locator("#latest .ps-question")).to_contain_text(question)
        expect(self.answer).to_be_visible(timeout=20_000)
        return self.answer

    def settings(self) -> Locator:
        """The drawer of the settings, opened."""
        drawer = self.page.locator("#settings")
        if not drawer.is_visible():
            self.page.locator(".ps-tools [data-do=settings]").last.click()
        expect(drawer).to_be_visible()
        return drawer

    def choose(self, label: str, option: str) -> None:
        """Choose a card by its group or a value of a list; the drawer is closed again."""
        drawer = self.settings()
        card = drawer.get_by_role("radio", name=option, exact=True, include_hidden=True)
        if label in (HOW_IT_EARNS, HOW_IT_SAYS_SO):
            folded = drawer.locator("details:not([open]) > summary")
            if label == HOW_IT_SAYS_SO and folded.count():
                folded.click()
            card.check()
        else:
            drawer.get_by_label(label).click()
            self.page.get_by_role("option", name=option, exact=True).click()
        self.page.keyboard.press("Escape")
        expect(drawer).to_be_hidden()

    def settle(self) -> None:
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert self.wrong == [], self.wrong


def visiting(browser: Browser, site: str, size: str, lang: str) -> Iterator[Visit]:
    """A visit, and at its end the proof that nothing went wrong on it."""
    it = Visit(browser, site, size, lang)
    yield it
    it.settle()
    it.context.close()


def seen(element: Locator) -> bool:
    """Whether it is on the screen with nothing over it."""
    return bool(
        element.evaluate("""e => {
          const r = e.getBoundingClientRect(), x = r.left + Math.min(r.width, 60) / 2;
          const y = r.top + r.height / 2, there = document.elementFromPoint(x, y);
          return r.top >= 0 && r.bottom <= innerHeight && (e === there || e.contains(there));
        }""")
    )
