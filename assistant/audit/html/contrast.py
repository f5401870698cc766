"""Contrast between two colours as WCAG 2.2 computes it (1.4.3, relative luminance)."""

from __future__ import annotations

import re

Colour = tuple[float, float, float, float]
HEX = re.compile(r"^#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$", re.I)
RGB = re.compile(
    r"^rgba?\(\s*([\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)(?:[\s,/]+([\d.]+)(%?))?\s*\)$", re.I
)
NAMED = {"white": "#fff", "black": "#000"}


def colour(text: str) -> Colour | None:
    """Red, green, blue (0–255) and alpha (0–1) of a CSS colour; None for an unknown form."""
    text = NAMED.get(text.strip().lower(), text.strip())
    if found := HEX.match(text):
        digits = found.group(1)
        if len(digits) < 6:
            digits = "".join(d * 2 for d in digits)
        parts = [int(digits[i : i + 2], 16) for i in range(0, len(digits), 2)]
        return (parts[0], parts[1], parts[2], parts[3] / 255 if len(parts) == 4 else 1.0)
    if found := RGB.match(text):
        red, green, blue = (min(255.0, float(found.group(i))) for i in (1, 2, 3))
        alpha = float(found.group(4)) / (100 if found.group(5) else 1) if found.group(4) else 1.0
        return (red, green, blue, min(1.0, alpha))
    return None


def over(front: Colour, back: Colour) -> Colour:
    """The colour that is seen where `front` lies on an opaque `back`."""
    alpha = front[3]
    red, green, blue = (
        f * alpha + b * (1 - alpha) for f, b in zip(front[:3], back[:3], strict=True)
    )
    return (red, green, blue, 1.0)


def ratio(front: str, back: str, opacity: float = 1.0) -> float | None:
    """The contrast ratio from 1 to 21; None where a colour is not known, or the back not opaque."""
    fore, ground = colour(front), colour(back)
    if fore is None or ground is None or ground[3] < 1:
        return None
    seen = over((fore[0], fore[1], fore[2], fore[3] * opacity), ground)
    light, dark = sorted((_luminance(seen), _luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(seen: Colour) -> float:
    red, green, blue = (_linear(channel / 255) for channel in seen[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
