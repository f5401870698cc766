"""Products made from written profiles: two of each profile in each language."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from random import Random

from catalog.demo.generator.specification import LANGUAGES, Fact, Profile, Source, Spoken, Written
from catalog.demo.generator.templates import Phrase, measures, phrases, spoken
from catalog.product import Attribute, Product
from catalog.record import Record

PROVENANCE = "demo: invented"
BAD_SHARE = 0.06
"""The share of products that are plainly bad."""


class Ware(Record):
    """A product with what only its makers know.

    `quality` is in [0, 1]; `price` is what it usually costs, in the language's own currency;
    `facts` are its attributes and what phrases may say of it.
    """

    product: Product
    language: Spoken
    brand_slug: str
    facts: dict[str, str]
    quality: float
    price: Decimal
    focus: bool

    @property
    def currency(self) -> str:
        """What it is usually priced in."""
        return "CNY" if self.language == "zh" else "USD"


def wares(source: Source, seed: int) -> Iterator[Ware]:
    """Every product of the demo, by category, language and profile."""
    for written in source.categories:
        for language in LANGUAGES:
            brands = list(source.market.brands[written.brands][language].items())
            Random(f"{seed} {written.category.id} {language} brands").shuffle(brands)
            number = 0
            for profile in written.profiles:
                for title in profile.titles(language):
                    brand = brands[number % len(brands)]
                    number += 1
                    yield _ware(written, profile, language, title, brand, number, seed)


def _ware(
    written: Written,
    profile: Profile,
    language: Spoken,
    title: str,
    brand: tuple[str, str],
    number: int,
    seed: int,
) -> Ware:
    id = f"{written.category.id}-{language}-{number:02}"
    random = Random(f"{seed} {id}")
    attributes = {name: _chosen(fact, random) for name, fact in profile.facts.items()}
    model = _model(written, language, number, random)
    facts = {**measures(attributes), "brand": brand[0], "model": model}
    told = spoken(title, facts, random)
    gap = "" if language == "zh" and not model else " "
    facts["title"] = f"{brand[0]}{gap}{f'{model} ' if model else ''}{told}"
    facts["category"] = written.category.name(language)
    facts["short"] = f"{brand[0]}{' ' if model or language == 'en' else ''}{model}".strip()
    quality = (
        random.uniform(0.03, 0.15) if random.random() < BAD_SHARE else random.betavariate(5, 2)
    )
    usual = profile.price[language == "en"] * Decimal(str(round(random.uniform(0.86, 1.16), 2)))
    product = Product(
        id=id,
        title=facts["title"],
        description=_description(written, language, facts, random),
        category=written.category.id,
        brand=brand[0],
        model=model,
        gtin=_gtin(random),
        language=language,
        attributes=tuple(Attribute(name=n, value=v) for n, v in attributes.items()),
        provenance=PROVENANCE,
    )
    return Ware(
        product=product,
        language=language,
        brand_slug=brand[1],
        facts=facts,
        quality=quality,
        price=usual,
        focus=profile.focus,
    )


def _chosen(fact: Fact | tuple[Fact, ...], random: Random) -> str:
    return str(random.choice(fact) if isinstance(fact, tuple) else fact)


def _model(written: Written, language: Spoken, number: int, random: Random) -> str:
    patterns = written.models.patterns(language)
    if not patterns:
        return ""
    pattern = patterns[number % len(patterns)]
    return pattern.replace("{n}", str(number // len(patterns) + random.randint(1, 3) * 10))


def _description(written: Written, language: Spoken, facts: dict[str, str], random: Random) -> str:
    fitting = [p for p in phrases(written.tells.lines(language)) if p.fits(facts)]
    special = [p for p in fitting if p.conditions]
    general = [p for p in fitting if not p.conditions]
    random.shuffle(special)
    random.shuffle(general)
    chosen: list[Phrase] = special[:2] + general[: 1 + (random.random() < 0.4)]
    return ("" if language == "zh" else " ").join(spoken(p.text, facts, random) for p in chosen)


def _gtin(random: Random) -> str:
    """A GTIN-13 in GS1's range for use inside one company, with its check digit."""
    digits = [2, 0, *(random.randrange(10) for _ in range(10))]
    check = -sum(d * (3 if at % 2 else 1) for at, d in enumerate(digits)) % 10
    return "".join(map(str, (*digits, check)))
