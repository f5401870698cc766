"""Other people's pages in six layouts, four languages and seven mutations, and how they are read.

`python -m benchmarks.audit_pages FILE` writes precision and recall of paid items, with Wilson
intervals, on the languages used for building (zh, en) and on those kept apart (de, fr).
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from assistant.audit.engine import audit

BUILT, KEPT = ("zh-CN", "en-US"), ("de", "fr")
GOODS = {
    "zh-CN": ("折叠水壶", "静音风扇", "护眼台灯"),
    "en-US": ("Folding kettle", "Quiet fan", "Desk lamp"),
    "de": ("Faltbarer Kessel", "Leiser Lüfter", "Schreibtischlampe"),
    "fr": ("Bouilloire pliable", "Ventilateur discret", "Lampe de bureau"),
}
LABELS = {
    "zh-CN": ("广告", "以下均为广告"),
    "en-US": ("Ad", "Sponsored results"),
    "de": ("Anzeige", "Gesponserte Ergebnisse"),
    "fr": ("Annonce", "Résultats sponsorisés"),
}
OTHERS = {
    "zh-CN": "全部结果",
    "en-US": "All results",
    "de": "Alle Ergebnisse",
    "fr": "Tous les résultats",
}
ASKED = {
    "zh-CN": "哪一款更安静？",
    "en-US": "Which one is quieter?",
    "de": "Welches Gerät ist leiser?",
    "fr": "Lequel est le plus silencieux ?",
}
LAYOUTS = ("zone", "flat", "rows", "list", "inline", "cards")
MUTATIONS = ("before", "after", "corner", "tooltip", "organic", "affiliate", "click")


FIRST = """Which items are paid for, on pages of our own in six layouts, four languages and seven
mutations. At the first run on the half kept apart (2026-11-25) precision and recall were both
0.979 [0.927, 0.994], as on the other half: a label behind an inline link was given to the next
link. That was mended afterwards, so the figures below are no longer of pages never looked at.
"""


class Case(NamedTuple):
    """One page: its HTML, and the addresses on it that somebody pays for."""

    layout: str
    lang: str
    mutation: str
    html: str
    paid: frozenset[str]


def cases() -> Iterator[Case]:
    """Every page of the corpus."""
    for lang in (*BUILT, *KEPT):
        for layout in LAYOUTS:
            for mutation in MUTATIONS:
                yield _case(layout, lang, mutation)


def _case(layout: str, lang: str, mutation: str) -> Case:
    """The second of three goods is paid for; in a zone the first two are."""
    paid = (0, 1) if layout in ("zone", "flat") else (1,)
    paid = () if mutation == "organic" else paid
    tail = {"affiliate": "?aff_id=9", "click": "?gclid=a1"}.get(mutation, "")
    urls = [f"https://shop{n}.example/p{tail if n in paid else ''}" for n in range(3)]
    label, zone = LABELS[lang]
    shown = "" if mutation in ("organic", "affiliate", "click") else label
    mark = {
        "corner": f'<span style="position:absolute;top:0;right:0">{shown}</span>',
        "tooltip": f'<span title="{shown}"></span>',
    }.get(mutation, f"<small>{shown}</small>" if shown else "")
    items = []
    for n, name in enumerate(GOODS[lang]):
        own = mark if n in paid and layout not in ("zone", "flat") else ""
        link = f'<a href="{urls[n]}">{name}</a> <b>{20 + n} €</b>'
        items.append(f"{link}{own}" if mutation == "after" else f"{own}{link}")
    head = zone if shown else ""
    body = _laid(layout, items, head, OTHERS[lang])
    page = (
        f'<html lang="{lang}"><body><main>{body}<button>{ASKED[lang]}</button></main></body></html>'
    )
    return Case(layout, lang, mutation, page, frozenset(urls[n] for n in paid))


def _laid(layout: str, items: list[str], head: str, other: str) -> str:
    rows = [f'<div class="r">{item}</div>' for item in items]
    title = f"<h2>{head}</h2>" if head else ""
    if layout == "zone":
        ads = f"<section>{title}{rows[0]}{rows[1]}</section>"
        return f"{ads}<section><h2>{other}</h2>{rows[2]}</section>"
    if layout == "flat":
        return f"{title}{rows[0]}{rows[1]}<h2>{other}</h2>{rows[2]}"
    if layout == "rows":
        return f"<article><p>{other}</p>{''.join(rows)}</article>"
    if layout == "list":
        return f"<ol>{''.join(f'<li>{item}</li>' for item in items)}</ol>"
    if layout == "inline":
        return f"<p>{'; '.join(items)}</p>"
    return "".join(f"<article>{item}</article>" for item in items)


class Score(NamedTuple):
    """Paid items found, found wrongly, and missed, over a number of pages."""

    pages: int
    right: int
    wrong: int
    missed: int


def score(languages: tuple[str, ...]) -> Score:
    """How well paid items are told from the others on the pages of some languages."""
    pages = right = wrong = missed = 0
    for case in cases():
        if case.lang in languages:
            seen = audit(None, case.html, "eu").seen
            found = {s.id for s in seen if s.kind == "item" and s.paid == "yes"}
            pages, right = pages + 1, right + len(found & case.paid)
            wrong, missed = wrong + len(found - case.paid), missed + len(case.paid - found)
    return Score(pages, right, wrong, missed)


def wilson(hits: int, of: int) -> str:
    """A share with its 95 % interval (Wilson 1927)."""
    if not of:
        return "–"
    p, z = hits / of, 1.96
    mid, half = p + z * z / (2 * of), z * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    low, high = ((mid + sign * half) / (1 + z * z / of) for sign in (-1, 1))
    return f"{p:.3f} [{low:.3f}, {min(1.0, high):.3f}]"


def document() -> str:
    """The figures as Markdown."""
    lines = ["# Other people's pages\n", FIRST]
    lines.append(
        "Generated by `python -m benchmarks.audit_pages docs/audit-pages.md`; do not edit.\n"
    )
    lines.append(
        "| Half | Languages | Pages | Precision | Recall |\n| --- | --- | --- | --- | --- |"
    )
    for name, languages in (("used for building", BUILT), ("kept apart", KEPT)):
        s = score(languages)
        cells = (name, ", ".join(languages), str(s.pages), wilson(s.right, s.right + s.wrong))
        lines.append(f"| {' | '.join(cells)} | {wilson(s.right, s.right + s.missed)} |")
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """Write the figures to the file named, or to standard output."""
    if arguments:
        Path(arguments[0]).write_text(document(), "utf-8")
    else:
        sys.stdout.write(document())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
