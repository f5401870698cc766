"""The steps of an answer as OpenTelemetry spans; they never hold what a shopper wrote, or a key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from opentelemetry.trace import Span, Tracer

T = TypeVar("T")


def tracer() -> Tracer:
    """The tracer of the house; it does nothing until a program sets a provider of spans."""
    from opentelemetry import trace

    return trace.get_tracer("plainshelf")


def step(name: str, **attributes: str) -> AbstractContextManager[Span]:
    """One step as the current span; `attributes` are named "plainshelf.…" in it."""
    return tracer().start_as_current_span(name, attributes=_named(attributes))


def growing(name: str, pieces: Iterator[T], **attributes: str) -> Iterator[T]:
    """The pieces of a step that is handed out as it grows, its span current while each is made."""
    from opentelemetry import trace

    span = tracer().start_span(name, attributes=_named(attributes))
    ended = object()
    try:
        while True:
            with trace.use_span(span):
                piece = next(pieces, ended)
            if piece is ended:
                return
            yield piece  # type: ignore[misc]
    finally:
        span.end()


def note(**attributes: str) -> None:
    """Add what is known by now to the current span."""
    from opentelemetry import trace

    trace.get_current_span().set_attributes(_named(attributes))


def _named(attributes: dict[str, str]) -> dict[str, str]:
    return {f"plainshelf.{name}": value for name, value in attributes.items() if value}
