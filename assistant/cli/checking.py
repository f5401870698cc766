"""Commands that check: replay, audit."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli.options import JSON, speaks_errors, tell

if TYPE_CHECKING:
    from assistant.audit.relays import Survival


@click.command()
@click.argument("scripts", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--policy", "chosen", multiple=True, help="Default: every policy of the script.")
@click.option("--disclosure", help="Default: each policy's own.")
@click.option(
    "--catalog", "folder", type=click.Path(path_type=Path), help="In place of the script's."
)
@click.option("--out", type=click.Path(path_type=Path), help="Write transcripts here.")
@click.option(
    "--seeds",
    type=click.IntRange(0, 1000),
    default=0,
    help="Under so many seeds, 0, 1 and on; default: each script's own.",
)
@JSON
@speaks_errors
def replay(
    scripts: tuple[Path, ...],
    chosen: tuple[str, ...],
    disclosure: str | None,
    folder: Path | None,
    out: Path | None,
    seeds: int,
    as_json: bool,
) -> None:
    """Replay scripted conversations; exit status 1 if an expectation fails."""
    from assistant.replay.command import replay_all

    report = replay_all(scripts, chosen, disclosure, folder, out, seeds)
    tell(report.model_dump(mode="json"), as_json, report.lines)
    if report.failed:
        click.echo(
            "\n".join(line for line in report.lines() if not line.startswith("ok")), err=True
        )
    sys.exit(1 if report.failed else 0)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--profile", type=click.Choice(["cn", "us", "eu", "uk", "strict", "research"]), default="strict"
)
@click.option("--page", type=click.Path(path_type=Path), help="The saved page of a .json answer.")
@click.option("--browser", is_flag=True, help="Measure the page in Chromium, at two sizes.")
@click.option("--capture", is_flag=True, help="FILE is a captured answer: JSON, HAR or MHTML.")
@click.option("--relayed", is_flag=True, help="Tell which labels of an Answer survive relays.")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Judge by the rules in force on this day, YYYY-MM-DD; default: every rule there is.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Write the report as a page here.")
@click.option(
    "--locale", type=click.Choice(["zh", "en"]), default="en", help="The page's language."
)
@JSON
@speaks_errors
def audit(
    file: Path,
    profile: str,
    page: Path | None,
    browser: bool,
    capture: bool,
    relayed: bool,
    as_of: datetime | None,
    out: Path | None,
    locale: str,
    as_json: bool,
) -> None:
    """Audit an Answer (.json) or a page (.html); exit status 1 on a blocking failure."""
    from assistant.audit.files import audit_file, relayed_file
    from assistant.audit.report_html import report_html

    if relayed:
        found = relayed_file(file)
        tell([one.model_dump(mode="json") for one in found], as_json, lambda: _survived(found))
        return
    day = as_of.date() if as_of else None
    report = audit_file(file, profile, page=page, browser=browser, as_of=day, capture=capture)
    if out is not None:
        out.write_text(report_html(report, locale), "utf-8")
    tell(report.model_dump(mode="json"), as_json, report.lines)
    sys.exit(1 if report.blocking else 0)


def _survived(found: tuple[Survival, ...]) -> list[str]:
    """A line per relay: how many labelled items it names, and how many with their label."""
    return [f"{one.relay}: {one.survived} of {one.named} named with their label" for one in found]
