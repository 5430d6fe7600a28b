"""What a process of our own does before it imports much."""

from __future__ import annotations

import gc
from typing import Final

#: Objects made before Python looks for rings of dead ones; its own figure is 700.
_OBJECTS: Final = 100_000


def collect_seldom() -> None:
    """Have Python look for rings of dead objects a hundred times less often.

    Importing makes a million objects that live to the end; to go through them again and again takes
    a fifth of a start.
    """
    gc.set_threshold(_OBJECTS, 50, 100)
