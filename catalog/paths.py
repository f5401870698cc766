"""Where files that can be made again are kept."""

import os
from pathlib import Path


def cache_folder() -> Path:
    """Where derived files go: PLAINSHELF_CACHE, else plainshelf in the user's cache folder."""
    chosen = os.environ.get("PLAINSHELF_CACHE")
    if chosen:
        return Path(chosen)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "plainshelf"
