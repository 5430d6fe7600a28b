"""One name for each outcome of a run, which every face uses: tables, charts, findings and lists.

Light, so that the command line has it at no cost. What an outcome is in the tables is in
`escalation.analysis.odds.outcomes`; the numbers of end states are in `escalation.vocabulary`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True)
class OutcomeName:
    """What an outcome is called.

    Attributes
    ----------
    name
        Its name in rows and sentences: "durable quiet in 26% of runs".
    meaning
        What the name does not say by itself, or an empty string.
    short
        The beginning of the name, for columns without room.
    """

    name: str
    meaning: str = ""
    short: str = ""

    @property
    def label(self) -> str:
        """Return the name as a row or a heading begins with it."""
        return self.name[:1].upper() + self.name[1:]

    @property
    def brief(self) -> str:
        """Return the name, short where it has a short form."""
        return self.short or self.name

    @property
    def told(self) -> str:
        """Return the name, and what it means behind a colon."""
        return f"{self.name}: {self.meaning}" if self.meaning else self.name


#: Every outcome, end state and part of one that is told, by its key in tables and files.
OUTCOME_NAMES: Final[Mapping[str, OutcomeName]] = MappingProxyType(
    {
        "de_escalated_14d": OutcomeName("de-escalated by day 14"),
        "de_escalated_30d": OutcomeName("de-escalated by day 30"),
        "de_escalated_90d": OutcomeName("de-escalated by day 90"),
        "durable": OutcomeName("durable quiet", "no serious relapse", "durable"),
        "relapsed": OutcomeName("relapsed", "quiet, then serious fighting again"),
        "never_quiet": OutcomeName("never quiet, no war", "", "never quiet"),
        "war": OutcomeName("war between the states", "", "war"),
        "quiet_after_war": OutcomeName("quiet after a war", "counted as war"),
    }
)
