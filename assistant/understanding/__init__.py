"""From a shopper's words to a Need, by rules and data."""
