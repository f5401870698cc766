"""A chat model: the client, its deadline, the cache of its replies."""
