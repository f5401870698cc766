"""Adding what a question says to what earlier turns still ask for.

Conditions hold until they are changed. A new category, or a fresh start, drops what was asked of
the old one (words, price, brands, attributes, order, number) and keeps what belongs to the shopper:
the kinds of seller, whom it is for and the occasion. Where the first question named no category
("a gift under $50"), a later category narrows it and everything holds.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from assistant.schema.need import Act, Exchange, History, Need, Wish
from assistant.understanding.frame import Said
from assistant.understanding.lexicon import Lexicon
from assistant.understanding.prices import Bounds
from assistant.understanding.query_words import joined, without_words
from catalog.money import MINOR_DIGITS, Money
from retrieval.request import Constraints

INTERRUPTIONS: tuple[Act, ...] = ("social", "decline")
"""The acts that are answered by themselves; their Need holds nothing of what is asked for."""
_STATE = ("category", "wishes", "for_whom", "occasion", "quantity", "sort")


def holding(history: History) -> Need | None:
    """The latest earlier Need that still asks for something, None after a fresh start."""
    since = current(history)
    return next((e.need for e in reversed(since) if e.need.act not in INTERRUPTIONS), None)


def current(history: History) -> History:
    """The turns since the conversation last started afresh."""
    starts = [n for n, e in enumerate(history) if e.need.social == "anew"]
    return history[starts[-1] + 1 :] if starts else history


def merged(said: Said, history: History, lexicon: Lexicon, now: datetime | None = None) -> Need:
    """The Need of a conversation once this question is asked."""
    before = holding(history) or Need(text="", language=said.language)
    start = before
    if said.back is not None:
        before = start = said.back
    if said.anew:
        start = Need(text="", language=said.language)
    elif _new_topic(said, before):
        start = _shopper_only(before)
    last = history[-1] if history else None
    need = _added(said, start, last, lexicon, now)
    return need.model_copy(update={"changed": _changed(before, need, said)})


def _new_topic(said: Said, before: Need) -> bool:
    if said.categories:
        known = before.category or (before.constraints.categories or ("",))[0]
        return bool(known or said.new_thing) and not set(said.categories) & {
            known,
            *before.constraints.categories,
        }
    return said.new_thing and bool(before.query or before.category)


def _shopper_only(before: Need) -> Need:
    return Need(
        text="",
        language=before.language,
        for_whom=before.for_whom,
        occasion=before.occasion,
        constraints=Constraints(seller_kinds=before.constraints.seller_kinds),
    )


def _added(
    said: Said, start: Need, last: Exchange | None, lexicon: Lexicon, now: datetime | None
) -> Need:
    said = _taken_back(said, start, lexicon)
    wishes = _wishes(said, start)
    constraints = _constraints(said, start, last, lexicon, now)
    kept = {(w.name, w.value) for w in wishes} | set(constraints.attributes)
    were = {(w.name, w.value) for w in start.wishes} | set(start.constraints.attributes)
    gone = tuple(word for pair in were - kept for word in lexicon.words_of(*pair))
    # Words for a thing without a category ("televisions", "something") end where one is named.
    named = bool(said.categories) and not start.category
    earlier = "" if named else without_words(start.query, gone)
    return Need(
        text=said.text,
        language=said.language,
        act=said.act or "find",
        topic=said.topic,
        social=said.social,
        query=joined(earlier, said.query),
        category=said.categories[0] if said.categories else start.category,
        constraints=constraints,
        wishes=wishes,
        for_whom=said.for_whom or start.for_whom,
        occasion=said.occasion or start.occasion,
        quantity=said.quantity or start.quantity,
        sort=said.sort or start.sort,
        focus=said.focus,
        missed=said.missed,
        sponsored_meant=said.sponsored_meant,
        subject=said.subject,
        subject_words=said.subject_words,
        restricted=said.restricted,
        from_child=said.from_child,
        unlisted=tuple(dict.fromkeys((*start.unlisted, *said.unlisted))),
        phrases=said.phrases,
        settings=said.settings,
    )


def _taken_back(said: Said, start: Need, lexicon: Lexicon) -> Said:
    """What was said, its words against a thing wished for before ("no number keys") as such."""
    refused = [w for w in said.without if len(w) > 1]
    gone = tuple(
        (wish.name, wish.value)
        for wish in start.wishes
        if any(w in words for w in refused for words in lexicon.words_of(wish.name, wish.value))
    )
    if not gone:
        return said
    words = [w for pair in gone for w in lexicon.words_of(*pair)]
    left = tuple(w for w in said.without if not any(w in each for each in words))
    return replace(said, without=left, not_attributes=(*said.not_attributes, *gone))


def _wishes(said: Said, start: Need) -> tuple[Wish, ...]:
    """Earlier wishes, each replaced by a new one on the same attribute unless it says "also"."""
    now_said = {w.name for w in said.wishes} if not said.also else set()
    bound = {name for name, _ in said.attributes}
    renewed = {(w.name, w.value) for w in said.wishes}
    ruled_out = set(said.without)
    unlike = set(said.not_attributes)
    kept = [
        w
        for w in start.wishes
        if w.name not in now_said | bound | said.drop
        and (w.name, w.value) not in renewed
        and w.value not in ruled_out
        and (w.name, w.value) not in unlike
    ]
    return (*kept, *said.wishes)


def _constraints(
    said: Said, start: Need, last: Exchange | None, lexicon: Lexicon, now: datetime | None
) -> Constraints:
    old = start.constraints
    price = _price(said, start, last, lexicon, now)
    brands = _brands(said, old)
    wished = {w.name for w in said.wishes}
    attributes = [
        (n, v)
        for n, v in old.attributes
        if n not in said.drop | wished | {name for name, _ in said.attributes}
    ]
    taken_back = {name for w in said.wishes for name in lexicon.names_of(w.name, w.value)}
    seen = (last.organic or last.shown) if last is not None and said.others else ()
    return Constraints(
        price_min=price.low,
        price_max=price.high,
        brands=brands,
        not_brands=_not_brands(said, old),
        categories=(said.categories if said.bound else ()) if said.categories else old.categories,
        seller_kinds=old.seller_kinds if said.sellers is None else said.sellers,
        attributes=tuple(dict.fromkeys((*attributes, *said.attributes))),
        not_attributes=tuple(
            dict.fromkeys(
                pair
                for pair in (*old.not_attributes, *said.not_attributes)
                if pair not in {(w.name, w.value) for w in said.wishes}
                and pair not in said.attributes
            )
        ),
        any_of=_renewed(old.any_of, said.any_of, said.drop | wished),
        numbers=tuple(
            n
            for n in (*(n for n in old.numbers if n.name not in said.drop), *said.numbers)
            if n in said.numbers or n.name not in {new.name for new in said.numbers}
        ),
        rating=said.rating or old.rating,
        fits=said.fits or old.fits,
        without=tuple(
            dict.fromkeys((*(w for w in old.without if w not in taken_back), *said.without))
        ),
        exclude_products=tuple(dict.fromkeys((*old.exclude_products, *said.excluded, *seen))),
    )


def _renewed(
    old: tuple[tuple[str, tuple[str, ...]], ...],
    new: tuple[tuple[str, tuple[str, ...]], ...],
    dropped: frozenset[str] | set[str],
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Earlier alternatives, each replaced by new ones for the same attribute."""
    named = dropped | {name for name, _ in new}
    return (*(pair for pair in old if pair[0] not in named), *new)


