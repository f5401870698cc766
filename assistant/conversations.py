"""Conversations that outlast their page: whose they are, their turns and settings, until when."""

from __future__ import annotations

import secrets
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from itsdangerous import BadSignature, URLSafeSerializer
from pydantic import ValidationError
from sqlalchemy import (
    Connection,
    Engine,
    delete,
    func,
    insert,
    select,
    update,
)

from assistant.conversation_tables import CONVERSATION, TURN, VISITOR, engine_at, reported
from assistant.monetisation.ledger.links import secret_in
from assistant.session import Settings, Turn, Turns
from catalog.errors import NotFound
from catalog.record import Moment, Record

KEEP = timedelta(days=30)
"""How long a conversation is kept after its last question, unless the operator says otherwise."""
LONGEST_TITLE = 80


class Summary(Record):
    """A conversation in a list of them; `turns` is how many questions it has."""

    id: str
    title: str
    turns: int
    touched: Moment


class Kept(Record):
    """A conversation as it was kept.

    `unreadable` are the questions whose answers another version of the program made in a form that
    this one cannot read; they are left out of `turns`. `revision` grows with every change.
    """

    id: str
    title: str = ""
    revision: int = 0
    turns: Turns = ()
    unreadable: tuple[str, ...] = ()


class Visit(Record):
    """Where a visitor was: the conversation that was open, and the settings chosen."""

    current: str
    settings: Settings


