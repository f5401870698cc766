"""Every error that a user of Plainshelf is meant to read.

* PlainshelfError
  + BadInput            somebody's file or field is wrong; names the file, the field, the remedy
  + CurrencyMismatch    two amounts whose currencies differ were added or compared
  + NotFound            an id that the catalog, a policy folder or a ledger does not hold
  + IndexUnavailable    the search index can be neither opened nor rebuilt
  + ModelUnavailable    the configured chat or embedding model does not answer usably
  + StorageError        a database of the page's own does not answer
  + LedgerError         the ledger refuses an entry, or its chain is broken
"""

from typing import Literal

FailureCause = Literal[
    "unauthorised",
    "rate_limited",
    "timed_out",
    "unreachable",
    "refused",
    "server_error",
    "not_the_form",
    "not_grounded",
    "no_tools",
]
"""Why a chat model's reply could not be used; catalog/phrases/failures.yaml says each in words."""


class PlainshelfError(Exception):
    """The root: its message is shown to the user as it stands."""


class BadInput(PlainshelfError):
    """Somebody's file or field is wrong.

    Args:
        where: the file (and row or line) as the user knows it.
        field: the field at fault, or "" where the whole file is.
        problem: what is wrong, in one clause.
        remedy: what to do about it, in one clause.

    """

    def __init__(self, where: str, field: str, problem: str, remedy: str) -> None:
        self.where, self.field, self.problem, self.remedy = where, field, problem, remedy
        at = f"{where}, field {field!r}" if field else where
        super().__init__(f"{at}: {problem}. {remedy}.")


class CurrencyMismatch(PlainshelfError):
    """Amounts in different currencies met without a dated rate."""


class NotFound(PlainshelfError):
    """An id that nothing here answers to."""


class IndexUnavailable(PlainshelfError):
    """The search index can be neither opened nor rebuilt."""


class ModelUnavailable(PlainshelfError):
    """The configured model does not answer, or not usably; `cause` says which."""

    def __init__(self, message: str, cause: FailureCause = "not_the_form") -> None:
        self.cause = cause
        super().__init__(message)


class LedgerError(PlainshelfError):
    """The ledger refuses an entry, or its chain is broken."""


class StorageError(PlainshelfError):
    """What the page keeps cannot be read or written; the message has the database's reason."""
