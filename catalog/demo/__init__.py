"""A catalog in which everything is invented, and the pipeline that writes it from a seed."""
