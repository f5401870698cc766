"""Research by a chat model with tools that see the research side only: no money, no policy."""
