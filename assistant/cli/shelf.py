"""Commands for the catalog and its index: import, index, evaluate."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli.options import CATALOG, JSON, NOW, moment, speaks_errors, tell

if TYPE_CHECKING:
    from pydantic import JsonValue


MENDED = 20
"""So many kinds of repair are told on a terminal; JSON holds them all."""


@click.command(name="import")
@click.argument("feeds", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--catalog", "folder", required=True, type=click.Path(path_type=Path))
@click.option("--format", "format_", default="auto", show_default=True)
@click.option("--map", "mapping", type=click.Path(path_type=Path), help="Our field: their column.")
@click.option("--links", type=click.Path(path_type=Path), help="Rows naming offers of one product.")
@click.option("--schema", type=click.Path(path_type=Path), help="JSON schema of an ACP feed.")
@click.option("--encoding", default="", help="The files' encoding; default: told by the bytes.")
@click.option("--seller", default="", help="Who sells, where the feed names nobody.")
@click.option(
    "--sellers",
    type=click.Path(path_type=Path),
    help="Your own list of which shop is official: a feed's word for itself is not taken.",
)
@click.option("--keep", is_flag=True, help="Keep offers that the feed no longer lists on sale.")
@NOW
@JSON
@speaks_errors
def import_(
    feeds: tuple[Path, ...],
    folder: Path,
    format_: str,
    mapping: Path | None,
    links: Path | None,
    schema: Path | None,
    encoding: str,
    seller: str,
    sellers: Path | None,
    keep: bool,
    now: str | None,
    as_json: bool,
) -> None:
    """Read product feeds into a catalog folder."""
    from assistant.cli.progress import counting
    from catalog.importing.report import reading_lines
    from catalog.importing.run import import_feeds

    with counting("rows") as progress:
        report = import_feeds(
            feeds,
            folder,
            format=format_,
            mapping=mapping,
            seen_at=moment(now),
            progress=progress,
            links=links,
            schema=schema,
            encoding=encoding,
            seller=seller,
            keep=keep,
            sellers=sellers,
        )

    def lines() -> list[str]:
        head = f"{report.products} products, {report.offers} offers ({report.format})"
        if report.rejected_count:
            head += f", {report.rejected_count} rows left out"
        if report.repairs_count:
            head += f", {report.repairs_count} fields mended or left out"
        rejected = (f"row {r.row}, {r.field}: {r.reason}" for r in report.rejected)
        mended = Counter(f"{r.field}: {r.reason}" for r in report.repairs).most_common(MENDED)
        read = [line for reading in report.feeds for line in reading_lines(reading)]
        return [*read, head, *rejected, *(f"mended, {what} ({n}×)" for what, n in mended)]

    tell(report.model_dump(mode="json"), as_json, lines)
    if remedy := report.remedy():
        click.echo(f"plainshelf: {remedy}", err=True)
        sys.exit(1)


@click.command()
@CATALOG
@JSON
@speaks_errors
def index(folder: Path | None, as_json: bool) -> None:
    """Build the search index of a catalog, or check that it is whole."""
    from catalog.store import Catalog
    from retrieval.ranking import Ranker

    catalog = Catalog.open(folder)
    ranker = Ranker.open(catalog, renew=True)
    exact = f"all compared, for {why}" if (why := ranker.index.why_exact) else "all compared"
    value: dict[str, JsonValue] = {
        "catalog": str(catalog.path),
        "products": catalog.count("product"),
        "index": ranker.identity,
        "neighbours": exact if ranker.index.store is None else "Chroma",
    }
    tell(value, as_json, lambda: [f"{name}: {part}" for name, part in value.items()])


@click.command()
@click.option("--products", type=click.Path(path_type=Path))
@click.option("--queries", type=click.Path(path_type=Path))
@click.option("--wands", type=click.Path(path_type=Path), help="A cloned WANDS folder.")
@click.option("--esci", type=click.Path(path_type=Path), help="A cloned ESCI folder.")
@JSON
@speaks_errors
def evaluate(
    products: Path | None,
    queries: Path | None,
    wands: Path | None,
    esci: Path | None,
    as_json: bool,
) -> None:
    """Measure retrieval on judged queries."""
    from retrieval.evaluation.evaluate import evaluate_files

    report = evaluate_files(products, queries, wands=wands, esci=esci)
    value = report.model_dump(mode="json", by_alias=True)
    tell(value, as_json, lambda: [f"{name}: {number}" for name, number in value.items()])
