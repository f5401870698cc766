"""A command that sets policies side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli.options import CATALOG, JSON, NOW, SEED, moment, speaks_errors, tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.columns import ColumnTalk
    from assistant.replay.script import Script
    from assistant.session import House
    from catalog.i18n import Spoken

KINDS = (".html", ".json", ".csv", ".parquet")


@click.command()
@click.argument("what", metavar='SCRIPT|"QUESTION"')
@click.option(
    "--policies",
    "names",
    required=True,
    help="POLICY or POLICY:DISCLOSURE, with commas; the first is the yardstick.",
)
@click.option("--out", type=click.Path(path_type=Path), help="FILE.html, .json, .csv or .parquet.")
@CATALOG
@click.option("--jurisdiction", type=click.Choice(["auto", "cn", "us", "eu", "uk"]), default="auto")
@click.option("--locale", type=click.Choice(["auto", "zh", "en"]), default="auto")
@NOW
@SEED
@JSON
@speaks_errors
def compare(
    what: str,
    names: str,
    out: Path | None,
    folder: Path | None,
    jurisdiction: str,
    locale: str,
    now: str | None,
    seed: str,
    as_json: bool,
) -> None:
    """One question, or a script's, under several policies; nothing is charged to anybody."""
    from assistant.columns import ColumnTalk, ask_columns, ask_script, read_columns
    from assistant.comparison_export import as_json as exported
    from assistant.session import Settings, configured_house, open_house
    from catalog.errors import BadInput

    if out is not None and out.suffix.lower() not in KINDS:
        raise BadInput(
            str(out), "--out", f"{out.suffix or 'no ending'!r} is no form", f"End it in {KINDS}"
        )
    script = _script(what)
    if script is not None:
        house = open_house(folder or _catalog(script, Path(what)))
        talks = ask_script(house, read_columns(names, house), script)
    else:
        house = configured_house(folder)
        settings = Settings.model_validate({"jurisdiction": jurisdiction, "locale": locale})
        talks = tuple(ColumnTalk(column) for column in read_columns(names, house))
        *_, talks = ask_columns(house, talks, _question(what), settings, moment(now), seed)
    if out is not None:
        _write(house, talks, out)
    tell(exported(talks), as_json, lambda: _lines(talks, out))


def _script(what: str) -> Script | None:
    """The script in a file, None where the words are a question."""
    from assistant.replay.script import read_script

    path = Path(what)
    return read_script(path) if path.suffix.lower() in (".yaml", ".yml") else None


def _catalog(script: Script, path: Path) -> Path | None:
    return None if script.catalog == "demo" else path.parent / script.catalog


def _question(what: str) -> str:
    from catalog.errors import BadInput

    question = " ".join(what.split())
    if not question:
        raise BadInput("compare", "", "the question is empty", "Ask for something")
    return question


def _write(house: House, talks: Sequence[ColumnTalk], out: Path) -> None:
    import json
    from importlib.metadata import entry_points

    from assistant.comparison_export import as_json, table, write_csv, write_parquet

    match out.suffix.lower():
        case ".json":
            text = json.dumps(as_json(talks), ensure_ascii=False, indent=1) + "\n"
            out.write_text(text, "utf-8")
        case ".html":
            (page,) = entry_points(group="plainshelf.comparison")
            out.write_text(page.load()(house, talks, _language(talks)), "utf-8")
        case ".csv":
            write_csv(tuple(table(talks)), out)
        case ".parquet":
            write_parquet(tuple(table(talks)), out)


def _language(talks: Sequence[ColumnTalk]) -> Spoken:
    """The language of the first answer, Chinese or English."""
    return "zh" if talks[0].turns[0].answer.locale.startswith("zh") else "en"


def _lines(talks: Sequence[ColumnTalk], out: Path | None) -> list[str]:
    """A line per turn and column: what differs, and what is owed."""
    from assistant.columns import differences

    lines = []
    for n, turn in enumerate(talks[0].turns):
        lines.append(turn.question)
        for talk, change in zip(talks, differences(talks, n), strict=True):
            changed = sum(1 for item in change.items if item.changed)
            words = len(change.sentences) + len(change.questions)
            told = "same" if change.same else f"{changed} items changed, {len(change.gone)} gone"
            sold = f", {words} sentences and questions bought" if words else ""
            lines.append(f"  {talk.column.name}: {told}{sold}, {len(change.charges)} charges")
    return [*lines, f"written to {out}"] if out else lines
