"""The vector store is asked by every search that has words, and decides where it is needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import InMemoryVectorStore

from catalog.money import Money
from retrieval import relevance
from retrieval.ranking import Ranker
from retrieval.request import Constraints, Request

NOW = datetime(2026, 11, 10, tzinfo=UTC)


class Watched(InMemoryVectorStore):
    """LangChain's own store, which writes down what it was asked and may give fewer."""

    def __init__(self, embedding: Embeddings, most: int = 1000) -> None:
        super().__init__(embedding)
        self.asked: list[int] = []
        self.most = most

    def similarity_search_by_vector(
        self, embedding: list[float], k: int = 4, **kwargs: Any
    ) -> list[Document]:
        self.asked.append(k)
        return super().similarity_search_by_vector(embedding, min(k, self.most), **kwargs)


def watched(ranker: Ranker, most: int = 1000) -> tuple[Ranker, Watched]:
    """The same catalog with its vectors in another store of LangChain's."""
    from retrieval.index.stores import ProductEmbeddings, load

    assert ranker.index.vectors is not None
    products = ProductEmbeddings(ranker.index.columns.product_ids, ranker.index.vectors)
    store = Watched(products, most)
    load(store, products)
    return replace(ranker, index=replace(ranker.index, store=store)), store


@pytest.mark.parametrize(
    "request_",
    [
        Request(text="wireless earbuds"),
        Request(text="降噪耳机"),
        Request(text="kettle", constraints=Constraints(price_max=Money.of("100", "USD"))),
        Request(text="kettle", constraints=Constraints(categories=("kettle",))),
        Request(text="sunscreen", sort="price_asc"),
    ],
)
def test_every_search_with_words_asks_the_store_and_ranks_the_same(
    ranker: Ranker, request_: Request
) -> None:
    other, store = watched(ranker)
    assert other.rank(request_, NOW) == ranker.rank(request_, NOW)
    assert store.asked


def test_a_search_without_words_asks_nothing(ranker: Ranker) -> None:
    other, store = watched(ranker)
    other.rank(Request(text=""), NOW)
    assert store.asked == []


def test_few_products_left_by_constraints_are_compared_directly(
    ranker: Ranker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relevance, "MOST_ASKED", 5)
    monkeypatch.setattr(relevance, "NEAR", 2)
    other, store = watched(ranker)
    one = Constraints(only_products=("e1", "k1"), in_stock=False)
    found = other.rank(Request(text="kettle", constraints=one), NOW)
    assert {p.product_id for p in found.products} == {"e1", "k1"}
    assert store.asked == []


def test_in_a_large_catalog_what_the_store_finds_is_what_is_ranked(
    ranker: Ranker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relevance, "SCAN", 2)
    monkeypatch.setattr(relevance, "NEAR", 4)
    other, store = watched(ranker, most=3)
    everything = Constraints(in_stock=False)
    found = other.rank(Request(text="electric kettle", constraints=everything), NOW)
    assert store.asked
    vectors = ranker.index.vectors
    assert vectors is not None
    query = ranker.embedding.queries(["electric kettle"])[0]
    nearest = np.argsort(-(vectors @ query), kind="stable")[:3]
    ids = {str(ranker.index.columns.product_ids[row]) for row in nearest}
    assert ids <= {p.product_id for p in found.products}
    assert len(found.products) < ranker.index.columns.size


def test_chroma_is_the_store_that_is_asked(ranker: Ranker, monkeypatch: pytest.MonkeyPatch) -> None:
    from retrieval.index.chroma import ProductChroma

    asked: list[int] = []
    search = ProductChroma.similarity_search_by_vector

    def counted(
        self: ProductChroma, embedding: list[float], k: int = 4, *args: Any, **kwargs: Any
    ) -> list[Document]:
        asked.append(k)
        return search(self, embedding, k, *args, **kwargs)

    monkeypatch.setattr(ProductChroma, "similarity_search_by_vector", counted)
    ranker.rank(Request(text="wireless earbuds"), NOW)
    assert asked
