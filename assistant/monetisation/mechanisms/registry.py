"""Every mechanism there is, in one line that a policy file's `type` chooses from."""

from typing import Annotated

from pydantic import Field

from assistant.monetisation.mechanisms.affiliate import Affiliate
from assistant.monetisation.mechanisms.cashback import Cashback
from assistant.monetisation.mechanisms.checkout import InstantCheckout
from assistant.monetisation.mechanisms.closed import ClosedEcosystem
from assistant.monetisation.mechanisms.commission import CommissionWeighted
from assistant.monetisation.mechanisms.creator_notes import CreatorNotes
from assistant.monetisation.mechanisms.direct_offer import DirectOffer
from assistant.monetisation.mechanisms.flat_fee import FlatFee
from assistant.monetisation.mechanisms.follow_ups import FollowUps
from assistant.monetisation.mechanisms.freemium import Freemium
from assistant.monetisation.mechanisms.in_list import InList
from assistant.monetisation.mechanisms.interest_slots import InterestSlots
from assistant.monetisation.mechanisms.live_sale import LiveSales
from assistant.monetisation.mechanisms.none import NoPayment
from assistant.monetisation.mechanisms.own_mall import OwnMall
from assistant.monetisation.mechanisms.paid_ranking import PaidRanking
from assistant.monetisation.mechanisms.planted_evidence import PlantedEvidence
from assistant.monetisation.mechanisms.prominence import Prominence
from assistant.monetisation.mechanisms.retail_media import RetailMedia
from assistant.monetisation.mechanisms.sentences import Sentences
from assistant.monetisation.mechanisms.slots import Slots
from assistant.monetisation.mechanisms.subscription import Subscription
from assistant.monetisation.mechanisms.third_party_hop import ThirdPartyHop
from assistant.monetisation.mechanisms.tips import Tips

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
    | CreatorNotes
    | Prominence
    | Freemium
    | Cashback
    | DirectOffer
    | RetailMedia
    | FlatFee
    | LiveSales
    | PlantedEvidence
    | InterestSlots,
    Field(discriminator="type"),
]
