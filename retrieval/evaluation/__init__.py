"""Retrieval quality on judged queries."""
