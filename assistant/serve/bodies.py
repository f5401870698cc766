"""Reading what is sent to the HTTP interface: of which kind, and no more than is allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.requests import Request


class Refused(Exception):
    """A request that is not read, with the HTTP status that says why."""

    def __init__(self, status: int, why: str) -> None:
        """`why` is a sentence."""
        super().__init__(why)
        self.status = status


async def body(request: Request, longest: int) -> bytes:
    """The JSON body of a request, given up as soon as it is longer than `longest` bytes.

    Only JSON by name is read: a form of another site can send anything else without being asked.

    Raises:
        Refused: the body is too long (413), or says that it is something else (415).
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Refused(415, "Send JSON, with the header Content-Type: application/json.")
    sent = bytearray()
    async for piece in request.stream():
        sent += piece
        if len(sent) > longest:
            raise Refused(413, f"The request is longer than {longest} bytes. Send fewer messages.")
    return bytes(sent)
