"""Only a person's click is charged; all else is sent on, noted once and costs nobody anything."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.monetisation.ledger.clicks import MOST_CLICKS
from assistant.monetisation.ledger.ledger import Ledger
from assistant.monetisation.ledger.links import conversation_of
from assistant.monetisation.ledger.visitors import visitors
from assistant.monetisation.mechanisms.slots import Slots
from catalog.store import Catalog
from tests.support.kettles import NOW, answer, campaign, cny, opportunity

CAMPAIGNS = (campaign(4, "1.00"), campaign(5, "1.50"), campaign(6, "1.00"))
SAFARI = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
PEOPLE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0",
    f"Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) {SAFARI} Mobile MicroMessenger/8.0.60",
    f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) {SAFARI} [FBAN/FBIOS;FBAV/480.0]",
    "Mozilla/5.0 (Linux; U; Android 14; zh-cn; Mi 14) AppleWebKit/537.36 MQQBrowser/15.1 Mobile",
    "Mozilla/5.0 (Linux; Android 13; CUBOT KINGKONG 9) AppleWebKit/537.36 Chrome/150.0 Mobile",
    "Mozilla/5.0 (Linux; Android 15; PLK-AL10) AppleWebKit/537.36 HuaweiBrowser/16.0 Mobile",
    "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 Telegram-Android/11.2 Mobile Safari",
    "Opera/9.80 (J2ME/MIDP; Opera Mini/9; U; en) Presto/2.12.423 Version/12.16",
    "UCWEB/2.0 (MIDP-2.0; U; zh-CN; generic) U2/1.0.0 UCBrowser/9.4.1 Mobile",
)
PROGRAMS = {
    "": "program",
    "   ": "program",
    "ktor-client": "program",
    "Apache-HttpClient/5.4 (Java/21)": "automation",
    "Dart/3.9 (dart:io)": "program",
    "Faraday v2.9": "program",
    "aiohttp/3.14": "program",
    "Mozilla/5.0 (compatible; SeznamBot/4.0; +http://napoveda.example/)": "contact",
    "Mozilla/5.0 (compatible; Applebot/0.1)": "crawler",
    "Mozilla/5.0 (Linux; Android 6.0.1) AppleWebKit/537.36 (compatible; GoogleOther)": "crawler",
    "Mozilla/5.0 AppleWebKit/537.36 (compatible; Claude-User/1.0)": "crawler",
    "Mozilla/5.0 (X11; Linux) AppleWebKit/537.36 HeadlessChrome/150.0": "automation",
    "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; ms-office; MSOffice 16)": "mail scanner",
    "Mozilla/5.0 (Windows NT 6.1; rv:6.0) Barracuda Sentinel (EE)": "mail scanner",
    "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)": (
        "mail scanner"
    ),
    "Mozilla/5.0 (Macintosh) AppleWebKit/601.2.4 facebookexternalhit/1.1": "link preview",
    "Mozilla/5.0 Chrome/61.0 Chrome-Lighthouse": "monitor",
}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger.open(tmp_path / "ledger.sqlite")
    yield opened
    opened.close()


def token(ledger: Ledger, shelf: Catalog, id: str) -> str:
    """The link of the first of two slots in a recorded answer."""
    shown = answer(Slots().place(opportunity(shelf, *CAMPAIGNS)), id)
    ledger.record_answer(shown, (), NOW, CAMPAIGNS)
    return ledger.redirect_token(next(p for p in shown.placements if p.id == "s1"), id, NOW)


@pytest.mark.parametrize("user_agent", PEOPLE)
def test_browsers_are_people(user_agent: str) -> None:
    assert visitors().robot(user_agent) == ""


@pytest.mark.parametrize(("user_agent", "kind"), PROGRAMS.items())
def test_programs_are_not(user_agent: str, kind: str) -> None:
    assert visitors().robot(user_agent) == kind


@pytest.mark.parametrize(
    ("method", "headers", "reason"),
    [
        ("GET", {}, None),
        ("GET", {"sec-fetch-dest": "document", "sec-fetch-user": "?1"}, None),
        ("HEAD", {}, "head"),
        ("GET", {"sec-purpose": "prefetch;prerender"}, "prefetch"),
        ("GET", {"sec-purpose": "prefetch;anonymous-client-ip"}, "prefetch"),
        ("GET", {"purpose": "Preview"}, "prefetch"),
        ("GET", {"x-moz": "prefetch"}, "prefetch"),
        ("GET", {"x-purpose": "preview"}, "prefetch"),
        ("GET", {"sec-fetch-dest": "image"}, "not a page"),
        ("GET", {"sec-fetch-dest": "empty"}, "not a page"),
    ],
)
def test_a_look_ahead_is_no_click(method: str, headers: dict[str, str], reason: str | None) -> None:
    assert visitors().unread(method, headers) == reason


def test_a_visit_is_noted_once_for_each_kind_and_the_click_after_it_counts(
    ledger: Ledger, shelf: Catalog
) -> None:
    it = token(ledger, shelf, "a1")
    for _ in range(3):
        assert ledger.click(it, NOW, user_agent="Faraday v2.9").note == "robot"
        assert ledger.click(it, NOW, unread="head", user_agent=PEOPLE[0]).note == "head"
    assert ledger.click(it, NOW, user_agent=PEOPLE[1]).charged == cny("1.17")
    told = [(e.kind, e.reference, e.money) for e in ledger.entries()][2:]
    assert told == [
        ("visit", "program", None),
        ("visit", "head", None),
        ("click", "", cny("1.17")),
    ]
    assert ledger.verify().whole


def test_one_conversation_is_not_charged_without_end(ledger: Ledger, shelf: Catalog) -> None:
    ids = [f"a-0123456789-{n:024x}" for n in range(MOST_CLICKS + 3)]
    went = [ledger.click(token(ledger, shelf, id), NOW) for id in ids]
    assert [bool(w.charged) for w in went] == [True] * MOST_CLICKS + [False] * 3
    assert {w.note for w in went[MOST_CLICKS:]} == {"repeated"}
    other = ledger.click(token(ledger, shelf, "a-9999999999-1"), NOW)
    assert other.charged == cny("1.17")


def test_an_id_names_its_conversation() -> None:
    assert conversation_of("a-0123456789-abc") == "a-0123456789-"
    assert conversation_of("a1") == conversation_of("a-1") == ""
