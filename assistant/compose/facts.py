"""Everything that an answer's words may rest on, gathered from the research and the list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, get_args

from assistant.compose.fact_builder import asked, item_facts, miss_facts, question, values_of
from assistant.compose.grammar import grammar
from assistant.compose.items import Asked, AttributeValues, ConditionFact, ItemFacts, MissFacts
from assistant.compose.sanitise import short_name, unlabelled
from assistant.compose.statement_text import Reader
from assistant.facts.inquiry import considered
from assistant.facts.pieces import each_total
from assistant.research import Research, Sourced
from assistant.schema.basket import Basket
from assistant.schema.from_catalog import unpaid
from assistant.schema.need import Need
from assistant.schema.placement import Placement
from assistant.schema.statement import Consulted, Statement
from assistant.schema.understood import State
from catalog.i18n import Spoken
from catalog.languages import third_language
from catalog.record import Record
from catalog.store import Catalog

Situation = Literal[
    "picks",
    "compare",
    "about",
    "record",
    "no_such_item",
    "why",
    "money",
    "basket",
    "nothing_in_range",
    "not_carried",
    "not_on_record",
    "social",
    "decline",
    "settings",
]
WITHOUT_PRODUCTS = ("social", "decline", "settings")
"""Acts that are answered without products."""


TITLES = 2000
"""So many titles tell which language a catalog is in."""


class Stated(Record):
    """One sentence from the record, in the language of the answer, and what it rests on."""

    text: str
    product_ids: tuple[str, ...] = ()
    evidence_ids: tuple[str, ...] = ()


class Facts(Record):
    """The facts of one answer, in the order presented; holds no bid, payer or campaign.

    `ask` is the clarifying question to put, "" for none. `others` are names of products and
    brands that the ranking knows and the answer does not show: words may not recommend them.
    `stated` is what the record says where something was asked about things. `carried` are the
    names of a few categories of this catalog; `third_language` names the one it is in, in the
    answer's language, where that is neither Chinese nor English. `conditions` say how the items
    stand to each condition of the need. `basket` is the set for a list of things, whose items the
    first of `items` are. `values` are what the items' attributes may be. `totals` say what the
    pieces asked for come to.
    """

    language: Spoken
    situation: Situation
    asked: Asked
    items: tuple[ItemFacts, ...] = ()
    misses: tuple[MissFacts, ...] = ()
    ask: str = ""
    stated: tuple[Stated, ...] = ()
    others: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()
    conditions: tuple[ConditionFact, ...] = ()
    third_language: str = ""
    basket: Basket | None = None
    values: tuple[AttributeValues, ...] = ()
    totals: tuple[Stated, ...] = ()

    @property
    def fits(self) -> bool:
        """Whether something was asked for and every item meets all of it."""
        short = (c.not_met or c.not_stated or c.not_understood for c in self.conditions)
        return bool(self.conditions) and not any(short)

    @property
    def priced(self) -> bool:
        """Whether the price asked for could be compared with what things cost here."""
        return not any(c.not_understood for c in self.conditions if c.id.startswith("price_"))

    @property
    def branded(self) -> bool:
        """Whether any item is of a brand asked for, as far as there are items."""
        own = [c for c in self.conditions if c.id == "brands"]
        return not self.items or all(len(c.not_met) < len(self.items) for c in own)

    @property
    def chinese(self) -> bool:
        """Whether the answer is in Chinese."""
        return self.language == "zh"

    def item(self, product_id: str) -> ItemFacts | None:
        """The facts of one listed product, None where it is not listed."""
        return next((i for i in self.items if i.product_id == product_id), None)


def facts_of(
    research: Research,
    listed: tuple[Placement, ...],
    catalog: Catalog,
    now: datetime,
    locale: str,
) -> Facts:
    """The facts behind one answer.

    Of a placement only its ids, price, seller and rating are read. Without placements the
    products that the need refers to are taken from the catalog, for "compare" and "why".

    Args:
        research: the question researched.
        listed: the main list in the order presented.
        catalog: where products, offers and evidence are read.
        now: the moment that prices are aged against.
        locale: "zh…" for Chinese, anything else for English.
    """
    need = research.need
    language: Spoken = "zh" if locale.startswith("zh") else "en"
    if not listed and _speaks_of_products(need):
        listed = _focused(research, catalog, now)
    sourced = {s.product_id: s for s in research.sourced}
    items = tuple(
        item_facts(p, sourced.get(p.product_id) or _sourced(p.product_id, catalog, need.language),
                   need, catalog, now, language)
        for p in listed
    )  # fmt: skip
    items = distinct(items)
    missed = research.ranking.misses if need.act == "find" else ()
    # Something of another kind is no near miss, however well its words match.
    misses = tuple(m for m in missed if m.field != "categories")
    situation = _situation(need, len(items), len(misses))
    looked_up = research.consulted is not None and bool(research.consulted.statements)
    if looked_up and (need.act != "find" or not items):
        situation = "record"
    if research.basket is not None:
        situation = "basket"
    return Facts(
        language=language,
        situation=situation,
        asked=asked(need, catalog.vocabulary, language),
        items=items,
        misses=tuple(miss_facts(m, need, catalog, now, language) for m in misses[:3]),
        stated=_stated(research, catalog, now, language),
        ask=question(need.ask, catalog.vocabulary, language) if need.act == "find" else "",
        others=_others(research, items, catalog),
        carried=tuple(
            term.name(language) for term in catalog.vocabulary.categories if not term.restricted
        )[:8],
        basket=research.basket,
        conditions=_standing(research, items, language) if need.act == "find" else (),
        values=values_of(items, catalog.vocabulary, language),
        totals=_sentences(_totals(research, listed, catalog, now), catalog, now, language),
        third_language=_third_language(catalog, language) if not items else "",
    )


def _stated(
    research: Research, catalog: Catalog, now: datetime, language: Spoken
) -> tuple[Stated, ...]:
    """The statements of the research as sentences."""
    if research.consulted is None or not research.consulted.statements:
        return ()
    return _sentences(research.consulted.statements, catalog, now, language)


def _sentences(
    statements: Sequence[Statement], catalog: Catalog, now: datetime, language: Spoken
) -> tuple[Stated, ...]:
    """Statements as sentences of their own."""
    named = Consulted(statements=tuple(statements)).named
    reader = Reader(
        grammar=grammar(language),
        vocabulary=catalog.vocabulary,
        names=names_of(named, catalog, language),
        now=now,
    )
    return tuple(
        Stated(
            text=reader.sentence(statement),
            product_ids=statement.product_ids,
            evidence_ids=statement.evidence_ids,
        )
        for statement in statements
    )


def _totals(
    research: Research, listed: Sequence[Placement], catalog: Catalog, now: datetime
) -> tuple[Statement, ...]:
    """What the pieces asked for come to, of each listed product; nothing for one piece."""
    need = research.need
    if need.act != "find" or need.quantity < 2:
        return ()
    ranks = {r.product_id: r for r in research.ranking.products}
    return each_total(
        [considered(p.product_id, catalog, need, now, ranks.get(p.product_id)) for p in listed]
    )


def names_of(ids: Sequence[str], catalog: Catalog, language: Spoken) -> dict[str, str]:
    """What prose calls each product; those that would share a name go by their whole titles."""
    titles = {id: unlabelled(catalog.product(id).title) for id in ids}
    names = {
        id: short_name(title, language == "zh", catalog.product(id).brand)
        for id, title in titles.items()
    }
    shared = [name for name in names.values()]
    return {id: n if shared.count(n) == 1 else titles[id] for id, n in names.items()}


def distinct(items: tuple[ItemFacts, ...]) -> tuple[ItemFacts, ...]:
    """The items, those that would share a name called by their whole titles."""
    names = [i.name for i in items]
    return tuple(
        i if names.count(i.name) == 1 else i.model_copy(update={"name": i.title}) for i in items
    )


def _standing(
    research: Research, items: Sequence[ItemFacts], language: Spoken
) -> tuple[ConditionFact, ...]:
    """How the items stand to each condition; of one outside the ranking nothing is known."""
    found = []
    for condition in research.understood.conditions:
        names: dict[State, list[str]] = {state: [] for state in get_args(State)}
        for item in items:
            states = research.understood.product(item.product_id)
            state = states.of(condition.id) if states else None
            names[state or "not_stated"].append(item.name)
        found.append(
            ConditionFact(
                id=condition.id,
                what=unlabelled(condition.text.text(language)),
                words=unlabelled(condition.words),
                **{state: tuple(own) for state, own in names.items()},
            )
        )
    return tuple(found)


def _speaks_of_products(need: Need) -> bool:
    return need.act in ("compare", "superlative", "tell", "total", "service") or _why(need)


def _why(need: Need) -> bool:
    return need.act == "money" and need.topic == "why_rank"


def _situation(need: Need, items: int, misses: int) -> Situation:
    if need.act in WITHOUT_PRODUCTS:
        return need.act  # type: ignore[return-value]
    if need.act == "money":
        return "why" if _why(need) else "money"
    if _speaks_of_products(need):
        lacking: Situation = "no_such_item" if need.missed else "not_on_record"
        return "compare" if items > 1 else "about" if items else lacking
    if items:
        return "picks"
    return "nothing_in_range" if misses else "not_carried"


def _focused(research: Research, catalog: Catalog, now: datetime) -> tuple[Placement, ...]:
    offers = {r.product_id: r.offer_id for r in research.ranking.products}
    placements = []
    for rank, product_id in enumerate(research.need.focus, start=1):
        known = catalog.offers_of(product_id)
        offer = offers.get(product_id) or (known[0].id if known else "")
        placements.append(
            unpaid(
                catalog,
                product_id,
                offer,
                rank=rank,
                rank_if_unpaid=None,
                now=now,
                id=f"c{rank}",
            )
        )
    return tuple(placements)


def _sourced(product_id: str, catalog: Catalog, language: Spoken) -> Sourced:
    """The evidence of a product that research did not show but a list does."""
    from retrieval.evidence import quotable

    chosen = quotable(catalog.evidence_of(product_id), language)
    return Sourced(
        product_id=product_id,
        quotable=chosen.quotable,
        left_out=len(chosen.promotional),
        total=chosen.total,
    )


def _third_language(catalog: Catalog, language: Spoken) -> str:
    code = third_language(title for title, _ in catalog.titles(TITLES))
    if not code:
        return ""
    from babel.core import Locale

    return str(Locale(language).languages.get(code, code))


def _others(research: Research, items: Sequence[ItemFacts], catalog: Catalog) -> tuple[str, ...]:
    """Brands of ranked products that are not shown; of a brand that is, the products' names."""
    shown = {item.product_id for item in items}
    brands = {item.brand for item in items}
    names: dict[str, None] = {}
    for ranked in research.ranking.products:
        if ranked.product_id not in shown:
            product = catalog.product(ranked.product_id)
            known = product.brand and product.brand not in brands
            name = (
                product.brand
                if known
                else short_name(product.title, product.language == "zh", product.brand)
            )
            names[name] = None
    return tuple(n for n in names if n not in {item.name for item in items})
