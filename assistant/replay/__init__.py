"""Scripted conversations in, transcripts out."""
