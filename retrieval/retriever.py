"""The ranking as a LangChain retriever: for chains and agents that look products up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from retrieval.ranking import Ranker
from retrieval.request import RankedProduct, Request


def utc_now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


class CatalogRetriever(BaseRetriever):
    """The organic ranking of a question, as documents: a product's title, id, rank and offer.

    `now` gives the moment at which prices and stock count; a replay passes its own.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    ranker: Ranker
    k: int = 10
    now: Callable[[], datetime] = utc_now

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, **kwargs: Any
    ) -> list[Document]:
        request = Request(text=query, k=int(kwargs.get("k", self.k)))
        return [self._document(one) for one in self.ranker.rank(request, self.now()).products]

    def _document(self, ranked: RankedProduct) -> Document:
        product = self.ranker.catalog.product(ranked.product_id)
        return Document(
            id=product.id,
            page_content=product.title,
            metadata={
                "product_id": product.id,
                "offer_id": ranked.offer_id,
                "brand": product.brand,
                "rank": ranked.rank,
                "score": ranked.score,
            },
        )
