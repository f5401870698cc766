"""The base of every value in Plainshelf: immutable, closed to unknown fields, JSON in and out."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, PlainSerializer


class Record(BaseModel):
    """A frozen value; a misspelt field is an error, and equality is by value."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _whole_seconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


Moment = Annotated[
    AwareDatetime,
    AfterValidator(_whole_seconds),
    PlainSerializer(lambda moment: moment.isoformat(), return_type=str, when_used="json"),
]
"""A point in time with a UTC offset, to the second; a time without an offset does not construct."""
