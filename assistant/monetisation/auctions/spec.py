"""One auction from its specification: what `plainshelf auction SPEC.json` reads and prints."""

from __future__ import annotations

from decimal import Decimal
from math import comb
from pathlib import Path
from random import Random
from typing import Annotated, Literal, Self

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from assistant.monetisation.auctions.position import (
    Above,
    Bidder,
    Clicks,
    NotBelow,
    PositionRule,
    sell,
)
from assistant.monetisation.auctions.segment import Measures, Simulated, Variant, exact, simulate
from catalog.errors import BadInput
from catalog.record import Record

Bid = Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False)]
Weight = Annotated[float, Field(gt=0, le=1e12, allow_inf_nan=False)]
MOST_SETS = 200_000
"""How many sets of earlier winners the closed form without replacement may follow."""


class PositionSpec(Record):
    """An auction of ranked slots; `quality` is 1 for a bidder it does not name."""

    mechanism: PositionRule
    clicks: Clicks
    bids: dict[str, NotBelow]
    quality: dict[str, Above] = Field(default_factory=dict)
    reserve: NotBelow = Decimal(0)
    seed: int = 0

    @model_validator(mode="after")
    def _quality_of_bidders(self) -> Self:
        strangers = sorted(set(self.quality) - set(self.bids))
        if strangers:
            raise ValueError(f"quality names who does not bid: {', '.join(strangers)}")
        return self


class SegmentSpec(Record):
    """An auction of sentences: `runs` Monte Carlo runs beside the closed form."""

    mechanism: Literal["segment"]
    variant: Variant = "with"
    bids: Annotated[tuple[Bid, ...], Field(min_length=1, max_length=1000)]
    quality: Annotated[tuple[Weight, ...], Field(min_length=1, max_length=1000)]
    segments: int = Field(default=3, ge=1, le=100)
    runs: int = Field(default=100_000, ge=2, le=10**7)
    seed: int = Field(default=0, ge=0)

    @model_validator(mode="after")
    def _feasible(self) -> Self:
        if len(self.bids) != len(self.quality):
            raise ValueError(f"{len(self.bids)} bids and {len(self.quality)} qualities")
        if not any(self.bids):
            raise ValueError("nobody bids above 0")
        depth = min(self.segments - 1, len(self.bids) // 2)
        if self.variant == "without" and comb(len(self.bids), depth) > MOST_SETS:
            raise ValueError("too many bidders and segments for the closed form; lower either")
        return self


Spec = Annotated[PositionSpec | SegmentSpec, Field(discriminator="mechanism")]
SPEC: TypeAdapter[PositionSpec | SegmentSpec] = TypeAdapter(Spec)


class Slot(Record):
    """One slot sold; `total` is the price per click times the slot's clicks."""

    bidder: str
    price_per_click: float
    total: float


class PositionResult(Record):
    """The slots sold, best first."""

    slots: tuple[Slot, ...]


class SegmentResult(Record):
    """The closed form and the simulation, normalised to [0, 1]."""

    exact: Measures
    simulated: Simulated


def auction(spec: PositionSpec | SegmentSpec) -> PositionResult | SegmentResult:
    """Hold the auction. The same specification gives the same result."""
    if isinstance(spec, SegmentSpec):
        terms = (spec.variant, spec.bids, spec.quality, spec.segments)
        return SegmentResult(
            exact=exact(*terms), simulated=simulate(*terms, runs=spec.runs, seed=spec.seed)
        )
    bidders = [
        Bidder(id=id, bid=bid, quality=spec.quality.get(id, Decimal(1)))
        for id, bid in spec.bids.items()
    ]
    sold = sell(spec.mechanism, bidders, spec.clicks, spec.reserve, Random(spec.seed))
    return PositionResult(
        slots=tuple(
            Slot(bidder=s.bidder.id, price_per_click=float(s.price), total=float(s.price * x))
            for s, x in zip(sold, spec.clicks, strict=False)
        )
    )


def read_spec(path: Path) -> PositionSpec | SegmentSpec:
    """The specification in a JSON file.

    Raises:
        BadInput: the file is not there, not JSON, or not a specification.
    """
    try:
        return SPEC.validate_json(path.read_bytes())
    except OSError as error:
        raise BadInput(
            str(path), "", f"cannot be read ({error.strerror})", "Check the path"
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        remedy = "Write {mechanism, clicks, bids, …} or {mechanism: segment, variant, bids, …}"
        raise BadInput(str(path), field, first["msg"], remedy) from error
