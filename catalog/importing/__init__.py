"""Feeds into a catalog: read, staged, linked, merged."""
