"""An order placed in the chat: the sandbox seller confirms, the ledger charges its fee once."""

import json
from decimal import Decimal
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from assistant.monetisation.acp.client import order
from assistant.monetisation.acp.server import SandboxSeller
from assistant.monetisation.ledger.ledger import Ledger
from assistant.monetisation.mechanisms.checkout import InstantCheckout
from catalog.errors import BadInput
from catalog.store import Catalog
from tests.support.kettles import NOW, answer, cny, opportunity


def posted(url: str, body: dict[str, object] | str, key: str = "") -> dict[str, object]:
    text = body if isinstance(body, str) else json.dumps(body)
    with urlopen(Request(url, text.encode(), {"Idempotency-Key": key}), timeout=5) as response:
        return dict(json.loads(response.read()))


def refused(url: str, body: dict[str, object] | str, key: str = "") -> int:
    with pytest.raises(HTTPError) as caught:
        posted(url, body, key)
    with caught.value as error:
        return error.code


def test_an_order_in_the_chat_owes_its_fee_once(tmp_path: Path, shelf: Catalog) -> None:
    given = answer(InstantCheckout(fee=Decimal("0.02")).place(opportunity(shelf)), "a1", "checkout")
    ledger = Ledger.open(tmp_path / "ledger.sqlite")
    ledger.record_answer(given, (), NOW)
    with SandboxSeller(shelf, NOW) as seller:
        placed = [order(ledger, seller.url, "a1", given.placements[0], NOW) for _ in range(2)]
    assert placed[0] == placed[1]
    assert placed[0].total == cny("110")
    assert placed[0].id.startswith("order_sandbox_")
    assert placed[0].entry.money == cny("2.20")
    assert ledger.revenue() == (cny("2.20"),)
    assert ledger.verify().whole
    ledger.close()


def test_the_sandbox_says_that_it_is_one_and_takes_no_real_payment(shelf: Catalog) -> None:
    with SandboxSeller(shelf, NOW) as seller:
        sessions = f"{seller.url}/checkout_sessions"
        opened = posted(sessions, {"items": [{"id": "f2", "quantity": 2}]})
        assert opened["sandbox"] is True
        assert opened["messages"] == ["Sandbox: nothing is charged and nothing is shipped."]
        assert opened["totals"] == [{"type": "total", "display_text": "Total", "amount": 24000}]
        real = {"payment_data": {"token": "tok_visa_4242"}}
        assert refused(f"{sessions}/{opened['id']}/complete", real) == 400
        canceled = posted(f"{sessions}/{opened['id']}/cancel", "")
        assert canceled["status"] == "canceled"
        with urlopen(f"{sessions}/{opened['id']}", timeout=5) as response:
            assert json.loads(response.read()) == canceled


def test_a_key_means_one_request(shelf: Catalog) -> None:
    with SandboxSeller(shelf, NOW) as seller:
        url = f"{seller.url}/checkout_sessions"
        one: dict[str, object] = {"items": [{"id": "f2", "quantity": 1}]}
        two: dict[str, object] = {"items": [{"id": "f2", "quantity": 2}]}
        assert posted(url, one, "k") == posted(url, one, "k")
        assert refused(url, two, "k") == 409


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("checkout_sessions", "{", 400),
        ("checkout_sessions", {"items": []}, 400),
        ("checkout_sessions", {"items": [{"id": "f3", "quantity": 1}]}, 400),
        ("checkout_sessions", {"items": [{"id": "f8", "quantity": 1}]}, 400),
        ("checkout_sessions", {"items": [{"id": "nothing", "quantity": 1}]}, 400),
        ("checkout_sessions", {"items": [{"id": "f2", "quantity": 100}]}, 400),
        ("checkout_sessions/nothing/complete", {"payment_data": {"token": "tok_sandbox"}}, 404),
        ("elsewhere", {}, 404),
    ],
)
def test_what_the_sandbox_refuses(
    shelf: Catalog, path: str, body: dict[str, object] | str, status: int
) -> None:
    with SandboxSeller(shelf, NOW) as seller:
        assert refused(f"{seller.url}/{path}", body) == status


def test_orders_go_nowhere_but_loopback(tmp_path: Path, shelf: Catalog) -> None:
    ledger = Ledger.open(tmp_path / "ledger.sqlite")
    item = opportunity(shelf).picks[0]
    with pytest.raises(BadInput, match="not on this machine"):
        order(ledger, "https://shop.example", "a1", item, NOW)
    with SandboxSeller(shelf, NOW) as seller, pytest.raises(BadInput, match="refused"):
        order(ledger, seller.url, "a1", opportunity(shelf).picks[2], NOW)
    with pytest.raises(BadInput, match="no answer"):
        order(ledger, seller.url, "a1", item, NOW)
    ledger.close()
