"""What a process of our own does before it imports much."""

from __future__ import annotations

import atexit
import gc
import os
from typing import Final

#: Objects made before Python looks for rings of dead ones; its own figure is 700.
_OBJECTS: Final = 100_000


def settle() -> None:
    """Set the process up for many imports and for small matrices.

    Importing makes a million objects that live to the end; to go through them again and again takes
    a fifth of a start, and once more at the end, where nobody needs it, nearly half a second.
    NumPy's linear algebra keeps a thread for each processor, which wait busily; for matrices as
    small as ours one is as fast.
    """
    gc.set_threshold(_OBJECTS, 50, 100)
    atexit.register(gc.freeze)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
