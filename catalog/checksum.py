"""Whether a file is still as it was written: its length and CRC-32, kept in a file beside it."""

from __future__ import annotations

import os
import zlib
from pathlib import Path

PIECE = 1 << 20


def beside(path: Path) -> Path:
    """Where the checksum of a file is kept."""
    return path.with_name(f".{path.name}.sum")


def put(temporary: Path, target: Path) -> None:
    """Move a finished file to its place, with its checksum; killed between, the old one is whole.

    The checksum of the file that was there stays second in the list: until the move is made, it is
    the one that holds.
    """
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())
    note = beside(target)
    before = note.read_text("ascii").splitlines()[:1] if note.is_file() else []
    listed = note.with_name(f"{note.name}.{os.getpid()}")
    listed.write_text("\n".join((_checksum(temporary), *before)) + "\n", "ascii")
    os.replace(listed, note)
    os.replace(temporary, target)


def altered(path: Path) -> bool:
    """Whether a file is not the one that was put there; False for one without a checksum."""
    return beside(path).is_file() and not whole(path)


def whole(path: Path) -> bool:
    """Whether a file is there, with a checksum, and is what was put there."""
    try:
        # In this order: a checksum is noted before its file is moved into place.
        found = _checksum(path)
        return found in beside(path).read_text("ascii", "replace").splitlines()
    except OSError:
        return False


def _checksum(path: Path) -> str:
    crc = length = 0
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            crc, length = zlib.crc32(piece, crc), length + len(piece)
    return f"{length} {crc:08x}"
