"""The organic ranking of a catalog for a request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path

from catalog.money import Money
from catalog.offer import rating_of
from catalog.store import Catalog
from retrieval.constraints import LOOSENABLE, Admitted, Best, admit, best_offer
from retrieval.embedding.models import Embedding, embedding
from retrieval.index.background import IndexBuild, index_or_build
from retrieval.index.build import open_index
from retrieval.index.parts import Index
from retrieval.relevance import Relevance, relevance
from retrieval.request import Miss, NumberBound, RankedProduct, Ranking, Request, Sort

FEW = 3
"""Fewer products than this, and the nearest misses are named."""
CLOSE = 0.6
"""Other sorts show what scores at least this share of the best, not cheap things unasked for."""
BOUNDLESS = 10**9
"""More than anything costs, in any currency; what a columns' integer still holds."""
COVER = 0.17
"""A request is about something if the best cosine and COVER times the share of its words that one
product matches reach the embedding's least cosine. With the bundled embedding this lets go of 1 to
5 in 100 judged queries of the dev sets; of 40 questions about nothing for sale it stops most
English ones, and few Chinese ones in a Chinese catalog, whose cosines lie higher: telling those is
the work of understanding, before ranking."""


@dataclass(frozen=True)
class Ranker:
    """A catalog and its index, ready to rank; safe to share between threads.

    `build` is what makes the index whole, where it holds words alone.
    """

    catalog: Catalog
    index: Index
    embedding: Embedding
    build: IndexBuild | None = None

    @classmethod
    def open(
        cls,
        catalog: Catalog,
        model: Embedding | None = None,
        folder: Path | None = None,
        *,
        renew: bool = False,
    ) -> Ranker:
        """A ranker over a catalog; its index is built now if it is missing or damaged.

        Args:
            catalog: the catalog to rank.
            model: the embedding; by default what the environment asks for.
            folder: where indexes lie; by default in the user's cache.
            renew: whether to build anew, too, what the embedding no longer agrees with.

        Raises:
            IndexUnavailable: the index can be neither opened nor rebuilt.
            ModelUnavailable: the configured embedding does not answer.

        """
        chosen = embedding() if model is None else model
        return cls(catalog, open_index(catalog, chosen, folder, renew=renew), chosen)

    @classmethod
    def open_at_once(cls, catalog: Catalog, folder: Path | None = None) -> Ranker:
        """A ranker that ranks by words while another process makes a large catalog's index.

        `current` takes the index in once it is made. A small catalog is waited for.

        Raises:
            IndexUnavailable: a small catalog's index can be neither opened nor rebuilt.
            ModelUnavailable: the configured embedding does not answer.

        """
        chosen = embedding()
        index = index_or_build(catalog, chosen, folder)
        if isinstance(index, IndexBuild):
            return cls(catalog, index.index, chosen, index)
        return cls(catalog, index, chosen)

    def current(self) -> Ranker:
        """The ranker over the index as it is now: what answers one question asks for it once."""
        if self.build is None or self.build.index is self.index:
            return self
        return replace(self, index=self.build.index, build=None)

    @property
    def identity(self) -> str:
        """The hash of what the index was made from."""
        return self.index.key

    def rank(self, request: Request, now: datetime) -> Ranking:
        """The products that meet the request's constraints at `now`, the most relevant first.

        Deterministic; equal scores go by product id. A request that nothing in the catalog is
        about gets no products.
        """
        admitted = admit(self.index.columns, self.index.name, request.constraints)
        scored = relevance(self.index, self.embedding, request, admitted)
        products: tuple[RankedProduct, ...] = ()
        misses: tuple[Miss, ...] = ()
        if self._about_something(scored, request) or not scored.rows.size:
            products = self._products(scored, admitted, request, now)
            if len(products) < FEW:
                misses = self._misses(request, {p.product_id for p in products}, now)
        return Ranking(
            products=products,
            misses=misses,
            known_terms=round(scored.known_terms, 6),
            relevance=round(scored.cosine, 6),
            covered=round(scored.covered, 6),
            words_alone=self.index.vectors is None,
        )

    def _about_something(self, scored: Relevance, request: Request) -> bool:
        """Whether the catalog has anything that the request is about; surely if it names what."""
        named = request.constraints
        if named.categories or named.only_products or named.brands:
            return True
        return scored.cosine + COVER * scored.covered >= self.embedding.least

    def _products(
        self, scored: Relevance, admitted: Admitted, request: Request, now: datetime
    ) -> tuple[RankedProduct, ...]:
        offered = self._offered(scored, admitted, now)
        if request.sort == "relevance":
            found = list(islice(offered, request.k))
        else:
            found = self._resorted(list(offered), scored, request)[: request.k]
        columns = self.index.columns
        return tuple(
            RankedProduct(
                product_id=str(columns.product_ids[scored.rows[at]]),
                offer_id="" if best.offer < 0 else str(columns.offer_ids[best.offer]),
                rank=rank,
                score=round(float(scored.scores[at]), 6),
                parts=scored.parts(at),
            )
            for rank, (at, best) in enumerate(found, start=1)
        )

    def _offered(
        self, scored: Relevance, admitted: Admitted, now: datetime
    ) -> Iterator[tuple[int, Best]]:
        """Candidates that have an admitted offer at the price paid now, in order."""
        for at, row in enumerate(scored.rows):
            best = best_offer(self.index.columns, self.catalog, admitted, int(row), now)
            if best is not None and self._rated(best, admitted.constraints.rating):
                yield at, best

    def _rated(self, best: Best, bound: NumberBound | None) -> bool:
        """Whether the stars shown beside an offer lie within a bound."""
        stars = None if bound is None else self._stars(best)
        return bound is None or (stars is not None and bound.holds(stars))

    def _resorted(
        self, found: list[tuple[int, Best]], scored: Relevance, request: Request
    ) -> list[tuple[int, Best]]:
        """By price or rating: all of a named category, else what is close.

        What is sold in the shopper's currency comes first, and last what has no price known or,
        by rating, what nobody rated where the offer shown is sold.
        """
        named = request.constraints.categories or request.constraints.only_products
        if found and request.text and not named:
            least = CLOSE * float(scored.scores[found[0][0]])
            found = [(at, best) for at, best in found if scored.scores[at] >= least]
        names = self.index.columns.currencies
        own = request.currency.lower()
        wanted = names.index(own) if own in names else -1
        if request.sort == "rating":
            return sorted(found, key=lambda pair: self._by_stars(pair[1], wanted))
        sign = 1 if request.sort == "price_asc" else -1
        return sorted(
            found,
            key=lambda pair: (
                pair[1].price is None,
                pair[1].currency != wanted,
                pair[1].currency,
                sign * (pair[1].price or 0),
            ),
        )

    def _by_stars(self, best: Best, wanted: int) -> tuple[bool, bool, Decimal]:
        stars = self._stars(best)
        return stars is None, best.currency != wanted, -(stars or Decimal(0))

    def _stars(self, best: Best) -> Decimal | None:
        """The stars shown beside an offer, None where nobody rated it."""
        if best.offer < 0:
            return None
        columns = self.index.columns
        offers = self.catalog.offers_of(str(columns.product_ids[columns.product[best.offer]]))
        own = offers[best.offer - int(columns.first[columns.product[best.offer]])]
        rating = rating_of(own, offers)
        return rating.value if rating else None

    def _misses(self, request: Request, shown: set[str], now: datetime) -> tuple[Miss, ...]:
        """The products that one constraint alone keeps out: nearest in price, else in relevance."""
        found: dict[str, tuple[int, float, Miss]] = {}
        for name in LOOSENABLE:
            if not getattr(request.constraints, name):
                continue
            looser = _looser(request, name, len(shown) + FEW)
            admitted = admit(self.index.columns, self.index.name, looser.constraints)
            scored = relevance(self.index, self.embedding, looser, admitted)
            if not self._about_something(scored, looser):
                continue
            for each in self._products(scored, admitted, looser, now):
                if each.product_id not in shown and each.product_id not in found:
                    miss = Miss(product_id=each.product_id, offer_id=each.offer_id, field=name)
                    found[each.product_id] = (each.rank, -each.score, miss)
        ranked = sorted(found.values(), key=lambda miss: (*miss[:2], miss[2].product_id))
        return tuple(miss for *_, miss in ranked[:FEW])


def _looser(request: Request, name: str, k: int) -> Request:
    """The request without one constraint; without a price bound, the nearest prices first.

    The currency of a bound stays: what is sold in another one is no near miss.
    """
    asked = request.constraints
    sort: Sort = "relevance"
    if name == "price_max" and asked.price_max:
        unbound, sort = Money.of(BOUNDLESS, asked.price_max.currency), "price_asc"
        looser = asked.model_copy(update={"price_max": unbound})
    elif name == "price_min" and asked.price_min:
        unbound, sort = Money.of(0, asked.price_min.currency), "price_desc"
        looser = asked.model_copy(update={"price_min": unbound})
    elif name == "in_stock":
        looser = asked.model_copy(update={"in_stock": False})
    else:
        looser = asked.loosened(name)
    return request.model_copy(update={"constraints": looser, "sort": sort, "k": k})
