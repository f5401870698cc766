"""The page in a real browser: asked in two languages, on a desk and on a phone."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from assistant.audit.browser import measured
from assistant.audit.engine import audit
from tests.support.visiting import QUESTIONS, SIZES, Visit, browser, seen, site, visiting

__all__ = ["browser", "site"]
pytestmark = pytest.mark.browser
CONTRAST = Path(__file__).with_name("contrast.js")


EVERYWHERE = [(size, lang) for size in SIZES for lang in QUESTIONS]
ON_EACH_SIZE = [(size, "en-US") for size in SIZES]
on = functools.partial(pytest.mark.parametrize, "visit", indirect=True, ids="-".join)


@pytest.fixture
def visit(browser: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A visit of this test's own."""
    yield from visiting(browser, site, *request.param)


@pytest.fixture(scope="module", params=EVERYWHERE, ids="-".join)
def answered(browser: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A visit with one answer on the page, for tests that only look."""
    for visit in visiting(browser, site, *request.param):
        visit.open()
        visit.ask()
        yield visit


def test_a_question_gets_picks_and_labelled_ads(answered: Visit) -> None:
    answer, word = answered.answer, "广告" if answered.lang == "zh-CN" else "Ad"
    expect(answered.page.locator(".ps-catalog")).to_be_visible()
    expect(answer.locator(".ps-ai")).to_be_visible()
    expect(answer.locator(".ps-organic .ps-card").first).to_be_visible()
    zone = answer.locator(".ps-zone")
    # Said once per place: at each item, and not once more over all of them.
    expect(zone.locator("> .ps-label")).to_have_count(0)
    expect(zone.locator(".ps-label")).to_have_count(zone.locator(".ps-card").count())
    for card in zone.locator(".ps-card").all():
        expect(card.locator(".ps-label")).to_contain_text(word)
        for block in ("start", "center", "end"):
            card.locator(".ps-title").evaluate("(e, block) => e.scrollIntoView({block})", block)
            assert seen(card.locator(".ps-label")), block


def test_who_paid_opens_on_every_item(answered: Visit) -> None:
    cards = answered.answer.locator(".ps-card")
    assert cards.count() >= 4
    assert answered.answer.locator(".ps-card .ps-who").count() == cards.count()
    card = answered.answer.locator(".ps-zone .ps-card").first
    card.locator(".ps-more > summary").click()
    expect(card.locator(".ps-who dl")).to_be_visible()


def test_an_answer_is_short_and_its_ads_are_on_the_first_screen_of_a_desk(
    answered: Visit,
) -> None:
    answer = answered.answer
    assert answer.locator(".ps-card .ps-drawing").count() == answer.locator(".ps-card").count()
    screens = answer.evaluate("""e => {
      e.querySelectorAll('details').forEach(d => { d.open = false; });
      return e.getBoundingClientRect().height / innerHeight;
    }""")
    assert screens <= (1.5 if answered.size == "desk" else 2.4)
    words = answer.evaluate("""e => {
      const all = [...e.querySelectorAll('.ps-aloud')].map(a => a.innerText).join(' ');
      const count = t => t.trim().split(/\\s+/).filter(w => /[\\p{L}\\p{N}]/u.test(w)).length;
      return count(e.innerText) - count(all);
    }""")
    assert words <= 350
    if answered.size == "desk":
        organic, ads = answer.locator(".ps-organic").bounding_box(), answer.locator(".ps-zone")
        beside = ads.bounding_box()
        assert organic and beside and abs(organic["y"] - beside["y"]) < 4


def test_an_answer_is_set_in_five_sizes(answered: Visit) -> None:
    sizes = answered.page.evaluate("""() => [...new Set(
      [...document.querySelectorAll('body *')]
        .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
        .filter(e => e.checkVisibility() && !['SCRIPT', 'STYLE'].includes(e.tagName))
        .map(e => parseFloat(getComputedStyle(e).fontSize)))]""")
    assert set(sizes) - {0} <= {13, 15, 17, 22, 34}


def test_findings_stand_beside_the_answer(answered: Visit) -> None:
    found = answered.page.locator("#findings")
    # An answer is judged under the law that it is written for.
    expect(found.locator(".ps-badge")).to_have_count(1)
    own = "中国" if answered.lang == "zh-CN" else "United States"
    expect(found.locator(".ps-badge").first).to_contain_text(own)
    found.locator("summary").first.click()
    expect(found.locator(".ps-note").last).to_be_visible()


def test_the_badge_is_of_labels_measured_where_they_stand(answered: Visit) -> None:
    found = answered.page.locator("#findings .ps-findings")
    width, height = SIZES[answered.size]
    expect(found.locator(".ps-note").last).to_contain_text(f"{width}x{height}")
    expect(found).not_to_have_attribute("data-measure", re.compile("."))
    expect(found.locator(".ps-badge")).to_have_class(re.compile("ps-pass|ps-fail"))
    assert answered.page.locator("[data-plainshelf-n]").count() == 0


@on(argvalues=ON_EACH_SIZE)
def test_a_label_that_the_page_makes_too_faint_is_a_breach_on_its_badge(visit: Visit) -> None:
    page = visit.open()
    page.add_style_tag(content="#latest .ps-label { opacity: .4 !important }")
    visit.ask()
    found = page.locator("#findings")
    expect(found.locator(".ps-badge.ps-fail")).to_be_visible()
    expect(found.locator("li.ps-fail", has_text="AX-01").first).to_be_attached()
    top = page.evaluate(
        "document.querySelector('#latest .ps-question').getBoundingClientRect().top"
    )
    assert top < 60


def test_the_text_to_take_away_has_the_labels(answered: Visit) -> None:
    taken = answered.answer.locator(".ps-text")
    taken.locator("summary").click()
    expect(taken.locator("pre")).to_contain_text("广告" if answered.lang == "zh-CN" else "Ad")
    expect(taken.locator("[data-do=copy]")).to_be_visible()


def test_what_is_tapped_is_large_enough(answered: Visit) -> None:
    small = answered.answer.evaluate("""e => [...e.querySelectorAll('a, button, summary')]
      .filter(t => { const r = t.getBoundingClientRect();
                     return r.width && r.height && (r.height < 24 || r.width < 24); })
      .map(t => t.textContent)""")
    assert small == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_can_be_read_on_their_ground(answered: Visit, theme: str) -> None:
    dark = "dark => document.body.classList.toggle('dark', dark)"
    answered.page.evaluate(dark, theme == "dark")
    try:
        answered.page.wait_for_timeout(400)
        assert answered.page.evaluate(CONTRAST.read_text("utf-8")) == []
    finally:
        answered.page.evaluate(dark, False)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_audit_measures_our_labels_as_they_stand_on_the_page(
    answered: Visit, theme: str
) -> None:
    dark = "dark => document.body.classList.toggle('dark', dark)"
    answered.page.evaluate(dark, theme == "dark")
    answered.page.wait_for_timeout(400)
    try:
        seen = measured(answered.page, at=f"{answered.size} {theme}")
    finally:
        answered.page.evaluate(dark, False)
    report = audit(None, seen.html, "strict", seen.styles)
    rules = ("LBL-03", "LBL-04", "AX-01", "AX-02", "AX-03")
    assert {rule: report.verdict(rule) for rule in rules} == dict.fromkeys(rules, "pass")
    # Each item has its own label, so that no label stands over the zone.
    assert seen.styles["zones"] == [] and report.verdict("SEP-02") != "fail"


@on(argvalues=ON_EACH_SIZE)
def test_ads_that_come_first_come_with_their_label_on_the_screen(visit: Visit) -> None:
    visit.open()
    visit.choose("How it says so", "Full, ads first")
    answer = visit.ask()
    at_top = "document.querySelector('#latest .ps-question').getBoundingClientRect().top < 60"
    visit.page.wait_for_function(at_top)
    assert seen(answer.locator(".ps-zone .ps-label").first)
    assert seen(answer.locator(".ps-zone .ps-title").first)


@on(argvalues=[("phone", "en-US")])
def test_switching_the_policy_answers_again_under_it(visit: Visit) -> None:
    page = visit.open()
    answer = visit.ask()
    expect(answer.locator(".ps-zone")).to_be_visible()
    organic = answer.locator(".ps-organic .ps-title").all_text_contents()
    visit.choose("How the assistant earns", "No payment")
    expect(page.locator(".ps-earns")).to_contain_text("No payment")
    visit.settings().locator("#again").click()
    expect(page.locator("#settings")).to_be_hidden()
    expect(page.locator("#latest .ps-zone")).to_have_count(0)
    expect(page.locator("#latest .ps-text")).to_be_visible()
    assert page.locator("#latest .ps-organic .ps-title").all_text_contents() == organic
    expect(page.locator(".ps-turn")).to_have_count(1)


@on(argvalues=[("desk", "en-US")])
def test_organic_only_takes_every_ad_away(visit: Visit) -> None:
    page = visit.open()
    visit.ask()
    page.locator("#latest .ps-zone [data-do=hide]").click()
    expect(page.locator("#latest .ps-zone")).to_have_count(0)
    expect(visit.settings().get_by_label("Nothing that anybody paid for")).to_be_checked()
    page.keyboard.press("Escape")
    visit.ask("cheaper")
    expect(page.locator("#latest .ps-zone")).to_have_count(0)
    expect(page.locator("#past .ps-turn")).to_have_count(1)


@on(argvalues=[("desk", "en-US"), ("phone", "zh-CN")])
def test_a_condition_is_taken_away_at_its_chip(visit: Visit) -> None:
    page = visit.open()
    visit.ask()
    chips = page.locator("#latest .ps-chips li")
    before = chips.count()
    page.locator("#latest .ps-chips [data-say=price_max]").click()
    expect(page.locator("#past .ps-turn")).to_have_count(1)
    expect(page.locator("#latest .ps-text")).to_be_visible()
    expect(page.locator("#latest .ps-chips [data-say=price_max]")).to_have_count(0)
    expect(chips).to_have_count(before - 1)
    expect(page.locator("#past .ps-chips button").first).to_be_hidden()


@on(argvalues=[("phone", "zh-CN")])
def test_the_whole_page_follows_the_language_and_settings_do_not_cover_it(visit: Visit) -> None:
    page = visit.open()
    opens = page.locator(".ps-tools [data-do=settings]").last
    expect(opens).to_contain_text("设置")
    expect(page.locator("#settings")).to_be_hidden()
    visit.choose("语言", "English")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(opens).to_contain_text("Settings")
    expect(page.get_by_role("button", name="Ask")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text(
        re.compile("[\u4e00-\u9fff]"), use_inner_text=True
    )


@on(argvalues=[("desk", "en-US")])
def test_a_click_on_an_ad_goes_through_the_ledger(visit: Visit) -> None:
    page = visit.open()
    answer = visit.ask()
    assert "/r/" not in str(answer.locator(".ps-organic .ps-seller a").first.get_attribute("href"))
    link = answer.locator(".ps-zone .ps-seller a").first
    assert str(link.get_attribute("href")).startswith("/r/")
    assert link.get_attribute("rel") == "sponsored nofollow noopener"
    with page.context.expect_page() as opened:
        link.click()
    expect(opened.value.locator("h1")).to_have_text("This shop is invented")
    forged = page.request.get(visit.site + "/r/forged", max_redirects=0)
    assert forged.status == 404 and "This link is not valid." in forged.text()


@on(argvalues=EVERYWHERE)
def test_an_ad_is_reported_beside_it_and_the_report_stays(visit: Visit) -> None:
    page = visit.open()
    card = visit.ask().locator(".ps-zone .ps-card").first
    way = card.locator(".ps-report")
    card.locator(".ps-more > summary").click()
    way.locator("summary").click()
    choices = way.get_by_role("group").get_by_role("button")
    expect(choices).to_have_count(5)
    for choice in choices.all():
        box = choice.bounding_box()
        assert box is not None and box["height"] >= 24
    choices.nth(1).click()
    told = card.locator(".ps-reported")
    zh = visit.lang == "zh-CN"
    expect(told).to_contain_text("已举报：价格误导" if zh else "Reported: Misleading price")
    expect(told).to_be_focused()
    expect(way).to_have_count(0)
    assert page.locator("#latest .ps-reported").count() == 1
    words = told.text_content()
    visit.ask("cheaper" if not zh else "便宜点的")
    expect(page.locator("#past .ps-reported")).to_have_text(str(words))


@on(argvalues=[("desk", "en-US")])
def test_a_report_that_does_not_arrive_says_so_and_can_be_made_again(visit: Visit) -> None:
    page = visit.open()
    way = visit.ask().locator(".ps-zone .ps-report").first
    page.route("**/report/*", lambda route: route.abort())
    page.locator("#latest .ps-zone .ps-more > summary").first.click()
    way.locator("summary").click()
    way.get_by_role("button", name="Something else").click()
    expect(way.locator(".ps-error")).to_contain_text("It was not recorded.")
    page.unroute("**/report/*")
    way.get_by_role("button", name="Something else").click()
    expect(page.locator("#latest .ps-reported")).to_contain_text("Reported: Something else.")
    visit.wrong.remove("Failed to load resource: net::ERR_FAILED")


@on(argvalues=[("phone", "en-US")])
def test_what_cannot_be_asked_says_so_and_hostile_words_stay_words(visit: Visit) -> None:
    page = visit.open()
    page.locator("#question textarea").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Write what you are looking for first.")
    page.evaluate("window.harm = 0")
    question = "<img src=x onerror='harm++'><script>harm++</script>{{harm}}${harm++} keyboard"
    answer = visit.ask(question)
    expect(answer.locator(".ps-question")).to_contain_text("<img src=x onerror=")
    assert answer.locator("img, script").count() == 0
    assert page.evaluate("window.harm") == 0


@on(argvalues=[("desk", "en-US")])
def test_what_a_policy_takes_is_paid_at_the_answer(visit: Visit) -> None:
    page = visit.open("/?policy=tips")
    visit.ask()
    page.get_by_role("button", name="Tip $5", exact=True).click()
    expect(page.locator("#latest")).to_contain_text("Tipped $5")
    page.reload()
    expect(page.locator("#latest")).to_contain_text("Tipped $5")
    visit.open("/?policy=freemium")
    expect(visit.ask().locator(".ps-zone")).to_have_count(1)
    page.get_by_role("button", name="Pay by the month").click()
    expect(page.locator("#latest")).to_contain_text("You pay by the month")
    expect(page.locator("#latest .ps-zone")).to_have_count(0)


@on(argvalues=[("desk", "en-US")])
def test_all_is_done_by_keys_alone_and_told_once(visit: Visit) -> None:
    page = visit.open()
    keys, focused = page.keyboard, "document.activeElement.closest('[data-do], #question')"
    expect(page.locator("#question textarea")).to_be_focused()
    keys.type(QUESTIONS["en-US"])
    keys.press("Enter")
    expect(visit.answer).to_be_visible(timeout=20_000)
    expect(page.locator(".ps-announced[role=status]")).to_contain_text("four")
    opens = page.locator("#latest .ps-more > summary").first
    opens.focus()
    keys.press("Enter")
    expect(page.locator("#latest .ps-layers").first).to_be_visible()
    # What is focused is not under the box, which stays at the foot of the screen.
    for link in page.locator("#latest .ps-seller a").all():
        link.focus()
        assert seen(link)
    page.locator(".ps-tools [data-do=settings]").last.focus()
    keys.press("Enter")
    expect(page.locator("#settings")).to_be_visible()
    expect(page.locator("#settings-title")).to_be_focused()
    keys.press("Tab")
    expect(page.locator("#settings [data-do=close]")).to_be_focused()
    keys.press("Tab")
    keys.press("ArrowDown")
    expect(page.locator(".ps-earns")).not_to_contain_text("Sponsored slots")
    keys.press("Escape")
    expect(page.locator("#settings")).to_be_hidden()
    assert page.evaluate(f"{focused}.dataset.do") == "settings"
