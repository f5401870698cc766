"""Disks that are full, read-only or out of reach, told in one sentence."""

from __future__ import annotations

import errno
import sqlite3

PLACES = {
    *(errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO),
    *(errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ENAMETOOLONG, errno.ELOOP),
}
"""What an operating system says of a place that cannot be written or read."""
DATABASES = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
}
"""What SQLite says of such a place, in the low byte of its codes (sqlite.org/rescode.html)."""
REMEDY = "Free the disk, or name a place that may be written"


def storage_fault(error: Exception) -> str:
    """What is wrong with the place that a file or database stands in; "" for any other error."""
    if isinstance(error, OSError) and error.errno in PLACES:
        place = error.filename2 or error.filename or "a file"
        return f"{place}: {error.strerror}. {REMEDY}."
    if isinstance(error, sqlite3.OperationalError):
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in DATABASES:
            return f"a database cannot be written or opened ({error}). {REMEDY}."
    return ""
