"""A feed's bytes as text: compression, byte order marks and encodings, in bounded memory."""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, NamedTuple, TextIO, cast

from catalog.errors import BadInput
from catalog.feeds.encodings import WESTERN, decided, guesses

CHUNK = 1 << 20
STRANGE = re.compile("[\udc80-\udcff]")
ABOVE_ASCII = re.compile("[^\x00-\x7f]")
LONGEST_LINE = 4_000_000
FEW, SURE = 10, 0.9
"""One byte in FEW that is not UTF-8 is a flaw of UTF-8; more may be another encoding, if SURE."""
SAMPLE = 1 << 16
"""So many bytes of lines outside ASCII are weighed to tell an encoding."""
NAMED = ("utf-8", "gb18030", "big5", "shift_jis", "euc-kr", "windows-1252", "windows-1250")
MARKED = {"utf-8-sig": ("utf-8",), "utf-16": ("utf-16", "utf-16-le", "utf-16-be")}
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


class Encoding(NamedTuple):
    """An encoding by Python's name for it, and how it was decided."""

    name: str
    decided: str


def head(path: Path, size: int = 1 << 16, encoding: str = "") -> str:
    """The first `size` bytes as text, cut at the last whole character."""
    name = encoding_of(path, encoding).name
    with open_bytes(path) as file:
        return codecs.getincrementaldecoder(name)(_errors(name)).decode(file.read(size))


def _errors(name: str) -> str:
    """How bytes that do not decode are kept; UTF-16 has no way to keep a half character."""
    return "replace" if name.startswith("utf-16") else "surrogateescape"


def encoding_of(path: Path, chosen: str = "") -> Encoding:
    """The encoding `chosen`, else the one that the file's bytes show, read through once.

    A byte order mark decides. A file with a few bytes that are not UTF-8 is UTF-8 with bad rows;
    where such bytes outnumber the good characters outside ASCII, the most plausible reading of
    its words is taken, if it is clearly so.

    Raises:
        BadInput: it is empty, not text, its compression is damaged, there is no such encoding, or
            several encodings are equally plausible.

    """
    try:
        stat = path.stat()
    except OSError as error:
        problem = error.strerror or str(error)
        raise BadInput(str(path), "", problem, "Give the path of a feed file") from error
    if chosen:
        return _chosen(path, chosen)
    return _encoding_at(path, stat.st_mtime_ns, stat.st_size)


def _chosen(path: Path, name: str) -> Encoding:
    """The encoding that the user names; a mark that says the same is no part of the text."""
    try:
        plain = codecs.lookup(name).name
    except LookupError as error:
        problem = f"there is no encoding {name!r}"
        remedy = f"Use one such as {', '.join(NAMED)}"
        raise BadInput("--encoding", "", problem, remedy) from error
    with open_bytes(path) as file:
        start = file.read(3)
    mark = next((with_mark for mark, with_mark in BOMS if start.startswith(mark)), "")
    marked = mark if plain in MARKED.get(mark, ()) else plain
    return Encoding(marked, f"{name}, as --encoding says")


@lru_cache(maxsize=64)
def _encoding_at(path: Path, changed: int, size: int) -> Encoding:
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


def _encoding(path: Path, file: BinaryIO) -> Encoding:
    chunk = file.read(CHUNK)
    if not chunk.strip():
        raise BadInput(str(path), "", "the file is empty", "Give a feed with rows")
    for mark, name in BOMS:
        if chunk.startswith(mark):
            return Encoding(name, "its byte order mark")
    if b"\0" in chunk[:4096]:
        return _wide(path, chunk[:4096])
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    good = bad = 0
    while chunk:
        text = decoder.decode(chunk)
        if not text.isascii():
            strange = len(STRANGE.findall(text))
            bad += strange
            good += len(ABOVE_ASCII.findall(text)) - strange
        chunk = file.read(CHUNK)
    if bad <= good and (bad * FEW <= good or not _surely_other(path)):
        reason = "every byte of it is UTF-8" if not bad else f"all but {bad} bytes of it are UTF-8"
        return Encoding("utf-8", reason if good or bad else "it holds ASCII alone")
    return _plausible(path)


def _wide(path: Path, start: bytes) -> Encoding:
    """UTF-16 without a mark, which puts a zero beside each ASCII character."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    for name, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        text = start[: len(start) // 2 * 2].decode(name, "replace")
        if len(start) > 3 and zeros > 4 * others and text.count("\ufffd") <= 1 and "\0" not in text:
            return Encoding(name, "zero bytes beside its ASCII characters, though it has no mark")
    raise BadInput(str(path), "", "this is not a text file", "Give a feed as text, gzipped or not")


def _surely_other(path: Path) -> bool:
    """Whether a text with many bytes that are not UTF-8 reads all but perfectly in another way."""
    ranked = guesses(_sample(path))
    return decided(ranked) and ranked[0].score >= SURE


def _sample(path: Path) -> list[bytes]:
    """Lines outside ASCII from the whole file, up to SAMPLE bytes of them."""
    sample, size = list[bytes](), 0
    with open_bytes(path) as file:
        for line in file:
            if not line.isascii() and size < SAMPLE:
                sample.append(line[:2000].rpartition(b",")[0] if len(line) > 2000 else line)
                size += len(sample[-1])
    return sample


def _plausible(path: Path) -> Encoding:
    """The encoding whose words are the most plausible, where that is clear."""
    ranked = guesses(_sample(path))
    if decided(ranked):
        best = ranked[0]
        return Encoding(best.encoding, f"its words are plausible so (“{best.excerpt}”)")
    choices = "; ".join(f"{g.encoding} reads “{g.excerpt}”" for g in ranked[:3] if g.score > 0.3)
    problem = f"it is not UTF-8, and its words do not say what it is ({choices or 'no encoding'})"
    remedy = f"Say which with --encoding, such as {ranked[0].encoding if choices else WESTERN}"
    raise BadInput(str(path), "", problem, remedy)


def open_text(path: Path, *, newline: str | None = None, encoding: str = "") -> TextIO:
    """The file as text; bytes that do not decode become lone surrogates, which no row may hold."""
    name = encoding_of(path, encoding).name
    return io.TextIOWrapper(open_bytes(path), encoding=name, errors=_errors(name), newline=newline)


def numbered_lines(path: Path, encoding: str = "") -> Iterator[tuple[int, str]]:
    """The lines with their numbers from 1; a line beyond LONGEST_LINE characters arrives as ""."""
    with open_text(path, encoding=encoding) as file:
        number = 0
        while line := file.readline(LONGEST_LINE):
            number += 1
            if len(line) == LONGEST_LINE and not line.endswith("\n"):
                while (more := file.readline(LONGEST_LINE)) and not more.endswith("\n"):
                    pass
                line = ""
            yield number, line
