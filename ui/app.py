"""The pages of the app, and how they look: one Blocks with a route for each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import gradio as gr
from markupsafe import escape

from ui.chat_page import chat_page
from ui.compare_page import compare_page
from ui.handlers import Page
from ui.mcp import tools
from ui.study_page import study_page
from ui.words import Words

SCRIPT = Path(__file__).parent / "page.js"
ICON = Path(__file__).parent / "favicon.svg"
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
SCALE = ("13px", "13px", "13px", "15px", "15px", "17px", "22px")
"""The sizes of styles/tokens.css, for what Gradio calls xxs to xxl."""
PALETTE = {
    "bg": "body_background_fill panel_background_fill",
    "surface": "background_fill_primary block_background_fill block_label_background_fill"
    " input_background_fill input_background_fill_focus checkbox_background_color"
    " checkbox_label_background_fill button_secondary_background_fill table_even_background_fill",
    "sunken": "background_fill_secondary button_secondary_background_fill_hover"
    " table_odd_background_fill",
    "ink": "body_text_color block_title_text_color checkbox_label_text_color"
    " button_secondary_text_color button_secondary_text_color_hover",
    "ink2": "body_text_color_subdued block_label_text_color block_info_text_color"
    " input_placeholder_color",
    "line": "border_color_primary block_border_color button_secondary_border_color"
    " table_border_color",
    "line2": "input_border_color input_border_color_hover checkbox_border_color",
    "accent": "border_color_accent input_border_color_focus link_text_color link_text_color_hover"
    " link_text_color_active link_text_color_visited checkbox_background_color_selected"
    " checkbox_border_color_selected button_primary_background_fill"
    " button_primary_background_fill_hover button_primary_border_color",
    "accentsoft": "color_accent_soft",
    "accenton": "button_primary_text_color button_primary_text_color_hover",
    "bad": "error_text_color error_border_color",
    "badsoft": "error_background_fill",
}
"""Which of Gradio's colours each token of styles/tokens.css is, in light and in dark."""


def blocks(
    page: Page, clock: Callable[[], datetime], mcp: bool = False, *, studies: Path
) -> gr.Blocks:
    """Chat at `/`, the comparison at `/compare`, the study at `/study`, kept in `studies`.

    With `mcp`, the tools for other programs.
    """
    app: gr.Blocks = gr.Blocks(title=_title(), analytics_enabled=False, fill_width=True)
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
    """Our tokens and the reader's own fonts; nothing is fetched from anywhere."""
    look = gr.themes.Base(
        primary_hue=gr.themes.colors.teal,
        neutral_hue=gr.themes.colors.stone,
        radius_size=gr.themes.sizes.radius_md,
        text_size=gr.themes.Size(*SCALE),
        font=FONTS,
        font_mono=("ui-monospace", "monospace"),
    )
    colours = {
        name: f"var(--ps-{token})" for token, names in PALETTE.items() for name in names.split()
    }
    dark = {f"{name}_dark": value for name, value in colours.items()}
    return look.set(**colours, **{name: dark[name] for name in dark if hasattr(look, name)})


def head() -> str:
    """What stands in the head of every page: the script, and what a link to it is shown with."""
    words = Words("en")
    told = {
        "og:type": "website",
        "og:site_name": words("name"),
        "og:title": _title(),
        "og:description": words("welcome_text"),
        "og:locale": "en_US",
        "og:locale:alternate": "zh_CN",
    }
    tags = [f'<meta property="{name}" content="{escape(text)}">' for name, text in told.items()]
    tags.append(f'<meta name="description" content="{escape(words("welcome_text"))}">')
    return "".join(tags) + f"<script>{SCRIPT.read_text('utf-8')}</script>"


def _title() -> str:
    words = Words("en")
    return f"{words('name')}: {words('tagline')[0].lower()}{words('tagline')[1:]}"
