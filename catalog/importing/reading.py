"""One feed read row by row into the stage, and what was noticed on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from catalog.feeds.amount import Unclear
from catalog.feeds.asked_price import ColumnMarks, column_marks
from catalog.feeds.decoding import encoding_of
from catalog.feeds.formats import GENERIC, READERS, Format
from catalog.feeds.hops import host_of, unwrapped
from catalog.feeds.listing import Listing, listing_of
from catalog.feeds.mapping import constants
from catalog.feeds.row import Feed, Layout, Refused, Rejection, Row
from catalog.feeds.sanitise import slug
from catalog.importing.operator_list import SellerKinds
from catalog.importing.report import MOST, Column, FeedReading
from catalog.importing.staging import Stage, feed_name

Progress = Callable[[int, int], None]
"""Called now and then with the rows read so far and the rows rejected among them."""


class Tally:
    """Rejections or repairs: the first MOST of them, and how many there were."""

    def __init__(self) -> None:
        self.count, self.first = 0, list[Rejection]()

    def add(self, rejection: Rejection) -> None:
        """Count one, and keep it if it is among the first."""
        self.count += 1
        if self.count <= MOST:
            self.first.append(rejection)


class FeedReader:
    """Reads one feed into the stage, and tells how it was read."""

    def __init__(
        self,
        stage: Stage,
        at: int,
        feed: Feed,
        kind: Format,
        seen_at: datetime,
        kinds: SellerKinds | None = None,
    ) -> None:
        """`at` is the feed's number in the stage; `seen_at` when its prices were seen; `kinds`
        the operator's list of sellers.
        """
        self._kinds = kinds or {}
        self._stage, self._at, self._feed, self._kind, self._seen_at = (
            stage,
            at,
            feed,
            kind,
            seen_at,
        )
        self._always = constants(feed.columns)
        self._unnamed = f"unnamed-{slug(feed_name(feed.path.name).split('.')[0])}"
        self._marks: ColumnMarks | None = None
        self.rows = self.offers = self.variants = self.unpriced = self.hidden = self.vanished = 0
        self.unnamed = self.priced = False
        self.sellers = set[str]()

    @property
    def name(self) -> str:
        """The file's name."""
        return self._feed.path.name

    def read(self, rejected: Tally, repairs: Tally, progress: Progress | None) -> None:
        """Every row: staged, or told to `rejected`; what was mended in it is told to `repairs`."""
        for item in READERS[self._kind](self._feed):
            self.rows += 1
            if progress and self.rows % 1000 == 0:
                progress(self.rows, rejected.count)
            refusal = item if isinstance(item, Rejection) else self._take(item, repairs)
            if refusal:
                self.hidden += refusal.hidden
                rejected.add(refusal.model_copy(update={"feed": self.name}))
        if progress:
            progress(self.rows, rejected.count)

    def _take(self, row: Row, repairs: Tally) -> Rejection | None:
        try:
            listing = self._listing(row)
        except Refused as refusal:
            return Rejection(row=row.number, field=refusal.field, reason=refusal.reason)
        except (ArithmeticError, ValueError, RecursionError) as error:
            # A cell that no rule foresaw costs its row, never the import.
            wrong = f"cannot be read ({type(error).__name__}: {str(error)[:80]})"
            return Rejection(row=row.number, field="", reason=wrong)
        taken = self._stage.put(listing, self._at, scoped=self._kind not in GENERIC)
        if taken:
            return Rejection(row=row.number, field="offer_id", reason=taken)
        self.offers += 1
        self.variants += listing.variant != ""
        self.unpriced += not listing.prices
        self.priced |= "price" in row.values or bool(listing.prices)
        self.unnamed |= not listing.seller
        if len(self.sellers) < MOST:
            self.sellers.add(listing.seller_id)
        for field, mended in listing.repairs:
            repairs.add(Rejection(row=row.number, field=field, reason=mended, feed=self.name))
        return None

    def _listing(self, row: Row) -> Listing:
        """The checked row; where a price is unclear, all of the feed's prices are looked at."""
        if self._always:
            row = replace(row, values={**row.values, **self._always})
        shop = "" if row.values.get("seller") else _host(row.values.get("url", ""))
        try:
            return self._judged(listing_of(row, shop, self._seen_at, self._marks, self._unnamed))
        except Unclear:
            if self._marks is not None:
                raise
        again = replace(self._feed, layout=Layout())
        items = (item for item in READERS[self._kind](again) if isinstance(item, Row))
        always = self._always
        rows = (replace(r, values={**r.values, **always}) if always else r for r in items)
        self._marks = column_marks(rows)
        return self._judged(listing_of(row, shop, self._seen_at, self._marks, self._unnamed))

    def _judged(self, listing: Listing) -> Listing:
        """The listing with its seller's kind by a source that is not the seller's own row.

        Such are the operator's list and a constant of the map; a row that calls its seller
        official or authorised says that and no more.
        """
        listed = self._kinds.get(slug(listing.seller))
        if listed:
            return listing._replace(seller_kind=listed)
        boasts = listing.seller_kind in ("official", "authorised")
        if boasts and "seller_kind" not in self._always:
            return listing._replace(seller_kind="self_described")
        return listing

    def reading(self, *, kept: bool) -> FeedReading:
        """How the feed was read; `kept` says that what vanished stays on sale."""
        layout, path = self._feed.layout, self._feed.path
        encoding = None if self._kind == "parquet" else encoding_of(path, self._feed.encoding)
        given = {f: c for f, c in self._feed.columns.items() if c.startswith("=")}
        columns = layout.columns | given
        return FeedReading(
            feed=self.name,
            encoding=encoding.name if encoding else "",
            encoding_reason=encoding.decided if encoding else "",
            format=self._kind,
            separator=layout.separator,
            header_row=layout.header_row,
            records=layout.records,
            columns=tuple(Column(field=f, column=c) for f, c in columns.items()),
            unused=tuple(column for column in layout.unused if column not in columns.values()),
            rows=self.rows,
            offers=self.offers,
            variants=self.variants,
            unpriced=self.unpriced,
            hidden=self.hidden,
            vanished=self.vanished,
            kept=kept,
            seller_missing=self.unnamed,
            price_column_missing=bool(layout.columns) and not self.priced,
        )


def _host(url: str) -> str:
    """Who sells where a row does not say: the host its link ends at; "" where it has none."""
    return host_of(unwrapped(url)[0]).removeprefix("www.")
