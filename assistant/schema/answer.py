"""The Answer: everything a shopper is shown and everything an audit needs to judge it.

The field names are the data contract of the disclosure rules (docs/disclosure-rules.md
§5), so that `plainshelf audit` reads our answers and descriptions of other assistants alike.
"""

from typing import Literal, Self

from pydantic import model_validator

from assistant.schema.basket import Basket
from assistant.schema.difference import Difference
from assistant.schema.need import Need
from assistant.schema.placement import DisclosureRecord, Label, Placement
from assistant.schema.provenance import Provenance
from assistant.schema.reading import Reading
from assistant.schema.understood import Understood
from catalog.errors import FailureCause
from catalog.money import Money
from catalog.record import Moment, Record

Jurisdiction = Literal["cn", "us", "eu", "uk"]
BlockKind = Literal["organic", "sponsored", "mixed", "notice", "footer"]


class Block(Record):
    """A group of items under one heading; `label` is a zone label for all of them."""

    id: str
    kind: BlockKind
    order: int
    position: Literal["main", "above", "below", "beside"] = "main"
    heading: str = ""
    label: Label | None = None
    placements: tuple[Placement, ...] = ()
    text: str = ""

    @model_validator(mode="after")
    def _organic_is_organic(self) -> Self:
        moved = [p.id for p in self.placements if p.moved]
        if self.kind == "organic" and moved:
            raise ValueError(f"organic block {self.id} holds items that money moved: {moved}")
        return self


class Part(Record):
    """One stretch of the answer's text, citing what it speaks of.

    A sponsored part names its placement or carries its own disclosure record, and its label
    stands before its words wherever the text goes. `table` holds the rows of a comparison, the
    first naming the products in the order of `product_ids`.
    """

    kind: Literal["organic", "sponsored"] = "organic"
    role: Literal["lead", "pick", "compare", "caveat", "question", "notice", "sentence"] = "lead"
    text: str
    product_ids: tuple[str, ...] = ()
    evidence_ids: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()
    placement_id: str = ""
    disclosure: DisclosureRecord | None = None
    label: Label | None = None

    @model_validator(mode="after")
    def _paid_means_disclosed(self) -> Self:
        if self.kind == "sponsored" and self.disclosure is None:
            raise ValueError("a sponsored part of the text has no disclosure record")
        return self


class ProseSpan(Record):
    """Where in the answer's text a placement is spoken of (offsets in characters)."""

    start: int
    end: int
    placement_id: str | None = None


class FollowUp(Record):
    """A question offered as the next one, as text to send; a paid one carries its record."""

    text: str
    paid: bool = False
    label: Label | None = None
    disclosure: DisclosureRecord | None = None
    product_id: str = ""

    @model_validator(mode="after")
    def _paid_means_disclosed(self) -> Self:
        if self.paid and self.disclosure is None:
            raise ValueError("a paid follow-up question has no disclosure record")
        return self


class Choice(Record):
    """One answer to a question back: what its button reads, and what is sent when it is pressed."""

    label: str
    text: str


class ClarifyingQuestion(Record):
    """The question that the answer puts back: the attribute it is about, and what may be chosen."""

    about: str
    text: str
    choices: tuple[Choice, ...] = ()


class AILabel(Record):
    """The words that say that a machine wrote this (GB 45438-2025; AI Act 50)."""

    text: str
    form: Literal["text", "corner", "ui"] = "text"
    position: Literal["start", "middle", "end", "persistent"] = "start"


class RankingInfo(Record):
    """How the list came about, in words a shopper reads: parameters with weights, effect of pay."""

    params: tuple[str, ...] = ()
    payment_effect: str = ""
    url: str = ""
    sorts: tuple[str, ...] = ()


class Pool(Record):
    """Where the candidates came from, and whether the operator's own interest narrowed them."""

    sources: tuple[str, ...] = ()
    owner_related: bool = False
    exclusive: bool = False


class Controls(Record):
    """What the shopper can do from where the answer stands; nothing is claimed that is not there.

    `personalisation_off` is only there where a profile is used, to switch it off.
    """

    personalisation_off: bool = True
    hide_ads: bool = True
    why_ad: bool = True
    report: bool = False


class Refusal(Record):
    """A sentence of a chat model that the facts do not bear out, and the kind of its fault.

    `text` is "" where the words themselves may not be shown: labels, links and letters of
    another script.
    """

    fault: str
    text: str = ""


class Composition(Record):
    """Who wrote the words (offline composer or chat model), at what cost, with what repairs.

    `cause` says why a chat model's words are missing, "" where none are; `notice` says it in words.
    `dropped` counts what the check refused of a model's words, `refused` holds the sentences that
    are not in the answer for it. `prompts` are the versions of the prompts sent; `reading` says
    who did the research, whose tokens are its own.
    """

    composer: str = "offline"
    notice: str = ""
    cause: FailureCause | Literal[""] = ""
    tokens_in: int = 0
    tokens_out: int = 0
    cost: Money | None = None
    dropped: int = 0
    refused: tuple[Refusal, ...] = ()
    prompts: tuple[str, ...] = ()
    reading: Reading = Reading()


class Answer(Record):
    """One answer under one policy.

    `organic` is the organic list that was shown or would have been, best first, for any policy;
    `understood` is the need with the states of the products shown, above the cut: no policy moves
    it; `basket` says which product is for which thing of a list, and the total; `organic_only`
    says that the shopper switched paid items off; `text` is what the parts read
    as, labels included. `follow_ups` are the questions that were bought, then the unpaid ones,
    which no policy moves; `question` is what is asked back. `profile_used` says whether anything
    known of the person, beyond this conversation, had a part in it. `difference` is what money
    changed in it, `provenance` what it was made from.
    """

    id: str
    created_at: Moment
    locale: str
    jurisdictions: tuple[Jurisdiction, ...]
    policy: str
    disclosure_policy: str
    ai_generated: bool = True
    mode: Literal["text", "voice"] = "text"
    ai_labels: tuple[AILabel, ...] = ()
    need: Need
    understood: Understood = Understood()
    basket: Basket | None = None
    organic: tuple[str, ...] = ()
    organic_only: bool = False
    text: str = ""
    parts: tuple[Part, ...] = ()
    prose_spans: tuple[ProseSpan, ...] = ()
    blocks: tuple[Block, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    question: ClarifyingQuestion | None = None
    ranking_info: RankingInfo = RankingInfo()
    pool: Pool = Pool()
    controls: Controls = Controls()
    profile_used: bool = False
    claims_by_operator: tuple[str, ...] = ()
    composition: Composition = Composition()
    difference: Difference = Difference()
    provenance: Provenance = Provenance()

    @property
    def placements(self) -> tuple[Placement, ...]:
        """Every item shown, in reading order."""
        return tuple(p for block in self.blocks for p in block.placements)
