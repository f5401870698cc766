"""A shared answer is made again, held against its hashes, and what changed is named."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zlib import compress

import pytest

from assistant.conversation import Conversation
from assistant.conversations import Conversations
from assistant.monetisation.ledger.ledger import Ledger
from assistant.session import House, Settings, Turns
from assistant.sharing import reproduced, shared, shared_in, token_of
from catalog.errors import BadInput
from catalog.money import Money
from tests.support.plain_visits import visiting, words
from ui.handlers import Page
from ui.visits import COOKIE

ID = "c" * 32


@pytest.fixture
def turns(demo_house: House, now: datetime, tmp_path: Path) -> Iterator[Turns]:
    """A conversation with a ledger, as the page has it."""
    ledger = Ledger.open(tmp_path / "ledger.sqlite")
    talk = Conversation(replace(demo_house, ledger=ledger), Settings(policy="slots"), ID)
    talk.ask("a quiet mechanical keyboard under $80", now)
    talk.without(("price_max",), now + timedelta(minutes=3))
    yield talk.turns
    ledger.close()


def test_a_link_reproduces_an_answer_and_says_what_changed_since(
    demo_house: House, turns: Turns
) -> None:
    it = shared_in(token_of(shared(turns, ID)))
    made = reproduced(demo_house, it)
    assert made.same and made.changed == ()
    assert made.turn.answer.id == turns[-1].answer.id
    assert len(token_of(it)) < 1500
    dearer = tuple(
        c.model_copy(update={"bid": c.bid * 2 if isinstance(c.bid, Money) else c.bid})
        for c in demo_house.campaigns
    )
    other = reproduced(replace(demo_house, campaigns=dearer), it)
    assert other.changed == ("campaigns",) and not other.same
    forged = it.model_copy(update={"digest": "0" * 32})
    assert not reproduced(demo_house, forged).same


@pytest.mark.parametrize(
    "token",
    [
        "",
        "nonsense",
        "é",
        urlsafe_b64encode(compress(b"{}")).decode(),
        urlsafe_b64encode(compress(b" " * 10_000_000)).decode(),
    ],
)
def test_what_shares_nothing_is_refused(token: str) -> None:
    with pytest.raises(BadInput, match="the link"):
        shared_in(token)


def test_the_page_of_a_shared_answer_says_whether_it_is_the_same(
    demo_house: House, now: datetime, turns: Turns, tmp_path: Path
) -> None:
    kept = Conversations.open(tmp_path / "kept.sqlite", tmp_path / "secret")
    for n, _ in enumerate(turns, start=1):
        kept.write("me", ID, turns[:n], now)
    me, stranger = (visiting(replace(Page(demo_house), conversations=kept), now) for _ in "ab")
    me.cookies.set(COOKIE, kept.signed("me"))
    assert stranger.get(f"/shared/link?chat={ID}&turn=2").status_code == 404
    assert me.get(f"/shared/link?chat={ID}&turn=3").status_code == 404
    address = me.get(f"/shared/link?chat={ID}&turn=2").json()["address"]
    shown = stranger.get(address)
    told = words(shown.text)
    assert "The same as when it was shared" in told and "Sponsored slots · Full" in told
    assert turns[0].question in told
    assert all(p.title in told for p in turns[-1].answer.placements)
    broken = stranger.get("/shared?a=" + address[-30:])
    assert broken.status_code == 400 and "Copy the whole link" in words(broken.text)
    kept.close()
