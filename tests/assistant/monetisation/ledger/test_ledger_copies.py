"""A ledger is checked without being touched, and a noted head shows one that was put back."""

import json
import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant.cli.main import main
from assistant.monetisation.ledger.ledger import Ledger
from assistant.monetisation.ledger.verification import noted_head
from assistant.schema.outcome import Charge
from catalog.errors import BadInput, LedgerError
from tests.support.kettles import NOW, cny

TIP = Charge(kind="tip", payer="shopper", money=cny("5.20"))


def tipped(path: Path, *references: str) -> str:
    """A ledger with one tip for each reference; its head."""
    ledger = Ledger.open(path)
    for reference in references:
        ledger.pay(TIP, NOW, reference)
    head = ledger.verify().head
    ledger.close()
    return head


def test_the_head_is_the_last_row_and_its_hash(tmp_path: Path) -> None:
    head = tipped(tmp_path / "ledger.sqlite", "1", "2")
    assert noted_head(head)[0] == 2 and len(noted_head(head)[1]) == 64


@pytest.mark.parametrize("text", ["", "2", "2:ab", "x:" + "0" * 64, "-1:" + "0" * 64])
def test_what_is_no_head_is_told(text: str) -> None:
    with pytest.raises(BadInput, match="no head of a ledger"):
        noted_head(text)


def test_an_older_copy_an_emptied_and_another_ledger_show(tmp_path: Path) -> None:
    path, old = tmp_path / "ledger.sqlite", tmp_path / "old.sqlite"
    first = tipped(path, "1", "2")
    shutil.copy(path, old)
    last = tipped(path, "3")
    now = Ledger.read(path)
    assert now.verify(noted_head(first)).whole and now.verify(noted_head(last)).whole
    back = Ledger.read(old)
    assert back.verify().whole
    assert "an older copy" in back.verify(noted_head(last)).problem
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(tmp_path / "ledger.secret", other)
    tipped(other / "ledger.sqlite", "9", "8", "7")
    assert "another one" in Ledger.read(other / "ledger.sqlite").verify(noted_head(last)).problem


def test_to_verify_makes_nothing(tmp_path: Path) -> None:
    tipped(tmp_path / "ledger.sqlite", "1")
    before = (tmp_path / "ledger.sqlite").read_bytes()
    assert Ledger.read(tmp_path / "ledger.sqlite").verify().whole
    assert (tmp_path / "ledger.sqlite").read_bytes() == before
    with pytest.raises(LedgerError, match="no key"):
        Ledger.read(tmp_path / "elsewhere" / "ledger.sqlite")
    with pytest.raises(LedgerError, match="No ledger can be opened"):
        Ledger.read(tmp_path / "missing.sqlite")
    assert not (tmp_path / "missing.sqlite").exists() and not (tmp_path / "elsewhere").exists()


def test_a_ledger_that_is_read_cannot_be_written(tmp_path: Path) -> None:
    tipped(tmp_path / "ledger.sqlite", "1")
    with pytest.raises(LedgerError, match="cannot be written"):
        Ledger.read(tmp_path / "ledger.sqlite").pay(TIP, NOW, "2")
    assert Ledger.read(tmp_path / "ledger.sqlite").verify().rows == 1


def test_the_command_prints_the_head_and_takes_one(tmp_path: Path) -> None:
    path = str(tmp_path / "ledger.sqlite")
    first = tipped(tmp_path / "ledger.sqlite", "1")
    shutil.copy(path, tmp_path / "copy.sqlite")
    tipped(tmp_path / "ledger.sqlite", "2")

    def verify(*more: str) -> tuple[int, dict[str, object]]:
        ran = CliRunner().invoke(main, ["ledger", "verify", "--json", "--ledger", path, *more])
        return ran.exit_code, json.loads(ran.stdout)

    status, told = verify("--head", first)
    assert status == 0 and str(told["head"]).startswith("2:")
    assert verify("--copy", str(tmp_path / "copy.sqlite"))[0] == 0
    status, told = verify("--head", "3:" + "0" * 64)
    assert status == 1 and "older copy" in str(told["problem"])


@pytest.mark.skipif(os.geteuid() == 0, reason="a read-only folder stops nobody who is root")
def test_a_ledger_on_a_read_only_disk_is_verified(tmp_path: Path) -> None:
    tipped(tmp_path / "ledger.sqlite", "1")
    tmp_path.chmod(0o500)
    try:
        assert Ledger.read(tmp_path / "ledger.sqlite").verify().whole
    finally:
        tmp_path.chmod(0o700)
