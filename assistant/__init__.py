"""One conversation and what is built on it."""
