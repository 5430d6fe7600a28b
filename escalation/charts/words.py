"""The line at the foot of charts, and how titles begin."""

from __future__ import annotations

import datetime as dt
from typing import Final

#: What odds are, at the foot of every chart of them.
CAVEAT: Final = "Odds under the scenario's assumptions, not a forecast of fact."


def source(what: str, caveat: str = CAVEAT) -> str:
    """Return the line at a chart's foot: what the figures come from, and what they are not."""
    return f"Source: escalation, agent-based simulation, {what}. {caveat}"


def since(start: dt.date) -> str:
    """Return what a day axis counts from."""
    return f"Days after {start.day} {start:%B %Y}"


def upper_first(text: str) -> str:
    """Return a sentence with its first letter large, and the rest as it was."""
    return text[:1].upper() + text[1:]
