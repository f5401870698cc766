"""The style sheets: the tokens first, which all others take their colours and sizes from."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent.parent / "styles"
TOKENS, PAGE, ANSWER, TOOLS, COMPARE, STUDY = (
    _FOLDER / f"{name}.css" for name in ("tokens", "page", "answer", "tools", "compare", "study")
)
STYLES = (TOKENS, PAGE, ANSWER, TOOLS, COMPARE, STUDY)
"""The styles of every page."""


def compare_style() -> str:
    """All that a file with a comparison needs to look as it does on the page."""
    return TOKENS.read_text("utf-8") + COMPARE.read_text("utf-8")
