"""The pages of the app, and how they look: one Blocks with a route for each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import gradio as gr

from ui.chat_page import chat_page
from ui.compare_page import compare_page
from ui.handlers import Page
from ui.mcp import tools
from ui.study_page import study_page

SCRIPT = Path(__file__).parent / "page.js"
FONTS = (
    "system-ui",
    "-apple-system",
    "Segoe UI",
    "PingFang SC",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "sans-serif",
)


def blocks(
    page: Page, clock: Callable[[], datetime], mcp: bool = False, *, studies: Path
) -> gr.Blocks:
    """Chat at `/`, the comparison at `/compare`, the study at `/study`, kept in `studies`.

    With `mcp`, the tools for other programs.
    """
    app: gr.Blocks = gr.Blocks(title="Plainshelf", analytics_enabled=False, fill_width=True)
    with app:
        chat_page(app, page, clock)
        if mcp:
            tools(page, clock)
    with app.route("Compare", "compare"):
        # What is compared is shown to a researcher and charged to nobody: its links are plain ones.
        compare_page(app, Page(page.house), clock)
    with app.route("Study", "study"):
        study_page(app, Page(page.house), studies, clock)
    app.queue(default_concurrency_limit=8, max_size=64)
    return app


def theme() -> gr.themes.Base:
    """Quiet colours and the reader's own fonts; nothing is fetched from anywhere."""
    look = gr.themes.Base(
        primary_hue=gr.themes.colors.teal,
        neutral_hue=gr.themes.colors.stone,
        radius_size=gr.themes.sizes.radius_md,
        font=FONTS,
        font_mono=("ui-monospace", "monospace"),
    )
    return look.set(
        button_primary_background_fill="#0d5a60",
        button_primary_background_fill_hover="#0a484d",
        button_primary_text_color="#ffffff",
        button_primary_background_fill_dark="#7cc9cd",
        button_primary_background_fill_hover_dark="#9ad8db",
        button_primary_text_color_dark="#10292b",
        input_placeholder_color="#6a6660",
        input_placeholder_color_dark="#a8a4a0",
        block_label_text_color="#55595e",
        block_title_text_color="#44474b",
        block_title_text_color_dark="#c4c7cb",
    )
