"""What the study page does: a small study from its choices to its report, step after step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from assistant.cli.study_report import reported
from assistant.columns import UNPAID, column
from assistant.session import House
from assistant.study.needs import generated
from assistant.study.run import plan_of, steps
from assistant.study.saved import file_of, name_of
from catalog.record import Record

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

MOST = 5
"""Policies beside the yardstick that a study of the page may have."""
FIRST = ("slots", "paid-ranking", "sentences")
TYPES = {
    "html": "text/html; charset=utf-8", "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet", "json": "application/json",
}  # fmt: skip
APART = {
    # A report runs its own scripts and reaches nothing, not even the page around it.
    "Content-Security-Policy": "; ".join(
        (
            "sandbox allow-scripts allow-popups",
            "default-src 'none'",
            "script-src 'unsafe-inline'",
            "style-src 'unsafe-inline'",
            "img-src data: blob:",
            "frame-ancestors 'self'",
        )
    ),
    "X-Frame-Options": "SAMEORIGIN",
    "Cache-Control": "no-cache",
}


class Choices(Record):
    """What the page's controls say; a study is small enough to be waited for."""

    policies: tuple[str, ...]
    conversations: int = Field(ge=1, le=20)
    shoppers: int = Field(ge=50, le=5000)
    periods: int = Field(ge=1, le=12)


@dataclass(frozen=True)
class Step:
    """How far a study is: what it does, the pieces done of how many, the seconds left if known.

    `report` is the name of the study whose report is written, "" before it is.
    """

    what: str
    done: int
    whole: int
    left: float | None = None
    report: str = ""


def first_policies(house: House) -> list[str]:
    """The policies that a study starts with, of those that the house has."""
    return [id for id in FIRST if id in house.policies]


def studied(
    house: House, folder: Path, chosen: Choices, now: datetime, clock: Callable[[], float]
) -> Iterator[Step]:
    """A study under the yardstick and the policies chosen, kept in `folder`; it may be stopped.

    Args:
        house: what answers; nothing is charged to anybody.
        folder: where studies are kept.
        chosen: what is studied.
        now: the moment of its conversations; only the day counts, so that what was stopped goes
            on when it is started again.
        clock: seconds, for the time left.

    Raises:
        BadInput: a policy is not there, or no conversation shows anything to buy.
    """
    columns = [column(name, house) for name in dict.fromkeys((UNPAID, *chosen.policies))]
    noon = now.replace(hour=12, minute=0, second=0, microsecond=0)
    scripts = generated(house.shelf.catalog, chosen.conversations, "0", noon)
    plan = plan_of(house, scripts, columns, chosen.shoppers, chosen.periods, "0")
    out = folder / name_of(plan)
    started, before = clock(), -1
    for at in steps(plan, house, scripts, out, 1):
        before = at.done if before < 0 else before
        fresh = at.done - before
        left = (clock() - started) * (at.whole - at.done) / fresh if fresh else None
        yield Step("asked" if at.done < len(scripts) else "shopping", at.done, at.whole, left)
    yield Step("writing", at.whole, at.whole)
    reported(plan, house, scripts, out)
    yield Step("writing", at.whole, at.whole, report=out.name)


def handing_out(folder: Path) -> Callable[[Request], Response]:
    """What answers `/study/reports/{name}/{file}`: a report, or a table beside it."""
    from starlette.responses import FileResponse, PlainTextResponse

    def hand(request: Request) -> Response:
        name, file = (request.path_params[key] for key in ("name", "file"))
        path = file_of(folder, name, file)
        if path is None:
            return PlainTextResponse(f"There is no {name}/{file}.", 404)
        return FileResponse(path, media_type=TYPES[file.rpartition(".")[2]], headers=APART)

    return hand


def wrong_with(policies: Sequence[str]) -> str:
    """The phrase for why these cannot be studied, "" where they can."""
    if not policies:
        return "study.none_chosen"
    return "study.too_many" if len(policies) > MOST else ""
