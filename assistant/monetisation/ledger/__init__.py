"""The hash-chained record of all money."""
