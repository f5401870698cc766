"""Conversations made from a catalog: what shoppers might ask for, in both languages, by a seed."""

from __future__ import annotations

from datetime import datetime
from random import Random

from assistant.replay.script import Script, ScriptedTurn
from catalog.product import Product
from catalog.store import Catalog

WORDS = {
    "zh": ("推荐一款{thing}", "推荐{thing}，{trait}", "推荐{thing}，{most}元以内"),
    "en": (
        "recommend a {thing}", "recommend a {thing}, {trait}",
        "recommend a {thing} under ${most}",
    ),
}  # fmt: skip
CHEAPER = {"zh": "有没有便宜点的", "en": "anything cheaper?"}


def generated(catalog: Catalog, count: int, seed: str, now: datetime) -> tuple[Script, ...]:
    """`count` conversations a language, each about one product's kind, a trait or a price of it."""
    random = Random(seed)
    made = []
    for language in ("en", "zh"):
        products = [
            p
            for p in catalog.products()
            if p.language == language and not catalog.vocabulary.category(p.category).restricted
        ]
        for n in range(count if products else 0):
            first = _question(catalog, random.choice(products), language, random)
            says = (first, CHEAPER[language]) if random.random() < 0.3 else (first,)
            made.append(
                Script(
                    id=f"generated-{language}-{n + 1:03d}",
                    now=now,
                    seed=seed,
                    turns=tuple(ScriptedTurn(say=words) for words in says),
                )
            )
    return tuple(made)


def _question(catalog: Catalog, product: Product, language: str, random: Random) -> str:
    category = catalog.vocabulary.category(product.category)
    traits = [
        term.name(language)
        for a in product.attributes
        for term in catalog.vocabulary.attribute(a.name).values
        if term.id == a.value
    ]
    prices = [p.money.amount for o in catalog.offers_of(product.id) for p in o.prices]
    plain, with_trait, with_price = WORDS[language]
    thing = category.zh if language == "zh" else category.en
    ways = [plain.format(thing=thing)]
    ways += [with_trait.format(thing=thing, trait=random.choice(traits))] if traits else []
    ways += [with_price.format(thing=thing, most=int(min(prices) * 2) + 1)] if prices else []
    return random.choice(ways)
