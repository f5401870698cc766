"""Which of their columns fills which of our fields: from a map file, or by obvious names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from catalog.errors import BadInput
from catalog.feeds.asked_price import PRICES
from catalog.feeds.column_names import column_names
from catalog.feeds.currency_words import meant_by
from catalog.feeds.header import plain
from catalog.feeds.minor_units import COLUMN
from catalog.feeds.row import FIELDS
from catalog.files import read_yaml

PRICED = re.compile(r"((?:list_|sale_|member_)?price)_(?:in_)?([a-z]{3})")
HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
UNIT = re.compile(r"(.+?)[_ ]*[(（\[]_?(?:单位[:：]_?)?([^()（）\[\]]{1,6}?)_?[)）\]]")
CURRENCIES = {"usd", "cny", "rmb", "eur", "gbp", "jpy", "cad", "aud", "hkd", "inr", "krw", "sgd"}
NAMED = ("attributes", "services")
"""What a map names one by one: attributes of the product and services that come with it."""


class FeedMap(NamedTuple):
    """A map file: our field to their column or "=constant", and the attributes named so."""

    columns: Mapping[str, str] = {}
    attributes: Mapping[str, str] = {}


def read_map(path: Path) -> FeedMap:
    """The map in a YAML file.

    Raises:
        BadInput: it is not such a mapping, or names a field that is none of ours.

    """
    remedy = 'Write lines like "title: Product Name"'
    content = read_yaml(path, dict[str, object], remedy)
    if not content:
        raise BadInput(str(path), "", "holds no mapping", remedy)
    columns, attributes = dict[str, str](), dict[str, str]()
    for field, column in content.items():
        if field in NAMED and isinstance(column, dict):
            for name, theirs in column.items():
                attributes[str(name)] = _column(path, f"{field}.{name}", theirs)
        elif field not in FIELDS:
            remedy = f"Use some of: {', '.join((*FIELDS, *NAMED))}"
            raise BadInput(str(path), str(field), "is not a field of ours", remedy)
        else:
            columns[field] = _column(path, field, column)
    return FeedMap(columns, attributes)


def _column(path: Path, field: str, column: object) -> str:
    if not isinstance(column, str) or not column.strip():
        remedy = 'Give their column name, or "=constant"'
        raise BadInput(str(path), field, "does not name a column", remedy)
    return column


def obvious(columns: Iterable[str]) -> dict[str, str]:
    """The map that the column names themselves suggest.

    A name that bears a currency, such as price_usd or 价格（元）, also says the currency; one in
    humps (reviewsCount) is known by its words.
    """
    theirs: dict[str, str] = {}
    humps: dict[str, str] = {}
    currencies: dict[str, str] = {}
    for column in columns:
        name, parted = plain_names(column)
        humps.setdefault(parted, column)
        unit = UNIT.fullmatch(name)
        code = _currency(unit[2]) if unit else ""
        if unit and code:
            name = unit[1]
            currencies[column] = code
        theirs.setdefault(name, column)
    theirs = humps | theirs
    known = {}
    for field, names in column_names().fields.items():
        fitting = [theirs[name] for name in names if name in theirs]
        if fitting:
            known[field] = fitting[0]
    for name, column in theirs.items():
        match = PRICED.fullmatch(name)
        if match and match[2] in CURRENCIES:
            known.setdefault(match[1], column)
            currencies[column] = {"rmb": "CNY"}.get(match[2], match[2].upper())
        counted = COLUMN.fullmatch(name)
        if counted:
            known.setdefault(counted[1].replace("compare_at", "list"), column)
    codes = {currencies.get(known.get(field, ""), "") for field in PRICES} - {""}
    if len(codes) == 1 and "currency" not in known:
        known["currency"] = f"={codes.pop()}"
    return known


def _currency(unit: str) -> str:
    codes = meant_by(unit)
    return codes[0] if codes and codes[0] != "." else ""


def plain_names(column: str) -> tuple[str, str]:
    """The plain names that a column may be known by: as it stands, and with its humps parted."""
    return plain(column), plain(HUMP.sub("_", column))


def options(columns: Iterable[str]) -> dict[str, str]:
    """The columns that tell variants apart, by the option's name: {"size": "尺码"}."""
    theirs = {plain(column): column for column in reversed(list(columns))}
    known = column_names().options.items()
    named = ((option, [theirs[n] for n in names if n in theirs]) for option, names in known)
    return {option: fitting[0] for option, fitting in named if fitting}


def constants(columns: Mapping[str, str]) -> dict[str, str]:
    """Our fields that a map gives one text for every row."""
    return {field: column[1:] for field, column in columns.items() if column[0] == "="}


def completed(columns: Mapping[str, str], theirs: Iterable[str]) -> dict[str, str]:
    """The map; one that names no column leaves the columns to their obvious names."""
    named = len(constants(columns)) < len(columns)
    return dict(columns) if named else {**obvious(theirs), **columns}


def apply(columns: Mapping[str, str], value: Callable[[str], str]) -> dict[str, str]:
    """Our fields filled from one record; `value` gives the text of one of their columns."""
    filled = {}
    for field, column in columns.items():
        if text := column[1:] if column[0] == "=" else value(column):
            filled[field] = text
    return filled
