"""The study page's pieces: how far a study is, its report in a frame, those that are kept."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from assistant.study.saved import REPORT, Saved
from catalog.i18n import Spoken
from catalog.phrases import say
from ui.render.html import tag

AT = "/study/reports"
"""Where the files of studies are handed out, each under its study's name."""


def intro(language: Spoken) -> Markup:
    """What the page is for."""
    return tag(
        "div",
        tag("h2", say("study.title", language)),
        tag("p", say("study.text", language)),
        cls="ps-welcome",
    )


def progress(what: str, done: int, whole: int, left: float | None, language: Spoken) -> Markup:
    """How many steps are done, and about how many seconds are left (None: nobody knows yet)."""
    told = say(
        "study.progress", language, what=say(f"study.{what}", language), done=done, whole=whole
    )
    if left is not None:
        told = f"{told} · {say('study.left', language, n=max(1, round(left)))}"
    bar = tag("progress", max=str(whole), value=str(done), aria_label=told)
    return tag("div", bar, tag("p", told, role="status"), cls="ps-study-at")


def note(words: str, *, wrong: bool = False) -> Markup:
    """One line in place of the progress."""
    return tag("p", words, cls="ps-error" if wrong else "ps-note", role="alert" if wrong else None)


def report(name: str, files: Sequence[str], language: Spoken) -> Markup:
    """A report in a frame, its other files above it; the frame grows to its height (`GROWING`)."""
    links = [_link(name, REPORT, say("study.alone", language), f"#{language}")]
    links += [
        _link(name, file, say(f"study.{file.replace('.', '_')}", language))
        for file in files
        if file != REPORT
    ]
    frame = tag(
        "iframe", src=f"{AT}/{name}/{REPORT}#{language}", title=say("study.report", language)
    )
    return tag("section", tag("p", *links, cls="ps-study-files"), frame, cls="ps-study-report")


GROWING = """
addEventListener('message', (event) => {
  const frame = element.querySelector('iframe');
  const high = frame && event.source === frame.contentWindow && Number(event.data?.height);
  if (high > 0) frame.style.height = Math.min(high, 60000) + 'px';
});
"""
"""What the place of a report does as it is put on the page: its frame is as high as it says."""


def kept(studies: Sequence[Saved], language: Spoken) -> Markup:
    """The studies that are kept, those that are done as links into this page."""
    if studies:
        told = tag("ul", *(tag("li", *_one(s, language)) for s in studies))
    else:
        told = tag("p", say("study.none_kept", language), cls="ps-note")
    return tag("section", tag("h2", say("study.kept", language)), told, cls="ps-study-kept")


def _one(study: Saved, language: Spoken) -> list[Markup | str]:
    plan = study.plan
    words = study.name
    if plan is not None:
        words = say(
            "study.summary", language, policies=", ".join(plan.names),
            conversations=len(plan.scripts), shoppers=f"{plan.shoppers:,}", periods=plan.periods,
        )  # fmt: skip
    notes = [] if study.done else [" · ", say("study.unfinished", language)]
    notes += [] if plan else [" · ", say("study.other_program", language)]
    if not study.done:
        return [words, *notes]
    return [tag("a", words, href=f"/study?report={study.name}&lang={language}"), *notes]


def _link(name: str, file: str, words: str, after: str = "") -> Markup:
    return tag("a", words, href=f"{AT}/{name}/{file}{after}", target="_blank", rel="noopener")
