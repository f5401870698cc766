"""Links through the ledger, clicks nobody pays for, and a server that cannot start says why."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant.monetisation.ledger.ledger import Ledger
from assistant.schema.answer import Answer, Block
from catalog.campaign import Campaign
from catalog.errors import BadInput
from catalog.money import Money
from tests.support.sample_items import label, sponsored, unpaid
from ui.render.cards import card
from ui.render.leaving import invented, left
from ui.render.showing import Showing
from ui.routes import counting, following, leaving, taking, unpaid_click
from ui.server import serve
from ui.words import Words

PERSON = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger.open(tmp_path / "ledger.sqlite")
    yield opened
    opened.close()


def shown(answer: Answer, url: str, now: datetime) -> Answer:
    ad = sponsored(9, now, label()).model_copy(update={"url": url, "final_url": url})
    block = Block(id="sponsored", kind="sponsored", order=1, placements=(ad,))
    return answer.model_copy(update={"blocks": (block,), "follow_ups": ()})


def client(ledger: Ledger, now: datetime) -> TestClient:
    routes = [
        Route("/r/{token}", following(ledger, lambda: now)),
        Route("/clicked/{token}", counting(ledger, lambda: now), methods=["POST"]),
        Route("/report/{token}", taking(ledger, lambda: now), methods=["POST"]),
    ]
    app = Starlette(routes=routes)
    return TestClient(app, headers=PERSON, follow_redirects=False)


def token(ledger: Ledger, answer: Answer, now: datetime) -> str:
    campaign = Campaign(
        id="c1",
        payer="Loudhouse Media",
        on_behalf_of="Loudhouse",
        product_id="S9",
        offer_id="F9",
        bid=Money.of("1", "USD"),
        budget=Money.of("100", "USD"),
        starts=now,
        ends=now + timedelta(days=30),
    )
    ledger.record_answer(answer, (), now, (campaign,))
    return ledger.redirect_token(answer.placements[0], answer.id, now)


def test_a_click_is_counted_and_sent_on(en_answer: Answer, ledger: Ledger, now: datetime) -> None:
    answer = shown(en_answer, "https://shop.com/item?id=9", now)
    response = client(ledger, now).get(f"/r/{token(ledger, answer, now)}")
    assert response.status_code == 303
    assert response.headers["location"] == "https://shop.com/item?id=9"
    assert response.headers["referrer-policy"] == "no-referrer"
    (click,) = (e for e in ledger.entries() if e.kind == "click")
    assert click.money == Money.of("0.80", "USD")


def test_a_click_that_nobody_pays_for_is_an_event_and_its_link_leads_straight(
    en_answer: Answer, ledger: Ledger, now: datetime
) -> None:
    address = "https://shop.com/1"
    pick = unpaid(1, now).model_copy(update={"url": address, "final_url": address})
    block = Block(id="main", kind="organic", order=1, placements=(pick,))
    answer = en_answer.model_copy(update={"blocks": (block,), "follow_ups": ()})
    ledger.record_answer(answer, (), now)
    visitor, told = client(ledger, now), unpaid_click(ledger)(answer, pick)
    assert visitor.get(told).status_code == 405
    assert visitor.post(told + "x").status_code == 404
    assert [visitor.post(told).status_code for _ in range(2)] == [204, 204]
    (click,) = (e for e in ledger.events() if e.kind == "click")
    assert click.product_id == pick.product_id and not click.paid and click.charged is None
    assert not list(ledger.entries())
    html = card(pick, Showing(answer, counted=lambda p: unpaid_click(ledger)(answer, p)))
    assert f'href="{address}"' in html and f'data-counted="{told}"' in html
    assert unpaid_click(ledger)(answer, sponsored(9, now, label())) == ""


def test_a_prefetch_is_not_counted(en_answer: Answer, ledger: Ledger, now: datetime) -> None:
    path = f"/r/{token(ledger, shown(en_answer, 'https://shop.com/9', now), now)}"
    client(ledger, now).get(path, headers={"Sec-Purpose": "prefetch"})
    assert "click" not in [e.kind for e in ledger.entries()]


def test_an_invented_shop_says_that_it_is(en_answer: Answer, ledger: Ledger, now: datetime) -> None:
    path = f"/r/{token(ledger, shown(en_answer, 'https://shop.example/9', now), now)}"
    response = client(ledger, now).get(path, headers={"Accept-Language": "zh-CN"})
    assert response.status_code == 200
    assert "这家店是虚构的" in response.text and "https://shop.example/9" in response.text


@pytest.mark.parametrize("days", [0, 2])
def test_a_link_that_is_forged_or_old_leads_nowhere(
    days: int, en_answer: Answer, ledger: Ledger, now: datetime
) -> None:
    good = token(ledger, shown(en_answer, "https://shop.com/9", now), now)
    path = f"/r/{good}" if days else f"/r/{good}x"
    assert client(ledger, now + timedelta(days=days)).get(path).status_code == 404


def test_what_a_click_cost_is_told_and_nothing_in_an_address_is_obeyed() -> None:
    charged = Money.of("0.80", "USD")
    page = left("https://x.example/<script>harm()", Words("en"), charged)
    assert "$0.80" in page and "<script>harm" not in page
    assert invented("https://x.example/") and not invented("https://shop.com/")
    assert not invented("javascript:alert(1)//x.example")


def test_an_unpaid_link_to_an_invented_shop_ends_on_our_page_and_no_other_does() -> None:
    browser = TestClient(Starlette(routes=[Route("/leaving", leaving)]), headers=PERSON)
    told = browser.get("/leaving", params={"to": "https://a.example/x", "lang": "zh-CN"})
    assert told.status_code == 200 and "https://a.example/x" in told.text
    assert "这家店是虚构的" in told.text and "没有收费" in told.text
    for elsewhere in ("https://shop.com/", "javascript:alert(1)", "", "https://a.example.com/"):
        assert browser.get("/leaving", params={"to": elsewhere}).status_code == 404


def test_a_taken_port_is_told_with_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(BadInput, match="--port"):
            serve(None, port=port)  # type: ignore[arg-type]


def test_a_report_is_recorded_and_answered_with_its_entry(
    ledger: Ledger, en_answer: Answer, now: datetime
) -> None:
    it, to = client(ledger, now), token(ledger, shown(en_answer, "https://s.example", now), now)
    took = it.post(f"/report/{to}", content="unlabelled")
    assert (took.status_code, took.json()) == (200, {"entry": 2})
    assert it.post(f"/report/{to}", content="unlabelled").json() == {"entry": 2}
    assert [(e.kind, e.reference) for e in ledger.entries()][1:] == [("report", "unlabelled")]


@pytest.mark.parametrize(
    ("said", "status"),
    [(b"", 400), (b"ugly", 400), (b"\xff\xfe", 400), (b"UNLABELLED", 400), (b"x" * 100_000, 413)],
)
def test_a_report_is_one_of_the_reasons_and_nothing_else(
    ledger: Ledger, en_answer: Answer, now: datetime, said: bytes, status: int
) -> None:
    to = token(ledger, shown(en_answer, "https://s.example", now), now)
    assert client(ledger, now).post(f"/report/{to}", content=said).status_code == status
    assert client(ledger, now).get(f"/report/{to}").status_code == 405
    assert [e.kind for e in ledger.entries()] == ["impression"]


def test_a_report_with_a_forged_or_old_token_is_refused(
    ledger: Ledger, en_answer: Answer, now: datetime
) -> None:
    to = token(ledger, shown(en_answer, "https://s.example", now), now)
    late = client(ledger, now + timedelta(days=2))
    assert late.post(f"/report/{to}", content="other").status_code == 404
    assert client(ledger, now).post("/report/forged", content="other").status_code == 404
    assert len(list(ledger.entries())) == 1


def test_what_counts_unpaid_clicks_charges_nobody(
    en_answer: Answer, ledger: Ledger, now: datetime
) -> None:
    answer = shown(en_answer, "https://shop.com/item?id=9", now)
    paid = token(ledger, answer, now)
    assert client(ledger, now).post(f"/clicked/{paid}").status_code == 404
    assert not [e for e in ledger.entries() if e.kind == "click"]
