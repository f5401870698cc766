"""How a visitor's conversations look in their list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from markupsafe import Markup

from assistant.conversations import Summary
from ui.render.frame import button, hidden
from ui.render.html import details, tag

Said = Callable[..., str]


def listed(mine: Sequence[Summary], said: Said, lang: str) -> Markup:
    """The conversations, the latest first, each with what can be done with it."""
    if not mine:
        return tag("p", said("none"))
    return tag("ul", *(_one(summary, said, lang) for summary in mine), cls="ps-talks")


def _one(it: Summary, said: Said, lang: str) -> Markup:
    where = urlencode({"chat": it.id, "lang": lang})
    about = f"{said('turns', n=it.turns)} · {it.touched:%Y-%m-%d %H:%M} UTC"
    title = tag(
        "input",
        type="text",
        name_="title",
        id=f"title-{it.id}",
        value=it.title,
        maxlength="80",
        required=True,
    )
    renaming = _form(
        "rename",
        lang,
        tag("label", said("new_title", title=it.title), for_=f"title-{it.id}", cls="ps-aloud"),
        title,
        hidden("chat", it.id),
        button(said("rename"), quiet=True),
    )
    name = said("delete_one", title=it.title)
    deleting = _form(
        "delete",
        lang,
        hidden("chat", it.id),
        button(said("delete"), quiet=True, aria_label=name, data_sure=f"{name}?"),
    )
    ways = tag(
        "p",
        _way(said("export_json"), f"/conversations/export.json?{where}", it, download=True),
        _way(said("export_md"), f"/conversations/export.md?{where}", it, download=True),
        _way(said("as_script"), f"/replay?{where}", it),
        cls="ps-row",
    )
    return tag(
        "li",
        tag("h3", tag("a", it.title, href=f"/?{where}")),
        tag("p", about, cls="ps-note"),
        details(said("more"), renaming, deleting, ways),
        cls="ps-box",
    )


def _way(words: str, href: str, it: Summary, *, download: bool = False) -> Markup:
    name = f"{words}: {it.title}"
    return tag("a", words, href=href, download=download, aria_label=name)


def _form(done: str, lang: str, *body: Markup) -> Markup:
    action = f"/conversations?lang={lang}"
    return tag("form", *body, hidden("do", done), method="post", action=action)


def deleting_all(count: int, said: Said, lang: str) -> Markup:
    """Deleting everything, behind a tap and a sentence that says what goes."""
    sure = tag("p", said("sure", n=count))
    form = _form("delete_all", lang, button(said("delete_all"), quiet=True))
    return details(said("delete_all"), sure, form)
