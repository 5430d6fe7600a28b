"""When two values of a sweep are the same, and labels that differ where they are not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from escalation.labels import apart
from escalation.sweep.plan import Value

LABEL_LENGTH: Final = 40


def content(value: Any) -> Any:
    """Return what is the same for two values that mean the same, however they are written."""
    if isinstance(value, dict):
        return "mapping", frozenset((key, content(child)) for key, child in value.items())
    if isinstance(value, list):
        return "list", tuple(content(child) for child in value)
    return isinstance(value, bool), value  # True is no 1, though Python has them equal


def labels_of(values: Sequence[Any]) -> list[Value]:
    """Return values as tables and charts hold them, different where the values are.

    Numbers stay numbers where all are, words words, truth values truth values. Of anything else,
    or where kinds are mixed, each becomes a text of at most 40 letters.
    """
    for kind in (bool, int | float, str):
        if all(isinstance(value, kind) for value in values) and (
            kind is bool or not any(isinstance(value, bool) for value in values)
        ):
            return list(values)
    written = [json.dumps(value, ensure_ascii=False) for value in values]
    meant: dict[str, set[Any]] = {}
    for value, text in zip(values, written, strict=True):
        meant.setdefault(text.replace('"', ""), set()).add(content(value))
    # Quotation marks stay where nothing else tells the word true from what is true.
    bare = [text.replace('"', "") for text in written]
    texts = [
        text if len(meant[short]) > 1 else short for text, short in zip(written, bare, strict=True)
    ]
    return list(apart(texts, LABEL_LENGTH))
