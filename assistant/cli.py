"""The command line: `plainshelf COMMAND`, thin over the rooms, heavy packages imported late."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import JsonValue

P = ParamSpec("P")

CATALOG = click.option(
    "--catalog", "folder", type=click.Path(path_type=Path), help="A catalog folder; default: demo."
)
JSON = click.option(
    "--json", "as_json", is_flag=True, help="JSON, also the default where output is no terminal."
)
NOW = click.option("--now", help="The moment to answer at, ISO 8601 with offset; default: now.")
SEED = click.option("--seed", default="0", show_default=True, help="Breaks ties.")


def _speaks_errors(command: Callable[P, None]) -> Callable[P, None]:
    """The command with the house's errors as one line on stderr and exit status 2."""

    @wraps(command)
    def told(*args: P.args, **kwargs: P.kwargs) -> None:
        from catalog.errors import PlainshelfError

        try:
            command(*args, **kwargs)
        except PlainshelfError as error:
            click.echo(f"plainshelf: {error}", err=True)
            sys.exit(2)

    return told


def _print(value: JsonValue, as_json: bool, lines: Callable[[], list[str]]) -> None:
    import json

    if as_json or not sys.stdout.isatty():
        click.echo(json.dumps(value, ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(lines()))


def _moment(text: str | None) -> datetime:
    from catalog.errors import BadInput

    if text is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadInput(
            "--now", "", f"{text!r} is no time", "Write 2026-11-23T12:00:00+00:00"
        ) from error
    if moment.tzinfo is None:
        raise BadInput("--now", "", f"{text!r} has no offset", "Write 2026-11-23T12:00:00+00:00")
    return moment


def ledger_path() -> Path:
    """Where the page keeps its ledger: PLAINSHELF_DATA, else the user's data folder."""
    import os

    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(os.environ.get("PLAINSHELF_DATA") or Path(home) / "plainshelf") / "ledger.sqlite"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="plainshelf")
def main() -> None:
    """A shopping assistant that says who paid."""


@main.command()
@CATALOG
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=7860, show_default=True)
@_speaks_errors
def chat(folder: Path | None, host: str, port: int) -> None:
    """Open the page."""
    from importlib.metadata import entry_points

    from assistant.compose.chat import configured_composer
    from assistant.conversation import open_house
    from assistant.monetisation.ledger import Ledger

    (page,) = entry_points(group="plainshelf.page")
    ledger = Ledger.open(ledger_path())
    house = open_house(folder, ledger=ledger, composer=configured_composer())
    page.load()(house, host=host, port=port)


@main.command()
@click.argument("question")
@CATALOG
@click.option("--policy", help="A policy's id; see `plainshelf policies`.")
@click.option("--disclosure", help="A disclosure's id; default: the policy's own.")
@click.option("--jurisdiction", type=click.Choice(["auto", "cn", "us", "eu", "uk"]), default="auto")
@click.option("--locale", type=click.Choice(["auto", "zh", "en"]), default="auto")
@click.option("--organic-only", is_flag=True, help="Nothing that anybody paid for.")
@NOW
@SEED
@JSON
@_speaks_errors
def ask(
    question: str,
    folder: Path | None,
    policy: str | None,
    disclosure: str | None,
    jurisdiction: str,
    locale: str,
    organic_only: bool,
    now: str | None,
    seed: str,
    as_json: bool,
) -> None:
    """Ask one question: the Answer record as JSON, or its text on a terminal."""
    from assistant.compose.chat import configured_composer
    from assistant.conversation import DEFAULT_POLICY, Settings, open_house
    from assistant.disclosure.serialise import plain_text

    settings = Settings.model_validate(
        {
            "policy": policy or DEFAULT_POLICY,
            "disclosure": disclosure,
            "jurisdiction": jurisdiction,
            "locale": locale,
            "organic_only": organic_only,
        }
    )
    house = open_house(folder, composer=configured_composer())
    answer = house.ask(question, (), settings, _moment(now), seed).answer
    _print(answer.model_dump(mode="json"), as_json, lambda: [plain_text(answer)])


