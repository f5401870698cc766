"""Through the whole pipeline, no hostile model's price, link or sponsor reaches an answer."""

from collections.abc import Iterator
from http.server import ThreadingHTTPServer

import pytest

from assistant.session import House
from tests.support.hostile import SPONSOR, serving
from tests.support.hostile_table import outcome


@pytest.fixture(scope="module")
def server() -> Iterator[ThreadingHTTPServer]:
    with serving() as running:
        yield running


@pytest.mark.parametrize(
    "behaviour",
    ["wrong price", "prices swapped", "labels forged", "Markdown link", "HTML", "invented product",
     "obeys seller text", SPONSOR, "half a stream"],
)  # fmt: skip
def test_nothing_hostile_reaches_an_answer(
    demo_house: House, server: ThreadingHTTPServer, behaviour: str
) -> None:
    found = outcome(demo_house, server, behaviour)
    assert found.harmless, found
    assert found.answers == 4
    assert found.refused or found.noticed
