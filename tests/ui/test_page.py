"""The page in a real browser: asked in two languages, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect
from visiting import QUESTIONS, SIZES, Visit, browser, site

__all__ = ["browser", "site"]
pytestmark = pytest.mark.browser
CONTRAST = Path(__file__).with_name("contrast.js")


@pytest.fixture
def visit(browser: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    size, lang = request.param
    it = Visit(browser, site, size, lang)
    yield it
    it.settle()
    it.context.close()


everywhere = pytest.mark.parametrize(
    "visit", [(s, lang) for s in SIZES for lang in QUESTIONS], indirect=True, ids="-".join
)
on_each_size = pytest.mark.parametrize(
    "visit", [(s, "en-US") for s in SIZES], indirect=True, ids="-".join
)
on_a_desk = pytest.mark.parametrize("visit", [("desk", "en-US")], indirect=True, ids="-".join)
on_a_phone = pytest.mark.parametrize("visit", [("phone", "zh-CN")], indirect=True, ids="-".join)


@everywhere
def test_a_question_gets_picks_and_labelled_ads(visit: Visit) -> None:
    page = visit.open()
    expect(page.locator(".ps-catalog")).to_be_visible()
    answer = visit.ask()
    expect(answer.locator(".ps-organic .ps-card").first).to_be_visible()
    expect(answer.locator(".ps-ai")).to_be_visible()
    zone = answer.locator(".ps-zone")
    first_words = "广告" if visit.lang == "zh-CN" else "Ad"
    expect(zone.locator("> .ps-label")).to_have_text(first_words)
    for card in zone.locator(".ps-card").all():
        card.locator(".ps-title").scroll_into_view_if_needed()
        assert seen(card.locator(".ps-label")) or seen(zone.locator("> .ps-label"))
        expect(card.locator(".ps-label")).to_contain_text(first_words)


@on_each_size
def test_ads_that_come_first_come_with_their_label_on_the_screen(visit: Visit) -> None:
    page = visit.open()
    visit.choose("How it says so", "Full, ads first")
    answer = visit.ask()
    title, label = (
        answer.locator(".ps-zone .ps-title").first,
        answer.locator(".ps-zone > .ps-label"),
    )
    page.wait_for_function(
        "document.querySelector('#latest .ps-question').getBoundingClientRect().top < 60"
    )
    assert seen(label)
    assert seen(title)


def seen(element: Locator) -> bool:
    """Whether it is on the screen with nothing over it."""
    return bool(
        element.evaluate("""e => {
          const r = e.getBoundingClientRect(), x = r.left + Math.min(r.width, 60) / 2;
          const y = r.top + r.height / 2, there = document.elementFromPoint(x, y);
          return r.top >= 0 && r.bottom <= innerHeight && (e === there || e.contains(there));
        }""")
    )


@everywhere
def test_who_paid_opens_on_every_item(visit: Visit) -> None:
    visit.open()
    answer = visit.ask()
    cards = answer.locator(".ps-card")
    assert cards.count() >= 4
    assert answer.locator(".ps-card .ps-who").count() == cards.count()
    ad = answer.locator(".ps-zone .ps-who").first
    ad.locator("summary").click()
    expect(ad.locator("dl")).to_be_visible()


@on_each_size
def test_switching_the_policy_answers_again_under_it(visit: Visit) -> None:
    page = visit.open()
    answer = visit.ask()
    expect(answer.locator(".ps-zone")).to_be_visible()
    organic = answer.locator(".ps-organic .ps-title").all_text_contents()
    visit.choose("How the assistant earns", "No payment")
    expect(page.locator(".ps-about")).to_contain_text("Money moves nothing.")
    page.locator("#again").click()
    expect(page.locator("#latest .ps-zone")).to_have_count(0)
    expect(page.locator("#latest .ps-text")).to_be_visible()
    assert page.locator("#latest .ps-organic .ps-title").all_text_contents() == organic
    expect(page.locator(".ps-turn")).to_have_count(1)


@on_a_desk
def test_organic_only_takes_every_ad_away(visit: Visit) -> None:
    page = visit.open()
    visit.ask()
    page.locator("#latest .ps-zone [data-do=hide]").click()
    expect(page.locator("#latest .ps-zone")).to_have_count(0)
    expect(page.get_by_label("Nothing that anybody paid for")).to_be_checked()
    visit.ask("cheaper")
    expect(page.locator("#latest .ps-zone")).to_have_count(0)
    expect(page.locator("#past .ps-turn")).to_have_count(1)


@on_a_phone
def test_the_whole_page_follows_the_language(visit: Visit) -> None:
    page = visit.open()
    expect(page.locator("#settings > button")).to_contain_text("设置")
    visit.choose("语言", "English")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#settings > button")).to_contain_text("Settings")
    expect(page.locator(".ps-welcome")).to_contain_text("What are you looking for?")
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    assert (
        not page.evaluate(
            "[...document.body.innerText.matchAll(/[\\u4e00-\\u9fff]+/g)].map(m => m[0])"
        )
        or page.get_by_text("中文", exact=True).count()
    )


@on_a_phone
def test_settings_do_not_cover_a_phone(visit: Visit) -> None:
    page = visit.open()
    expect(page.locator("#settings")).to_be_visible()
    box = page.locator("#settings").bounding_box()
    assert box is not None and box["height"] < 80
    expect(page.locator("#question textarea")).to_be_visible()


@everywhere
def test_the_comparison_stands_in_columns(visit: Visit) -> None:
    page = visit.open("/compare")
    box = page.locator("#question textarea")
    box.fill(QUESTIONS[visit.lang])
    box.press("Enter")
    expect(page.locator(".ps-column")).to_have_count(3, timeout=30_000)
    expect(page.locator(".ps-totals tbody tr")).to_have_count(3)
    expect(page.locator(".ps-column").nth(0).locator(".ps-mark")).to_have_count(0)
    expect(page.locator(".ps-column").nth(1).locator(".ps-mark-new").first).to_be_visible()
    boxes = [column.bounding_box() for column in page.locator(".ps-column").all()]
    tops = {round(b["y"]) for b in boxes if b}
    assert len(tops) == (1 if page.viewport_size["width"] > 900 else 3)  # type: ignore[index]


@on_each_size
def test_findings_stand_beside_the_answer(visit: Visit) -> None:
    page = visit.open()
    visit.ask()
    badges = page.locator("#findings .ps-badge")
    expect(badges).to_have_count(4)
    expect(badges.first).to_contain_text("United States")
    page.locator("#findings summary").first.click()
    expect(page.locator("#findings")).to_contain_text("does not prove that people notice")


@on_a_desk
def test_a_click_on_an_ad_goes_through_the_ledger(visit: Visit) -> None:
    page = visit.open()
    answer = visit.ask()
    link = answer.locator(".ps-zone .ps-go a").first
    assert "/r/" in str(link.get_attribute("href"))
    assert link.get_attribute("rel") == "sponsored nofollow noopener"
    with page.context.expect_page() as opened:
        link.click()
    expect(opened.value.locator("h1")).to_have_text("This shop is invented")
    unpaid = answer.locator(".ps-organic .ps-go a").first
    assert "/r/" not in str(unpaid.get_attribute("href"))


@on_a_desk
def test_a_forged_link_leads_nowhere(visit: Visit) -> None:
    response = visit.page.request.get(visit.site + "/r/forged", max_redirects=0)
    assert response.status == 404
    assert "This link is not valid." in response.text()


@on_each_size
def test_hostile_words_stay_words(visit: Visit) -> None:
    page = visit.open()
    page.evaluate("window.harm = 0")
    question = "<img src=x onerror='harm++'><script>harm++</script>{{harm}}${harm++} keyboard"
    answer = visit.ask(question)
    expect(answer.locator(".ps-question")).to_contain_text("<img src=x onerror=")
    assert answer.locator("img, script").count() == 0
    assert page.evaluate("window.harm") == 0


@on_each_size
def test_an_empty_question_says_what_to_do(visit: Visit) -> None:
    page = visit.open()
    page.locator("#question textarea").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Write what you are looking for first.")


@on_a_desk
def test_the_text_to_take_away_has_the_labels(visit: Visit) -> None:
    visit.open()
    answer = visit.ask()
    answer.locator(".ps-text summary").click()
    expect(answer.locator(".ps-text pre")).to_contain_text("Ad")
    expect(answer.get_by_role("button", name="Copy")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@on_a_desk
def test_words_can_be_read_on_their_ground(visit: Visit, theme: str) -> None:
    visit.page.goto(f"{visit.site}/?__theme={theme}")
    expect(visit.page.locator(".ps-welcome")).to_be_visible(timeout=20_000)
    visit.ask()
    faint = visit.page.evaluate(CONTRAST.read_text("utf-8"))
    assert faint == []


@on_a_phone
def test_what_is_tapped_is_large_enough(visit: Visit) -> None:
    visit.open()
    answer = visit.ask()
    small = answer.evaluate("""e => [...e.querySelectorAll('a, button, summary')].filter(t => {
      const r = t.getBoundingClientRect();
      return r.width && r.height && (r.height < 24 || r.width < 24);
    }).map(t => t.textContent)""")
    assert small == []
