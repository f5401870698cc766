"""Ranking the catalog for some words: what `plainshelf search` and the catalog's page show."""

from __future__ import annotations

from datetime import datetime

from assistant.schema.need import Need
from assistant.understanding.lexicon import Lexicon
from assistant.understanding.understand import understand
from retrieval.ranking import Ranker
from retrieval.request import Ranking


def search(
    text: str, ranker: Ranker, lexicon: Lexicon, k: int, now: datetime
) -> tuple[Need, Ranking]:
    """What the words ask for, and at most `k` products for it; conditions in them bind."""
    need = understand(text, (), lexicon)
    return need, ranker.rank(need.request(k), now)
