"""The plain pages without a browser: what they show, what they refuse, what they send away."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from html import unescape
from pathlib import Path

import pytest

from assistant.conversation import Conversation
from assistant.monetisation.ledger.ledger import Ledger
from assistant.search import search
from assistant.session import House, Settings
from tests.support.plain_visits import visiting, words
from ui.forms import File
from ui.handlers import Page
from ui.imports import MOST, Asked, Imports


@pytest.fixture
def booked(demo_house: House, tmp_path: Path) -> Iterator[House]:
    ledger = Ledger.open(tmp_path / "ledger.sqlite")
    yield replace(demo_house, ledger=ledger)
    ledger.close()


def test_the_ledger_says_who_got_what_is_verified_and_taken_away(
    booked: House, now: datetime
) -> None:
    visitor = visiting(Page(booked), now)
    assert "Nothing is recorded yet" in visitor.get("/ledger").text
    for policy, seed in (("none", "a"), ("slots", "b")):
        talk = Conversation(booked, Settings(policy=policy), seed)
        talk.ask("a quiet mechanical keyboard under $80", now)
    paid = next(p for p in talk.answer.placements if p.sponsored)
    talk.click(paid.id, now)
    shown = words(visitor.get("/ledger").text)
    assert "No payment Full nobody paid 1 1" in shown
    assert re.search(r"Sponsored slots Full Click Seller Platform 1 USD 0\.\d+ \$\d+ 1 1", shown)
    chinese = words(visitor.get("/ledger?lang=zh").text)
    assert "点击 卖家 平台" in chinese and "Showing" not in chinese

    checked = visitor.get("/ledger", params={"verify": "1"})
    head = re.search(r'id="head">([^<]+)<', checked.text)
    assert head and "whole." in words(checked.text)
    talk.ask("cheaper", now)
    later = {"verify": "1", "noted": head[1]}
    assert "whole." in words(visitor.get("/ledger", params=later).text)
    row, digest = head[1].split(":")
    other = {"verify": "1", "noted": f"{row}:{digest[::-1]}"}
    assert "another one than was noted" in words(visitor.get("/ledger", params=other).text)
    typed = visitor.get("/ledger", params={"verify": "1", "noted": "<b>"})
    assert typed.status_code == 400 and "no head of a ledger" in words(typed.text)
    assert "<b>'" not in typed.text
    taken = visitor.get("/ledger/export.csv")
    assert taken.headers["content-disposition"].startswith("attachment")
    assert len(taken.text.splitlines()) == 1 + sum(1 for _ in booked.ledger.entries())


def test_a_page_without_a_ledger_says_so(demo_house: House, now: datetime) -> None:
    visitor = visiting(Page(demo_house), now)
    assert "runs without a ledger" in visitor.get("/ledger").text
    assert visitor.get("/ledger/export.csv").status_code == 404


def test_an_answer_is_audited_item_by_item_and_kept_nowhere(
    demo_house: House, now: datetime
) -> None:
    visitor = visiting(Page(demo_house), now)
    answer = demo_house.ask("a quiet mechanical keyboard under $80", (), Settings(), now).answer
    asked = {"text": answer.model_dump_json(), "profile": "us"}
    shown = visitor.post("/audit", data=asked)
    told = words(shown.text)
    assert "No breach was found." in told and "paid for · by the record · Label: Ad" in told
    assert "Copied text" in told
    for placement in answer.placements:
        assert placement.title in told
    hidden = answer.model_dump(mode="json")
    for block in hidden["blocks"]:
        block["label"] = None
        for placement in block["placements"]:
            placement["label"] = None
    stripped = visitor.post("/audit?lang=zh", data={"text": json.dumps(hidden), "profile": "cn"})
    assert "有阻断级的不符合" in stripped.text and "没有看到标签" in stripped.text


def test_a_saved_page_is_audited_and_its_words_stay_words(demo_house: House, now: datetime) -> None:
    visitor = visiting(Page(demo_house), now)
    page = (
        "<html lang=en><body><article><h3>Kettle <script>alert(1)</script></h3>"
        "<p>$20 <a rel=sponsored href='https://shop.example/k?tag=a-20'>&lt;b&gt;Go</a></p>"
        "</article></body></html>"
    )
    files = {"file": ("../evil/saved.html", page, "text/html")}
    shown = visitor.post("/audit", data={"profile": "strict"}, files=files)
    assert shown.status_code == 200 and "saved.html · All of them" in words(shown.text)
    assert "<b>Go" not in shown.text and "alert(1)</script>" not in shown.text
    assert "by its link’s rel" in words(shown.text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "is empty"),
        ("hello", "neither a JSON object nor HTML"),
        ("{", "not JSON"),
        ("[]", "neither a JSON object"),
    ],
)
def test_what_cannot_be_audited_is_said_and_stays_in_the_box(
    demo_house: House, now: datetime, text: str, problem: str
) -> None:
    told = visiting(Page(demo_house), now).post("/audit", data={"text": text})
    assert told.status_code == 400
    assert problem in words(told.text) and f">{text}</textarea>" in told.text


def test_a_day_that_is_none_is_refused(demo_house: House, now: datetime) -> None:
    sent = {"text": "<p>x</p>", "as_of": "yesterday"}
    told = visiting(Page(demo_house), now).post("/audit", data=sent)
    assert told.status_code == 400 and "2026-11-25" in words(told.text)


FEED = """sku,name,amount,colour
L1,Desk lamp with <b>brass</b> foot,31.50 EUR,brass
L2,Reading lamp,24.00 EUR,black
L3,,12.00 EUR,red
L4,Floor lamp,soon,white
"""
MAP = "offer_id: sku\ntitle: name\nprice: amount\n"


def test_the_catalog_is_browsed_searched_and_each_field_has_its_source(
    demo_house: House, now: datetime
) -> None:
    visitor = visiting(Page(demo_house), now)
    first = visitor.get("/catalog").text
    assert f"{demo_house.shelf.catalog.count('product'):,} products" in words(first)
    after = re.search(r'href="(/catalog\?[^"]*skip=50[^"]*)"[^>]*rel="next"', first)
    assert after and "51 to 100 of" in words(visitor.get(unescape(after[1])).text)
    found = visitor.get("/catalog", params={"q": "quiet mechanical keyboard under $80"}).text
    ranked = search(
        "quiet mechanical keyboard under $80",
        demo_house.shelf.ranker,
        demo_house.shelf.lexicon,
        30,
        now,
    )[1].products
    assert "<h2>Browse" not in found
    assert re.findall(r"product\?[^\"]*id=([^\"&]+)", found) == [p.product_id for p in ranked]
    shown = visitor.get("/catalog/product", params={"id": ranked[0].product_id}).text
    product = demo_house.shelf.catalog.product(ranked[0].product_id)
    offer = demo_house.shelf.catalog.offers_of(product.id)[0]
    assert product.provenance in shown and f"at {offer.prices[0].source}" in words(shown)
    assert visitor.get("/catalog/product", params={"id": "<i>"}).status_code == 404


def test_a_file_is_imported_on_trial_and_its_rejects_are_told(
    demo_house: House, now: datetime
) -> None:
    visitor = visiting(Page(demo_house), now)
    files = {"file": ("../lamps.csv", FEED), "map": ("map.yaml", MAP)}
    taken = visitor.post("/catalog/import", data={"seller": "Lamp House"}, files=files)
    told = words(taken.text)
    assert "products 3, offers 3. Rows left out: 1." in told
    assert "4 title" in told and "<b>brass</b>" not in taken.text
    assert "plainshelf-trials" not in taken.text
    look = re.search(r'href="(/catalog\?trial=[^"]+)"', taken.text)
    assert look
    browsed = visitor.get(unescape(look[1]))
    assert "On trial: lamps.csv" in words(browsed.text) and "Reading lamp" in browsed.text
    one = re.search(r'href="(/catalog/product\?[^"]+)"', browsed.text)
    assert one and "Lamp House" in visitor.get(unescape(one[1])).text
    rejects = re.search(r'href="(/catalog/rejects.csv[^"]+)"', taken.text)
    assert rejects and "title" in visitor.get(unescape(rejects[1])).text
    assert visitor.get("/catalog?trial=" + "0" * 32).status_code == 404


def test_a_file_that_cannot_be_read_is_refused_without_naming_a_folder(
    demo_house: House, now: datetime
) -> None:
    visitor = visiting(Page(demo_house), now)
    assert "no file was chosen" in words(visitor.post("/catalog/import", data={}).text)
    for name, content in (("x.csv", b""), ("x.json", b"{"), ("x.bin", b"\x00\x01")):
        told = visitor.post("/catalog/import", files={"file": (name, content)})
        assert "ps-error" in told.text or "Nothing was taken" in told.text, name
        assert "plainshelf-trials" not in told.text


def test_only_the_last_trials_are_kept(now: datetime) -> None:
    imports = Imports()
    trials = []
    for n in range(MOST + 2):
        feed = File(f"lamps{n}.csv", FEED.encode())
        *_, last = imports.run(Asked(feed=feed, mapping=MAP), now)
        assert last.trial
        trials.append(last.trial.id)
    assert list(imports.trials) == trials[2:]
    assert sorted(p.name for p in imports.folder.iterdir()) == sorted(trials[2:])
