"""Commands for a shopper: the page, a question, a search."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli.options import (
    CATALOG,
    JSON,
    NOW,
    SEED,
    data_folder,
    moment,
    open_conversations,
    open_ledger,
    open_receipts,
    speaks_errors,
    tell,
)

if TYPE_CHECKING:
    from pydantic import JsonValue

WORDS_ALONE = (
    "plainshelf: words alone are searched for now; the index of meanings is being made by a "
    "process of its own (plainshelf index waits for it)"
)


@click.command()
@CATALOG
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=7860, show_default=True)
@click.option("--mcp", is_flag=True, help="Also serve the assistant as tools (MCP).")
@click.option("--name", "names", multiple=True, help="A host name that the page is reached by.")
@click.option("--origin", "origins", multiple=True, help="A site whose pages may ask /v1 (CORS).")
@click.option("--unlocked", is_flag=True, help="Let others in without a login.")
@click.option(
    "--blind",
    "blind_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Open blind comparisons at /compare/blind, and add their answers to this file (JSONL).",
)
@speaks_errors
def chat(
    folder: Path | None,
    host: str,
    port: int,
    mcp: bool,
    names: tuple[str, ...],
    origins: tuple[str, ...],
    unlocked: bool,
    blind_file: Path | None,
) -> None:
    """Open the page; PLAINSHELF_LOGIN=user:password asks everybody for it."""
    import os
    from dataclasses import replace
    from importlib.metadata import entry_points

    from assistant.session import configured_house

    (page,) = entry_points(group="plainshelf.page")
    ledger = open_ledger(None)
    house = configured_house(folder, ledger=ledger, at_once=True)
    house = replace(house, receipts=open_receipts())
    if house.shelf.ranker.build is not None:
        click.echo(WORDS_ALONE, err=True)
    serve = page.load()
    login = os.environ.get("PLAINSHELF_LOGIN", "")
    known = {"names": names, "origins": origins, "login": login, "unlocked": unlocked}
    serve(
        house, host, port, mcp, **known, blind_file=blind_file,
        conversations=open_conversations(), studies=data_folder() / "studies",
    )  # fmt: skip


@click.command()
@click.argument("question")
@CATALOG
@click.option("--policy", help="A policy's id; see `plainshelf policies`.")
@click.option("--disclosure", help="A disclosure's id; default: the policy's own.")
@click.option("--jurisdiction", type=click.Choice(["auto", "cn", "us", "eu", "uk"]), default="auto")
@click.option("--locale", type=click.Choice(["auto", "zh", "en"]), default="auto")
@click.option("--organic-only", is_flag=True, help="Nothing that anybody paid for.")
@click.option(
    "--receipts",
    "receipts_at",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Add a signed receipt of the answer to this file (JSONL); its key lies beside it.",
)
@click.option(
    "--sponsored-context",
    "context_at",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A sponsored context in AdCP's form, which the receipt answers.",
)
@NOW
@SEED
@JSON
@speaks_errors
def ask(
    question: str,
    folder: Path | None,
    policy: str | None,
    disclosure: str | None,
    jurisdiction: str,
    locale: str,
    organic_only: bool,
    receipts_at: Path | None,
    context_at: Path | None,
    now: str | None,
    seed: str,
    as_json: bool,
) -> None:
    """Ask one question: the Answer record as JSON, or its text on a terminal."""
    from assistant.disclosure.export import plain_text
    from assistant.receipts.chain import Receipts
    from assistant.session import DEFAULT_POLICY, Settings, configured_house

    settings = Settings.model_validate(
        {
            "policy": policy or DEFAULT_POLICY,
            "disclosure": disclosure,
            "jurisdiction": jurisdiction,
            "locale": locale,
            "organic_only": organic_only,
        }
    )
    context = _declared(context_at, receipts_at)
    house, at = configured_house(folder), moment(now)
    answer = house.ask(question, (), settings, at, seed).answer
    if receipts_at is not None:
        Receipts.open(receipts_at).issue(answer, "command", at, context)
    tell(answer.model_dump(mode="json"), as_json, lambda: [plain_text(answer)])


def _declared(context: Path | None, receipts: Path | None) -> dict[str, JsonValue] | None:
    """The sponsored context in a file; None for none."""
    from assistant.receipts.adcp import sponsored_context
    from catalog.errors import BadInput

    if context is None:
        return None
    if receipts is None:
        wrong = "only a receipt answers it"
        raise BadInput("--sponsored-context", "", wrong, "Add --receipts FILE")
    try:
        text = context.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(str(context), "", f"cannot be read ({error})", "Check the file") from error
    return sponsored_context(text, str(context))


@click.command()
@click.argument("text")
@CATALOG
@click.option("-k", "k", default=10, show_default=True, help="How many.")
@NOW
@JSON
@speaks_errors
def search(text: str, folder: Path | None, k: int, now: str | None, as_json: bool) -> None:
    """Rank the catalog for some words; conditions in them bind, as in a question."""
    from assistant.understanding.lexicon_builder import build_lexicon
    from assistant.understanding.understand import understand
    from catalog.store import Catalog
    from retrieval.ranking import Ranker

    catalog = Catalog.open(folder)
    need = understand(text, (), build_lexicon(catalog))
    ranker = Ranker.open_at_once(catalog)
    if ranker.build is not None:
        click.echo(WORDS_ALONE, err=True)
    ranking = ranker.rank(need.request(k), moment(now))
    rows: list[JsonValue] = []
    for found in ranking.products:
        product = catalog.product(found.product_id)
        rows.append(
            found.model_dump(mode="json") | {"title": product.title, "brand": product.brand}
        )
    tell(rows, as_json, lambda: [f"{r['rank']}. {r['title']}" for r in rows if isinstance(r, dict)])
