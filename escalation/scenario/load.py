"""From files to a `Scenario`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from escalation.scenario.model import Scenario


def load_scenario(path: str | Path, overrides: Sequence[str] = ()) -> Scenario:
    """Return the scenario of a file."""
    tree: dict[str, Any] = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    for override in overrides:
        where, _, value = override.partition("=")
        *steps, last = where.split(".")
        node = tree
        for step in steps:
            node = node.setdefault(step, {})
        node[last] = yaml.safe_load(value)
    return Scenario.model_validate(tree)
