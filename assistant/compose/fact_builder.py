"""How a placement, a need and the catalog's vocabulary become facts in one language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from assistant.compose.items import (
    Asked,
    AttributeValues,
    ItemFacts,
    MissFacts,
    Quote,
    Trait,
    WishFact,
)
from assistant.compose.sanitise import short_name, unlabelled
from assistant.condition_states import attribute_state
from assistant.conditions import conditions_of
from assistant.facts.attribute import asked_about
from assistant.research import Sourced
from assistant.schema.need import Need
from assistant.schema.placement import Placement
from catalog.i18n import Spoken
from catalog.money import Money, show
from catalog.offer import Offer, rating_of
from catalog.price import PriceLine
from catalog.price_paid import price_paid
from catalog.price_text import price_lines, promotion_names, start_name
from catalog.product import Product
from catalog.store import Catalog
from catalog.vocabulary import Vocabulary
from retrieval.request import Constraints, Miss

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
FLAGS = ("yes", "no", "true", "false")
QUESTIONS = {
    "price": ("你大概想花多少钱？", "Roughly what would you like to spend?"),
    "category": ("你想找的是哪一类东西？", "What kind of product do you have in mind?"),
    "brand": ("有没有偏好或想避开的品牌？", "Is there a brand you prefer, or one to avoid?"),
    "for_whom": ("是给谁用的？", "Who is it for?"),
    "occasion": ("打算在什么场合用？", "What will you use it for?"),
}
"""Questions about what is not an attribute: Chinese, English."""

ATTRIBUTE_ACTS = ("compare", "tell")
"""The acts that may ask for one attribute of what is shown."""


def item_facts(
    placement: Placement,
    sourced: Sourced,
    need: Need,
    catalog: Catalog,
    now: datetime,
    language: Spoken,
) -> ItemFacts:
    """The facts of one listed product; of the placement only ids, price, seller and rating."""
    product = catalog.product(placement.product_id)
    offers = catalog.offers_of(placement.product_id)
    offer = next((o for o in offers if o.id == placement.offer_id), None)
    price, rating, seller = placement.price, placement.ratings, placement.seller
    traits = traits_of(product, catalog.vocabulary, language)
    met, unmet, unsaid = wishes_of(product, need, catalog.vocabulary, language)
    reference = Money(amount=price.ref, currency=price.currency) if price.ref is not None else None
    start = _start(price.lines)
    return ItemFacts(
        product_id=product.id,
        title=unlabelled(product.title),
        name=short_name(product.title, language == "zh", product.brand),
        brand=unlabelled(product.brand),
        price=price.money,
        price_text=show(price.money, language) if price.money else "",
        total=price.total,
        total_text=show(price.total, language) if price.total else "",
        start=start,
        start_text=show(start, language) if start else "",
        start_name=start_name(price.lines, language),
        promotions=promotion_names(price.lines, language),
        reference=reference,
        reference_text=show(reference, language) if reference else "",
        lines=price_lines(price.lines, language),
        amounts=_amounts(price.lines),
        shipping_known=bool(offer) and price.fees != "shipping_unknown",
        age_days=(now - price.shown_at).days if price.shown_at else None,
        seller=unlabelled(seller.name) if seller else "",
        seller_kind=seller.kind if seller else "unknown",
        platform=unlabelled(seller.platform) if seller else "",
        stock=offer.stock if offer else "unknown",
        rating=rating.value if rating else None,
        rating_count=rating.count if rating else None,
        rating_source=unlabelled(rating.source) if rating else "",
        traits=traits,
        met=met,
        unmet=unmet,
        unsaid=unsaid,
        quotes=tuple(
            Quote(
                id=e.id,
                source_kind=e.source_kind,
                text=e.text,
                language=e.language,
                date=e.date,
                rating=e.rating,
            )
            for e in sourced.quotable
        ),
        left_out=sourced.left_out,
        sources=sourced.total,
    )


def traits_of(product: Product, vocabulary: Vocabulary, language: Spoken) -> tuple[Trait, ...]:
    """The product's attributes, one trait each; several values of one are joined."""
    names = dict.fromkeys(a.name for a in product.attributes)
    traits = []
    for name in names:
        term = vocabulary.attribute(name)
        values = product.values(name)
        texts = [_valued(vocabulary, name, value, language) for value in values]
        number = _NUMBER.fullmatch(values[0]) if len(values) == 1 else None
        traits.append(
            Trait(
                attribute=name,
                value=values[0],
                name=unlabelled(term.name(language)),
                text=("、" if language == "zh" else ", ").join(texts),
                number=Decimal(number.group()) if number else None,
                better=term.better,
            )
        )
    return tuple(traits)


