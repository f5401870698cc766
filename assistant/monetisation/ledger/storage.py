"""Where a ledger is kept: a SQLite file that survives kills, or a PostgreSQL server."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection

from filelock import FileLock
from sqlalchemy import (
    URL,
    Connection,
    Engine,
    create_engine,
    event,
    insert,
    inspect,
    make_url,
    select,
    text,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from assistant.monetisation.ledger.entries import GENESIS, HEAD, METADATA
from catalog.errors import LedgerError

WAIT = 60
"""Seconds that a writer waits for its turn."""
SCHEMA_LOCK = 4_711_001
"""The advisory lock under which replicas that start together make the tables once."""


def connect(where: Path | str, first_seal: str) -> Engine:
    """An engine on the ledger at a path or URL, with its tables made.

    Raises:
        LedgerError: what is there is no ledger, or nothing answers.
    """
    try:
        if isinstance(where, Path):
            where.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(f"{where}.lock"):
                engine = _sqlite(where)
                _prepare(engine, first_seal)
        else:
            engine = create_engine(make_url(where), pool_pre_ping=True)
            _prepare(engine, first_seal)
    except (SQLAlchemyError, LedgerError) as error:
        reason = str(error).splitlines()[0].rstrip(".")
        raise LedgerError(f"No ledger can be opened at {_named(where)} ({reason}).") from error
    return engine


def read_only(path: Path) -> Engine:
    """An engine on the SQLite ledger at a path that cannot write; also from a disk that is so.

    Raises:
        LedgerError: there is no ledger there.
    """

    def opened() -> SQLiteConnection:
        address = f"{path.resolve().as_uri()}?mode=ro"
        # A log beside the file may hold rows: it is read, and needs a folder that can be written.
        if not os.access(path.parent, os.W_OK) and not path.with_name(f"{path.name}-wal").exists():
            address += "&immutable=1"
        return sqlite3.connect(address, uri=True, timeout=WAIT, isolation_level=None)

    engine = create_engine("sqlite://", creator=opened, poolclass=NullPool)
    try:
        with snapshot(engine) as connection:
            connection.execute(select(HEAD)).first()
            if _lacks_provenance(connection):
                raise LedgerError("an older version made it; open it once to write, in a copy")
    except LedgerError as error:
        raise LedgerError(
            f"No ledger can be opened at {path} ({str(error).rstrip('.')})."
        ) from error
    return engine


def _named(where: Path | str) -> str:
    return str(where) if isinstance(where, Path) else make_url(where).render_as_string()


def _sqlite(path: Path) -> Engine:
    url = URL.create("sqlite", database=str(path))
    engine = create_engine(url, connect_args={"timeout": WAIT})

    @event.listens_for(engine, "connect")
    def _durable(connection: SQLiteConnection, _: object) -> None:
        # The driver must not open transactions by itself: `locked` does, and at once for writing.
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")

    return engine


def _prepare(engine: Engine, first_seal: str) -> None:
    with locked(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({SCHEMA_LOCK})"))
        METADATA.create_all(connection)
        if _lacks_provenance(connection):
            connection.execute(text("ALTER TABLE entry ADD COLUMN provenance VARCHAR"))
        if connection.execute(select(HEAD)).first() is None:
            head = {"id": 1, "seq": 0, "hash": GENESIS, "seal": first_seal}
            connection.execute(insert(HEAD).values(head))


def _lacks_provenance(connection: Connection) -> bool:
    """Whether an older version made its tables."""
    return "provenance" not in {c["name"] for c in inspect(connection).get_columns("entry")}


@contextmanager
def _told(done: str) -> Iterator[None]:
    """What the database refuses, as the ledger's own error with the database's reason."""
    try:
        yield
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise LedgerError(f"The ledger cannot be {done}: {reason}.") from error


@contextmanager
def locked(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes: committed when the block ends well, else undone.

    SQLite lets one writer in at a time from here on; on PostgreSQL the row lock on the head does.

    Raises:
        LedgerError: it cannot be written: the disk is full or read-only, the server is away.
    """
    with _told("written"), engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection to read with: everything it reads is of one moment, whoever writes meanwhile.

    Raises:
        LedgerError: it cannot be read.
    """
    with _told("read"), engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")
        else:
            connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection
