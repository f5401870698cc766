"""Fingerprints of what answers are made from: records, and files of words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from catalog.record import Record

DIGITS = 16


def of_records(records: Iterable[Record]) -> str:
    """The fingerprint of records in the order given: any field that changes changes it."""
    digest = hashlib.sha256()
    for record in records:
        digest.update(record.model_dump_json().encode("utf-8", "surrogatepass"))
        digest.update(b"\n")
    return digest.hexdigest()[:DIGITS]


@cache
def of_files(*folders: Path) -> str:
    """The fingerprint of the YAML files under folders, by name and content."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*.yaml")):
            digest.update(str(path.relative_to(folder)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:DIGITS]


@cache
def program() -> str:
    """The version of this program; "checkout" where it is not installed."""
    try:
        return version("plainshelf")
    except PackageNotFoundError:
        return "checkout"
