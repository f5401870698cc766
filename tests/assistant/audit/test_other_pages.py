"""Other people's pages: what is labelled is seen as such, and nobody else is accused."""

from __future__ import annotations

import pytest

from assistant.audit.addresses import recognised
from assistant.audit.engine import audit
from assistant.audit.html.page import Page
from assistant.audit.label_words import label_like, speaks_of_several
from assistant.audit.rule import Profile


def seen(body: str, lang: str = "en-US") -> dict[str, tuple[str, str, str]]:
    page = f'<html lang="{lang}"><body><main>{body}</main></body></html>'
    report = audit(None, page, "us")
    return {s.id: (s.paid, s.label, s.scope) for s in report.seen if s.kind == "item"}


def verdicts(body: str, profile: Profile, lang: str, rule: str) -> set[tuple[str, str]]:
    page = f'<html lang="{lang}"><body><main>{body}</main></body></html>'
    found = audit(None, page, profile).verdicts
    return {(v.verdict, v.item) for v in found if v.rule == rule}


NONE = ("unsure", "", "")


def test_a_zone_heading_with_a_tail_ends_at_the_next_heading() -> None:
    body = (
        "<h2>Promoted offers</h2><div class=r><a href='https://a.example/1'>Kettle A</a></div>"
        "<div class=r><a href='https://b.example/1'>Kettle B</a></div>"
        "<h2>All results</h2><div class=r><a href='https://c.example/1'>Kettle C</a></div>"
    )
    found = seen(body)
    assert found["https://a.example/1"] == ("yes", "Promoted offers", "zone")
    assert found["https://b.example/1"] == ("yes", "Promoted offers", "zone")
    assert found["https://c.example/1"] == NONE


def test_a_label_of_one_row_accuses_no_other_row_of_the_same_article() -> None:
    rows = "".join(
        f"<div class=k>{'<small>Ad</small>' if n == 2 else ''}"
        f"<a href='https://s.example/{n}'>Kettle {n}</a> <b>$2{n}</b></div>"
        for n in (1, 2, 3)
    )
    found = seen(f"<article><p>Three kettles:</p>{rows}</article>")
    assert found["https://s.example/2"] == ("yes", "Ad", "item")
    assert found["https://s.example/1"] == found["https://s.example/3"] == NONE


def test_a_label_behind_the_item_is_late_in_the_us_and_a_question_in_china() -> None:
    body = (
        "<ul><li><h3><a href='https://x.example/q'>净水壶甲</a></h3><p>x.example 广告</p></li>"
        "<li><h3><a href='https://y.example/q'>净水壶乙</a></h3><p>y.example</p></li></ul>"
    )
    assert verdicts(body, "cn", "zh-CN", "LBL-03") == {("needs_review", "https://x.example/q")}
    assert verdicts(body, "us", "zh-CN", "LBL-03") == {("fail", "https://x.example/q")}
    assert verdicts(body, "cn", "zh-CN", "LBL-02") == {("pass", "")}


def test_a_labelled_question_is_seen_and_the_others_are_not() -> None:
    body = (
        "<section><h2>Ask next</h2><div><button>Which kettle is quiet?</button></div>"
        "<div><button>Why choose Brookside kettles?</button><i>Promoted</i></div></section>"
    )
    page = audit(None, f"<html lang=en><body>{body}</body></html>", "us")
    asked = {s.id: s.label for s in page.seen if s.kind == "question"}
    assert asked == {"Which kettle is quiet?": "", "Why choose Brookside kettles?": "Promoted"}
    assert page.verdict("LBL-06") == "pass" and "LBL-02" in page.failed


FOOT = "<footer><p>Some links earn us a commission.</p></footer>"
TOP = "<p>Links in this guide earn us a commission.</p>"
BUY = "<p>Solid. <a href='https://shop.example/p?aff_id=77'>See the price</a></p>"


def test_a_disclosure_at_the_foot_is_avoidable_and_one_before_the_links_is_not() -> None:
    guide = f"<article><h1>Kettles</h1>{BUY}</article>"
    foot: tuple[Profile, ...] = ("us", "uk", "eu")
    for law in foot:
        failed = audit(None, f"<html lang=en><body>{guide}{FOOT}</body></html>", law).failed
        assert {"LBL-04", "AFF-01"} <= set(failed) and "LBL-01" not in failed
    top = audit(None, f"<html lang=en><body>{TOP}{guide}</body></html>", "us")
    assert top.verdict("AFF-01") == "pass" and "LBL-04" not in top.failed
    bare = audit(None, f"<html lang=en><body>{guide}</body></html>", "us")
    assert "LBL-01" in bare.failed


def test_a_page_that_takes_no_money_is_left_alone() -> None:
    body = (
        "<article><p>We tested two kettles.</p><p><a href='https://k.example/1'>K1</a> $30</p>"
        "<p>We take no commissions and no free samples.</p></article>"
    )
    profiles: tuple[Profile, ...] = ("cn", "us", "eu", "uk")
    for profile in profiles:
        report = audit(None, f"<html lang=en><body>{body}</body></html>", profile)
        assert not report.failed and not report.rules_with("needs_review")


