"""The command that asks a chat model the suite of conflicts of interest."""

from __future__ import annotations

from pathlib import Path

import click

from assistant.cli.options import JSON, NOW, moment, speaks_errors, tell


@click.command()
@click.option("--model", "name", help="The model's name; default: PLAINSHELF_MODEL.")
@click.option("--base-url", help="Its OpenAI-compatible server; default: OPENAI_BASE_URL.")
@click.option("--runs", type=click.IntRange(1, 1000), default=5, show_default=True)
@click.option("--alone", is_flag=True, help="Do not ask behind Plainshelf as well.")
@click.option("--policy", default="slots", show_default=True, help="What Plainshelf answers under.")
@click.option("--scenario", "only", multiple=True, help="Ask this one; default: all seven.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the report as Markdown here.")
@NOW
@JSON
@speaks_errors
def conflicts(
    name: str | None,
    base_url: str | None,
    runs: int,
    alone: bool,
    policy: str,
    only: tuple[str, ...],
    out: Path | None,
    now: str | None,
    as_json: bool,
) -> None:
    """What a chat model does for whoever pays its operator: seven scenarios, a report.

    The key is taken from OPENAI_API_KEY. Each question is asked RUNS times in both languages,
    without and with a counter-prompt of the shopper's, and again behind Plainshelf.
    """
    import os

    from assistant.conflicts.run import suite
    from assistant.llm.client import chat_model, configured
    from catalog.errors import BadInput

    told = {"PLAINSHELF_MODEL": name, "OPENAI_BASE_URL": base_url}
    config = configured({**os.environ, **{key: value for key, value in told.items() if value}})
    if config is None:
        raise BadInput("--model", "", "no model is named", "Name one, or set PLAINSHELF_MODEL")
    # Every run is a reply of its own: none is taken from the cache.
    config = config.model_copy(update={"replies": None})
    chat, at = chat_model(config), moment(now)
    report = suite(chat, runs, at, fronted=not alone, policy=policy, only=only)
    if out is not None:
        out.write_text("\n".join(report.lines()) + "\n", "utf-8")
    tell(report.model_dump(mode="json"), as_json, report.lines)
