"""Judges an answer or a page from outside, by rules."""
