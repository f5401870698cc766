"""Ten made-up shops, exported as each shop system does, imported and told as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.store import Catalog
from tests.support.feeds_by_hand import take
from tests.support.shop_exports import EXPORTS, Thing, Told, shop, told


def imported(folder: Path) -> set[Told]:
    catalog = Catalog.open(folder / "shelf")
    found = set()
    for offer in catalog.offers():
        known = {price.kind: f"{price.money.amount:.2f}" for price in offer.prices}
        asked = known.get("sale") or known["list"]
        listed = known["list"] if "sale" in known else ""
        found.add(
            (catalog.product(offer.product_id).title, offer.variant, asked, listed, offer.stock)
        )
    catalog.close()
    return found


@pytest.mark.parametrize("system", EXPORTS)
@pytest.mark.parametrize("seed", range(10))
def test_an_export_comes_back_as_it_is(tmp_path: Path, system: str, seed: int) -> None:
    things = shop(seed)
    name, export = EXPORTS[system]
    report = take(tmp_path, name, export(things), mapping='currency: "=EUR"\n', seller="Handmade")
    assert report.format == system.split(" ")[0]
    shown = [thing for thing in things if not thing.hidden]
    assert imported(tmp_path) == told(things)
    assert report.products == len(shown)
    assert report.offers == sum(len(thing.variants) for thing in shown)
    assert report.feeds[0].hidden == report.rejected_count
    assert not report.feeds[0].seller_missing


def test_one_sku_on_all_variants_loses_none(tmp_path: Path) -> None:
    things = [t for t in shop(3) if t.names and not t.hidden]
    name, export = EXPORTS["shopify"]
    text = export(things)
    for thing in things:
        for variant in thing.variants:
            text = text.replace(variant.sku, thing.variants[0].sku)
    report = take(tmp_path, name, text)
    assert (report.offers, report.rejected_count) == (sum(len(t.variants) for t in things), 0)
    assert imported(tmp_path) == told(things)


def test_a_variant_that_is_gone_is_gone_from_sale_and_back_with_its_history(tmp_path: Path) -> None:
    things = [t for t in shop(4) if not t.hidden]
    name, export = EXPORTS["shopify"]
    take(tmp_path, name, export(things))
    fewer = [Thing(t.handle, t.title, t.names, t.variants[:1], hidden=False) for t in things[1:]]
    gone = sum(len(t.variants) for t in things) - len(fewer)
    report = take(tmp_path, name, export(fewer))
    assert report.feeds[0].vanished == gone
    assert imported(tmp_path) == told(fewer)
    assert Catalog.open(tmp_path / "shelf").count("product") == len(fewer)
    take(tmp_path, name, export(things))
    assert imported(tmp_path) == told(things)


def test_keep_keeps_what_is_gone_and_another_feed_is_left_alone(tmp_path: Path) -> None:
    table = "id,title,price,currency\n1,Jug,9,EUR\n2,Mat,5,EUR\n"
    take(tmp_path, "shop_2026-10-01.csv", table)
    take(tmp_path, "other.csv", "id,title,price,currency\n7,Bowl,9,EUR\n")
    kept = take(tmp_path, "shop_2026-11-01.csv", table.replace("2,Mat,5,EUR\n", ""), keep=True)
    assert (kept.feeds[0].vanished, kept.feeds[0].kept) == (1, True)
    assert {t for t, *_ in imported(tmp_path)} == {"Jug", "Mat", "Bowl"}
    again = take(tmp_path, "shop_2026-11-02.csv", table.replace("2,Mat,5,EUR\n", "\n"))
    assert again.feeds[0].vanished == 1
    assert {t for t, *_ in imported(tmp_path)} == {"Jug", "Bowl"}


def test_nothing_taken_leaves_no_catalog_and_says_what_would_help(tmp_path: Path) -> None:
    report = take(tmp_path, "feed.csv", "id,title,price\n1,Jug,9\n2,Mat,5\n")
    assert report.offers == 0
    assert "currency" in report.remedy()
    assert not (tmp_path / "shelf").exists()


def test_titles_of_a_group_are_parted_into_what_is_shared_and_what_is_not(tmp_path: Path) -> None:
    rows = [("1", "g", "Rye bread 500 g", "4.00"), ("2", "g", "Rye bread 1 kg", "7.00"),
            ("3", "h", "Lamp", "9.00"), ("4", "h", "Rug", "8.00")]  # fmt: skip
    head = "id\titem_group_id\ttitle\tlink\tprice\n"
    text = head + "".join(f"{i}\t{g}\t{t}\thttps://b.example/{i}\t{p} EUR\n" for i, g, t, p in rows)
    take(tmp_path, "feed.tsv", text)
    assert {(title, variant, asked) for title, variant, asked, *_ in imported(tmp_path)} == {
        ("Rye bread", "500 g", "4.00"),
        ("Rye bread", "1 kg", "7.00"),
        ("Lamp", "", "9.00"),
        ("Rug", "", "8.00"),
    }
