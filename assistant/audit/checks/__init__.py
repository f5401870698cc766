"""One file of checks per chapter of the rules."""
