"""Orders inside the chat, by the Agentic Commerce Protocol."""
