"""What every mechanism that sells exposure shares: relevance, bids in one currency, amounts due."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from decimal import ROUND_DOWN, ROUND_UP, Decimal

from assistant.monetisation.mechanisms.base import Opportunity
from assistant.monetisation.rates import showing_bid
from assistant.schema.difference import Unsold, UnsoldReason, UnsoldSpace
from assistant.schema.placement import Placement
from catalog.campaign import Campaign, Creative
from catalog.i18n import Bilingual
from catalog.money import MILL_DIGITS, MINOR_DIGITS, Money, show_per_thousand
from catalog.phrases import both
from catalog.record import Record


class Candidate(Record):
    """A campaign whose product answers the need, and how well it does, in (0, 1].

    With `interest`, its product is of a kind asked for earlier, in these words, and `relevance`
    what the policy counts for that.
    """

    campaign: Campaign
    relevance: Decimal
    interest: Bilingual | None = None

    @property
    def product_id(self) -> str:
        """The product that it pays for."""
        return self.campaign.product_id


def relevance(opportunity: Opportunity) -> dict[str, Decimal]:
    """Every ranked product's score over the best one's, in (0, 1]; 1/rank where no score is."""
    best = max((r.score for r in opportunity.ranked), default=0.0)
    least = Decimal("0.0001")
    shares = {}
    for r in opportunity.ranked:
        share = Decimal(str(r.score / best)) if best > 0 else 1 / Decimal(r.rank)
        shares[r.product_id] = max(least, share.quantize(least))
    return shares


def currency_of(opportunity: Opportunity) -> str:
    """The one currency that money competes in: that of the best organic pick that has a price."""
    priced = (p.price.currency for p in opportunity.picks if p.price.now is not None)
    running = (c.currency for c in opportunity.campaigns)
    return next(priced, None) or next(running, "")


def bid_of(campaign: Campaign) -> Decimal:
    """The amount it bids for a click, 0 where it makes no bid."""
    return campaign.bid.amount if campaign.bid else Decimal(0)


def sentence_bid_of(campaign: Campaign) -> Decimal:
    """The amount it bids for one sentence shown, 0 where it makes no bid."""
    return showing_bid(campaign, "sentence")


def question_bid_of(campaign: Campaign) -> Decimal:
    """The amount it bids for one question shown, 0 where it makes no bid."""
    return showing_bid(campaign, "question")


def bidding(
    opportunity: Opportunity,
    floor: Decimal = Decimal(0),
    offered: Callable[[Campaign], Decimal] = bid_of,
) -> tuple[Candidate, ...]:
    """Those who bid, in the answer's currency, for a product of at least that relevance.

    One candidate per product, the highest bidder for it (the first id among equals).
    """
    relevant = {id: share for id, share in relevance(opportunity).items() if share >= floor}
    return competing(opportunity.campaigns, relevant, currency_of(opportunity), offered)


def competing(
    campaigns: Iterable[Campaign],
    shares: Mapping[str, Decimal],
    currency: str,
    offered: Callable[[Campaign], Decimal] = bid_of,
) -> tuple[Candidate, ...]:
    """The highest bidder in a currency for each product that has a share of relevance."""
    best: dict[str, Candidate] = {}
    for campaign in campaigns:
        share, bid = shares.get(campaign.product_id), offered(campaign)
        if share is None or bid <= 0 or campaign.currency != currency:
            continue
        rival = best.get(campaign.product_id)
        if rival is None or bid > offered(rival.campaign):
            best[campaign.product_id] = Candidate(campaign=campaign, relevance=share)
    return tuple(best.values())


def unlisted(opportunity: Opportunity, candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The candidates whose product the organic list does not already show."""
    shown = {pick.product_id for pick in opportunity.picks}
    return tuple(c for c in candidates if c.product_id not in shown)


