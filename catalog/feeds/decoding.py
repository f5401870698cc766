"""A feed's bytes as text: compression, byte order marks, UTF-8 and GB18030, in bounded memory."""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from catalog.errors import BadInput

CHUNK = 1 << 20
STRANGE = re.compile("[\udc80-\udcff]")
ABOVE_ASCII = re.compile("[^\x00-\x7f]")
LONGEST_LINE = 4_000_000
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def open_bytes(path: Path) -> BinaryIO:
    """The file's bytes, unpacked where it starts as gzip does.

    Raises:
        BadInput: there is no such file, or it may not be read.

    """
    try:
        file = path.open("rb")
    except OSError as error:
        problem = error.strerror or "it cannot be opened"
        raise BadInput(str(path), "", problem, "Give the path of a feed file") from error
    packed = file.read(2) == b"\x1f\x8b"
    file.seek(0)
    if not packed:
        return file
    file.close()
    return cast("BinaryIO", gzip.open(path))


def head(path: Path, size: int = 1 << 16) -> str:
    """The first `size` bytes as text, cut at the last whole character."""
    encoding = encoding_of(path)
    with open_bytes(path) as file:
        return codecs.getincrementaldecoder(encoding)("surrogateescape").decode(file.read(size))


def encoding_of(path: Path) -> str:
    """UTF-8, UTF-16 (by its mark) or GB18030, found by reading the file through once.

    A file with a few bytes that are not UTF-8 is UTF-8 with bad rows; one where such bytes
    outnumber the good characters outside ASCII is GB18030.

    Raises:
        BadInput: it is empty, not text, or its compression is damaged.

    """
    try:
        stat = path.stat()
    except OSError as error:
        problem = error.strerror or str(error)
        raise BadInput(str(path), "", problem, "Give the path of a feed file") from error
    return _encoding_at(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=64)
def _encoding_at(path: Path, changed: int, size: int) -> str:
    try:
        with open_bytes(path) as file:
            return _encoding(path, file)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BadInput(
            str(path), "", f"its gzip data is damaged ({error})", "Fetch the file again"
        ) from error
    except OSError as error:
        problem = error.strerror or str(error)
        raise BadInput(str(path), "", problem, "Give the path of a feed file") from error


def _encoding(path: Path, file: BinaryIO) -> str:
    chunk = file.read(CHUNK)
    if not chunk.strip():
        raise BadInput(str(path), "", "the file is empty", "Give a feed with rows")
    for mark, name in BOMS:
        if chunk.startswith(mark):
            return name
    if b"\0" in chunk[:4096]:
        raise BadInput(
            str(path), "", "this is not a text file", "Give a feed as text, gzipped or not"
        )
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    good = bad = 0
    while chunk:
        text = decoder.decode(chunk)
        if not text.isascii():
            strange = len(STRANGE.findall(text))
            bad += strange
            good += len(ABOVE_ASCII.findall(text)) - strange
        chunk = file.read(CHUNK)
    return "gb18030" if bad > good else "utf-8"


def open_text(path: Path, *, newline: str | None = None) -> TextIO:
    """The file as text; bytes that do not decode become lone surrogates, which no row may hold."""
    encoding = encoding_of(path)
    return io.TextIOWrapper(
        open_bytes(path), encoding=encoding, errors="surrogateescape", newline=newline
    )


def numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines with their numbers from 1; a line beyond LONGEST_LINE characters arrives as ""."""
    with open_text(path) as file:
        number = 0
        while line := file.readline(LONGEST_LINE):
            number += 1
            if len(line) == LONGEST_LINE and not line.endswith("\n"):
                while (more := file.readline(LONGEST_LINE)) and not more.endswith("\n"):
                    pass
                line = ""
            yield number, line
