"""Checks a chat model's sentences against the facts it was given."""
