"""What keeps an element from being seen, and how its words look, from declared styles alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from assistant.audit.html.contrast import colour, ratio
from assistant.audit.html.css import Sheets, Value

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LENGTH = re.compile(r"^(-?[\d.]+)(px|em|rem|pt|vw|vh|%|ch|ex)?$")
PX = {"": 1.0, "px": 1.0, "em": 16.0, "rem": 16.0, "pt": 4 / 3, "vw": 12.8, "vh": 9.0}
PX |= {"%": 12.8, "ch": 8.0, "ex": 8.0}
"""Pixels per unit on a screen of 1280 by 900 with 16 px text; enough to tell hidden from seen."""
FAR = -400
"""A shift of this many pixels or more to the left or up leaves the screen."""
TINY, FAINT, SAME, OPAQUE = 2.0, 0.1, 1.25, 0.9
"""Sizes in pixels, opacities, and contrast ratios below which words are not seen."""
SIZES = {"xx-small": 9, "x-small": 10, "small": 13, "medium": 16, "large": 18, "x-large": 24}
FONT = re.compile(r"(?:^|\s)([\d.]+)(px|em|rem|pt|%)(?:/\S+)?\s")
SHIFTS = ("left", "top", "margin-left", "margin-top", "text-indent")
CLIPPED = ("hidden", "clip", "scroll", "auto")
ZERO = re.compile(r"(?<![\d.])0*\.?0+(?:px|%|em)?(?![\d.])")
NOTHING_LEFT = re.compile(
    r"inset\(\s*(?:[5-9]\d|1\d\d)(?:\.\d+)?%|circle\(\s*0|ellipse\(\s*0|polygon\(\s*0 0\s*\)"
)
CLIP_RECT = re.compile(r"rect\(\s*(?:[01](?:px)?[\s,]+){3}[01](?:px)?\s*\)")
SCALED = re.compile(r"scale(?:3d|x|y)?\(\s*0*\.?0*(?:0[1-9])?\s*[,)]|rotate[xy]\(\s*90deg")
MOVED = re.compile(r"translate(?:3d|x|y)?\(\s*(-?[\d.]+)(px|em|rem|vw|vh|%)?")
FILTERED = re.compile(r"opacity\(\s*(?:0*\.0\d*|0+|[0-9]%)\s*\)")


class Concealed(NamedTuple):
    """Why words are not seen, or may not be; "" for neither."""

    hidden: str = ""
    doubt: str = ""


def concealed(declared: dict[str, Value]) -> Concealed:
    """What an element's own declarations do to it and to all that is in it."""
    hidden = doubt = ""
    for why, value in _ways(declared):
        if value.sure and not why.endswith("?"):
            hidden = hidden or why
        else:
            doubt = doubt or why.rstrip("?")
    return Concealed(hidden, doubt)


def _ways(declared: dict[str, Value]) -> list[tuple[str, Value]]:
    found = [(f"{name}: {v.text}", v) for name, v in declared.items() if _hides(name, v.text)]
    found += [(f"{n}: {v.text}?", v) for n, v in declared.items() if _may_hide(n, v.text)]
    names = ("overflow", "overflow-x", "overflow-y")
    clip = next((declared[name] for name in names if name in declared), None)
    if clip is None or clip.text.split()[0] not in CLIPPED:
        return found
    for name in ("height", "max-height", "width", "max-width", "line-height"):
        if name not in declared:
            continue
        size = length(declared[name].text)
        unitless = name == "line-height" and declared[name].text.replace(".", "").isdigit()
        if size is not None and (size == 0 or (size < TINY and not unitless)):
            found.append((f"{name}: {declared[name].text}", declared[name]))
    return found


def _hides(name: str, text: str) -> bool:
    """Whether one declaration alone leaves nothing to be seen."""
    if name in SHIFTS:
        return (length(text) or 0) <= FAR
    if name == "font-size":
        size = length(text)
        return size is not None and size < 3
    if name in ("opacity", "zoom"):
        share = length(text.replace("%", ""))
        share = share / 100 if share is not None and "%" in text else share
        return share is not None and share < FAINT
    if name in ("color", "-webkit-text-fill-color"):
        ink = (0, 0, 0, 0) if text == "transparent" else colour(text)
        return ink is not None and ink[3] < FAINT
    ways = {
        "display": text == "none",
        "visibility": text in ("hidden", "collapse"),
        "content-visibility": text == "hidden",
        "clip-path": bool(NOTHING_LEFT.search(text)),
        "clip": bool(CLIP_RECT.search(text)),
        "filter": bool(FILTERED.search(text)),
        "transform": bool(SCALED.search(text)) or _moved(text),
        "scale": bool(re.match(r"0(?:\.0\d*)?(?:\s|$)", text)),
    }
    return ways.get(name, False)


def _may_hide(name: str, text: str) -> bool:
    """Whether one declaration may leave nothing, which only a browser can say."""
    if name in ("clip-path", "mask", "mask-image", "-webkit-mask", "-webkit-mask-image", "clip"):
        return text not in ("none", "auto", "initial", "unset") and not _hides(name, text)
    if name in ("filter", "backdrop-filter"):
        return "blur(" in text or "opacity(" in text or "brightness(" in text
    return (name == "mix-blend-mode" and text != "normal") or (
        name == "z-index" and text.startswith("-")
    )


