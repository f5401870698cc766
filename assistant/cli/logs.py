"""What a command tells besides its answer: log lines on stderr, and spans where they are wanted."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click import Context, Parameter

PACKAGES = ("catalog", "retrieval", "assistant", "ui")
LEVELS = {name.lower(): getattr(logging, name) for name in ("DEBUG", "INFO", "WARNING", "ERROR")}
VARIABLE = "PLAINSHELF_LOG"
SPANS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")


class OneLine(logging.Handler):
    """Writes a record on stderr as one line: "plainshelf: warning: assistant.llm: …"."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write it, whatever its message holds."""
        text = " ".join(self.format(record).split())
        click.echo(f"plainshelf: {record.levelname.lower()}: {record.name}: {text}", err=True)


def configure(verbose: int, environ: Mapping[str, str]) -> None:
    """Send the packages' log lines to stderr, and spans to a collector if the environment has one.

    Args:
        verbose: 0 for warnings only, 1 for information, 2 for everything.
        environ: PLAINSHELF_LOG is a level, or "package=level" pairs with commas between them.

    Raises:
        BadInput: PLAINSHELF_LOG is neither.
    """
    handler = OneLine()
    for package in PACKAGES:
        logger = logging.getLogger(package)
        logger.handlers = [handler]
        logger.setLevel((logging.WARNING, logging.INFO, logging.DEBUG)[min(verbose, 2)])
    for package, level in _levels(environ.get(VARIABLE, "")):
        logging.getLogger(package).setLevel(level)
    if any(environ.get(name) for name in SPANS):
        _send_spans()


def _levels(text: str) -> list[tuple[str, int]]:
    from catalog.errors import BadInput

    levels: list[tuple[str, int]] = []
    for entry in filter(None, (part.strip() for part in text.split(","))):
        package, _, name = entry.rpartition("=")
        if name.lower() not in LEVELS or (package and package.split(".")[0] not in PACKAGES):
            remedy = f"Use one of {', '.join(LEVELS)}, or pairs like assistant.llm=debug"
            raise BadInput("the environment", VARIABLE, f"{entry!r} is no level", remedy)
        named = (package,) if package else PACKAGES
        levels += [(each, LEVELS[name.lower()]) for each in named]
    return levels


def _send_spans() -> None:
    """Export spans by OTLP, as OpenTelemetry's own environment variables say."""
    from catalog.errors import BadInput

    try:
        from opentelemetry import trace
        from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        remedy = 'Run: pip install "plainshelf[otel]"'
        raise BadInput("the environment", SPANS[0], "no exporter is installed", remedy) from error
    # Other packages are refused an SDK (catalog/telemetry.py); this one the operator asked for.
    refused = os.environ.pop("OTEL_SDK_DISABLED", None)
    provider = TracerProvider(resource=Resource.create({"service.name": "plainshelf"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    if refused is not None:
        os.environ["OTEL_SDK_DISABLED"] = refused
    trace.set_tracer_provider(provider)


def _chosen(context: Context, parameter: Parameter, value: int) -> None:
    from catalog.errors import PlainshelfError

    try:
        configure(value, os.environ)
    except PlainshelfError as error:
        click.echo(f"plainshelf: {error}", err=True)
        context.exit(2)


def with_verbose(command: click.Command) -> click.Command:
    """The command with --verbose."""
    command.params.append(
        click.Option(
            ["-v", "--verbose"],
            count=True,
            expose_value=False,
            is_eager=True,
            callback=_chosen,
            help="Tell on stderr what is done; twice: everything. See also PLAINSHELF_LOG.",
        )
    )
    return command
