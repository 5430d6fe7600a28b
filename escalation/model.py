"""Where the Mesa model was: `escalation.mesa` now; kept for scripts that import from here."""

from __future__ import annotations

import warnings
from typing import Any


def __getattr__(name: str) -> Any:
    """Lead a name of old to where it lives, and say so."""
    from escalation import mesa

    value = getattr(mesa, name)
    warnings.warn(
        f"escalation.model is escalation.mesa now: from escalation.mesa import {name}",
        DeprecationWarning,
        stacklevel=2,
    )
    return value