def unsold(
    opportunity: Opportunity,
    space: UnsoldSpace,
    places: int,
    sold: int,
    *,
    floor: Decimal = Decimal(0),
    offered: Callable[[Campaign], Decimal] = bid_of,
    repeats: bool = False,
) -> tuple[Unsold, ...]:
    """What was for sale and went unsold, with the reason that kept the nearest buyers out.

    Args:
        opportunity: who could buy.
        space: what is sold.
        places: how many of it there were.
        sold: how many were taken.
        floor: the least relevance.
        offered: what a campaign bids for it.
        repeats: whether what the list shows may be bought as well.
    """
    short = places - sold
    if short <= 0:
        return ()
    bidders, relevant = (bidding(opportunity, least, offered) for least in (Decimal(0), floor))
    open_to = relevant if repeats else unlisted(opportunity, relevant)
    reason: UnsoldReason = "too_few"
    if opportunity.need.restricted:
        reason = "not_for_sale"
    elif not bidders:
        reason = "no_bidder"
    elif len(open_to) > sold:
        reason = "held_back"
    elif len(relevant) > len(open_to):
        reason = "listed"
    elif len(bidders) > len(relevant):
        reason = "irrelevant"
    return (Unsold(space=space, count=short, reason=reason),)


def unsold_links(listed: Iterable[Placement]) -> tuple[Unsold, ...]:
    """The links of a list that no shop which pays has the product for."""
    left = sum(not item.sponsored for item in listed)
    return (Unsold(space="link", count=left, reason="no_payer"),) if left else ()


def unsold_rows(opportunity: Opportunity, listed: tuple[Placement, ...]) -> tuple[Unsold, ...]:
    """The places of a list that money could have moved, where it moved none."""
    if not listed or any(item.sponsored for item in listed):
        return ()
    reason: UnsoldReason = "held_back" if bidding(opportunity) else "no_bidder"
    if opportunity.need.restricted:
        reason = "not_for_sale"
    elif opportunity.need.sort != "relevance":
        reason = "sorted"
    return (Unsold(space="row", count=len(listed), reason=reason),)


def in_currency(amounts: Iterable[Money], currency: str, otherwise: Decimal) -> Decimal:
    """The amount given for a currency, or the other value where none is."""
    return next((m.amount for m in amounts if m.currency == currency), otherwise)


def on_pace(campaign: Campaign, spent: Money | None, now: datetime, ahead: Decimal) -> bool:
    """Whether it has spent at most the share of its budget that has passed of its time, + ahead."""
    if spent is None:
        return True
    elapsed, whole = (now - campaign.starts), (campaign.ends - campaign.starts)
    passed = Decimal(elapsed / whole)
    return spent.amount <= campaign.budget.amount * (passed + ahead)


def payable(price: Decimal, bid: Money, *, showing: bool = False) -> Money:
    """A price as it can be paid, never above the bid: up to the next minor unit per click or order,
    to the next mill (a thousandth of one) per showing.
    """
    digits = MINOR_DIGITS.get(bid.currency, 2) + (MILL_DIGITS if showing else 0)
    step = Decimal(1).scaleb(-digits)
    # Auction arithmetic leaves a tail of some 1e-27 that must not cost a whole unit.
    up = price.quantize(step / 10**6).quantize(step, ROUND_UP)
    return Money(amount=min(up, bid.amount.quantize(step, ROUND_DOWN)), currency=bid.currency)


def party(payer: str, on_behalf_of: str) -> Bilingual:
    """Who pays, and for whom if that is somebody else."""
    if payer == on_behalf_of:
        return Bilingual(zh=payer, en=payer)
    return both("payments.party", payer=payer, beneficiary=on_behalf_of)


def number(value: Decimal, places: int = 2) -> str:
    """A bare number for a line of arithmetic, with no trailing zeros."""
    text = f"{value:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def per_thousand(money: Money) -> Bilingual:
    """A price per showing as it is quoted: for a thousand showings."""
    return Bilingual(zh=show_per_thousand(money, "zh"), en=show_per_thousand(money, "en"))


def creative_text(creative: Creative | None) -> str:
    """Headline and text of a creative as sentences: a headline without a stop of its own gets one.

    "" where there is no creative.
    """
    if creative is None:
        return ""
    headline, text = creative.headline.rstrip(), creative.text.strip()
    if not headline or not text:
        return headline or text
    chinese = creative.language == "zh"
    ended = headline.endswith((*".!?…:;,", *"。！？：；，", "—", "–"))
    stop = "" if ended else ("。" if chinese else ".")
    return f"{headline}{stop}{'' if chinese else ' '}{text}"


def creative_of(campaign: Campaign, language: str) -> Creative | None:
    """The advertiser's own words in a language, None where it has none."""
    return next((c for c in campaign.creatives if c.language == language), None)
