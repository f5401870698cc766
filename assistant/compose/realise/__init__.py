"""Facts into sentences, one file per language."""
