"""Names of outcomes and the line at the foot, for titles and labels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: Name of each outcome beside its row.
OUTCOME_NAMES: Final[Mapping[str, str]] = {
    "de_escalated_14d": "Quiet by day 14",
    "de_escalated_30d": "Quiet by day 30",
    "de_escalated_90d": "Quiet by day 90",
    "durable": "Durable quiet",
    "relapsed": "Relapsed",
    "never_quiet": "Never quiet",
    "war": "War",
}
#: How titles speak of each outcome.
IN_TITLES: Final[Mapping[str, str]] = {
    "de_escalated_14d": "quiet by day 14",
    "de_escalated_30d": "quiet by day 30",
    "de_escalated_90d": "quiet by day 90",
    "durable": "a quiet that lasts",
    "relapsed": "a relapse",
    "never_quiet": "fighting without end",
    "war": "war",
}

#: What odds are, at the foot of every chart of them.
CAVEAT: Final = "Odds under the scenario's assumptions, not a forecast of fact."


def source(what: str, caveat: str = CAVEAT) -> str:
    """Return the line at a chart's foot: what the figures come from, and what they are not."""
    return f"Source: escalation, agent-based simulation, {what}. {caveat}"


def upper_first(text: str) -> str:
    """Return a sentence with its first letter large, and the rest as it was."""
    return text[:1].upper() + text[1:]
