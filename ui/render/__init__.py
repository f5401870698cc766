"""Pure functions from records to HTML."""
