"""Twenty kills (SIGKILL) while 10,000 rows are appended: no acknowledged row is lost."""

import os
import time
from collections import Counter
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random

from assistant.monetisation.ledger.ledger import Ledger
from assistant.schema.outcome import Charge, Outcome
from tests.support.kettles import NOW, answer, cny

ROWS, PER_ANSWER, KILLS = 10_000, 20, 20
ANSWERS = ROWS // PER_ANSWER
DUE = tuple(
    Charge(kind="impression", payer=f"p{n}", money=cny(f"0.{n + 1:02}")) for n in range(PER_ANSWER)
)


def append(folder: str, start: int) -> None:
    """Records answers from number `start` on, and notes each one once it is recorded."""
    ledger = Ledger.open(Path(folder) / "ledger.sqlite")
    notes = os.open(Path(folder) / "acknowledged", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for n in range(start, ANSWERS):
        ledger.record_answer(answer(Outcome(listed=()), f"a{n}"), DUE, NOW)
        os.write(notes, f"{n}\n".encode())


def acknowledged(folder: Path) -> int:
    """How many answers were noted as recorded."""
    notes = folder / "acknowledged"
    return notes.read_text("ascii").count("\n") if notes.exists() else 0


def until(folder: Path, number: int, running: BaseProcess) -> None:
    deadline = time.monotonic() + 60
    while acknowledged(folder) < number:
        assert running.is_alive() and time.monotonic() < deadline
        time.sleep(0.0005)


def test_twenty_kills_lose_no_acknowledged_row(tmp_path: Path) -> None:
    servers, chance = get_context("forkserver"), Random(20)
    servers.set_forkserver_preload(["assistant.monetisation.ledger.ledger", "test_ledger_kills"])
    for kill in range(KILLS):
        start = acknowledged(tmp_path)
        running = servers.Process(target=append, args=(str(tmp_path), start))
        running.start()
        until(tmp_path, ANSWERS * (kill + 1) // (KILLS + 2), running)
        time.sleep(chance.random() * 0.03)
        running.kill()
        running.join()
        assert running.exitcode == -9
    running = servers.Process(target=append, args=(str(tmp_path), acknowledged(tmp_path)))
    running.start()
    running.join(120)
    assert running.exitcode == 0
    ledger = Ledger.open(tmp_path / "ledger.sqlite")
    rows = Counter(entry.answer_id for entry in ledger.entries())
    assert rows == {f"a{n}": PER_ANSWER for n in range(ANSWERS)}
    assert str(ledger.verify()) == f"{ROWS} rows, whole"
    assert ledger.revenue() == (cny("2.10") * ANSWERS,)
    ledger.close()