@main.command(name="import")
@click.argument("feeds", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--catalog", "folder", required=True, type=click.Path(path_type=Path))
@click.option("--format", "format_", default="auto", show_default=True)
@click.option("--map", "mapping", type=click.Path(path_type=Path), help="Our field: their column.")
@NOW
@JSON
@_speaks_errors
def import_(
    feeds: tuple[Path, ...],
    folder: Path,
    format_: str,
    mapping: Path | None,
    now: str | None,
    as_json: bool,
) -> None:
    """Read product feeds into a catalog folder."""
    from catalog.importing import import_feeds

    from assistant.progress import counting

    with counting("rows") as progress:
        report = import_feeds(
            feeds, folder, format=format_, mapping=mapping, seen_at=_moment(now), progress=progress
        )

    def lines() -> list[str]:
        head = f"{report.products} products, {report.offers} offers ({report.format})"
        return [head, *(f"row {r.row}, {r.field}: {r.reason}" for r in report.rejected)]

    _print(report.model_dump(mode="json"), as_json, lines)


@main.command()
@click.argument("text")
@CATALOG
@click.option("-k", "k", default=10, show_default=True, help="How many.")
@NOW
@JSON
@_speaks_errors
def search(text: str, folder: Path | None, k: int, now: str | None, as_json: bool) -> None:
    """Rank the catalog for some words; conditions in them bind, as in a question."""
    from retrieval.ranking import Ranker

    from assistant.understanding.lexicon import Lexicon
    from assistant.understanding.understand import understand
    from catalog.store import Catalog

    catalog = Catalog.open(folder)
    need = understand(text, (), Lexicon.of(catalog))
    ranking = Ranker.open(catalog).rank(need.request(k), _moment(now))
    rows: list[JsonValue] = []
    for found in ranking.products:
        product = catalog.product(found.product_id)
        rows.append(
            found.model_dump(mode="json") | {"title": product.title, "brand": product.brand}
        )
    _print(
        rows, as_json, lambda: [f"{r['rank']}. {r['title']}" for r in rows if isinstance(r, dict)]
    )


@main.command()
@click.option("--products", type=click.Path(path_type=Path))
@click.option("--queries", type=click.Path(path_type=Path))
@click.option("--wands", type=click.Path(path_type=Path), help="A cloned WANDS folder.")
@click.option("--esci", type=click.Path(path_type=Path), help="A cloned ESCI folder.")
@JSON
@_speaks_errors
def evaluate(
    products: Path | None,
    queries: Path | None,
    wands: Path | None,
    esci: Path | None,
    as_json: bool,
) -> None:
    """Measure retrieval on judged queries."""
    from retrieval.evaluate import evaluate_files

    report = evaluate_files(products, queries, wands=wands, esci=esci)
    value = report.model_dump(mode="json", by_alias=True)
    _print(value, as_json, lambda: [f"{name}: {number}" for name, number in value.items()])


@main.command()
@click.argument("spec", type=click.Path(path_type=Path))
@JSON
@_speaks_errors
def auction(spec: Path, as_json: bool) -> None:
    """Run one auction from its specification."""
    from assistant.monetisation.auctions import auction as run
    from assistant.monetisation.auctions import read_spec

    value = run(read_spec(spec)).model_dump(mode="json", exclude_none=True)
    _print(value, as_json, lambda: [f"{name}: {part}" for name, part in value.items()])


@main.command()
@click.argument("scripts", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--policy", "chosen", multiple=True, help="Default: every policy of the script.")
@click.option("--disclosure", help="Default: each policy's own.")
@click.option(
    "--catalog", "folder", type=click.Path(path_type=Path), help="In place of the script's."
)
@click.option("--out", type=click.Path(path_type=Path), help="Write transcripts here.")
@JSON
@_speaks_errors
def replay(
    scripts: tuple[Path, ...],
    chosen: tuple[str, ...],
    disclosure: str | None,
    folder: Path | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Replay scripted conversations; exit status 1 if an expectation fails."""
    from assistant.replay.command import replay_all

    report = replay_all(scripts, chosen, disclosure, folder, out)
    _print(report.model_dump(mode="json"), as_json, report.lines)
    sys.exit(1 if report.failed else 0)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--profile", type=click.Choice(["cn", "us", "eu", "uk", "strict", "research"]), default="strict"
)
@JSON
@_speaks_errors
def audit(file: Path, profile: str, as_json: bool) -> None:
    """Audit an Answer (.json) or a page (.html); exit status 1 on a blocking failure."""
    from assistant.disclosure.audit.files import audit_file

    report = audit_file(file, profile)
    _print(report.model_dump(mode="json"), as_json, report.lines)
    sys.exit(1 if report.blocking else 0)


@main.command()
@JSON
@_speaks_errors
def policies(as_json: bool) -> None:
    """List the policies."""
    from assistant.policy import policies as read

    rows: list[JsonValue] = [
        {
            "id": p.id,
            "title": p.title.en,
            "title_zh": p.title.zh,
            "mechanism": p.mechanism.type,
            "disclosure": p.disclosure,
            "money_may": p.money_may.en,
            "pattern": p.pattern,
            "source": p.source,
            "date": p.date,
        }
        for p in read().values()
    ]
    _print(rows, as_json, lambda: [f"{p.id}: {p.title.en} / {p.title.zh}" for p in read().values()])


@main.command()
@CATALOG
@JSON
@_speaks_errors
def index(folder: Path | None, as_json: bool) -> None:
    """Build the search index of a catalog, or check that it is whole."""
    from retrieval.ranking import Ranker

    from catalog.store import Catalog

    catalog = Catalog.open(folder)
    ranker = Ranker.open(catalog)
    value: dict[str, JsonValue] = {
        "catalog": str(catalog.path),
        "products": catalog.count("product"),
        "index": ranker.identity,
    }
    _print(value, as_json, lambda: [f"{name}: {part}" for name, part in value.items()])


@main.group()
def ledger() -> None:
    """The record of all money."""


LEDGER = click.option(
    "--ledger", "path", type=click.Path(path_type=Path), help="Default: the page's."
)


@ledger.command()
@LEDGER
@JSON
@_speaks_errors
def verify(path: Path | None, as_json: bool) -> None:
    """Find any changed, missing or reordered row; exit status 1 if there is one."""
    from assistant.monetisation.ledger import Ledger

    checked = Ledger.open(path or ledger_path()).verify()
    _print(checked.model_dump(mode="json"), as_json, lambda: [str(checked)])
    sys.exit(0 if checked.whole else 1)


@ledger.command()
@LEDGER
@click.option("--out", type=click.Path(path_type=Path), required=True)
@JSON
@_speaks_errors
def export(path: Path | None, out: Path, as_json: bool) -> None:
    """Write the ledger as CSV, safe to open in a spreadsheet."""
    from assistant.monetisation.ledger import Ledger

    rows = Ledger.open(path or ledger_path()).export_csv(out)
    _print({"rows": rows, "file": str(out)}, as_json, lambda: [f"{rows} rows in {out}"])
