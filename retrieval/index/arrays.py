"""Arrays that stay on disk until they are read."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt


def mapped(path: Path) -> npt.NDArray[Any]:
    """A saved array mapped into memory, read-only.

    A plain array over the mapping: np.memmap itself makes each slice tenfold dearer.
    """
    return np.asarray(np.load(path, mmap_mode="r"))
