"""What a form of a plain page sends: its fields and its files, as far as they can be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from catalog.errors import BadInput

if TYPE_CHECKING:
    from starlette.requests import Request


@dataclass(frozen=True)
class File:
    """A file that was sent: its name, without folders, and its bytes."""

    name: str
    content: bytes

    @property
    def text(self) -> str:
        """Its content as UTF-8, what is none of it marked."""
        return self.content.decode("utf-8-sig", "replace")


@dataclass(frozen=True)
class Form:
    """The texts of a form by name, each with all its values, and its files."""

    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, File] = field(default_factory=dict)

    def one(self, name: str) -> str:
        """The first value of a field, "" where there is none."""
        return next(iter(self.texts.get(name, ())), "")


async def form_of(request: Request, longest: int) -> Form:
    """What a request sends; nothing where it sends no form.

    Args:
        request: a POST of a form.
        longest: bytes that one field may have.

    Raises:
        BadInput: the body is no form, or a field is too long.
    """
    from starlette.datastructures import UploadFile
    from starlette.exceptions import HTTPException

    if request.method != "POST":
        return Form()
    texts: dict[str, list[str]] = {}
    files: dict[str, File] = {}
    try:
        async with request.form(max_files=4, max_fields=200, max_part_size=longest) as sent:
            for name, value in sent.multi_items():
                if not isinstance(value, UploadFile):
                    texts.setdefault(name, []).append(value)
                elif value.filename:
                    plain = value.filename.replace("\\", "/").rpartition("/")[2]
                    files[name] = File(plain, await value.read())
    except HTTPException as error:
        reason = str(error.detail).rstrip(".")
        raise BadInput("the form", "", reason, "Send it from the page") from error
    return Form({name: tuple(values) for name, values in texts.items()}, files)


def texts_of(request: Request) -> Mapping[str, tuple[str, ...]]:
    """The fields of an address, each with all its values."""
    fields: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        fields.setdefault(name, []).append(value)
    return {name: tuple(values) for name, values in fields.items()}
