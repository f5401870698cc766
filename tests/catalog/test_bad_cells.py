"""One bad cell costs its row, or less, and never the import."""

from pathlib import Path

import pytest

from catalog.importing.run import import_feeds
from tests.support.kettles import NOW

HEAD = "id,title,price,currency,rating,reviews,stock,sale_price,sale_ends\n"
GOOD = "2,Blue teapot,5,USD,4,1,3,,\n"
BAD = {
    "rating nan": "1,Red teapot,9,USD,nan,,,,",
    "rating signalling": "1,Red teapot,9,USD,sNaN,,,,",
    "rating endless": "1,Red teapot,9,USD,-inf,,,,",
    "rating huge": "1,Red teapot,9,USD,1e999999,,,,",
    "price endless": "1,Red teapot,1e4000,USD,,,,,",
    "price of many digits": f"1,Red teapot,{'9' * 6000},USD,,,,,",
    "stock of many digits": f"1,Red teapot,9,USD,,,{'7' * 6000},,",
    "stock superscript": "1,Red teapot,9,USD,,,³,,",
    "reviews of many digits": f"1,Red teapot,9,USD,4,{'8' * 6000},,,",
    "sale at the end of time": "1,Red teapot,9,USD,,,,4,9999-12-31T23:59:59-14:00",
    "sale before time": "1,Red teapot,9,USD,,,,4,0001-01-01T00:00:00+14:00",
}


@pytest.mark.parametrize("row", BAD.values(), ids=BAD)
def test_a_bad_cell_costs_at_most_its_row(row: str, tmp_path: Path) -> None:
    feed = tmp_path / "feed.csv"
    feed.write_text(f"{HEAD}{row}\n{GOOD}", "utf-8")
    report = import_feeds([feed], tmp_path / "shelf", seen_at=NOW)
    assert report.products + report.rejected_count == 2 and report.products >= 1
