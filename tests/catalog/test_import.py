"""Imports of real feeds' mistakes: bad rows, bad files, the same again, and a kill half way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.errors import BadInput
from catalog.importing.run import import_feeds
from catalog.store import Catalog
from catalog.writer import FILE
from tests.support.feeds_by_hand import SEEN, lines, prices, shelf, take, write

ROOT = Path(__file__).parents[2]
HEADER = "id,title,price,currency,list_price,url,seller\n"


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        ("1,,5,USD,,,", "title", "no title"),
        ("1,Cup,-5,USD,,,", "price", "negative"),
        ("1,Cup,NaN,USD,,,", "price", "not one amount"),
        ("1,Cup,99999999999,USD,,,", "price", "absurdly high"),
        ("1,Cup,5-9,USD,,,", "price", "not one amount"),
        ("1,Cup,5,,,,", "currency", "no currency"),
        ("1,Cup,5,coins,,,", "currency", "not a currency code"),
        ("1,Cup,5 EUR,USD,,,", "price", "not in the row's currency"),
        ("1,Cup,5,USD,,,,,9", "", "9 cells under 7 columns"),
        ("1,Cup,\udc80,USD,,,", "price", "encoding"),
    ],
)
def test_a_bad_row_is_reported_and_the_others_go_on(
    tmp_path: Path, row: str, field: str, reason: str
) -> None:
    table = HEADER + "0,Pot née,4,USD,,,\n" + row + "\n2,Pan,6,USD,,,\n"
    report = take(tmp_path, "feed.csv", table.encode("utf-8", "surrogateescape"))
    assert (report.offers, report.rejected_count) == (2, 1)
    (rejected,) = report.rejected
    assert (rejected.row, rejected.field, rejected.feed) == (3, field, "feed.csv")
    assert reason in rejected.reason


def test_what_can_be_mended_is_mended_and_said(tmp_path: Path) -> None:
    table = HEADER + (
        "1,Cup,20,USD,15,javascript:alert(1),\n"
        "2,=HYPERLINK(1),0,USD,,https://bank.example@evil.example/x,\n"
        "3,A<b>b</b> \u202ec,5,USD,,data:text/html;base64,\n"
    )
    report = take(tmp_path, "feed.csv", table)
    assert [(r.row, r.field) for r in report.repairs] == [
        (2, "url"),
        (2, "list_price"),
        (3, "url"),
        (3, "price"),
        (4, "url"),
    ]
    products, offers, _ = shelf(tmp_path)
    assert prices(offers["1"]) == {"list": "20.00 USD"}
    assert [offers[id].url for id in "123"] == ["", "", ""]
    assert (products["2"].title, prices(offers["2"])) == ("=HYPERLINK(1)", {})
    assert products["3"].title == "Ab c"


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("feed.csv", b"", "empty"),
        ("feed.csv", b"\x89PNG\r\n\x1a\n\x00\x00", "not a text file"),
        ("feed.csv", b"just one line", "header"),
        ("feed.csv", b"a,b\n1,2\n", "no column looks like a title"),
        ("feed.csv.gz", b"\x1f\x8b\x08\x00broken", "gzip data is damaged"),
        ("feed.json", b'{"feed": [}', "not JSON"),
        ("feed.json", b'{"error": {"code": 1}}\n', "title"),
        ("feed.xml", b"<rss><channel><item></rss>", "not well-formed"),
    ],
)
def test_a_bad_file_is_one_clear_error(
    tmp_path: Path, name: str, content: bytes, problem: str
) -> None:
    try:
        report = take(tmp_path, name, content)
    except BadInput as error:
        assert problem in str(error) and name in str(error)
        assert not (tmp_path / "shelf" / "catalog.sqlite").exists()
    else:
        assert (report.offers, report.rejected[0].field) == (0, problem)


def test_a_missing_file_and_a_bad_map_are_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="nowhere"):
        import_feeds([tmp_path / "nowhere.csv"], tmp_path / "shelf", seen_at=SEEN)
    for chart, problem in (("titel: x\n", "not a field"), ("title: [1]\n", "does not name")):
        with pytest.raises(BadInput, match=problem):
            take(tmp_path, "feed.csv", HEADER, mapping=chart)
    with pytest.raises(BadInput, match="does not have"):
        take(tmp_path, "feed.csv", HEADER + "1,Cup,5,USD,,,\n", mapping="title: naam\n")
    with pytest.raises(BadInput, match="no format"):
        take(tmp_path, "feed.csv", HEADER, format="excel")


def test_marks_of_encodings_are_no_part_of_the_first_column(tmp_path: Path) -> None:
    for at, encoding in enumerate(("utf-8-sig", "utf-16", "utf-8", "gb18030")):
        folder = tmp_path / str(at)
        folder.mkdir()
        take(folder, "feed.csv", (HEADER + "1,保温杯,¥59,,,,\n").encode(encoding))
        products, offers, _ = shelf(folder)
        assert (products["1"].title, prices(offers["1"])) == ("保温杯", {"list": "59.00 CNY"})


def test_a_quote_that_never_closes_costs_its_own_row_only(tmp_path: Path) -> None:
    rows = "".join(f"{n},Cup {n},5,USD,,,\n" for n in range(2, 3000))
    table = HEADER + '1,"Cup, broken,5,USD,,,\n' + rows + '3000,"Two\nlines",5,USD,,,\n'
    report = take(tmp_path, "feed.csv", table)
    assert (report.offers, [r.row for r in report.rejected]) == (2999, [2])
    products, _, _ = shelf(tmp_path)
    assert products["3000"].title == "Two lines"


def test_a_line_that_is_no_object_costs_itself_only(tmp_path: Path) -> None:
    text = '{"id": 1, "title": "Cup"}\n[1]\n{"id": \n\n{"id": 2, "title": "Pot"}\n' + "[" * 9999
    report = take(tmp_path, "feed.jsonl", text)
    assert report.offers == 2
    assert [r.row for r in report.rejected] == [2, 3, 6]


def test_an_id_twice_is_said_and_another_seller_may_have_it_too(tmp_path: Path) -> None:
    table = HEADER + "1,Cup,5,USD,,,Ann\n1,Cup,6,USD,,,Ann\n1,Cup,7,USD,,,Bob\n"
    report = take(tmp_path, "feed.csv", table)
    assert (report.products, report.offers) == (1, 2)
    assert [(r.row, r.field) for r in report.rejected] == [(3, "offer_id")]
    _, offers, _ = shelf(tmp_path)
    assert {o.id: o.product_id for o in offers.values()} == {"1": "1", "1@bob": "1"}


def test_two_shops_own_ids_do_not_meet(tmp_path: Path) -> None:
    head = "Handle,Title,Variant SKU,Variant Price\n"
    for shop, title in (("ann", "Red tea cosy"), ("bob", "Garden hose")):
        take(tmp_path, f"{shop}.csv", head + f"item,{title},1,USD 5\n")
    products, offers, _ = shelf(tmp_path)
    assert {p.id: p.title for p in products.values()} == {
        "item": "Red tea cosy",
        "item@unnamed-bob": "Garden hose",
    }
    assert {o.id: o.product_id for o in offers.values()} == {
        "1": "item",
        "1@unnamed-bob": "item@unnamed-bob",
    }


MIXER = {"title": "Kern KM-200 stand mixer 5 l red", "brand": "Kern", "model": "KM-200"}


def test_offers_join_by_gtin_by_brand_and_model_and_by_a_link_file(tmp_path: Path) -> None:
    code = {"gtin": "4006381333931"}
    feed = write(
        tmp_path,
        "feed.jsonl",
        lines(
            {"id": "a1", "seller": "A", **MIXER},
            {"id": "b1", "seller": "B", "title": "mixer", "brand": "KERN", "model": "km 200"},
            {"id": "a2", "seller": "A", "title": "Pen, black", **code},
            {"id": "b2", "seller": "B", "title": "Stabilo point 88", "gtin": "04006381333931"},
            {"id": "a3", "seller": "A", "title": "Oak bench"},
            {"id": "b3", "seller": "B", "title": "Seat for the hall"},
            {"id": "b4", "seller": "B", "title": "Garden hose 20 m"},
        ),
    )
    links = write(tmp_path, "links.jsonl", lines({"one": "a3", "other": "b3"}))
    report = import_feeds([feed], tmp_path / "shelf", seen_at=SEEN, links=links)
    _, offers, _ = shelf(tmp_path)
    assert (report.products, report.offers) == (4, 7)
    for n in "123":
        assert offers[f"a{n}"].product_id == offers[f"b{n}"].product_id
    assert offers["b4"].product_id == "b4"


def test_offers_join_by_likeness_across_shops_but_not_where_codes_differ(tmp_path: Path) -> None:
    feed = lines(
        {"id": "a1", "seller": "A", "price_usd": 199, **MIXER},
        {"id": "b1", "seller": "B", "price_usd": 189, "title": MIXER["title"], "brand": "Kern"},
        {"id": "b2", "seller": "B", "price_usd": 299, "brand": "Kern", "model": "KM-700",
         "title": "Kern KM-700 stand mixer 7 l red"},
        {"id": "a2", "seller": "A", "title": "Kern KM-200 stand mixer 5 l red", "brand": "Kern",
         "gtin": "4006381333931"},
        {"id": "b3", "seller": "B", "title": "Kern KM-200 stand mixer 5 l red", "brand": "Kern",
         "gtin": "5901234123457"},
    )  # fmt: skip
    take(tmp_path, "feed.jsonl", feed)
    _, offers, _ = shelf(tmp_path)
    product = {id: offer.product_id for id, offer in offers.items()}
    assert product["a1"] == product["b1"] != product["b2"]
    assert product["a2"] != product["b3"]


def test_a_second_feed_joins_what_the_catalog_holds(tmp_path: Path) -> None:
    take(tmp_path, "a.jsonl", lines({"id": "a1", "seller": "A", **MIXER}))
    report = take(
        tmp_path, "b.jsonl", lines({"id": "b1", "seller": "B", **MIXER, "category": "Kitchen"})
    )
    products, offers, _ = shelf(tmp_path)
    assert (report.products, offers["b1"].product_id) == (1, "a1")
    assert products["a1"].category == "Kitchen"


FEEDS = lines(
    {"id": "a1", "seller": "A", "price_usd": 199, "list_price_usd": 250, **MIXER},
    {"id": "b1", "seller": "B", "price_usd": 189, **MIXER},
    {"id": "c", "seller": "C", "title": "Hose"},
)


def test_the_same_feed_again_changes_nothing(tmp_path: Path) -> None:
    first = take(tmp_path, "feed.jsonl", FEEDS)
    before = shelf(tmp_path)
    written = (tmp_path / "shelf" / FILE).read_bytes()
    again = take(tmp_path, "feed.jsonl", FEEDS, seen=SEEN + timedelta(days=3, microseconds=5))
    assert (again, shelf(tmp_path)) == (first, before)
    assert (tmp_path / "shelf" / FILE).read_bytes() == written


def test_a_new_price_leaves_the_old_one_in_the_history(tmp_path: Path) -> None:
    for day, price in enumerate((20, 20, 20, 25, 25, 18)):
        feed = lines({"id": "x", "title": "Cup", "price_usd": price, "day": day})
        take(tmp_path, "feed.jsonl", feed, seen=SEEN + timedelta(days=day))
    _, offers, _ = shelf(tmp_path)
    seen = [(str(p.money.amount), (p.observed_at - SEEN).days) for p in offers["x"].history]
    assert seen == [("20.00", 0), ("20.00", 2), ("25.00", 3), ("25.00", 4)]
    assert prices(offers["x"]) == {"list": "18.00 USD"}
    late = lines({"id": "x", "title": "Cup", "price_usd": 30})
    take(tmp_path, "feed.jsonl", late, seen=SEEN - timedelta(days=9))
    _, offers, _ = shelf(tmp_path)
    assert prices(offers["x"]) == {"list": "18.00 USD"}
    assert str(offers["x"].history[0].money) == "30.00 USD"


def test_an_import_killed_half_way_leaves_the_old_catalog_whole(tmp_path: Path) -> None:
    take(tmp_path, "feed.jsonl", FEEDS)
    before = (tmp_path / "shelf" / "catalog.sqlite").read_bytes()
    rows = ({"id": n, "title": f"Cup {n}", "price_usd": 5} for n in range(200_000))
    big = write(tmp_path, "big.jsonl", lines(*rows))
    started = tmp_path / "started"
    code = (
        "from pathlib import Path; from datetime import datetime, UTC\n"
        "from catalog.importing.run import import_feeds\n"
        f"import_feeds([Path({str(big)!r})], Path({str(tmp_path / 'shelf')!r}),"
        " seen_at=datetime(2026, 11, 21, tzinfo=UTC),"
        f" progress=lambda rows, bad: Path({str(started)!r}).touch())\n"
    )
    child = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    try:
        waited = time.monotonic() + 60
        while not started.exists() and child.poll() is None and time.monotonic() < waited:
            time.sleep(0.02)
        assert started.exists()
    finally:
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
    assert child.returncode == -signal.SIGKILL
    assert (tmp_path / "shelf" / "catalog.sqlite").read_bytes() == before
    report = take(tmp_path, "feed.jsonl", FEEDS)
    assert report.offers == 3
    left = {path.name for path in (tmp_path / "shelf").iterdir()}
    assert left == {"catalog.sqlite", ".catalog.sqlite.sum", ".catalog.lock"}


def test_an_error_half_way_leaves_the_old_catalog_whole(tmp_path: Path) -> None:
    take(tmp_path, "feed.jsonl", FEEDS)
    before = (tmp_path / "shelf" / "catalog.sqlite").read_bytes()
    good = write(tmp_path, "good.jsonl", lines({"id": "new", "title": "New"}))
    bad = write(tmp_path, "bad.xml", "<rss><channel><item>")
    with pytest.raises(BadInput):
        import_feeds([good, bad], tmp_path / "shelf", seen_at=SEEN)
    assert (tmp_path / "shelf" / "catalog.sqlite").read_bytes() == before


def test_progress_counts_rows_and_rejections(tmp_path: Path) -> None:
    rows = "".join(f"{n},{'' if n % 2 else 'Cup'},,,,,\n" for n in range(2500))
    told: list[tuple[int, int]] = []
    feed = write(tmp_path, "feed.csv", HEADER + rows)
    import_feeds(
        [feed], tmp_path / "shelf", seen_at=SEEN, progress=lambda n, bad: told.append((n, bad))
    )
    assert told == [(1000, 500), (2000, 1000), (2500, 1250)] or told[-1] == (2500, 1250)


def test_a_catalog_written_by_hand_is_not_hidden_by_an_import(tmp_path: Path) -> None:
    (tmp_path / "shelf").mkdir()
    write(tmp_path / "shelf", "products.jsonl", '{"id": "p", "title": "Cup"}\n')
    with pytest.raises(BadInput, match="by hand"):
        take(tmp_path, "feed.jsonl", FEEDS)
    assert Catalog.open(tmp_path / "shelf").count("product") == 1


cells = st.text(st.characters(exclude_categories=()), max_size=12)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.dictionaries(st.sampled_from(
    ["id", "title", "price", "currency", "list_price", "url", "gtin", "rating", "seller", "stock"]
), cells | st.floats() | st.booleans() | st.none(), max_size=6), max_size=6))  # fmt: skip
def test_every_row_is_taken_or_refused_whatever_it_holds(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, object]]
) -> None:
    folder = tmp_path_factory.mktemp("fuzz")
    feed = lines({"id": "known", "title": "Cup"}, *rows)
    report = take(folder, "feed.jsonl", feed.encode("utf-8", "surrogatepass"), format="jsonl")
    assert report.offers + report.rejected_count == len(rows) + 1
    _, offers, _ = shelf(folder)
    assert len(offers) == report.offers
    assert all(price.money.amount > 0 for offer in offers.values() for price in offer.prices)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=200))
def test_no_file_does_anything_but_import_or_be_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.mktemp("fuzz")
    try:
        take(folder, "feed", content)
    except BadInput as error:
        assert "feed" in str(error)