def _valued(vocabulary: Vocabulary, name: str, value: str, language: Spoken) -> str:
    term = vocabulary.attribute(name)
    text = unlabelled(term.value(value).name(language))
    return f"{text} {term.unit}" if term.unit and text[-1:].isdigit() else text


def wishes_of(
    product: Product, need: Need, vocabulary: Vocabulary, language: Spoken
) -> tuple[tuple[WishFact, ...], tuple[WishFact, ...], tuple[WishFact, ...]]:
    """The wishes that the product meets, those it does not, and those nobody speaks of."""
    wished = [(w.name, w.value) for w in sorted(need.wishes, key=lambda w: -w.importance)]
    met: list[WishFact] = []
    unmet: list[WishFact] = []
    unsaid: list[WishFact] = []
    for name, value in dict.fromkeys((*need.constraints.attributes, *wished)):
        has = product.values(name)
        fact = WishFact(
            attribute=name,
            name=unlabelled(vocabulary.attribute(name).name(language)),
            wanted=_valued(vocabulary, name, value, language),
            has=("、" if language == "zh" else ", ").join(
                _valued(vocabulary, name, v, language) for v in has
            ),
            flag=value in FLAGS,
        )
        (met if value in has else unmet if has else unsaid).append(fact)
    return tuple(met), tuple(unmet), tuple(unsaid)


def values_of(
    items: Sequence[ItemFacts], vocabulary: Vocabulary, language: Spoken
) -> tuple[AttributeValues, ...]:
    """Every value that the items' attributes may take, as far as the vocabulary lists them."""
    terms = (vocabulary.attribute(id) for id in {t.attribute: 0 for i in items for t in i.traits})
    return tuple(
        AttributeValues(
            attribute=term.id, names=tuple(unlabelled(v.name(language)) for v in term.values)
        )
        for term in terms
        if term.values
    )


def miss_facts(
    miss: Miss, need: Need, catalog: Catalog, now: datetime, language: Spoken
) -> MissFacts:
    """A near miss with its price, and its own value of the condition that it fails."""
    product = catalog.product(miss.product_id)
    offer = next((o for o in catalog.offers_of(product.id) if o.id == miss.offer_id), None)
    paid = price_paid(offer, now=now) if offer else None
    return MissFacts(
        product_id=product.id,
        title=unlabelled(product.title),
        name=short_name(product.title, language == "zh", product.brand),
        field=miss.field,
        has=unlabelled(_failed(miss.field, product, offer, need, catalog, language)),
        price=paid.unit if paid else None,
        price_text=show(paid.unit, language) if paid else "",
    )


def _failed(
    field: str,
    product: Product,
    offer: Offer | None,
    need: Need,
    catalog: Catalog,
    language: Spoken,
) -> str:
    if field in ("brands", "not_brands"):
        return product.brand
    if field == "seller_kinds":
        return catalog.seller(offer.seller_id).name if offer else ""
    if field == "categories":
        return catalog.vocabulary.category(product.category).name(language)
    if field in ("any_of", "numbers"):
        return _contradicting(field, product, need, catalog, language)
    if field == "rating":
        stars = rating_of(offer, catalog.offers_of(product.id)) if offer else None
        return f"{stars.value:f}" if stars else ""
    if field == "attributes":
        for name, value in need.constraints.attributes:
            has = product.values(name)
            if value not in has:
                texts = (_valued(catalog.vocabulary, name, v, language) for v in has)
                return ("、" if language == "zh" else ", ").join(texts)
    return ""


