"""Writes the demo catalog from its specification; not shipped."""
