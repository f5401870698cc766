"""A small drawing of each kind of goods in its own colour, made from shapes and no pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from markupsafe import Markup

Draw = Callable[["Tones"], str]


class Tones(NamedTuple):
    """The tones of one drawing: the goods' own colour, a darker and a lighter one, an accent."""

    main: str
    dark: str
    light: str
    spot: str = "#d98a3d"


TONES: Mapping[str, Tones] = {
    "black": Tones("#3b4048", "#24282e", "#5b626c"),
    "white": Tones("#fbfaf7", "#c9c6be", "#ffffff"),
    "gray": Tones("#9aa0a6", "#6d7379", "#c3c8cc"),
    "beige": Tones("#d9c7a5", "#a98f63", "#efe4cd"),
    "blue": Tones("#6b93c4", "#35587f", "#a9c4e4"),
    "pink": Tones("#eaa9b1", "#b9626f", "#f7d5d9"),
    "green": Tones("#6f9a76", "#3f6748", "#b5d2b9"),
    "orange": Tones("#d9793d", "#9a4c1c", "#f2b48b"),
}
PLAIN = Tones("#8fb0b6", "#4c7078", "#cfe0e3")
"""Where the catalog states no colour."""


def drawing(category: str, colour: str = "") -> Markup:
    """The drawing of a category's goods as SVG of 160 by 110; a parcel for one not known here.

    It decorates a name that stands beside it, and is hidden from screen readers.
    """
    tones = TONES.get(colour, PLAIN)
    shape = DRAWINGS.get(category, _parcel)(tones)
    return Markup(
        '<svg class="ps-drawing" viewBox="0 0 160 110" aria-hidden="true" focusable="false">'
        f'<ellipse cx="80" cy="99" rx="46" ry="4" fill="#000" opacity=".1"/>{shape}</svg>'
    )


def _box(x: float, y: float, w: float, h: float, fill: str, r: float = 4) -> str:
    return f'<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="{r}" fill="{fill}"/>'


def _round(x: float, y: float, r: float, fill: str) -> str:
    return f'<circle cx="{x}" cy="{y}" r="{r}" fill="{fill}"/>'


def _path(d: str, fill: str) -> str:
    return f'<path d="{d}" fill="{fill}"/>'


def _line(d: str, stroke: str, width: float) -> str:
    return (
        f'<path d="{d}" fill="none" stroke="{stroke}" stroke-width="{width}"'
        ' stroke-linecap="round" stroke-linejoin="round"/>'
    )


def _keyboard(t: Tones) -> str:
    keys = "".join(
        _box(25 + 11.2 * column, 42 + 10.5 * row, 9, 8, t.light, 1.5)
        for row in range(4)
        for column in range(10)
    )
    extra = _box(25, 42, 9, 8, t.spot, 1.5) + _box(114.6, 73.5, 20.2, 8, t.spot, 1.5)
    return _box(17, 34, 126, 60, t.dark, 7) + _box(20, 36, 120, 53, t.main, 5) + keys + extra


def _headphones(t: Tones) -> str:
    return (
        _line("M46 66 V56 a34 34 0 0 1 68 0 V66", t.dark, 7)
        + _box(34, 60, 22, 36, t.main, 9)
        + _box(104, 60, 22, 36, t.main, 9)
        + _box(50, 62, 8, 32, t.light, 4)
        + _box(102, 62, 8, 32, t.light, 4)
    )


def _lamp(t: Tones) -> str:
    return (
        _path("M86 52 L124 84 H64 Z", "#f1dfa8")
        + _line("M62 92 L52 56 L84 32", t.dark, 5)
        + _box(42, 90, 42, 7, t.dark, 3)
        + _path("M80 22 L104 32 L98 54 L76 48 Z", t.main)
        + _round(52, 56, 5, t.dark)
    )


def _shoe(t: Tones) -> str:
    return (
        _path("M32 84 V52 q14 10 26 -6 l10 4 q14 22 44 26 q16 2 18 12 Z", t.main)
        + _path("M30 84 h102 v6 q0 6 -6 6 H36 q-6 0 -6 -6 Z", "#ffffff")
        + _box(30, 90, 102, 6, t.dark, 3)
        + _line("M70 58 l10 -6 M78 66 l10 -6 M88 72 l9 -6", "#ffffff", 3)
    )


def _vacuum(t: Tones) -> str:
    return (
        '<ellipse cx="80" cy="78" rx="52" ry="20" fill="' + t.dark + '"/>'
        '<ellipse cx="80" cy="70" rx="52" ry="20" fill="' + t.main + '"/>'
        '<ellipse cx="80" cy="66" rx="17" ry="7" fill="' + t.dark + '"/>'
        '<ellipse cx="80" cy="64" rx="12" ry="4.5" fill="'
        + t.light
        + '"/>'
        + _round(80, 84, 2, t.spot)
    )


