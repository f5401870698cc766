"""The assistant offered to other programs over HTTP."""
