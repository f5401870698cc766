"""How long a whole turn takes: question to rendered cards, beside the tutorial chain.

    python -m benchmarks.turns DATA [--products 43000]

Ours understands, ranks, places, composes, discloses and renders; the chain of the LangChain and
Chroma tutorials retrieves with the same embedding, fills a prompt and asks a fake model that
answers at once. Both are asked the same questions in the same process; times are milliseconds.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from assistant.compose.compose import offline
from assistant.policy import disclosures, policies
from assistant.research import Shelf
from assistant.session import House, Settings
from assistant.understanding.lexicon_builder import build_lexicon
from benchmarks.retrieval_scale import Spread, questions, scaled
from catalog.store import Catalog
from retrieval.ranking import Ranker
from ui.render.answers import answer as rendered
from ui.render.showing import Showing

NOW = datetime(2026, 11, 23, tzinfo=UTC)
PICKS = 4
"""How many products the chain retrieves: as many as an answer shows."""


def house(catalog: Catalog, model: Spread) -> House:
    return House(
        shelf=Shelf(catalog, Ranker.open(catalog, model), build_lexicon(catalog)),
        campaigns=(),
        policies=policies(),
        disclosures=disclosures(),
        composer=offline,
    )


def chain(catalog: Catalog, model: Spread) -> Callable[[str], str]:
    """Retriever, prompt, fake model, parser: the tutorials' four pieces."""
    import chromadb
    from langchain_chroma import Chroma
    from langchain_core.language_models import FakeListChatModel
    from langchain_core.output_parsers import StrOutputParser
    from langchain_core.prompts import ChatPromptTemplate

    store = Chroma("turns", embedding_function=model, client=chromadb.EphemeralClient())
    titles = [product.title for product in catalog.products()]
    for at in range(0, len(titles), 5000):
        store.add_texts(titles[at : at + 5000])
    retriever = store.as_retriever(search_kwargs={"k": PICKS})
    prompt = ChatPromptTemplate.from_template("Recommend from:\n{context}\n\nQuestion: {question}")
    written = prompt | FakeListChatModel(responses=["Have a look at these."]) | StrOutputParser()

    def answer(question: str) -> str:
        found = "\n".join(hit.page_content for hit in retriever.invoke(question))
        return written.invoke({"context": found, "question": question})

    return answer


def timed(answer: Callable[[str], object], asked: Sequence[str], rounds: int) -> dict[str, float]:
    """Median and 95th percentile over every question, after one round to warm up."""
    for question in asked:
        answer(question)
    taken = []
    for question in [*asked] * rounds:
        start = time.perf_counter()
        answer(question)
        taken.append(1000 * (time.perf_counter() - start))
    cut = statistics.quantiles(taken, n=100)
    return {"p50_ms": round(cut[49], 2), "p95_ms": round(cut[94], 2)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--products", type=int, default=43_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    catalog, model = scaled(options.data, options.products)
    asked, shop = questions(options.data), house(catalog, model)

    def turn(question: str) -> str:
        answer = shop.ask(question, (), Settings(policy="none"), NOW).answer
        return str(rendered(Showing(answer)))

    report = {
        "products": options.products,
        "questions": len(asked),
        "load_average": round(os.getloadavg()[0], 1),
        "plainshelf, question to cards": timed(turn, asked, options.rounds),
        "tutorial chain, fake model": timed(chain(catalog, model), asked, options.rounds),
    }
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
