"""What every test stands on: no network but loopback, a clock that stands still, one demo house."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from catalog.telemetry import refuse_telemetry

if TYPE_CHECKING:
    from assistant.session import House

MODEL_KEYS = ("OPENAI_API_KEY", "OPENAI_BASE_URL", "PLAINSHELF_MODEL", "PLAINSHELF_EMBEDDING_URL")


def pytest_configure() -> None:
    refuse_telemetry()
    # A slow machine fails no test; under CI the profile of that name stays, derandomised.
    hurry = [HealthCheck.too_slow]
    settings.register_profile(
        "unhurried", settings.default, deadline=None, suppress_health_check=hurry
    )
    settings.load_profile("unhurried")
    for key in MODEL_KEYS:
        os.environ.pop(key, None)


SLOW = frozenset(
    {
        "test_audit_browser",
        "test_audit_corpora",
        "test_audit_own_answers",
        "test_audit_page",
        "test_audit_properties",
        "test_hostile_answers",
        "test_index_stores",
        "test_ledger_kills",
        "test_ledger_postgres",
        "test_llama",
        "test_many_auctions",
        "test_client",
        "test_deadline",
        "test_cut",
        "test_presets",
        "test_scripts",
        "test_server",
        "test_showings",
    }
)
"""Files whose tests kill processes, start servers, or take every script under every policy."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.stem in SLOW:
            item.add_marker("slow")


@pytest.fixture(scope="session")
def now() -> datetime:
    return datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def demo_house() -> House:
    """The demo catalog with every preset policy and no ledger."""
    from assistant.session import open_house

    return open_house()
