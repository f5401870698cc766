"""What became of an import: how each file was read, and what was taken, mended and left out."""

from __future__ import annotations

from catalog.feeds.row import Rejection
from catalog.record import Record

MOST = 10_000
"""So many rejections and repairs are listed; all are counted."""


class Column(Record):
    """One of our fields and their column that fills it, or "=constant"."""

    field: str
    column: str


class FeedReading(Record):
    """How one file was read.

    `encoding_reason` says how the encoding was decided. `header_row` is counted as a spreadsheet
    counts (0: no header); `records` is where in a document the records stand. `rows` are all
    records read, `variants` those taken as one of several variants of a product, `unpriced` the
    offers without a price, `hidden` the rows that the shop itself keeps from sale (drafts, ended
    listings), `vanished` the offers of this feed's last import that it no longer lists; they are
    gone from sale unless `kept`. `seller_missing` says that neither the rows nor the options name
    a seller.
    """

    feed: str
    encoding: str = ""
    encoding_reason: str = ""
    format: str
    separator: str = ""
    header_row: int = 0
    records: str = ""
    columns: tuple[Column, ...] = ()
    unused: tuple[str, ...] = ()
    rows: int = 0
    offers: int = 0
    variants: int = 0
    unpriced: int = 0
    hidden: int = 0
    vanished: int = 0
    kept: bool = False
    seller_missing: bool = False
    price_column_missing: bool = False


class ImportReport(Record):
    """What became of the rows: counts, and the rows left out with field and reason.

    `format` is the feeds' format, several joined by "+". `products` are the products that the
    accepted offers are of. `repairs` are fields that were mended or left out in accepted rows.
    `feeds` says how each file was read.
    """

    feeds: tuple[FeedReading, ...] = ()
    format: str
    products: int
    offers: int
    rejected: tuple[Rejection, ...] = ()
    rejected_count: int = 0
    repairs: tuple[Rejection, ...] = ()
    repairs_count: int = 0

    def remedy(self) -> str:
        """What would help where nothing was taken, in one line; "" where something was."""
        if self.offers:
            return ""
        if not self.rejected:
            return "The feed holds no row. Give a feed with products."
        reasons: dict[tuple[str, str], int] = {}
        for row in self.rejected:
            key = ("hidden" if row.hidden else row.field, row.reason)
            reasons[key] = reasons.get(key, 0) + 1
        (field, reason), count = max(reasons.items(), key=lambda item: item[1])
        told = f"Nothing was taken: {reason} ({count} of {self.rejected_count} rows)."
        return f"{told} {REMEDIES.get(field, REMEDIES[''])}"


REMEDIES = {
    "currency": 'Name it for all rows in a map file, --map: currency: "=EUR".',
    "title": "Name the title's column in a map file, --map: title: Their Name.",
    "price": "Mend the prices, or map another column: price: Their Column.",
    "hidden": "Export the products that are published.",
    "offer_id": "Give each offer an id of its own.",
    "": "Mend the rows, or name the format with --format or the columns with --map.",
}


def reading_lines(reading: FeedReading) -> list[str]:
    """How a file was read, in lines for a terminal."""
    form = [reading.format]
    if reading.separator:
        mark = {"\t": "tab", ",": "comma", ";": "semicolon"}.get(
            reading.separator, reading.separator
        )
        form.append(f"separated by {mark}, header in row {reading.header_row}")
    if reading.records:
        form.append(f"records in {reading.records}")
    lines = [f"{reading.feed}: {', '.join(form)}"]
    if reading.encoding:
        lines.append(f"  encoding {reading.encoding}: {reading.encoding_reason}")
    if reading.columns:
        used = (f"{c.field} from {c.column}" for c in reading.columns)
        lines.append(f"  columns: {', '.join(used)}")
    if reading.unused:
        lines.append(f"  not used: {', '.join(reading.unused)}")
    counts = (
        (reading.variants, "rows are variants"),
        (reading.unpriced, "offers without price"),
        (reading.hidden, "hidden or ended rows left out"),
        (
            reading.vanished,
            f"offers no longer in it{' (kept)' if reading.kept else ', gone from sale'}",
        ),
    )
    told = ", ".join(f"{count} {what}" for count, what in counts if count)
    lines.append(f"  {reading.rows} rows" + (f": {told}" if told else ""))
    if reading.price_column_missing and reading.offers:
        lines.append("  no column was taken as the price; name it with --map: price: Their Column")
    if reading.seller_missing and reading.offers:
        lines.append("  no seller is named; name the shop with --seller")
    return lines
