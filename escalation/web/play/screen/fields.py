"""The controls of a form as data: each is drawn as it says, and gives a JSON value for a message.

A control gives its value under the key ``into``, or adds it to a list there. What gives None is
left out. ``parts`` are controls that fill in the value's own keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Field = dict[str, Any]


def choice(
    into: str, label: str, options: Sequence[tuple[Any, str]], chosen: Any, *, meaning: str = "",
    parts: Sequence[Field] = (), adds: bool = False,
) -> Field:  # fmt: skip
    """Return a choice of one; an option is its value and its label."""
    values = [value for value, _ in options]
    return {
        "kind": "choice", "into": into, "label": label, "meaning": meaning, "adds": adds,
        "options": [{"value": value, "label": told} for value, told in options],
        "chosen": values.index(chosen) if chosen in values else 0, "parts": list(parts),
    }  # fmt: skip


def flag(
    into: str, label: str, value: Any, *, on: bool, meaning: str = "", parts: Sequence[Field] = (),
    adds: bool = False,
) -> Field:  # fmt: skip
    """Return a box that gives a value when it is ticked."""
    return {
        "kind": "flag", "into": into, "label": label, "meaning": meaning, "adds": adds,
        "value": value, "on": on, "parts": list(parts),
    }  # fmt: skip


def whole(into: str, label: str, low: int, high: int, value: int, *, meaning: str = "") -> Field:
    """Return a whole number between two."""
    return {
        "kind": "whole", "into": into, "label": label, "meaning": meaning, "low": low,
        "high": high, "value": min(max(value, low), high),
    }  # fmt: skip


def many(into: str, label: str, options: Sequence[tuple[Any, str]], chosen: Sequence[Any]) -> Field:
    """Return a choice of any number; one at least is to be chosen."""
    return {
        "kind": "many", "into": into, "label": label,
        "options": [
            {"value": value, "label": told, "on": value in chosen} for value, told in options
        ],
    }  # fmt: skip


def text(into: str, label: str, most: int, value: str, *, meaning: str = "") -> Field:
    """Return a field for words."""
    return {
        "kind": "text", "into": into, "label": label, "meaning": meaning, "most": most,
        "value": value,
    }  # fmt: skip
