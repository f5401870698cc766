"""The catalog's organic ranking as a retriever in a plain LangChain chain.

.venv/bin/python examples/retriever_chain.py "a quiet mechanical keyboard under $80"

With PLAINSHELF_MODEL set the chain ends in that chat model; without, it ends in the prompt.
"""

import sys
from datetime import UTC, datetime

from langchain_core.documents import Document
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import Runnable, RunnableLambda, RunnablePassthrough

from assistant.llm.client import chat_model, configured
from catalog.store import Catalog
from retrieval.ranking import Ranker
from retrieval.retriever import CatalogRetriever

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PROMPT = ChatPromptTemplate.from_template(
    "Answer from these products only, in their order:\n{products}\n\nQuestion: {question}"
)


def lines(found: list[Document]) -> str:
    return "\n".join(f"{d.metadata['rank']}. {d.page_content} ({d.id})" for d in found)


def chain(retriever: CatalogRetriever) -> Runnable[str, str]:
    config = configured()
    if config is None:
        end: Runnable = RunnableLambda(lambda prompt: prompt.to_string())
    else:
        end = chat_model(config).model | StrOutputParser()
    asked = {"products": retriever | lines, "question": RunnablePassthrough()}
    return asked | PROMPT | end


def main(question: str) -> None:
    ranker = Ranker.open(Catalog.open())
    print(chain(CatalogRetriever(ranker=ranker, k=4, now=lambda: NOW)).invoke(question))


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]) or "a quiet mechanical keyboard under $80")
