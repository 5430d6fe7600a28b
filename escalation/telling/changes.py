"""What a scenario changes, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from escalation.scenario.sections import Scenario

#: Letters of a value, beyond which it is cut.
_LONGEST: Final = 72


def value_told(value: Any) -> str:
    """Return a value of a scenario in one line, cut where it would be long."""
    text = _whole(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."


def change_in_words(change: Mapping[str, Any], scenario: Scenario) -> tuple[str, str]:
    """Return what is changed and how, for readers: an event as a sentence, a value as it is set.

    Parameters
    ----------
    change
        ``path``, ``old`` and ``new``, as `escalation.scenario.diff.diff` tells them.
    scenario
        Which of the two it is of does not matter: its days have the dates.
    """
    old, new = (_event_told(change[side], scenario) for side in ("old", "new"))
    if old is None and new is None:
        return change["path"], f"{_whole(change['old'])} → {_whole(change['new'])}"
    if old is None:
        return "An event more", str(new)
    if new is None:
        return "An event less", old
    return "Another event", f"{new} It is in place of: {old}"


def _whole(value: Any) -> str:
    if value is None:
        return "(nothing)"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {one}" for name, one in value.items() if one is not None)
    if isinstance(value, list | tuple):
        return "; ".join(map(_whole, value)) or "(none)"
    return str(value)


def _event_told(value: Any, scenario: Scenario) -> str | None:
    """Return an event's sentence; None for what is no event."""
    if not isinstance(value, Mapping) or "kind" not in value:
        return None
    from escalation.scenario.events import EVENT
    from escalation.telling.situation import event_in_words

    return event_in_words(EVENT.validate_python(dict(value)), scenario)
