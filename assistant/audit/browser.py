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

from assistant.audit.case import Case, Known
from assistant.audit.description import Told
from assistant.audit.html.page import Page
from assistant.audit.rule import LAWS
from catalog.errors import BadInput
from catalog.record import Record

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

NUMBER, MEASURE, PAINT = (
    Path(__file__).with_name(f"{name}.js") for name in ("number", "measure", "paint")
)
MOST_PICTURES = 40
"""How many labels of one page are looked at in pictures; the others are measured alone."""
MARK = "data-plainshelf-n"
SIZES = ((1280, 900), (390, 844))
SCHEMES = ("light", "dark")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")


class Measured(Record):
    """A page as a browser has it, and `styles` as docs/disclosure.md describes them."""

    html: str
    styles: dict[str, JsonValue]


def measured_page(page: str | Path, answer: Mapping[str, object] | None = None) -> Measured:
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


def _everywhere(page: str | Path, answer: Mapping[str, object] | None) -> list[Measured]:
    found: list[Measured] = []
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


def merged(found: list[Measured]) -> Measured:
    """Several measurements of one page as one, the first one's HTML and every label of each."""
    styles: dict[str, JsonValue] = {}
    for kind in ("labels", "zones"):
        each: list[JsonValue] = []
        for one in found:
            entries = one.styles[kind]
            each += entries if isinstance(entries, list) else []
        styles[kind] = each
    return Measured(html=found[0].html, styles=styles)


def measured(tab: Tab, answer: Mapping[str, object] | None = None, at: str = "") -> Measured:
    """The labels of the page that a tab shows, as they look there now.

    Args:
        tab: an open page of Playwright's.
        answer: as for measured_page.
        at: a name for the circumstances, such as "390x844 dark", told with every finding.
    """
    html = str(tab.evaluate(NUMBER.read_text("utf-8")))
    case = _case(html, answer)
    asked = [each for known in case.units if known.paid != "no" for each in _asked(known)]
    asked += _elsewhere(case, {str(each["label"]) for each in asked})
    told: list[dict[str, JsonValue]] = tab.evaluate(MEASURE.read_text("utf-8"), asked)
    for each in told[:MOST_PICTURES]:
        each["in_sight"] = bool(each["in_sight"]) and _painted(tab, each)
    # One label in order serves its item; each must be legible.
    seen = {each["id"] for each in told if each["in_sight"]}
    first = {each["id"] for each in told if each["before_item"]}
    labels: list[JsonValue] = []
    zones: dict[JsonValue, JsonValue] = {}
    for each in told:
        entry = _style(each, at)
        if each["of_item"]:
            entry["in_viewport_with_item"] = each["id"] in seen
            entry["before_item"] = each["id"] in first
        labels.append(entry)
        if each["zone"]:
            before = zones.get(each["around"])
            stays = each["id"] in seen and (not isinstance(before, dict) or before["label_stays"])
            zones[each["around"]] = {"label_stays": stays, **_zone(each, at)}
    return Measured(html=html, styles={"labels": labels, "zones": list(zones.values())})


def _painted(tab: Tab, told: Mapping[str, JsonValue]) -> bool:
    """Whether a label leaves a trace in a picture of where it stands (one with it, one without)."""
    script, numbers = PAINT.read_text("utf-8"), [told["label"], told["item"]]
    box = tab.evaluate(script, [*numbers, False])
    if box is None:
        return False
    with_it = tab.screenshot(clip=box, animations="disabled")
    tab.evaluate(script, [*numbers, True])
    without = tab.screenshot(clip=box, animations="disabled")
    tab.evaluate(script, [*numbers, False])
    return with_it != without


def _case(html: str, answer: Mapping[str, object] | None) -> Case:
    told = Told.of(answer, own_counts=True) if answer is not None else None
    return Case(profile="strict", laws=LAWS, told=told, page=Page.of(html))


def _asked(known: Known) -> Iterator[dict[str, str | bool]]:
    """What to measure of one unit: each of its written labels, against its first words."""
    unit = known.unit
    around = unit.zone_element if unit.zone_element is not None else unit.element
    for label in dict.fromkeys((*unit.own, *((unit.zone,) if unit.zone else ()))):
        if label.form == "text" and not label.hidden:
            yield {
                "id": known.id,
                "label": _number(label.element),
                "words": label.text,
                "item": _number(unit.content_element),
                "around": _number(around),
                "zone": label is unit.zone,
                "of_item": True,
            }


def _elsewhere(case: Case, measured: set[str]) -> list[dict[str, str | bool]]:
    """Labels in running text and at questions, which have no link: only how legible they are."""
    return [
        {
            "id": f"“{label.text}”",
            "label": (number := _number(label.element)),
            "words": label.text,
            "item": number,
            "around": number,
            "zone": False,
            "of_item": False,
        }
        for label in (case.page.read.labels if case.page else ())
        if label.form == "text" and not label.hidden and _number(label.element) not in measured
    ]


def _number(element: HtmlElement) -> str:
    """The number of an element, or of the nearest one around it that has one."""
    numbered = (each.get(MARK) for each in (element, *element.iterancestors()))
    return next((str(number) for number in numbered if number), "0")


def _style(told: Mapping[str, JsonValue], at: str) -> dict[str, JsonValue]:
    """One label's entry; a line that is not drawn has no colour."""
    names = ["color", "background", "opacity", "font_px", "body_px", "bold"]
    names += ["border", "border_background"] if told["border"] and told["of_item"] else []
    return {"item": told["id"], "at": at, **{name: told[name] for name in names}}


def _zone(told: Mapping[str, JsonValue], at: str) -> dict[str, JsonValue]:
    """One zone's entry, by the last of its items; `screens` is its height in screens."""
    names = ("screens", "boundary")
    return {"item": told["id"], "at": at, **{name: told[name] for name in names}}


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
