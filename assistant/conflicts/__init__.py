"""Conflicts of interest: what a chat model does for its operator against a shopper."""