class Conversations:
    """Opened on a SQLite file (one machine) or a PostgreSQL database (several replicas).

    Every conversation belongs to a visitor, who is known by a signed name and nothing else. Methods
    raise StorageError where the database does not answer, NotFound for a conversation that is not
    the visitor's.
    """

    def __init__(self, engine: Engine, secret: str, keep: timedelta = KEEP) -> None:
        """See Conversations.open."""
        self._engine, self.keep = engine, keep
        self._signer = URLSafeSerializer(secret, salt="plainshelf.visitor")

    @classmethod
    def open(cls, where: Path | str, secret: Path, keep: timedelta = KEEP) -> Conversations:
        """The conversations in a SQLite file, made if need be, or at a `postgresql+psycopg://` URL.

        Args:
            where: a path, or a URL of SQLAlchemy's.
            secret: the file of the key that signs visitors' names; the same on every replica.
            keep: how long a conversation is kept after its last question.

        Raises:
            StorageError: nothing can be opened there.
        """
        with reported("opened"):
            engine = engine_at(where)
        return cls(engine, secret_in(secret), keep)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def signed(self, visitor: str) -> str:
        """A visitor's name as their browser keeps it."""
        token = self._signer.dumps(visitor)
        return token if isinstance(token, str) else token.decode()

    def visitor(self, token: str) -> str:
        """The visitor that a browser names, "" where the name was not signed here."""
        try:
            name = self._signer.loads(token)
        except BadSignature:
            return ""
        return name if isinstance(name, str) else ""

    def visit(self, visitor: str) -> Visit | None:
        """Where the visitor was, None for a new one."""
        with self._reading() as connection:
            row = connection.execute(select(VISITOR).where(VISITOR.c.id == visitor)).first()
        if row is None:
            return None
        try:
            settings = Settings.model_validate_json(row.settings)
        except ValidationError:
            # Chosen under another version of the program: the conversation is there all the same.
            settings = Settings()
        return Visit(current=row.current, settings=settings)

    def choose(self, visitor: str, current: str, settings: Settings, now: datetime) -> None:
        """Note the conversation that is open, and the settings."""
        with self._writing() as connection:
            _visiting(connection, visitor, current, settings, now)

    def conversation(self, visitor: str, id: str) -> Kept:
        """A conversation of the visitor's; NotFound if they have none of that id."""
        turns: list[Turn] = []
        lost: list[str] = []
        with self._reading() as connection:
            named = _owned(connection, visitor, id)
            rows = connection.execute(
                select(TURN).where(TURN.c.conversation == id).order_by(TURN.c.number)
            ).all()
        for row in rows:
            try:
                turns.append(Turn.model_validate_json(zlib.decompress(row.record)))
            except (ValidationError, zlib.error):
                lost.append(row.question)
        return Kept(
            id=id,
            title=named.title,
            revision=named.revision,
            turns=tuple(turns),
            unreadable=tuple(lost),
        )

    def revision(self, visitor: str, id: str) -> int:
        """How often a conversation was changed; 0 for one that was not kept yet."""
        query = select(CONVERSATION.c.revision).where(
            CONVERSATION.c.id == id, CONVERSATION.c.visitor == visitor
        )
        with self._reading() as connection:
            return int(connection.execute(query).scalar() or 0)

    def write(self, visitor: str, id: str, turns: Turns, now: datetime) -> int:
        """Keep the last of these turns in its place, and nothing after it; the new revision."""
        number, last = len(turns) - 1, turns[-1]
        with self._writing() as connection:
            query = select(CONVERSATION).where(CONVERSATION.c.id == id)
            there = connection.execute(query).first()
            if there is not None and there.visitor != visitor:
                raise NotFound(f"There is no conversation {id!r}.")
            revision = (there.revision if there else 0) + 1
            named = {"revision": revision, "touched": int(now.timestamp())}
            if there is None:
                title = turns[0].question[:LONGEST_TITLE]
                made = {"id": id, "visitor": visitor, "title": title, **named}
                connection.execute(insert(CONVERSATION).values(made))
            else:
                this = CONVERSATION.c.id == id
                connection.execute(update(CONVERSATION).where(this).values(named))
            after = (TURN.c.conversation == id) & (TURN.c.number >= number)
            connection.execute(delete(TURN).where(after))
            record = zlib.compress(last.model_dump_json().encode())
            row = {"conversation": id, "number": number, "question": last.question}
            connection.execute(insert(TURN).values({**row, "record": record}))
            _visiting(connection, visitor, id, last.settings, now)
        return revision

    def listed(self, visitor: str) -> tuple[Summary, ...]:
        """The visitor's conversations, the latest first."""
        query = (
            select(CONVERSATION, func.count(TURN.c.number).label("turns"))
            .join_from(CONVERSATION, TURN, TURN.c.conversation == CONVERSATION.c.id, isouter=True)
            .where(CONVERSATION.c.visitor == visitor)
            .group_by(CONVERSATION.c.id)
            .order_by(CONVERSATION.c.touched.desc(), CONVERSATION.c.id)
        )
        with self._reading() as connection:
            rows = connection.execute(query).all()
        return tuple(
            Summary(
                id=row.id,
                title=row.title,
                turns=row.turns,
                touched=datetime.fromtimestamp(row.touched, UTC),
            )
            for row in rows
        )

    def rename(self, visitor: str, id: str, title: str) -> None:
        """Give a conversation another title; an empty one leaves it as it is."""
        title = " ".join(title.split())[:LONGEST_TITLE]
        with self._writing() as connection:
            _owned(connection, visitor, id)
            if title:
                this = CONVERSATION.c.id == id
                connection.execute(update(CONVERSATION).where(this).values(title=title))

    def delete(self, visitor: str, id: str) -> None:
        """Delete a conversation of the visitor's with all its turns."""
        with self._writing() as connection:
            _owned(connection, visitor, id)
            _dropped(connection, [id])

    def delete_all(self, visitor: str) -> int:
        """Delete everything that is kept of the visitor; the number of conversations there were."""
        with self._writing() as connection:
            query = select(CONVERSATION.c.id).where(CONVERSATION.c.visitor == visitor)
            ids = list(connection.execute(query).scalars())
            _dropped(connection, ids)
            connection.execute(delete(VISITOR).where(VISITOR.c.id == visitor))
        return len(ids)

    def expire(self, now: datetime) -> int:
        """Delete what was last touched longer ago than it is kept; how many conversations."""
        before = int((now - self.keep).timestamp())
        with self._writing() as connection:
            query = select(CONVERSATION.c.id).where(CONVERSATION.c.touched < before)
            ids = list(connection.execute(query).scalars())
            _dropped(connection, ids)
            connection.execute(delete(VISITOR).where(VISITOR.c.touched < before))
        return len(ids)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with reported("read"), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with reported("written"), self._engine.begin() as connection:
            yield connection


def fresh_id() -> str:
    """A name that nobody else's conversation or visit has."""
    return secrets.token_hex(16)


def _owned(connection: Connection, visitor: str, id: str) -> Kept:
    mine = (CONVERSATION.c.id == id) & (CONVERSATION.c.visitor == visitor)
    row = connection.execute(select(CONVERSATION).where(mine)).first()
    if row is None:
        raise NotFound(f"There is no conversation {id!r}.")
    return Kept(id=id, title=row.title, revision=row.revision)


def _visiting(
    connection: Connection, visitor: str, current: str, settings: Settings, now: datetime
) -> None:
    values = {
        "current": current,
        "settings": settings.model_dump_json(),
        "touched": int(now.timestamp()),
    }
    changed = connection.execute(update(VISITOR).where(VISITOR.c.id == visitor).values(values))
    if not changed.rowcount:
        connection.execute(insert(VISITOR).values({"id": visitor, **values}))


def _dropped(connection: Connection, ids: list[str]) -> None:
    connection.execute(delete(TURN).where(TURN.c.conversation.in_(ids)))
    connection.execute(delete(CONVERSATION).where(CONVERSATION.c.id.in_(ids)))
