"""The HTML that the plain pages share: the document, tables, forms and their fields."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from ui.render.html import join, tag

BODY = "<!--body-->"


def document(title: str, head: Markup, lang: str, version: str) -> tuple[Markup, Markup]:
    """A whole document, as what stands before its content and after it.

    Args:
        title: the document's title, as text.
        head: the head of the page, with the ways to the others.
        lang: the language, as HTML says it.
        version: what tells these styles and this script from others.
    """
    meta = tag(
        "head",
        Markup('<meta charset="utf-8">'),
        Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        Markup('<meta name="robots" content="noindex">'),
        tag("title", title),
        Markup(f'<link rel="stylesheet" href="/frame.css?{version}">'),
        tag("script", src=f"/frame.js?{version}"),
    )
    main = tag("main", Markup(BODY), cls="ps-frame", id="content")
    inside = tag("div", tag("div", head, cls="ps-head"), main, cls="main")
    whole = tag("html", meta, tag("body", inside, cls="gradio-container"), lang=lang)
    before, _, after = whole.partition(BODY)
    return Markup("<!doctype html>\n") + before, after + Markup("\n")


def table(
    heads: Sequence[str], rows: Iterable[Sequence[str | Markup]], name: str, *, cls: str = ""
) -> Markup:
    """A table whose first cells name their rows; on a phone each row is a list of named values."""
    top = tag("tr", *(tag("th", head, scope="col") for head in heads))
    body = (
        tag(
            "tr",
            tag("th", first, scope="row"),
            *(tag("td", cell, data_name=head) for head, cell in zip(heads[1:], rest, strict=True)),
        )
        for first, *rest in rows
    )
    caption = tag("caption", name, cls="ps-aloud")
    made = tag("table", caption, tag("thead", top), tag("tbody", *body))
    return tag("div", made, cls=f"ps-rows {cls}".strip())


def field(label: str, name: str, control: Markup, note: str = "") -> Markup:
    """A labelled control whose id is its name."""
    told = tag("small", note, cls="ps-note", id=f"{name}-note") if note else None
    return tag("div", tag("label", label, for_=name), control, told, cls="ps-field")


def choice(name: str, among: Iterable[tuple[str, str]], chosen: str) -> Markup:
    """A list of (value, words) to choose one from."""
    options = (
        tag("option", words, value=value, selected=value == chosen) for value, words in among
    )
    return tag("select", *options, name_=name, id=name)


def ticks(
    name: str, among: Iterable[tuple[str, str]], chosen: Iterable[str], legend: str
) -> Markup:
    """Boxes to tick, for (value, words)."""
    ticked = set(chosen)
    boxes = (
        tag(
            "label",
            tag("input", type="checkbox", name_=name, value=value, checked=value in ticked),
            tag("span", words),
        )
        for value, words in among
    )
    return tag("fieldset", tag("legend", legend), tag("div", *boxes, cls="ps-ticks"))


def hidden(name: str, value: str) -> Markup:
    """A field that is sent and not seen."""
    return tag("input", type="hidden", name_=name, value=value)


def button(words: str, *, quiet: bool = False, **more: str | bool | None) -> Markup:
    """A button that sends its form."""
    return tag("button", words, cls="ps-quiet" if quiet else "ps-send", **more)


def section(heading: str, *body: str | Markup | None, cls: str = "") -> Markup:
    """A part of a page under its heading."""
    return tag("section", tag("h2", heading), join(*body), cls=f"ps-section {cls}".strip())


def verdict(good: bool, words: str) -> Markup:
    """A line that says whether something holds, with a sign and a colour of its own."""
    sign = "✓" if good else "✕"
    return tag(
        "p", tag("b", sign), " ", words, cls="ps-holds" if good else "ps-fails", role="status"
    )