def _contradicting(
    field: str, product: Product, need: Need, catalog: Catalog, language: Spoken
) -> str:
    """What a product has of the attribute whose condition it fails, with the attribute's name."""
    vocabulary = catalog.vocabulary
    for condition in conditions_of(need, vocabulary):
        if condition.kind != ("number" if field == "numbers" else "attribute"):
            continue
        state, has = attribute_state(condition, product, vocabulary)
        if state == "not_met" and has is not None:
            if field == "any_of":
                return has.text(language)
            name = vocabulary.attribute(condition.attribute).name(language)
            return f"{name} {has.text(language)}"
    return ""


def asked(need: Need, vocabulary: Vocabulary, language: Spoken) -> Asked:
    """What the need asks, in words."""
    bound = need.constraints
    subject = vocabulary.category(need.category).name(language) if need.category else ""
    pairs = dict.fromkeys((*bound.attributes, *((w.name, w.value) for w in need.wishes)))
    return Asked(
        question=unlabelled(need.text)[:200],
        language=need.language,
        subject=unlabelled(subject),
        price_text=_range(bound, language),
        price_max=bound.price_max,
        price_min=bound.price_min,
        bounds=tuple(m.amount for m in (bound.price_min, bound.price_max) if m),
        wishes=tuple(_valued(vocabulary, name, value, language) for name, value in pairs),
        brands=bound.brands,
        not_brands=bound.not_brands,
        seller_kinds=bound.seller_kinds,
        for_whom=need.for_whom,
        occasion=need.occasion,
        restricted=need.restricted,
        social=need.social,
        topic=need.topic,
        sort=need.sort,
        settings=tuple((s.name, s.value) for s in need.settings),
        about=tuple(
            (term.id, unlabelled(term.name(language)))
            for term in (asked_about(need.text, vocabulary) if need.act in ATTRIBUTE_ACTS else ())
        ),
    )


def _range(bound: Constraints, language: Spoken) -> str:
    low = show(bound.price_min, language) if bound.price_min else ""
    high = show(bound.price_max, language) if bound.price_max else ""
    if low and high:
        return f"{low}–{high}" if language == "zh" else f"between {low} and {high}"
    if high:
        return f"{high} 以内" if language == "zh" else f"up to {high}"
    if low:
        return f"{low} 以上" if language == "zh" else f"from {low}"
    return ""


def question(ask: str, vocabulary: Vocabulary, language: Spoken) -> str:
    """The question that finds out about one attribute, "" for no attribute."""
    if not ask:
        return ""
    if ask in QUESTIONS:
        return QUESTIONS[ask][language == "en"]
    term = vocabulary.attribute(ask)
    own = term.ask_zh if language == "zh" else term.ask_en
    if own:
        return own
    name = term.name(language)
    values = [v.name(language) for v in term.values[:4]]
    if language == "zh":
        return f"对{name}有要求吗？" + (f"比如{'、'.join(values)}。" if values else "")
    options = f", for instance {' or '.join(values)}" if values else ""
    return f"Do you mind about {name.lower()}{options}?"


def _start(lines: tuple[PriceLine, ...]) -> Money | None:
    first = next((line for line in lines if line.kind == "price"), None)
    if first is None:
        return None
    return Money(amount=first.money.amount / first.quantity, currency=first.money.currency)


def _amounts(lines: tuple[PriceLine, ...]) -> tuple[Decimal, ...]:
    """Every amount that the arithmetic speaks of, without signs."""
    amounts = [abs(line.money.amount) for line in lines]
    for line in lines:
        for field in ("threshold", "off"):
            money = getattr(line.promotion, field, None)
            amounts += [money.amount] if isinstance(money, Money) else []
    return tuple(dict.fromkeys(amounts))
