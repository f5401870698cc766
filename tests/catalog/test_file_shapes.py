"""Files as shops really write them: where the header stands, JSON of any shape, Parquet."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.errors import BadInput
from tests.support.feeds_by_hand import prices, shelf, take

LETTERS = st.characters(categories=("L", "N"), max_codepoint=0x9FFF)
GOOD = {"1": {"list": "49.00 EUR"}}
HEADERS = [
    "sep=;\nid;title;price;currency\n1;Pot;49,00;EUR\n",
    "# exported today\n\nid,title,price,currency\n1,Pot,49.00,EUR\n",
    "My shop\nid,title,price,currency\n1,Pot,49.00,EUR\n",
    "id,title,price,currency\n1,Pot,49.00,EUR,,\n",
    "id,title,price,currency,\n1,Pot,49.00,EUR,\n",
    '"#id","title","price","currency"\n1,Pot,49.00,EUR\n',
    "id,title,title,price,currency\n1,Pot,Kettle,49.00,EUR\n",
    "id|title|price|currency\n1|Pot|49.00|EUR\n",
    "\ufeffid\ttitle\tprice\tcurrency\r\n1\tPot\t49.00\tEUR\r\n",
    "id,title,price (EUR)\n1,Pot,49.00\n",
    "编号,商品名,价格（欧元）\n1,Pot,49.00\n",
    "# a | b,# c\nid,title,price\n1,Pot,49.00 EUR\n",
]


@pytest.mark.parametrize("table", HEADERS)
def test_a_header_is_found_where_it_stands(tmp_path: Path, table: str) -> None:
    report = take(tmp_path, "feed.csv", table)
    products, offers, _ = shelf(tmp_path)
    assert {id: prices(offer) for id, offer in offers.items()} == GOOD
    assert products["1"].title == "Pot"
    reading = report.feeds[0]
    assert reading.header_row == table.replace("\r", "").split("\n1")[0].count("\n") + 1
    assert {"title", "price"} <= {column.field for column in reading.columns}


def test_what_fills_nothing_is_told(tmp_path: Path) -> None:
    report = take(tmp_path, "f.csv", "id,title,price,currency,warehouse\n1,Pot,4,EUR,B\n")
    assert report.feeds[0].unused == ("warehouse",)
    assert report.feeds[0].seller_missing
    bare = take(tmp_path, "g.csv", "id,title,worth\n1,Pot,4\n")
    assert bare.feeds[0].price_column_missing
    assert bare.feeds[0].unpriced == 1


RECORD = {"id": 1, "name": "Pot", "price": 49.0, "currency": "EUR"}
SHAPES = [
    [RECORD],
    {"items": [RECORD], "total": 1},
    {"data": {"catalog": {"results": [RECORD]}}},
    RECORD,
    [[RECORD]],
    {"pots": [RECORD], "page": {"next": None}},
    [{**RECORD, "price": {"amount": "49.00", "currency": "EUR"}, "currency": None}],
    [{**RECORD, "brand": {"name": "Potter"}, "images": [{"src": "https://p.example/1.jpg"}]}],
]


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("document", SHAPES)
def test_json_of_any_flat_shape(tmp_path: Path, document: object, indent: int | None) -> None:
    take(tmp_path, "export.json", json.dumps(document, indent=indent))
    assert {id: prices(o) for id, o in shelf(tmp_path)[1].items()} == GOOD


def test_parquet(tmp_path: Path) -> None:
    import pyarrow as arrow
    from pyarrow import parquet

    table = arrow.table({"id": [1, 2], "title": ["Pot", "Pan"], "price": [49.0, None]})
    parquet.write_table(table, tmp_path / "raw.parquet")
    bytes_ = (tmp_path / "raw.parquet").read_bytes()
    report = take(tmp_path, "f.parquet", bytes_, mapping='currency: "=EUR"\n')
    assert (report.format, report.feeds[0].encoding) == ("parquet", "")
    assert {id: prices(o) for id, o in shelf(tmp_path)[1].items()} == {**GOOD, "2": {}}
    with pytest.raises(BadInput, match="Parquet"):
        take(tmp_path, "g.parquet", bytes_[:60])


def test_attributes_and_services_come_through_the_map(tmp_path: Path) -> None:
    chart = "title: naam\nprice: prijs\ncurrency: '=EUR'\n"
    chart += "attributes:\n  wood: hout\nservices:\n  warranty: garantie\n"
    take(tmp_path, "f.csv", "naam,prijs,hout,garantie\nStoel,99,eik,5 jaar\n", mapping=chart)
    (product,) = shelf(tmp_path)[0].values()
    assert (product.values("wood"), product.values("warranty")) == (("eik",), ("5 jaar",))


def test_sizes_of_one_thing_are_one_product(tmp_path: Path) -> None:
    rows = "a,Sock,S,4\nb,Sock,M,5\nc,Hat,,9\n"
    report = take(tmp_path, "f.csv", "id,title,size,price_eur\n" + rows)
    assert (report.products, report.offers, report.feeds[0].variants) == (2, 3, 2)
    _, offers, _ = shelf(tmp_path)
    assert (offers["a"].product_id, offers["b"].product_id) == ("a", "a")
    assert (offers["b"].variant, prices(offers["b"])) == ("M", {"list": "5.00 EUR"})


@pytest.mark.parametrize(
    "text",
    ["<?xml version='1.0'?><offers><o id='1'/></offers>", "<yml><shop/></yml>"],
)
def test_other_xml_says_what_it_is_and_what_is_read(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadInput, match=r"root is <\w+>.*RSS and Atom"):
        take(tmp_path, "feed.xml", text)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_feed_says_the_same_whatever_it_is_written_as(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Whatever one reader takes, another reader of the same rows takes too, at the same price."""
    texts = st.text(LETTERS, min_size=1, max_size=9)
    amounts = st.one_of(
        st.decimals("0.01", "99999", places=2).map(str),
        st.sampled_from(["", "0", "1.299", "-4", "abc", "12,50", "5-9", "1,299.00"]),
    )
    rows = data.draw(st.lists(st.tuples(texts, amounts), min_size=1, max_size=5))
    records = [
        {"id": str(n), "title": f"a{title}", "price": price, "currency": "EUR"}
        for n, (title, price) in enumerate(rows)
    ]
    names = ["id", "title", "price", "currency"]
    table = [names, *([record[name] for name in names] for record in records)]
    written = {
        "f.csv": "\n".join(",".join(f'"{cell}"' for cell in row) for row in table),
        "f.tsv": "\n".join("\t".join(row) for row in table),
        "f.jsonl": "\n".join(json.dumps(record) for record in records),
        "f.json": json.dumps({"things": records}, indent=1),
    }
    told = []
    for name, text in written.items():
        folder = tmp_path_factory.mktemp("same")
        report = take(folder, name, text)
        found = shelf(folder)[1] if report.offers else {}
        told.append({id: prices(offer) for id, offer in found.items()})
    assert all(each == told[0] for each in told)
