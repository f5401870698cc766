"""Every mechanism there is, in one line that a policy file's `type` chooses from."""

from typing import Annotated

from pydantic import Field

from assistant.monetisation.affiliate import Affiliate
from assistant.monetisation.checkout import InstantCheckout
from assistant.monetisation.closed import ClosedEcosystem
from assistant.monetisation.commission import CommissionWeighted
from assistant.monetisation.creator_notes import CreatorNotes
from assistant.monetisation.follow_ups import FollowUps
from assistant.monetisation.in_list import InList
from assistant.monetisation.none import NoPayment
from assistant.monetisation.own_mall import OwnMall
from assistant.monetisation.paid_ranking import PaidRanking
from assistant.monetisation.sentences import Sentences
from assistant.monetisation.slots import Slots
from assistant.monetisation.subscription import Subscription
from assistant.monetisation.third_party_hop import ThirdPartyHop
from assistant.monetisation.tips import Tips

AnyMechanism = Annotated[
    NoPayment
    | Subscription
    | Tips
    | Affiliate
    | CommissionWeighted
    | OwnMall
    | ThirdPartyHop
    | PaidRanking
    | Slots
    | InList
    | Sentences
    | FollowUps
    | InstantCheckout
    | ClosedEcosystem
    | CreatorNotes,
    Field(discriminator="type"),
]
