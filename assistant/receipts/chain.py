"""The chain of receipts in a file, one JSON line each: added to by one process at a time."""

from __future__ import annotations

import json
import os
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from filelock import FileLock
from pydantic import JsonValue, ValidationError

from assistant.receipts.adcp import host_receipt
from assistant.receipts.receipt import (
    GENESIS,
    Receipt,
    Sighting,
    Surface,
    answer_sha256,
    disclosed_in,
)
from assistant.receipts.signing import Signer
from assistant.schema.answer import Answer
from catalog.errors import BadInput

BLOCK = 1 << 16
REMEMBERED = 1000
"""How many answers that were served may still be measured."""


class Receipts:
    """A chain that is written to; its key lies beside it, in a file of the same name with .key."""

    def __init__(self, path: Path, signer: Signer) -> None:
        self.path, self.key = path, signer.public
        self._signer = signer
        self._lock = FileLock(f"{path}.lock")
        self._unmeasured: OrderedDict[str, Receipt] = OrderedDict()

    @classmethod
    def open(cls, path: Path) -> Receipts:
        """The chain at a path, with its key, both made if they are not there.

        Raises:
            BadInput: the key cannot be read or made.
        """
        return cls(path, Signer.of(path.with_name(f"{path.name}.key")))

    def issue(
        self,
        answer: Answer,
        surface: Surface,
        now: datetime,
        context: dict[str, JsonValue] | None = None,
    ) -> Receipt:
        """Add the receipt of an answer that is served now.

        `context` is a sponsored context in AdCP's form that the question named.

        Raises:
            BadInput: the file cannot be written, or its last line is no receipt.
        """
        told = host_receipt(context, answer, surface, now) if context is not None else None
        issued = self._add(
            Receipt(
                seq=1,
                issued_at=now,
                surface=surface,
                answer_id=answer.id,
                answer_sha256=answer_sha256(answer),
                policy=answer.policy,
                disclosure=answer.disclosure_policy,
                locale=answer.locale,
                jurisdictions=answer.jurisdictions,
                ai_labels=tuple(label.text for label in answer.ai_labels),
                disclosed=tuple(disclosed_in(answer)),
                sponsored_context=told,
                previous=GENESIS,
                key=self.key,
            )
        )
        self._unmeasured[answer.id] = issued
        while len(self._unmeasured) > REMEMBERED:
            self._unmeasured.popitem(last=False)
        return issued

    def measured(
        self, answer_id: str, at: str, sightings: Sequence[Sighting], now: datetime
    ) -> Receipt | None:
        """Add what a browser first measured of an answer's labels; None where that was done.

        Raises:
            BadInput: as for `issue`.
        """
        of = self._unmeasured.pop(answer_id, None)
        if of is None:
            return None
        update = {
            "kind": "measured",
            "issued_at": now,
            "disclosed": (),
            "ai_labels": (),
            "sponsored_context": None,
            "of": of.hash,
            "at": at,
            "sightings": tuple(sightings),
        }
        return self._add(of.model_copy(update=update))

    def _add(self, receipt: Receipt) -> Receipt:
        try:
            with self._lock:
                return self._appended(receipt)
        except OSError as error:
            wrong = f"cannot be written ({error.strerror})"
            raise BadInput(str(self.path), "", wrong, "Check the file and its folder") from error

    def _appended(self, receipt: Receipt) -> Receipt:
        last = self._last()
        placed = receipt.model_copy(
            update={
                "seq": last.seq + 1 if last else 1,
                "previous": last.hash if last else GENESIS,
                "hash": "",
                "signature": "",
            }
        )
        digest = placed.digest()
        signed = placed.model_copy(update={"hash": digest, "signature": self._signer.sign(digest)})
        with self.path.open("a", encoding="utf-8") as file:
            file.write(signed.model_dump_json() + "\n")
            file.flush()
            os.fsync(file.fileno())
        return signed

    def _last(self) -> Receipt | None:
        """The last receipt, read from the end of the file."""
        if not self.path.exists() or not self.path.stat().st_size:
            return None
        with self.path.open("rb") as file:
            end, tail = file.seek(0, os.SEEK_END), b""
            while end and tail.rstrip(b"\n").count(b"\n") == 0:
                start = max(0, end - BLOCK)
                file.seek(start)
                tail, end = file.read(end - start) + tail, start
        return _receipt(tail.rstrip(b"\n").rpartition(b"\n")[2].decode(), self.path, "the last")


def receipts_in(path: Path) -> Iterator[Receipt]:
    """Every receipt of a file, in its order.

    Raises:
        BadInput: the file cannot be read, or a line is no receipt.
    """
    try:
        with path.open(encoding="utf-8") as file:
            for n, line in enumerate(file, 1):
                if line.strip():
                    yield _receipt(line, path, str(n))
    except OSError as error:
        wrong = f"cannot be read ({error.strerror})"
        raise BadInput(str(path), "", wrong, "Name a file of receipts") from error
    except UnicodeDecodeError as error:
        raise BadInput(str(path), "", "not UTF-8", "Name a file of receipts") from error


def _receipt(line: str, path: Path, at: str) -> Receipt:
    try:
        return Receipt.model_validate(json.loads(line))
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        field = ".".join(map(str, first["loc"]))
        wrong = f"line {at} is no receipt: {first['msg']}"
        raise BadInput(str(path), field, wrong, "Restore the file from a copy") from error
    except (ValueError, RecursionError) as error:
        wrong = f"line {at} is not JSON ({error})"
        raise BadInput(str(path), "", wrong, "Restore the file from a copy") from error
