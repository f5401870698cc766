"""Reads a page as an audit needs it, from its source or in a browser."""
