"""Every mechanism there is, in one line that a policy file's `type` chooses from."""

from typing import Annotated

from pydantic import Field

from assistant.monetisation.none import NoPayment

AnyMechanism = Annotated[NoPayment, Field()]
