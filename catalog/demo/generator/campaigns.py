"""Campaigns: who pays for which product, how much, for whom and with what words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from random import Random

from catalog.campaign import Campaign, Creative, LiveSale, Targeting
from catalog.demo.generator.products import PROVENANCE, Ware
from catalog.demo.generator.specification import LANGUAGES, Shop, Source, Spoken, Written
from catalog.money import Money
from catalog.offer import Offer

STARTS, ENDS = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 12, 31, tzinfo=UTC)
EXPIRED, COMING = datetime(2026, 9, 30, tzinfo=UTC), datetime(2027, 2, 1, tzinfo=UTC)
LIVE = datetime(2026, 11, 11, tzinfo=UTC), datetime(2027, 1, 12, tzinfo=UTC)
FOCUS, OTHER = 10, 2
"""How many products are advertised in a language of a category: among focus products, elsewhere."""
UNSOLD = (("tea", "en"), ("desk-lamp", "zh"))
"""Where nobody advertises, so that answers without any ad can be seen too."""
RIVALS = 4
"""Of how many products in a language of a category other sellers advertise too."""
MARGINS = ("0.2", "0.3", "0.4", "0.5")
ORDER_RATE = Decimal("0.04")
"""Orders expected per click, as in assistant/monetisation/rates.yaml (a test holds them equal)."""
STEP = Decimal("0.01")
HOSTS = {
    "zh": ("小鹿说好物（演示）", "阿城直播间（演示）"),
    "en": ("Wren Live (demo)", "The Cart Show (demo)"),
}


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
            if (written.category.id, language) in UNSOLD:
                continue
            for at, ware in enumerate(_payers(near, random)):
                for nth, offer in enumerate(_paid_for(offers[ware.product.id], ware, at, random)):
                    shop = shops[offer.seller_id]
                    yield _campaign(source, written, ware, offer, shop, (at, nth), random)


def _payers(near: Sequence[Ware], random: Random) -> list[Ware]:
    """The best, the worst and the dearest of what sponsors compete for, then some others."""
    focus = sorted((w for w in near if w.focus), key=lambda w: w.quality)
    dearest = sorted(focus, key=lambda w: w.price)[-1:]
    ordered = [*focus[-1:], *focus[:1], *dearest, *random.sample(focus, len(focus))]
    chosen = list({w.product.id: w for w in ordered}.values())[:FOCUS]
    rest = [w for w in near if w not in chosen]
    return [*chosen, *random.sample(rest, min(OTHER, len(rest)))]


def _paid_for(offers: Sequence[Offer], ware: Ware, at: int, random: Random) -> tuple[Offer, ...]:
    """The offers that clicks lead to, one a seller: in stock, in the usual currency.

    Mostly the flagship's alone; of the first products up to three sellers advertise.
    """
    open_ = [
        o
        for o in offers
        if o.stock != "out_of_stock" and o.prices[-1].money.currency == ware.currency
    ]
    if not open_:
        return ()
    first = open_[0] if random.random() < 0.7 else random.choice(open_)
    rivals = [o for o in open_ if o is not first]
    return (first, *(random.sample(rivals, min(2, len(rivals))) if at < RIVALS else ()))


def _campaign(
    source: Source,
    written: Written,
    ware: Ware,
    offer: Offer,
    shop: Shop,
    at: tuple[int, int],
    random: Random,
) -> Campaign:
    (place, nth), currency, language = at, ware.currency, ware.language
    pays_clicks = place < 4 or random.random() < 0.8
    commissions = ("0", "0.03", "0.05", "0.08", "0.12", "0.18", "0.25")[not pays_clicks :]
    margin, price = Decimal(random.choice(MARGINS)), offer.prices[-1].money.amount
    # A seller offers between half and all of what a click is worth to it.
    share = Decimal(str(round(random.uniform(0.5, 1), 3)))
    bid = max(STEP * 5, (margin * price * ORDER_RATE * share).quantize(STEP))
    agency = random.choice(source.market.agencies[language]) if random.random() < 0.2 else shop.name
    starts, ends = _schedule(place, random)
    return Campaign(
        id=f"c-{ware.product.id}" + (f"-{'bc'[nth - 1]}" if nth else ""),
        payer=agency,
        on_behalf_of=shop.name,
        product_id=ware.product.id,
        offer_id=offer.id,
        bid=Money(amount=bid, currency=currency) if pays_clicks else None,
        commission=Decimal(random.choice(commissions)),
        margin=margin,
        discount=Decimal(random.choice(("0.05", "0.08", "0.1"))) if random.random() < 0.3 else None,
        monthly_fee=_fee(currency, random),
        live=_live(written, ware, price, place, random),
        budget=Money.of(random.choice((200, 500, 800, 1500, 3000)), currency),
        starts=starts,
        ends=ends,
        targeting=_targeting(ware, currency, random),
        creatives=(_creative(source, written, ware, place + nth, random),),
        provenance=PROVENANCE,
    )


def _schedule(place: int, random: Random) -> tuple[datetime, datetime]:
    """Mostly running; now and then over, or not begun."""
    chance = random.random()
    if place < 3 or chance > 0.2:
        return STARTS, ENDS
    return (STARTS, EXPIRED) if chance < 0.12 else (COMING, ENDS)


def _fee(currency: str, random: Random) -> Money | None:
    if random.random() > 0.25:
        return None
    return Money.of(random.choice((300, 600, 1200)), currency)


def _live(
    written: Written, ware: Ware, price: Decimal, place: int, random: Random
) -> LiveSale | None:
    """A live sale of one advertised product in eight, 8 to 20 per cent under the offer."""
    if random.random() > 0.12:
        return None
    off = Decimal(random.choice(("0.08", "0.12", "0.2")))
    headline, text = _words(written, ware.language, place)
    return LiveSale(
        host=random.choice(HOSTS[ware.language]),
        price=Money(amount=(price * (1 - off)).quantize(STEP), currency=ware.currency),
        starts=LIVE[0],
        ends=LIVE[1],
        words=(
            Creative(
                language=ware.language,
                headline=_filled(headline, ware, 40),
                text=_filled(text, ware, 150),
            ),
        ),
        commission=Decimal(random.choice(("0.15", "0.2", "0.3"))),
        host_share=Decimal("0.6"),
    )


def _targeting(ware: Ware, currency: str, random: Random) -> Targeting:
    """Its category and language; now and then shoppers near its own price, or of one attribute."""
    ceiling = (ware.price * 3).quantize(Decimal(1)) if random.random() < 0.25 else None
    return Targeting(
        categories=(ware.product.category,),
        languages=(ware.language,) if random.random() < 0.6 else (),
        attributes=_aims(ware, random),
        price_max=Money(amount=ceiling, currency=currency) if ceiling else None,
    )


def _aims(ware: Ware, random: Random) -> tuple[tuple[str, str], ...]:
    known = [(a.name, a.value) for a in ware.product.attributes]
    if not known or random.random() > 0.12:
        return ()
    return tuple(random.sample(known, min(3, len(known))))


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
