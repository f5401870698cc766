"""The command that studies what policies do to shoppers, sellers and the platform."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli.options import CATALOG, JSON, SEED, data_folder, speaks_errors, tell

if TYPE_CHECKING:
    from assistant.columns import Column
    from assistant.session import House
    from assistant.study.simulation import Switch

MADE_AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
"""The moment of generated conversations where no script says one."""


@click.command()
@click.argument("scripts", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--policies",
    "names",
    required=True,
    help="POLICY or POLICY:DISCLOSURE, with commas; the first is the yardstick.",
)
@click.option("--shoppers", type=click.IntRange(1), default=1000, show_default=True)
@click.option("--periods", type=click.IntRange(1), default=6, show_default=True, help="Months.")
@click.option(
    "--generated",
    type=click.IntRange(0),
    default=0,
    help="Conversations a language made from the catalog, beside the scripts.",
)
@click.option("--workers", type=click.IntRange(1), help="Processes; default: one a core.")
@click.option(
    "--switch",
    "switched",
    multiple=True,
    metavar="POLICY,PERIOD,POLICY",
    help="A column more: the first until that period, then the second.",
)
@click.option(
    "--people",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Answers of blind comparisons (plainshelf chat --blind FILE), told in the report as well.",
)
@click.option(
    "--scheduler",
    default="processes",
    show_default=True,
    help="processes, or dask://HOST:PORT for the shards.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="A folder; default: one among those of the study page.",
)
@CATALOG
@SEED
@JSON
@speaks_errors
def study(
    scripts: tuple[Path, ...],
    names: str,
    shoppers: int,
    periods: int,
    generated: int,
    workers: int | None,
    switched: tuple[str, ...],
    people: Path | None,
    scheduler: str,
    out: Path | None,
    folder: Path | None,
    seed: str,
    as_json: bool,
) -> None:
    """Simulated shoppers under several policies; started again, it goes on where it stopped."""
    from assistant.cli.progress import timed
    from assistant.cli.study_report import reported
    from assistant.columns import read_columns
    from assistant.replay.script import read_script
    from assistant.session import open_house
    from assistant.study.run import plan_of, steps
    from assistant.study.saved import name_of
    from catalog.errors import BadInput

    read = [read_script(path) for path in scripts]
    twice = next((s.id for n, s in enumerate(read) if s.id in [r.id for r in read[:n]]), "")
    if twice:
        raise BadInput("study", "SCRIPT", f"two scripts are {twice!r}", "Give each its own id")
    own = {None if s.catalog == "demo" else p.parent / s.catalog
           for s, p in zip(read, scripts, strict=True)}  # fmt: skip
    if folder is None and len(own) > 1:
        raise BadInput("study", "SCRIPT", "the scripts are of several catalogs", "Study each alone")
    catalog = folder or (own.pop() if own else None)
    house = open_house(catalog)
    if generated:
        from assistant.study.needs import generated as made

        read += made(house.shelf.catalog, generated, seed, read[0].now if read else MADE_AT)
    if not read:
        raise BadInput("study", "SCRIPT", "there is none", "Name a script, or give --generated 20")
    columns = read_columns(names, house)
    switches = [switch_of(text, columns, house) for text in switched]
    plan = plan_of(house, read, columns, shoppers, periods, seed, switches)
    out = out or data_folder() / "studies" / name_of(plan)
    count = workers or os.cpu_count() or 1
    with timed() as told:
        for at in steps(plan, house, read, out, count, folder=catalog, scheduler=scheduler):
            told(at.done, at.whole)
    page, rows = reported(plan, house, read, out, people)
    whole = [r for r in rows if r.period == 0]
    tell(
        {"report": str(page), "measures": [r.model_dump(mode="json") for r in whole]},
        as_json,
        lambda: [f"written to {page}"],
    )


def switch_of(text: str, columns: Sequence[Column], house: House) -> Switch:
    """A switch between two columns of the study from POLICY,PERIOD,POLICY.

    Raises:
        BadInput: it is not of that form, or names what is not a column.
    """
    from assistant.columns import column
    from assistant.study.simulation import Switch
    from catalog.errors import BadInput

    before, period, after, *more = (*(part.strip() for part in text.split(",")), "", "")
    if any(more) or not period.isdecimal() or int(period) < 2:
        raise BadInput("--switch", text, "it is not A,PERIOD,B", "Write none,11,slots")
    at = {c: n for n, c in enumerate(columns)}
    for name in (before, after):
        if column(name, house) not in at:
            raise BadInput("--switch", name, "it is no column", "Name it in --policies as well")
    return Switch(
        before=at[column(before, house)], after=at[column(after, house)], period=int(period)
    )