def test_advice_with_a_way_to_buy_is_a_question_with_its_reason() -> None:
    body = (
        "<article><p>姐妹们，这把壶我亲测好用！</p>"
        "<p><a href='https://note.example/goods/5'>同款水壶 ¥59 去购买</a></p></article>"
    )
    page = audit(None, f'<html lang="zh-CN"><body>{body}</body></html>', "cn")
    (found,) = [v for v in page.verdicts if v.rule == "AFF-03"]
    assert found.verdict == "needs_review" and found.question and "note.example" in found.evidence
    assert page.verdict("REV-01") == "needs_review"
    tagged = body.replace("</article>", "<p>#水壶 #厨房 #品牌合作</p></article>")
    told = audit(None, f'<html lang="zh-CN"><body>{tagged}</body></html>', "cn")
    assert {"AFF-03", "LBL-02"} <= set(told.failed)


@pytest.mark.parametrize(
    ("url", "kind", "leads_to"),
    [
        ("https://shop.amazon.example/x?tag=mysite-20", "affiliate", ""),
        ("https://ads.example/aclk?adurl=https://k.example/p", "ad_click", "k.example"),
        ("https://go.hop.example/?url=https%3A%2F%2Fk.example", "redirect", "k.example"),
        ("https://r.example/?u=https%3A%2F%2Fx.example%3Faff_id%3D5", "affiliate", ""),
        ("https://k.example/kettle?color=red", "", ""),
        ("https://goat.example/affinity", "", ""),
    ],
)
def test_addresses_are_recognised_by_the_list(url: str, kind: str, leads_to: str) -> None:
    found = recognised(url)
    assert (found.address.kind if found else "") == kind
    assert not leads_to or (found is not None and found.leads_to == leads_to)


@pytest.mark.parametrize(
    "text",
    [
        "Sponsored links",
        "以下内容均为广告",
        "Gesponserte Ergebnisse",
        "Résultats sponsorisés",
        "Ads",
    ],
)
def test_zone_words_are_labels_of_several(text: str) -> None:
    assert label_like(text) and speaks_of_several(text)


@pytest.mark.parametrize(
    "text", ["Hide sponsored results", "Why this ad?", "无广告", "Adventure", "关闭广告", "ad-free"]
)
def test_controls_and_denials_are_no_labels(text: str) -> None:
    assert not label_like(text)


HIDDEN = [
    "clip-path:inset(100%)",
    "height:0;overflow:hidden",
    "filter:opacity(0)",
    "max-width:0;overflow:hidden;white-space:nowrap",
    "position:absolute;left:-9999px",
    "color:#fff;background:#fff",
    "transform:scale(0)",
    "opacity:.01",
    "text-indent:-999em;overflow:hidden",
    "content-visibility:hidden",
    "font-size:1px",
]
CARD = (
    "<article><span class=lab>Ad</span><h3>Lamp</h3><a href='https://x.example/1'>buy</a></article>"
)


@pytest.mark.parametrize("style", HIDDEN)
@pytest.mark.parametrize("form", ["inline", "class", "attribute", "structure"])
def test_a_label_that_is_not_painted_is_none(style: str, form: str) -> None:
    important = "".join(f"{each}!important;" for each in style.split(";"))
    sheets = {"class": ".lab", "attribute": "[class~=lab]", "structure": "article>span:first-child"}
    body = CARD
    if form == "inline":
        body = CARD.replace("class=lab", f'style="{style}"')
    sheet = f"<style>{sheets[form]}{{{important}}}</style>" if form in sheets else ""
    page = f"<html lang=en><head>{sheet}</head><body>{body}</body></html>"
    assert "LBL-04" in audit(None, page, "us").failed


OVER = '<div style="position:fixed;inset:0;background:#fff;z-index:9"></div>'


def test_an_overlay_hides_and_what_only_a_browser_knows_is_not_examinable() -> None:
    head = "<html lang=en><head><style>{}</style></head><body>{}</body></html>"
    covered = audit(None, head.format("", CARD + OVER), "us")
    assert "LBL-04" in covered.failed
    for css in (
        "@media (min-width:1px){.lab{display:none}}",
        ".lab{mask:linear-gradient(#000,transparent)}",
        "article{position:relative}article::after{content:'';position:absolute;background:#fff}",
    ):
        doubt = audit(None, head.format(css, CARD), "us")
        assert doubt.verdict("LBL-04") == "not_examinable", css
    linked = CARD.join(("<html lang=en><head><link rel=stylesheet href=a.css></head><body>", ""))
    assert audit(None, linked, "us").verdict("LBL-04") == "not_examinable"
    shown = audit(None, head.format("@media print{.lab{display:none}}", CARD), "us")
    assert shown.verdict("LBL-04") == "pass"


def test_the_cascade_decides() -> None:
    head = "<html lang=en><head><style>{}</style></head><body>{}</body></html>"
    css = ".lab{display:none} article .lab{display:inline}"
    assert "LBL-04" not in audit(None, head.format(css, CARD), "us").failed
    assert Page.of(CARD) is not None
