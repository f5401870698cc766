"""Blind comparisons for studies: what people are shown under letters, and what they answer."""
