"""From facts to words: the offline composer, a chat model behind the same seam, grounding."""
