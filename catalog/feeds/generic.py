"""Plain tables, JSON and Parquet: an offer a record, columns named by a map or by themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from catalog.errors import BadInput
from catalog.feeds.column_names import column_names
from catalog.feeds.currency_words import CONDITIONS
from catalog.feeds.document import records
from catalog.feeds.header import plain
from catalog.feeds.mapping import apply, completed, constants, options, plain_names
from catalog.feeds.minor_units import CODES, COLUMN, COUNTED, SCALE, in_major_units, money_of
from catalog.feeds.records import Json, reach, said
from catalog.feeds.row import Feed, Rejection, Row
from catalog.feeds.states import kept_from_sale
from catalog.feeds.table import read_table

MONEY = frozenset((*COUNTED, *SCALE, *CODES, "divisor"))
INSIDE = ["name", "title", "url", "src", "href", "value", "rate", "average", "amount", "price"]
"""What an object inside a record is best told by, where a column names the object."""


def read_delimited(feed: Feed) -> Iterator[Row | Rejection]:
    """The rows of a plain table.

    Raises:
        BadInput: no column can be a title, or the map names a column that is not there.

    """
    chart: _Chart | None = None
    for item in read_table(feed.path, feed.encoding, feed.layout):
        if isinstance(item, Rejection):
            yield item
            continue
        number, cells = item
        if chart is None:
            chart = _chart(feed, cells)
            _check(feed, chart, cells)
        yield chart.row(number, cells.__getitem__)


def read_json(feed: Feed) -> Iterator[Row | Rejection]:
    """The records of JSONL, of a JSON list, or of a document that holds lists of them.

    Without a map each record's own keys are looked at.
    """
    yield from _read_records(feed, records(feed))


def read_parquet(feed: Feed) -> Iterator[Row | Rejection]:
    """The rows of a Parquet file, read in batches.

    Raises:
        BadInput: it is damaged.

    """
    from catalog.feeds.parquet import read_batches

    yield from _read_records(feed, read_batches(feed.path))


def _read_records(
    feed: Feed, items: Iterable[tuple[int, dict[str, Json]] | Rejection]
) -> Iterator[Row | Rejection]:
    charts: dict[tuple[str, ...], _Chart] = {}
    for item in items:
        if isinstance(item, Rejection):
            yield item
            continue
        number, record = item
        keys = tuple(record)
        if keys not in charts:
            if len(charts) > 1000:
                charts.clear()
            charts[keys] = _chart(feed, keys)
        yield charts[keys].row(number, partial(_cell, record), record)


@dataclass(frozen=True, slots=True)
class _Chart:
    """What each column of one set of columns fills."""

    columns: Mapping[str, str]
    attributes: Mapping[str, str]
    choices: Mapping[str, str]
    conditions: Mapping[str, str]
    states: Mapping[str, str]
    minor: tuple[str, ...] = ()

    def row(
        self, number: int, value: Callable[[str], str], record: Mapping[str, Json] | None = None
    ) -> Row | Rejection:
        """One record as a row, unless its shop keeps it from sale.

        Nested objects of `record` fill what its columns do not.
        """
        kept = kept_from_sale({name: value(column) for name, column in self.states.items()})
        if kept:
            reason = f"the shop keeps it from sale ({kept[0]}: {kept[1][:40]})"
            return Rejection(row=number, field=kept[0], reason=reason, hidden=True)
        values = apply(self.columns, value)
        for field, word in self.conditions.items():
            if text := values.get(field):
                values[field] = f"{word} {text}"
        chosen = tuple((o, text) for o, c in self.choices.items() if (text := value(c).strip()))
        if chosen and "variant" not in values:
            values["variant"] = " / ".join(text for _, text in chosen)
        if record is not None:
            values = _nested(record, self.columns) | values
        for field in self.minor:
            values[field] = in_major_units(values.get(field, ""), values.get("currency", ""))
        named = apply(self.attributes, value) if self.attributes else {}
        return Row(number, values, (*named.items(), *chosen))


def _chart(feed: Feed, keys: Iterable[str]) -> _Chart:
    theirs = list(keys)
    columns = completed(feed.columns, theirs)
    mapped = len(constants(feed.columns)) < len(feed.columns)
    used = {c: f for f, c in columns.items() if not c.startswith("=")}
    choices = {} if mapped else {o: c for o, c in options(theirs).items() if c not in used}
    used |= {column: f"attribute {name}" for name, column in feed.attributes.items()}
    used |= {column: option for option, column in choices.items()}
    states = _states(theirs, used)
    used |= dict.fromkeys(states.values(), "state")
    roots = {column.split(".")[0]: field for column, field in used.items()}
    feed.layout.note(theirs, roots | used)
    conditions = {f: plain(c) for f, c in columns.items() if plain(c) in CONDITIONS}
    minor = tuple(f for f, c in columns.items() if COLUMN.fullmatch(plain_names(c)[1]))
    return _Chart(columns, feed.attributes, choices, conditions, states, minor)


def _states(theirs: Iterable[str], used: Mapping[str, str]) -> dict[str, str]:
    """The columns that may keep a row from sale, by their plain name."""
    known = {name for names in column_names().states.values() for name in names}
    free = [column for column in theirs if column not in used]
    return {name: column for column in free for name in plain_names(column) if name in known}


def _check(feed: Feed, chart: _Chart, cells: Mapping[str, str]) -> None:
    there = ", ".join(filter(None, cells))
    for field, column in (*chart.columns.items(), *chart.attributes.items()):
        if not column.startswith("=") and column not in cells:
            problem = f"the map names a column {column!r} that the header does not have"
            raise BadInput(str(feed.path), field, problem, f"Its columns are: {there}")
    if "title" not in chart.columns:
        remedy = f"Give a map file that names it; the columns are: {there}"
        raise BadInput(str(feed.path), "title", "no column looks like a title", remedy)


def _cell(record: Mapping[str, Json], column: str) -> str:
    value = reach(record, column)
    if isinstance(value, list) and value and isinstance(value[0], dict):
        value = value[0]
    if isinstance(value, dict):
        amount, _ = money_of(value) if not value.keys().isdisjoint(MONEY) else ("", "")
        return amount or next((text for name in INSIDE if (text := said(value.get(name)))), "")
    return said(value)


def _nested(record: Mapping[str, Json], columns: Mapping[str, str]) -> dict[str, str]:
    """What the objects inside a record say beside their main value: a currency, a count."""
    found: dict[str, str] = {}
    price = record.get(columns.get("price", ""))
    if isinstance(price, dict):
        found["currency"] = money_of(price)[1]
    rating = record.get(columns.get("rating", ""))
    if isinstance(rating, dict):
        names = ("count", "reviewCount", "ratingCount", "total")
        found["reviews"] = next((t for n in names if (t := said(rating.get(n)))), "")
    return {field: text for field, text in found.items() if text}
