"""How much a study does unless told otherwise; light, since its command's help shows it."""

from __future__ import annotations

from typing import Final

#: Futures from a morning on, with a moment of a run and without it.
FUTURES: Final = 200
#: Runs that are watched again for storylines.
WATCHED: Final = 600
