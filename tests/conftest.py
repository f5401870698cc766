"""What every test stands on: no network but loopback, a clock that stands still, one demo house."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from catalog.telemetry import refuse_telemetry

if TYPE_CHECKING:
    from assistant.session import House

MODEL_KEYS = ("OPENAI_API_KEY", "OPENAI_BASE_URL", "PLAINSHELF_MODEL", "PLAINSHELF_EMBEDDING_URL")


def pytest_configure() -> None:
    refuse_telemetry()
    for key in MODEL_KEYS:
        os.environ.pop(key, None)


@pytest.fixture(scope="session")
def now() -> datetime:
    return datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def demo_house() -> House:
    """The demo catalog with every preset policy and no ledger."""
    from assistant.session import open_house

    return open_house()
