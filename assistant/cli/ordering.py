"""A command that orders inside the chat, from a sandbox seller on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from assistant.cli.options import CATALOG, JSON, LEDGER, moment, open_ledger, speaks_errors, tell


@click.command()
@click.argument("question")
@CATALOG
@click.option("--policy", default="checkout", show_default=True)
@click.option("--quantity", default=1, show_default=True)
@LEDGER
@click.option("--now", help="The moment to order at, ISO 8601 with offset; default: now.")
@JSON
@speaks_errors
def order(
    question: str,
    folder: Path | None,
    policy: str,
    quantity: int,
    where: str | None,
    now: str | None,
    as_json: bool,
) -> None:
    """Order the first pick that takes orders in the chat. A sandbox: nothing is bought."""
    from assistant.monetisation.acp.client import order as order_from
    from assistant.monetisation.acp.server import SandboxSeller
    from assistant.session import Settings, configured_house
    from catalog.errors import NotFound

    ledger = open_ledger(where)
    house = configured_house(folder, ledger=ledger)
    at = moment(now)
    answer = house.ask(question, (), Settings(policy=policy), at, at.isoformat()).answer
    orderable = (
        p for p in answer.placements if p.disclosure and p.disclosure.terms.event == "order"
    )
    placement = next(orderable, None)
    if placement is None:
        raise NotFound(f"Nothing in the answer to {question!r} takes orders under {policy!r}.")
    with SandboxSeller(house.shelf.catalog, at) as seller:
        done = order_from(ledger, seller.url, answer.id, placement, at, quantity=quantity)
    value = {"sandbox": True, "product_id": placement.product_id, **done.model_dump(mode="json")}
    told = [
        f"SANDBOX, nothing was bought: {placement.title} × {quantity}, {done.total}",
        f"order {done.id}, in the ledger as entry {done.entry.seq}",
    ]
    tell(value, as_json, lambda: told)
