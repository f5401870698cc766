"""What a browser computes of a page's ad labels: colours, sizes, order, and what stays in sight.

The labels are found by the audit's own reading of the page; the browser only measures them.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import JsonValue

from assistant.audit.measurement import Measured, asked_in, styles_of
from catalog.errors import BadInput
from catalog.record import Record

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

NUMBER, MEASURE, PAINT = (
    Path(__file__).with_name(f"{name}.js") for name in ("number", "measure", "paint")
)
MOST_PICTURES = 40
"""How many labels of one page are looked at in pictures; the others are measured alone."""
SIZES = ((1280, 900), (390, 844))
SCHEMES = ("light", "dark")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")


class MeasuredPage(Record):
    """A page as a browser has it, and `styles` as docs/disclosure.md describes them."""

    html: str
    styles: dict[str, JsonValue]


def measured_page(page: str | Path, answer: Mapping[str, object] | None = None) -> MeasuredPage:
    """A saved page measured on a desk and on a phone, in light and in dark.

    Nothing is fetched and no script of the page runs: what it shows is what was saved.

    Args:
        page: the page as HTML with its styles in it, or its file with what was saved beside it.
        answer: what is known of the answer that it shows; without it the page says by its labels
            what is paid for.

    Raises:
        BadInput: there is no browser here.
    """
    # In a thread of its own, since Playwright refuses one that has a loop running.
    with ThreadPoolExecutor(1) as beside:
        return merged(beside.submit(_everywhere, page, answer).result())


def _everywhere(page: str | Path, answer: Mapping[str, object] | None) -> list[MeasuredPage]:
    found: list[MeasuredPage] = []
    with launched() as browser:
        for (width, height), scheme in product(SIZES, SCHEMES):
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
                java_script_enabled=False,
                offline=True,
            )
            tab = context.new_page()
            if isinstance(page, Path):
                tab.goto(page.resolve().as_uri())
            else:
                tab.set_content(page, wait_until="domcontentloaded")
            found.append(measured(tab, answer, f"{width}x{height} {scheme}"))
            context.close()
    return found


def merged(found: list[MeasuredPage]) -> MeasuredPage:
    """Several measurements of one page as one, the first one's HTML and every label of each."""
    styles: dict[str, JsonValue] = {}
    for kind in ("labels", "zones"):
        each: list[JsonValue] = []
        for one in found:
            entries = one.styles[kind]
            each += entries if isinstance(entries, list) else []
        styles[kind] = each
    return MeasuredPage(html=found[0].html, styles=styles)


def measured(tab: Tab, answer: Mapping[str, object] | None = None, at: str = "") -> MeasuredPage:
    """The labels of the page that a tab shows, as they look there now.

    Args:
        tab: an open page of Playwright's.
        answer: as for measured_page.
        at: a name for the circumstances, such as "390x844 dark", told with every finding.
    """
    html = str(tab.evaluate(NUMBER.read_text("utf-8")))
    asked = [each.model_dump(mode="json") for each in asked_in(html, answer)]
    told = tab.evaluate(MEASURE.read_text("utf-8"), asked)
    every = [Measured.model_validate(each) for each in told]
    seen = [
        each.model_copy(update={"in_sight": each.in_sight is not False and _painted(tab, each)})
        if n < MOST_PICTURES
        else each
        for n, each in enumerate(every)
    ]
    return MeasuredPage(html=html, styles=styles_of(seen, at))


def _painted(tab: Tab, told: Measured) -> bool:
    """Whether a label leaves a trace in a picture of where it stands (one with it, one without)."""
    script, numbers = PAINT.read_text("utf-8"), [told.label, told.item]
    box = tab.evaluate(script, [*numbers, False])
    if box is None:
        return False
    with_it = tab.screenshot(clip=box, animations="disabled")
    tab.evaluate(script, [*numbers, True])
    without = tab.screenshot(clip=box, animations="disabled")
    tab.evaluate(script, [*numbers, False])
    return with_it != without


@contextmanager
def launched() -> Iterator[Browser]:
    """A Chromium without a window, for as long as it is needed.

    Raises:
        BadInput: Playwright or Chromium is not here.
    """
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError as error:
        remedy = "Install it: pip install playwright, and Chromium"
        raise BadInput("--browser", "", "Playwright is not installed", remedy) from error
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        except Error as error:
            reason = str(error).splitlines()[0]
            raise BadInput("--browser", "", f"no Chromium ({reason})", "Install it") from error
        yield browser
        browser.close()