def _brands(said: Said, old: Constraints) -> tuple[str, ...]:
    wanted = tuple(b for b in said.brands if b not in said.not_brands)
    if "brands" in said.drop:
        return wanted
    if wanted:
        return tuple(dict.fromkeys((*(old.brands if said.also else ()), *wanted)))
    return tuple(b for b in old.brands if b not in said.not_brands)


def _not_brands(said: Said, old: Constraints) -> tuple[str, ...]:
    if "brands" in said.drop:
        return said.not_brands
    kept = (b for b in old.not_brands if b not in said.brands)
    return tuple(dict.fromkeys((*kept, *said.not_brands)))


def _price(
    said: Said, start: Need, last: Exchange | None, lexicon: Lexicon, now: datetime | None
) -> Bounds:
    """The bounds that hold now.

    A new bound leaves the other side as it was unless the two contradict each other or the
    budget is named anew. "Cheaper" is one minor unit below the price of the product spoken of,
    else of the first organic pick; "dearer" one above; "too expensive" below the middle of the
    organic picks by price, where none is spoken of.
    """
    old = Bounds(start.constraints.price_min, start.constraints.price_max)
    if "price" in said.drop:
        return said.price
    if said.price:
        low, high = said.price.low, said.price.high
        if low is None and high is not None and not said.budget and old.low is not None:
            low = old.low if _below(old.low, high) else None
        elif high is None and low is not None and old.high is not None:
            high = old.high if _below(low, old.high) else None
        return Bounds(low, high)
    if not said.step or last is None:
        return old
    reference = said.focus[:1] or last.organic or last.shown
    if said.step != "too_dear":
        reference = reference[:1]
    bound = old.high or old.low
    currency = bound.currency if bound else {"zh": "CNY", "en": "USD"}[said.language]
    kinds, least = start.constraints.seller_kinds, start.constraints.price_min
    known = [lexicon.price(id, currency, kinds, now, least) for id in reference]
    prices = sorted(price.amount for price in known if price is not None)
    paid = Money(amount=prices[len(prices) // 2], currency=currency) if prices else None
    if paid is None:
        return old
    step = Money(
        amount=Decimal(1).scaleb(-MINOR_DIGITS.get(paid.currency, 2)), currency=paid.currency
    )
    if said.step == "dearer":
        return Bounds(paid + step, None)
    return Bounds(None, paid - step)


def _below(low: Money, high: Money) -> bool:
    return low.currency == high.currency and low < high


def _changed(before: Need, need: Need, said: Said) -> tuple[str, ...]:
    """The names of the fields that differ from what held before, constraints by their own names."""
    names = [name for name in _STATE if getattr(before, name) != getattr(need, name)]
    names += [
        name
        for name in Constraints.model_fields
        if name not in ("categories", "in_stock")
        and getattr(before.constraints, name) != getattr(need.constraints, name)
    ]
    return (*names, *(("settings",) if said.settings else ()))
