"""The search index: built, verified, opened."""
