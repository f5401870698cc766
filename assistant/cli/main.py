"""`plainshelf COMMAND`: the list of commands."""

import click

from assistant.cli.blinding import blind
from assistant.cli.checking import audit, replay
from assistant.cli.comparing import compare
from assistant.cli.conflicts import conflicts
from assistant.cli.logs import with_verbose
from assistant.cli.money import auction, ledger, policies
from assistant.cli.ordering import order
from assistant.cli.receipts import receipts
from assistant.cli.shelf import evaluate, import_, index
from assistant.cli.shopping import ask, chat, search
from assistant.cli.studying import study
from catalog.telemetry import refuse_telemetry


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="plainshelf")
def main() -> None:
    """A shopping assistant that says who paid."""
    refuse_telemetry()


for command in (
    chat,
    ask,
    search,
    import_,
    index,
    evaluate,
    policies,
    auction,
    replay,
    compare,
    blind,
    study,
    audit,
    ledger,
    order,
    receipts,
    conflicts,
):
    main.add_command(with_verbose(command))
