"""Levers as `policies` and `value` show them: all outcomes of each, whatever ranks them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from escalation.numbers import percent

#: What stands over the share of runs with each outcome of `escalation.studies.lever_runs.SHOWN`.
HEADS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "de_escalated_14d": "day 14",
        "de_escalated_30d": "day 30",
        "durable": "durable",
        "war": "war",
    }
)


def heading(ranked_by: str) -> str:
    """Say what a table of levers shows, and what it is ranked by."""
    return (
        "Share of runs that have de-escalated by day 14 and by day 30, that have durable quiet, "
        f"and that become war. Ranked by {ranked_by}; by another outcome the order may be another."
    )


def shares(row: Mapping[Any, Any]) -> list[str]:
    """Return a lever's share of runs with each outcome, a dash where the horizon hides it."""
    known = (row[name] for name in HEADS)
    return ["–" if one is None or one != one else percent(one, 1) for one in known]