def _chair(t: Tones) -> str:
    return (
        _box(56, 14, 46, 42, t.main, 10)
        + _box(62, 20, 34, 30, t.light, 7)
        + _box(50, 60, 60, 12, t.main, 6)
        + _line("M79 72 V88 M79 86 L54 95 M79 86 L104 95", t.dark, 5)
        + "".join(_round(x, 96, 3.5, t.dark) for x in (54, 79, 104))
    )


def _backpack(t: Tones) -> str:
    return (
        _line("M66 24 q14 -14 28 0", t.dark, 5)
        + _box(46, 22, 68, 74, t.main, 20)
        + _box(54, 58, 52, 34, t.dark, 8)
        + _line("M60 70 H100", t.light, 3)
        + _line("M58 42 H102", t.light, 3)
    )


def _purifier(t: Tones) -> str:
    slits = "".join(_box(62, y, 36, 3, t.dark, 1.5) for y in (52, 60, 68, 76))
    return (
        _box(52, 16, 56, 81, t.main, 12)
        + _box(60, 22, 40, 6, t.dark, 3)
        + slits
        + _round(80, 40, 4, "#5fae7c")
    )


def _coffee(t: Tones) -> str:
    return (
        _box(46, 18, 68, 20, t.main, 6)
        + _box(92, 32, 22, 58, t.main, 3)
        + _box(42, 88, 76, 9, t.dark, 3)
        + _path("M52 56 h34 l-4 30 h-26 Z", "#7a4a2b")
        + _line("M86 62 q10 4 -2 14", t.dark, 3)
        + _box(62, 38, 14, 9, t.dark, 2)
    )


def _cooker(t: Tones) -> str:
    return (
        _path("M36 52 h88 v30 q0 15 -18 15 h-52 q-18 0 -18 -15 Z", t.main)
        + _path("M36 52 q2 -24 44 -24 t44 24 Z", t.light)
        + _box(34, 49, 92, 5, t.dark, 2.5)
        + _box(70, 22, 20, 7, t.dark, 3)
        + _box(64, 66, 32, 18, t.dark, 4)
    )


def _toothbrush(t: Tones) -> str:
    bristles = _box(74, 12, 5, 15, t.light, 1)
    return (
        _box(79, 8, 6, 26, t.light, 3)
        + bristles
        + _box(73, 34, 15, 62, t.main, 7)
        + _round(80.5, 54, 4, t.dark)
        + _box(62, 94, 37, 4, t.dark, 2)
    )


def _tube(t: Tones) -> str:
    return (
        _path("M56 16 h48 l-7 66 h-34 Z", t.main)
        + _box(54, 12, 52, 7, t.light, 2)
        + _box(64, 82, 32, 15, t.dark, 3)
        + _box(67, 36, 26, 4, "#ffffff", 2)
        + _box(67, 46, 18, 3, "#ffffff", 1.5)
    )


def _sunscreen(t: Tones) -> str:
    return (
        _box(58, 34, 44, 63, t.main, 9)
        + _box(66, 14, 28, 18, t.dark, 4)
        + _round(80, 62, 9, "#f2c14e")
        + _box(68, 78, 24, 4, "#ffffff", 2)
    )


def _tea(t: Tones) -> str:
    return (
        _path("M46 44 h60 v26 q0 26 -30 26 t-30 -26 Z", t.main)
        + _line("M106 54 q20 0 12 16 q-4 6 -15 6", t.main, 6)
        + '<ellipse cx="76" cy="44" rx="30" ry="6" fill="'
        + t.dark
        + '"/>'
        + _line("M70 30 q-5 -6 0 -12 M82 30 q-5 -6 0 -12", t.light, 3)
    )


def _parcel(t: Tones) -> str:
    return (
        _path("M40 40 L80 24 L120 40 V82 L80 98 L40 82 Z", t.main)
        + _path("M40 40 L80 56 L120 40 L80 24 Z", t.light)
        + _line("M80 56 V98", t.dark, 2)
        + _line("M60 32 L100 48 V60", t.dark, 2)
    )


DRAWINGS: Mapping[str, Draw] = {
    "air-purifier": _purifier,
    "backpack": _backpack,
    "coffee-maker": _coffee,
    "desk-lamp": _lamp,
    "electric-toothbrush": _toothbrush,
    "facial-cleanser": _tube,
    "headphones": _headphones,
    "mechanical-keyboard": _keyboard,
    "office-chair": _chair,
    "rice-cooker": _cooker,
    "robot-vacuum": _vacuum,
    "running-shoes": _shoe,
    "sunscreen": _sunscreen,
    "tea": _tea,
}
