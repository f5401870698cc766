"""Pages read by themselves: units, labels, what hides them, contrast."""

from __future__ import annotations

import pytest

from assistant.audit.engine import audit
from assistant.audit.html.contrast import ratio
from assistant.audit.html.page import Page

CARD = (
    "<article>{label}<h3>Lamp</h3><p>$20</p>"
    '<a href="https://x.example/1" rel="{rel}">buy</a></article>'
)


def page(label: str = "", rel: str = "sponsored noopener", around: str = "{}") -> str:
    card = CARD.format(label=label, rel=rel)
    return f'<html lang="en"><body><p>Written by AI</p>{around.format(card)}</body></html>'


def failed(html: str) -> set[str]:
    return set(audit(None, html, "us").failed)


def test_a_labelled_card_is_in_order() -> None:
    assert failed(page("<span>Ad</span>")) == set()


@pytest.mark.parametrize(
    ("label", "rule"),
    [
        ("", "LBL-01"),
        ("<span>Promoted</span>", "LBL-02"),
        ("<span hidden>Ad</span>", "LBL-04"),
        ('<span style="display: none">Ad</span>', "LBL-04"),
        ("<details><summary>i</summary><b>Ad</b></details>", "LBL-04"),
        ('<span aria-hidden="true">Ad</span>', "AX-03"),
        ("<style>.x{display:none}</style><span class=x>Ad</span>", "LBL-04"),
        ("<style>.y::before{content:'Ad'}</style><span class=y></span>", "AX-03"),
    ],
)
def test_a_bad_label_is_found_without_any_record(label: str, rule: str) -> None:
    assert rule in failed(page(label))


def test_a_tooltip_is_no_label_that_is_seen_or_heard() -> None:
    assert failed(page('<span title="Ad"></span>')) == {"LBL-04", "AX-03"}


def test_a_zone_label_serves_all_cards_below_it_and_words_in_a_paragraph_do_not() -> None:
    zone = "<section><h2>Ad</h2>{}</section>"
    assert failed(page(around=zone)) == set()
    prose = "<section><p><b>Ad</b> Another lamp is worth a look.</p>{}</section>"
    assert "LBL-01" in failed(page(around=prose))


def test_a_label_before_an_inline_link_is_its_own_and_not_its_neighbours() -> None:
    html = (
        "<p>Take <a href='https://a.example'>A</a> or [Ad] "
        "<a href='https://b.example' rel='sponsored noopener'>B</a></p>"
    )
    found = Page.of(html)
    assert found is not None
    labels = {u.link.href: [own.text for own in u.own] for u in found.units}
    assert labels == {"https://a.example": [], "https://b.example": ["Ad"]}


def test_without_a_label_a_plain_link_is_open_never_in_order() -> None:
    report = audit(None, page(rel=""), "us")
    assert report.verdict("LBL-01") == "not_examinable"


@pytest.mark.parametrize("rel", ["", "sponsored"])
def test_rel_is_our_own_rule_and_not_asked_of_other_peoples_pages(rel: str) -> None:
    report = audit(None, page("<span>Ad</span>", rel=rel), "us")
    assert report.verdict("LNK-01") == "not_applicable"


def test_renderers_flags_are_not_believed() -> None:
    flagged = page().replace("<article>", '<article data-label="Ad" data-sponsored="true">')
    assert "LBL-01" in failed(flagged)


def test_a_page_alone_leaves_first_hand_words_to_a_person() -> None:
    html = "<p>I have used this lamp for years.</p>"
    assert audit(None, html, "us").verdict("REV-01") == "needs_review"


@pytest.mark.parametrize(
    ("front", "back", "expected"),
    [("#000", "#fff", 21.0), ("#767676", "#ffffff", 4.54), ("rgb(0 0 0 / 50%)", "white", 3.95)],
)
def test_contrast_is_computed_as_wcag_does(front: str, back: str, expected: float) -> None:
    assert ratio(front, back) == pytest.approx(expected, abs=0.05)


def test_contrast_of_what_is_not_known_is_not_known() -> None:
    assert ratio("var(--x)", "#fff") is None
    assert ratio("#000", "rgba(255,255,255,.5)") is None


def test_a_zone_label_heads_its_own_section_and_no_later_one() -> None:
    ad = '<article><h3>K</h3><a href="https://k.example" rel="sponsored noopener">k</a></article>'
    free = '<article><h3>L</h3><a href="https://l.example" rel="noopener">l</a></article>'
    for html in (
        f"<div><section><p>Ad</p>{ad}</section><section>{free}</section></div>",
        f"<div><div><div><p>Ad</p></div>{ad}</div>{free}</div>",
    ):
        found = Page.of(html)
        assert found is not None
        assert [u.zone.text if u.zone else "" for u in found.units] == ["Ad", ""]
