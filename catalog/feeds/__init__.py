"""Readers of product feeds, one file per format."""
