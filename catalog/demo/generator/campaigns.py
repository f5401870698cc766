"""Campaigns: who pays for which product, how much, for whom and with what words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from random import Random

from catalog.campaign import Campaign, Creative, Targeting
from catalog.demo.generator.products import PROVENANCE, Ware
from catalog.demo.generator.specification import LANGUAGES, Shop, Source, Spoken, Written
from catalog.money import Money
from catalog.offer import Offer

STARTS, ENDS = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 12, 31, tzinfo=UTC)
EXPIRED = datetime(2026, 9, 30, tzinfo=UTC)
FOCUS, OTHER = 8, 2
"""How many campaigns there are in a language of a category: among focus products, elsewhere."""
CLICK = {"CNY": (Decimal("0.6"), Decimal("3.6")), "USD": (Decimal("0.25"), Decimal("1.9"))}
"""Bids per click, from least to most."""
STEP = Decimal("0.01")


def campaigns(
    source: Source,
    made: Sequence[Ware],
    offers: Mapping[str, Sequence[Offer]],
    shops: Mapping[str, Shop],
    seed: int,
) -> Iterator[Campaign]:
    """All campaigns, by category and language."""
    for written in source.categories:
        for language in LANGUAGES:
            random = Random(f"{seed} {written.category.id} {language} campaigns")
            near = [
                w
                for w in made
                if w.language == language and w.product.category == written.category.id
            ]
            for at, ware in enumerate(_payers(near, random)):
                offer = _paid_for(offers[ware.product.id], ware, random)
                if offer is not None:
                    shop = shops[offer.seller_id]
                    yield _campaign(source, written, ware, offer, shop, at, random)


def _payers(near: Sequence[Ware], random: Random) -> list[Ware]:
    """The best, the worst and the dearest of what sponsors compete for, then some others."""
    focus = sorted((w for w in near if w.focus), key=lambda w: w.quality)
    dearest = sorted(focus, key=lambda w: w.price)[-1:]
    ordered = [*focus[-1:], *focus[:1], *dearest, *random.sample(focus, len(focus))]
    chosen = list({w.product.id: w for w in ordered}.values())[:FOCUS]
    rest = [w for w in near if w not in chosen]
    return [*chosen, *random.sample(rest, min(OTHER, len(rest)))]


def _paid_for(offers: Sequence[Offer], ware: Ware, random: Random) -> Offer | None:
    """The offer that clicks lead to: in stock, in the usual currency, mostly the flagship's."""
    open_ = [
        o
        for o in offers
        if o.stock != "out_of_stock" and o.prices[-1].money.currency == ware.currency
    ]
    if not open_:
        return None
    return open_[0] if random.random() < 0.7 else random.choice(open_)


def _campaign(
    source: Source,
    written: Written,
    ware: Ware,
    offer: Offer,
    shop: Shop,
    at: int,
    random: Random,
) -> Campaign:
    currency, language = ware.currency, ware.language
    pays_clicks = at < 4 or random.random() < 0.8
    commissions = ("0", "0.03", "0.05", "0.08", "0.12", "0.18", "0.25")[not pays_clicks :]
    low, high = CLICK[currency]
    bid = (low + (high - low) * Decimal(str(round(random.random(), 3)))).quantize(STEP)
    agency = random.choice(source.market.agencies[language]) if random.random() < 0.2 else shop.name
    expired = at >= 3 and random.random() < 0.15
    return Campaign(
        id=f"c-{ware.product.id}",
        payer=agency,
        on_behalf_of=shop.name,
        product_id=ware.product.id,
        offer_id=offer.id,
        bid=Money(amount=bid, currency=currency) if pays_clicks else None,
        commission=Decimal(random.choice(commissions)),
        budget=Money.of(random.choice((200, 500, 800, 1500, 3000)), currency),
        starts=STARTS,
        ends=EXPIRED if expired else ENDS,
        targeting=_targeting(ware, currency, random),
        creatives=(_creative(source, written, ware, at, random),),
        sentence_bid=Money(amount=(bid * 3).quantize(STEP), currency=currency)
        if pays_clicks and random.random() < 0.35
        else None,
        provenance=PROVENANCE,
    )


def _targeting(ware: Ware, currency: str, random: Random) -> Targeting:
    """Its category and language; now and then only shoppers near its own price."""
    ceiling = (ware.price * 3).quantize(Decimal(1)) if random.random() < 0.25 else None
    return Targeting(
        categories=(ware.product.category,),
        languages=(ware.language,) if random.random() < 0.6 else (),
        price_max=Money(amount=ceiling, currency=currency) if ceiling else None,
    )


def _creative(source: Source, written: Written, ware: Ware, at: int, random: Random) -> Creative:
    for stunt in source.shared.stunts:
        if (stunt.category, stunt.language, at) == (written.category.id, ware.language, 0):
            return Creative(language=ware.language, headline=stunt.headline, text=stunt.text)
    headline, text = _words(written, ware.language, at + random.randint(0, 1))
    return Creative(
        language=ware.language,
        headline=_filled(headline, ware, 40),
        text=_filled(text, ware, 150),
    )


def _words(written: Written, language: Spoken, at: int) -> tuple[str, str]:
    lines = written.ads.lines(language)
    headline, _, text = lines[at % len(lines)].partition(" | ")
    return headline, text


def _filled(text: str, ware: Ware, most: int) -> str:
    return text.replace("{brand}", ware.product.brand)[:most].strip()
