"""What a shopper can choose from in one answer."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from assistant.schema.difference import Seen
from assistant.study.exposure import Exposure
from catalog.record import Record

Space = Literal["list", "above", "below", "beside", "words"]
Receiver = Literal["creator", "host", "network", "shopper"]
Wording = Literal["full", "short", "vague"]


class Alternative(Record):
    """One product as one thing shown offers it; `price` is the total to pay.

    `cheapest` is the least that the same product costs at any shop that may sell it here. `rank`
    is the organic one, 0 for none. `met` is the share of conditions met. `argued` says that the
    answer's words speak for it. A click owes `click`, an order `order` and `order_rate` of the
    price; `passed_on` says which share of both goes on to whom, `rebate` which share of the price
    returns to the shopper. `margin` is the share of the price that the seller keeps before
    advertising, 0 where nobody states it. `wording` says how plainly the label is worded. `pushed`
    says that its place or words were bought: an assistant that argues for it then argues as one
    who sells, and else as it does for what nobody pays for. `showing`
    is owed for being shown in all of the conversation's answers; `budget` caps everything that the
    campaign behind it is charged, 0 where there is none.
    """

    product_id: str
    seller: str
    space: Space
    place: int
    price: Decimal
    cheapest: Decimal
    rank: int = 0
    rating: float = 0.0
    official: bool = False
    met: float = 1.0
    sponsored: bool = False
    seen: Seen = "none"
    wording: Wording = "short"
    argued: bool = False
    pushed: bool = True
    click: Decimal = Decimal(0)
    order: Decimal = Decimal(0)
    order_rate: Decimal = Decimal(0)
    passed_on: dict[Receiver, Decimal] = Field(default_factory=dict)
    rebate: Decimal = Decimal(0)
    margin: Decimal = Decimal(0)
    showing: Decimal = Decimal(0)
    budget: Decimal = Decimal(0)


class ChoiceSet(Record):
    """What one column's last list offers; `showing` is owed for what earlier answers showed.

    `fees` are the monthly fees of those shown for one, once for every answer. `monthly` is what a
    subscriber pays a month, `per_answer` what payments that no ad brings come to per answer (tips),
    `answers_a_month` what a subscription is spread over. `displaced` is the mean number of places
    that money moved the list's items by, `ndcg_loss` what it costs the list in nDCG, `kendall_tau`
    and `rbo` how like the organic order it is, `ad_load` the share of what is shown that somebody
    pays for, `exposures` how much of a reader's eye each seller gets. `transcript` is the whole
    conversation as text, with the labels that can be seen.
    """

    alternatives: tuple[Alternative, ...]
    answers: int
    showing: Decimal = Decimal(0)
    fees: Decimal = Decimal(0)
    monthly: Decimal = Decimal(0)
    paying: float = 0.0
    answers_a_month: int = 1
    per_answer: Decimal = Decimal(0)
    displaced: float = 0.0
    ndcg_loss: float = 0.0
    kendall_tau: float = 1.0
    rbo: float = 1.0
    ad_load: float = 0.0
    exposures: tuple[Exposure, ...] = ()
    transcript: str = ""


class Conversation(Record):
    """One conversation under every column of a study, in one currency.

    `reference` is the median of what the yardstick's products cost: the scale of its money.
    """

    id: str
    language: Literal["zh", "en"]
    currency: str
    reference: Decimal
    choices: tuple[ChoiceSet, ...]

    def without_transcripts(self) -> Conversation:
        """The same without its text."""
        choices = tuple(c.model_copy(update={"transcript": ""}) for c in self.choices)
        return self.model_copy(update={"choices": choices})
