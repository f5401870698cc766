"""Every mechanism there is, in one line that a policy file's `type` chooses from."""

from typing import Annotated

from pydantic import Field

from assistant.monetisation.affiliate import Affiliate
from assistant.monetisation.none import NoPayment
from assistant.monetisation.paid_ranking import PaidRanking
from assistant.monetisation.slots import Slots

AnyMechanism = Annotated[NoPayment | Slots | Affiliate | PaidRanking, Field(discriminator="type")]
