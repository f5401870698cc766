"""What can be done with one answer: asked otherwise or again, shared, taken away."""

from __future__ import annotations

from markupsafe import Markup

from ui.render.html import tag
from ui.words import Words


def tools(words: Words) -> Markup:
    """The buttons of an answer; the page's script knows which conversation and turn they are in."""
    link = tag(
        "button",
        words("copy_link"),
        type="button",
        data_do="link",
        data_done=words("link_copied"),
        data_failed=words("link_failed"),
    )
    kinds = (("json", "export_json"), ("md", "export_md"))
    exports = (
        tag("a", words(key), href="#", download=True, data_do="export", data_kind=kind)
        for kind, key in kinds
    )
    return tag(
        "nav",
        _button("edit", words("edit_question"), words),
        tag("button", words("answer_again"), type="button", data_do="again"),
        link,
        *exports,
        cls="ps-do",
        aria_label=words("answer_tools"),
    )


def _button(do: str, name: str, words: Words) -> Markup:
    """The button that opens the question for editing, with the words of the form that it opens."""
    return tag(
        "button",
        name,
        type="button",
        data_do=do,
        data_label=words("edit_label"),
        data_send=words("send"),
        data_cancel=words("cancel"),
        data_after=words("edit_after"),
    )


def stop(words: Words) -> Markup:
    """The button that ends an answer which is being written."""
    button = tag("button", words("stop_writing"), type="button", data_do="stop")
    return tag("p", button, cls="ps-stop")