def _moved(text: str) -> bool:
    shift = MOVED.search(text)
    return (
        bool(shift) and abs(float(shift.group(1)) * PX[shift.group(2) or ""]) >= -FAR
        if shift
        else False
    )


def length(text: str) -> float | None:
    """A CSS length in pixels, roughly; None for what is none."""
    found = LENGTH.match(text.strip())
    try:
        return float(found.group(1)) * PX[found.group(2) or ""] if found else None
    except ValueError:
        return None


class Looks:
    """Colours and sizes of an element's words by what is declared around it."""

    def __init__(self, sheets: Sheets) -> None:
        self.sheets = sheets
        self.known: dict[HtmlElement, dict[str, Value]] = {}

    def declared(self, element: HtmlElement) -> dict[str, Value]:
        """The element's own declarations, looked up once."""
        if element not in self.known:
            self.known[element] = self.sheets.declared(element)
        return self.known[element]

    def inherited(self, element: HtmlElement, name: str, fallback: str) -> str:
        """A property that is inherited: the nearest declaration, else the browser's own."""
        for around in (element, *element.iterancestors()):
            value = self.declared(around).get(name)
            if value is not None and value.text not in ("inherit", "initial", "unset"):
                return value.text
        return fallback

    def background(self, element: HtmlElement) -> str:
        """The colour behind an element; "" where an image or something unknown lies there."""
        for around in (element, *element.iterancestors()):
            held = self.declared(around)
            for name in ("background", "background-color", "background-image"):
                text = held[name].text if name in held else ""
                if text in ("", "none", "transparent", "inherit", "initial", "unset"):
                    continue
                return text if colour(text) and (colour(text) or (0, 0, 0, 0))[3] == 1 else ""
        return "#ffffff"

    def font_px(self, element: HtmlElement) -> float:
        """The size of its text in pixels."""
        held = self.declared(element)
        text = held["font-size"].text if "font-size" in held else ""
        if not text and "font" in held:
            short = FONT.search(f" {held['font'].text} ")
            text = "".join(short.groups()) if short else ""
        parent = element.getparent()
        around = self.font_px(parent) if parent is not None and not _absolute(text) else 16.0
        if text in SIZES:
            return float(SIZES[text])
        found = LENGTH.match(text)
        if not found:
            return around * {"smaller": 0.83, "larger": 1.2}.get(text, 1.0)
        size, unit = float(found.group(1)), found.group(2) or "px"
        return size * {"em": around, "%": around / 100, "rem": 16.0, "pt": 4 / 3}.get(unit, 1.0)

    def same_colour(self, element: HtmlElement) -> str:
        """The colours where words have almost that of their ground, "" where they differ."""
        ink, ground = self.inherited(element, "color", "#000000"), self.background(element)
        found = ratio(ink, ground) if ground else None
        return f"color {ink} on {ground}" if found is not None and found < SAME else ""

    def moved(self, element: HtmlElement) -> bool:
        """Whether styles may paint an element elsewhere than where the document has it."""
        for around in (element, *element.iterancestors()):
            held = self.declared(around)
            place = held.get("position")
            flow = held.get("flex-direction") or held.get("flex-flow")
            if place is not None and place.text in ("absolute", "fixed"):
                return True
            if "order" in held or "grid-area" in held or "grid-row" in held:
                return True
            if flow is not None and "reverse" in flow.text:
                return True
            if around.tag in ("article", "li", "section", "main", "body"):
                break
        return False

    def covered(self, element: HtmlElement) -> str:
        """What is laid over an element without words of its own, as far as styles say; else ""."""
        for around in (element, *element.iterancestors()):
            for pseudo in ("before", "after"):
                laid = self.sheets.declared(around, pseudo) if self.sheets.rules else {}
                if "content" in laid and _lays_over(laid):
                    return f"::{pseudo} laid over it"
        return ""


def lies_over(declared: dict[str, Value], element: HtmlElement) -> bool:
    """Whether it is an empty positioned box with a ground that hides what is under it."""
    ground = next(
        (declared[n].text for n in ("background-color", "background") if n in declared), ""
    )
    ink = colour(ground)
    opaque = ink is not None and ink[3] >= OPAQUE
    return opaque and _lays_over(declared) and not (element.text_content() or "").strip()


def covers_page(declared: dict[str, Value]) -> bool:
    """Whether a positioned box reaches all edges of the window."""
    edges = declared.get("inset")
    whole = edges is not None and set(edges.text.split()) <= {"0", "0px"}
    sides = all(n in declared and length(declared[n].text) == 0 for n in ("top", "left"))
    wide = all(
        n in declared and declared[n].text in ("100%", "100vw", "100vh", "100dvh")
        for n in ("width", "height")
    )
    wide = wide or all(n in declared and length(declared[n].text) == 0 for n in ("right", "bottom"))
    return whole or (sides and wide)


def _absolute(text: str) -> bool:
    return text.endswith(("px", "pt", "rem")) or text in SIZES


def _lays_over(laid: dict[str, Value]) -> bool:
    """Whether a positioned box with a ground of its own can lie over what is beside it."""
    position = laid.get("position")
    if position is None or position.text not in ("absolute", "fixed", "sticky"):
        return False
    grounds = (laid.get("background"), laid.get("background-color"), laid.get("background-image"))
    return any(g is not None and g.text not in ("none", "transparent", "") for g in grounds)
