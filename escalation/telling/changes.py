"""What a scenario changes, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

#: Letters of a value, beyond which it is cut.
_LONGEST: Final = 72


def value_told(value: Any) -> str:
    """Return a value of a scenario in one line, cut where it would be long."""
    if value is None:
        return "(nothing)"
    if isinstance(value, Mapping):
        text = ", ".join(f"{k} {v}" for k, v in value.items() if v is not None)
    elif isinstance(value, list | tuple):
        text = "; ".join(value_told(item) for item in value) or "(none)"
    else:
        text = str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."
