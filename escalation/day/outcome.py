"""Outcomes: quiet, de-escalation, relapse and war, as the scenario's thresholds define them.

A day is quiet if no lethal incident happened between the states and both stand at rung 0 or 1; the
crisis has de-escalated on the first of so many quiet days in a row. A relapse is minor with any
lethal incident, serious with raids or so many dead in a week; war is 1,000 battle deaths (as the
Correlates of War and UCDP have it) or so many days in a row at rung 7. Thresholds are settings.

War ends the count: a crisis that became war hasn't de-escalated, however quiet it is afterwards.
Such a quiet is noted as what it is, quiet after a war.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from escalation.compiling import rule
from escalation.day.logbook import NOBODY, note
from escalation.vocabulary import (
    AFGHAN,
    DE_ESCALATED,
    END_DURABLE,
    END_NEVER_QUIET,
    END_RELAPSED,
    END_WAR,
    MINOR_RELAPSE,
    NOT_FINITE,
    PAKISTANI,
    QUIET_AFTER_WAR,
    SERIOUS_RELAPSE,
    WAR,
)

if TYPE_CHECKING:
    from escalation.day.rows import Actor, Dyad, Group, Ints, Ledger, Limits, Records, Totals, Track


@rule
def is_quiet(lethal_incidents: int, rung_a: int, rung_b: int, quiet_max_rung: int) -> int:
    """Return whether a day is quiet: no lethal incident between the states and both rungs low.

    Source: what the scenario's thresholds mean by quiet; no claim about the world.
    """
    quiet = lethal_incidents == 0 and rung_a <= quiet_max_rung and rung_b <= quiet_max_rung
    return 1 if quiet else 0


@rule
def is_serious(highest_rung: int, dead_in_window: int, serious_rung: int, serious_dead: int) -> int:
    """Return whether a day counts as serious: a high rung, or many dead within the window.

    Source: what the scenario's thresholds mean by serious; no claim about the world.
    """
    return 1 if highest_rung >= serious_rung or dead_in_window >= serious_dead else 0


@rule
def is_war(dead: int, days_waged: int, war_dead: int, war_days: int) -> int:
    """Return whether it is war: battle deaths, or operations at the war rung on days in a row.

    Source: Correlates of War and UCDP for 1,000 battle deaths, the default; the days at a rung are
    the scenario's.
    """
    return 1 if dead >= war_dead or days_waged >= war_days else 0


@rule
def wages(acting: int, rung: int, war_rung: int) -> int:
    """Return whether a state wages war today: an operation goes on at the war rung or above.

    Source: what the ladder means by its rungs 7 and 8, an offensive and open war; standing ready
    after an operation, as under a truce, is neither.
    """
    return 1 if acting == 1 and rung >= war_rung else 0


@rule
def end_state(war_day: int, quiet_day: int, serious_relapse_day: int) -> int:
    """Return the end state, exclusive, in the order war, never quiet, relapsed, durable.

    Source: what the end states mean; no claim about the world.
    """
    if war_day >= 0:
        return END_WAR
    if quiet_day < 0:
        return END_NEVER_QUIET
    if serious_relapse_day >= 0:
        return END_RELAPSED
    return END_DURABLE


@rule
def judge(limits: Limits, day: int, ledger: Ledger, window: Ints, log: Records) -> None:
    """Move the run's outcome by a day: quiet, de-escalated, relapsed, at war."""
    a: Actor = ledger.actors[AFGHAN]
    b: Actor = ledger.actors[PAKISTANI]
    dyad: Dyad = ledger.dyad
    track: Track = ledger.track
    highest = max(a.rung, b.rung)
    dyad.quiet = is_quiet(dyad.lethal, a.rung, b.rung, limits.quiet_rung)
    window[day % len(window)] = a.killed + a.civilians + b.killed + b.civilians
    recent = 0
    for i in range(len(window)):
        recent += window[i]
    add_up(ledger)
    total = a.sum_killed + a.sum_civilians + b.sum_killed + b.sum_civilians
    if track.deescalated_day >= 0:
        if dyad.lethal > 0 and track.minor_day < 0:
            track.minor_day = day
            note(ledger, log, day, MINOR_RELAPSE, NOBODY, track.last_cause, 0.0)
        serious = is_serious(highest, recent, limits.serious_rung, limits.serious_dead)
        if track.serious_day < 0 and serious == 1:
            track.serious_day = day
            track.serious_cause = track.last_cause
            note(ledger, log, day, SERIOUS_RELAPSE, NOBODY, track.last_cause, 0.0)
    at_war = wages(a.acting, a.rung, limits.war_rung) + wages(b.acting, b.rung, limits.war_rung)
    track.war_streak = track.war_streak + 1 if at_war > 0 else 0
    war = is_war(total, track.war_streak, limits.war_dead, limits.war_days)
    if track.war_day < 0 and war == 1:
        track.war_day = day
        note(ledger, log, day, WAR, NOBODY, total, 0.0)
    track.quiet_streak = track.quiet_streak + 1 if dyad.quiet == 1 else 0
    note_quiet(limits, day, ledger, log)
    check(ledger)


@rule
def note_quiet(limits: Limits, day: int, ledger: Ledger, log: Records) -> None:
    """Note the first run of quiet days: de-escalation, or after a war what it is."""
    track: Track = ledger.track
    first = day - limits.quiet_days + 1
    if track.quiet_streak < limits.quiet_days:
        return
    if track.war_day < 0 and track.deescalated_day < 0:
        track.deescalated_day = first
        note(ledger, log, day, DE_ESCALATED, NOBODY, first, 0.0)
    if 0 <= track.war_day < first and track.quiet_after_war_day < 0:
        track.quiet_after_war_day = first
        note(ledger, log, day, QUIET_AFTER_WAR, NOBODY, first, 0.0)


@rule
def add_up(ledger: Ledger) -> None:
    """Add the day to the run's sums."""
    dyad: Dyad = ledger.dyad
    totals: Totals = ledger.totals
    for side in range(2):
        own: Actor = ledger.actors[side]
        own.sum_killed += own.killed
        own.sum_civilians += own.civilians
        own.sum_by_groups += own.by_groups
        own.sum_captures += own.captures
        own.max_rung = max(own.max_rung, own.rung)
    ttp: Group = ledger.groups[0]
    isis_k: Group = ledger.groups[1]
    totals.incidents += dyad.incidents
    totals.lethal_incidents += dyad.lethal
    totals.ttp_attacks += ttp.attacks
    totals.ttp_mass_attacks += ttp.mass_attacks
    totals.isis_attacks += isis_k.attacks
    totals.killed_ttp += ttp.killed
    totals.killed_isis_k += isis_k.killed
    totals.quiet_days += dyad.quiet
    if dyad.lethal > 0:
        totals.active_days += 1


@rule
def check(ledger: Ledger) -> None:
    """Mark the run as failed if a state's feelings are no longer finite numbers."""
    for side in range(2):
        own: Actor = ledger.actors[side]
        total = own.grievance + own.commitment + own.weariness + own.belief + own.mediation
        if not -1e12 < total < 1e12:
            ledger.track.status = NOT_FINITE
