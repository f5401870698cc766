"""Work that workers of another process can import."""

import time


def slowly(factor: int, item: int) -> int:
    """The product, in a time in which a worker can be lost."""
    time.sleep(0.1)
    return factor * item
