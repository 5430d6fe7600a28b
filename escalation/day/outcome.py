"""Quiet, de-escalation, relapse and war, as the thresholds of the scenario define them."""

from __future__ import annotations

from escalation.compiling import rule
from escalation.vocabulary import END_DURABLE, END_NEVER_QUIET, END_RELAPSED, END_WAR


@rule
def is_quiet(lethal_incidents: int, rung_a: int, rung_b: int, quiet_max_rung: int) -> int:
    """Return whether a day is quiet: no lethal incident between the states and both rungs low."""
    quiet = lethal_incidents == 0 and rung_a <= quiet_max_rung and rung_b <= quiet_max_rung
    return 1 if quiet else 0


@rule
def is_serious(highest_rung: int, dead_in_window: int, serious_rung: int, serious_dead: int) -> int:
    """Return whether a day counts as serious: a high rung, or many dead within the window."""
    return 1 if highest_rung >= serious_rung or dead_in_window >= serious_dead else 0


@rule
def is_war(dead: int, days_at_war_rung: int, war_dead: int, war_days: int) -> int:
    """Return whether it is war: battle deaths, or so many days in a row at the war rung."""
    return 1 if dead >= war_dead or days_at_war_rung >= war_days else 0


@rule
def end_state(war_day: int, quiet_day: int, serious_relapse_day: int) -> int:
    """Return the end state, exclusive, in the order war, never quiet, relapsed, durable."""
    if war_day >= 0:
        return END_WAR
    if quiet_day < 0:
        return END_NEVER_QUIET
    if serious_relapse_day >= 0:
        return END_RELAPSED
    return END_DURABLE
