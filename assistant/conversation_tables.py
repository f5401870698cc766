"""The tables of kept conversations, and the databases that hold them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection

from sqlalchemy import (
    URL,
    BigInteger,
    Column,
    Engine,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.exc import SQLAlchemyError

from catalog.errors import StorageError

WAIT = 10
"""Seconds that a writer waits for its turn."""

METADATA = MetaData()
VISITOR = Table(
    "visitor",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("current", String(64), nullable=False),
    Column("settings", Text, nullable=False),
    Column("touched", BigInteger, nullable=False, index=True),
)
CONVERSATION = Table(
    "conversation",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("visitor", String(64), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("touched", BigInteger, nullable=False, index=True),
)
TURN = Table(
    "conversation_turn",
    METADATA,
    Column("conversation", String(64), primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("question", Text, nullable=False),
    Column("record", LargeBinary, nullable=False),
)


def engine_at(where: Path | str) -> Engine:
    """The database in a SQLite file, made if need be, or at a URL, with its tables."""
    if isinstance(where, Path):
        where.parent.mkdir(parents=True, exist_ok=True)
        engine = _sqlite(where)
    else:
        engine = create_engine(make_url(where), pool_pre_ping=True)
    METADATA.create_all(engine)
    return engine


@contextmanager
def reported(done: str) -> Iterator[None]:
    """What the database refuses, as an error of the house with the database's reason."""
    try:
        yield
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0].rstrip(".")
        raise StorageError(f"The conversations cannot be {done}: {reason}.") from error


def _sqlite(path: Path) -> Engine:
    url = URL.create("sqlite", database=str(path))
    engine = create_engine(url, connect_args={"timeout": WAIT})

    @event.listens_for(engine, "connect")
    def _shared(connection: SQLiteConnection, _: object) -> None:
        # Readers do not wait for the writer; what is deleted is overwritten.
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA secure_delete = ON")

    return engine
