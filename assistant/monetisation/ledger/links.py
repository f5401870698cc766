"""Links that are counted: signed tokens, the key that signs them, addresses and visitors."""

from __future__ import annotations

import hashlib
import os
import secrets
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from itsdangerous import BadSignature, URLSafeSerializer

from catalog.errors import LedgerError
from catalog.money import Money
from catalog.record import Record

CONVERSATION_DIGITS = 10
LIFETIME = timedelta(hours=24)
"""How long a link can be followed after its answer."""


class Link(Record):
    """What a token says: which item of which answer, and the address it was shown with.

    `address` is a digest (`addressed`); "" on a token that only takes reports.
    """

    answer_id: str
    placement_id: str
    address: str = ""


class Redirect(Record):
    """Where a click leads, what it was charged, and why nothing if nothing was due."""

    url: str
    charged: Money | None = None
    note: str = ""


def signed(link: Link, secret: str, now: datetime) -> str:
    """A token for a link, good for LIFETIME; the same link and moment, the same token."""
    expires = int((now + LIFETIME).timestamp())
    token = _signer(secret).dumps([link.answer_id, link.placement_id, link.address, expires])
    return token if isinstance(token, str) else token.decode()


def opened(token: str, secret: str, now: datetime) -> Link:
    """The link in a token.

    Raises:
        LedgerError: the token was not signed here, or has expired.
    """
    try:
        answer_id, placement_id, address, expires = _signer(secret).loads(token)
    except (BadSignature, ValueError) as error:
        raise LedgerError("This link was not made here. Ask again for a fresh one.") from error
    if now.timestamp() > expires:
        raise LedgerError("This link has expired. Ask again for a fresh one.")
    return Link(answer_id=answer_id, placement_id=placement_id, address=address)


def addressed(url: str) -> str:
    """A digest of an address, short enough for a link and long enough to bind it."""
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _signer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="plainshelf.click")


def secret_in(path: Path) -> str:
    """The key in a file that only its owner can read, made there if there is none.

    Raises:
        LedgerError: the file is there and holds no key.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        try:
            # A link is made or fails: of two processes that start together one key wins.
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    key = path.read_text("ascii").strip()
    if len(key) < 32:
        raise LedgerError(f"{path} holds no key. Restore it from a backup, or remove it.")
    return key


def followable(url: str) -> bool:
    """Whether a browser may be sent there: http or https, with a host, on one line."""
    if any(ch.isspace() or ord(ch) < 32 for ch in url) or "\\" in url:
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def conversation_of(answer_id: str) -> str:
    """What the ids of all answers of its conversation begin with, "" where ids say nothing of it.

    An id is "a-", ten digits of the conversation, "-", and digits of what was shown.
    """
    head, between, _ = answer_id.rpartition("-")
    return head + between if len(head) == len("a-") + CONVERSATION_DIGITS else ""
