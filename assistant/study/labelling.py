"""Where the labels of points in a plane stand, so that none covers another."""

from __future__ import annotations

from collections.abc import Sequence

LETTER, LINE, GAP = 6.6, 14.0, 7.0
"""Pixels of a letter, of a line, and between a point and its label."""
SIDES = ("top center", "bottom center", "middle right", "middle left", "top right", "bottom right",
         "top left", "bottom left")  # fmt: skip
Box = tuple[float, float, float, float]
Range = tuple[float, float]


def placed(
    points: Sequence[tuple[float, float]],
    labels: Sequence[str],
    plane: tuple[Range, Range],
    size: tuple[float, float],
) -> list[str]:
    """A side of each point for its label, "" where every side is taken.

    Points farther from the others are served first; a label covers neither another nor a point,
    and stays in the plane.

    Args:
        points: in the plane's own units.
        labels: one a point.
        plane: from where to where it goes, across and up.
        size: its pixels, across and up.
    """
    wide, high = size
    pixels = [(_share(x, plane[0]) * wide, (1 - _share(y, plane[1])) * high) for x, y in points]
    taken: list[Box] = [(x - 4, y - 4, x + 4, y + 4) for x, y in pixels]
    sides = [""] * len(points)
    for n in sorted(range(len(points)), key=lambda n: -_alone(pixels, n)):
        for side in SIDES:
            box = _box(pixels[n], side, len(labels[n]) * LETTER)
            others = taken[:n] + taken[n + 1 :]
            inside = box[0] >= 0 and box[1] >= 0 and box[2] <= wide and box[3] <= high
            if inside and not any(_overlap(box, other) for other in others):
                sides[n] = side
                taken.append(box)
                break
    return sides


def _share(value: float, span: Range) -> float:
    return (value - span[0]) / (span[1] - span[0])


def _alone(pixels: Sequence[tuple[float, float]], n: int) -> float:
    x, y = pixels[n]
    apart = [abs(x - a) + abs(y - b) for m, (a, b) in enumerate(pixels) if m != n]
    return min(apart, default=0.0)


def _box(point: tuple[float, float], side: str, width: float) -> Box:
    x, y = point
    up, along = side.split()
    top = {"top": y - GAP - LINE, "bottom": y + GAP, "middle": y - LINE / 2}[up]
    if up == "middle":
        left = {"right": x + GAP, "left": x - GAP - width}[along]
    else:
        left = {"center": x - width / 2, "right": x, "left": x - width}[along]
    return (left, top, left + width, top + LINE)


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
