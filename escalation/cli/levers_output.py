"""Levers as `policies` and `value` show them: all outcomes of each, whatever ranks them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from escalation.naming import OF_A_LEVER, OUTCOME_NAMES
from escalation.numbers import fine_percent

#: What stands over the share of runs with each outcome.
HEADS: Final[Mapping[str, str]] = MappingProxyType(
    {name: OUTCOME_NAMES[name].brief.removeprefix("de-escalated by ") for name in OF_A_LEVER}
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
    return ["–" if one is None or one != one else fine_percent(one) for one in known]
