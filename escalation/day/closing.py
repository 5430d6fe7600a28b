"""The end of a day and of a run: their rows in the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escalation.compiling import rule
from escalation.day.outcome import end_state
from escalation.vocabulary import AFGHAN, PAKISTANI

if TYPE_CHECKING:
    from escalation.day.rows import Actor, Dyad, Ledger, Totals, Track
    from escalation.day.state import State


@rule
def write_day(day: int, state: State, row: Any) -> None:
    """Fill the day's record."""
    ledger: Ledger = state.ledger[0]
    a: Actor = ledger.actors[AFGHAN]
    b: Actor = ledger.actors[PAKISTANI]
    d: Dyad = ledger.dyad
    ttp, isis_k = ledger.groups[0], ledger.groups[1]
    row.day = day
    row.rung_afg = a.rung
    row.rung_pak = b.rung
    row.acting_afg = a.acting
    row.acting_pak = b.acting
    row.deed_afg = a.deed
    row.deed_pak = b.deed
    row.line_afg = a.line
    row.line_pak = b.line
    row.belief_afg = a.belief
    row.belief_pak = b.belief
    row.grievance_afg = a.grievance
    row.grievance_pak = b.grievance
    row.rancour_afg = a.rancour
    row.rancour_pak = b.rancour
    row.commitment_afg = a.commitment
    row.commitment_pak = b.commitment
    row.weariness_afg = a.weariness
    row.weariness_pak = b.weariness
    row.closed_afg = a.closed
    row.closed_pak = b.closed
    row.mediation_afg = a.mediation
    row.mediation_pak = b.mediation
    row.trust = d.trust
    row.channel = d.channel
    row.talks = d.talks
    row.ceasefire = d.ceasefire
    row.monitored = d.monitored
    row.incidents = d.incidents
    row.lethal_incidents = d.lethal
    row.strikes = a.strikes + b.strikes
    row.captures_afg = a.captures
    row.captures_pak = b.captures
    row.held_by_afg = a.posts_held
    row.held_by_pak = b.posts_held
    row.killed_afg_state = a.killed
    row.killed_pak_state = b.killed
    row.killed_afg_civilians = a.civilians
    row.killed_pak_civilians = b.civilians
    row.wounded_afg_state = a.wounded
    row.wounded_pak_state = b.wounded
    row.killed_ttp = ttp.killed
    row.killed_isis_k = isis_k.killed
    row.killed_afg_by_groups = a.by_groups
    row.killed_pak_by_groups = b.by_groups
    row.claimed_afg_by_pak = b.claimed
    row.claimed_pak_by_afg = a.claimed
    row.admitted_afg = a.admitted
    row.admitted_pak = b.admitted
    row.ttp_attacks = ttp.attacks
    row.ttp_mass_attacks = ttp.mass_attacks
    row.isis_attacks = isis_k.attacks
    row.ttp_tempo = ttp.multiplier
    strength = 0.0
    for band in range(len(state.bands)):
        strength = strength + state.bands[band].strength
    row.ttp_strength = strength
    tension = 0.0
    for segment in range(len(state.segments)):
        tension = tension + state.segments[segment].tension
    row.tension = tension
    row.quiet = d.quiet


@rule
def write_run(ledger: Ledger, row: Any) -> None:
    """Fill the run's row."""
    a: Actor = ledger.actors[AFGHAN]
    b: Actor = ledger.actors[PAKISTANI]
    track: Track = ledger.track
    totals: Totals = ledger.totals
    row.status = track.status
    row.end_state = end_state(track.war_day, track.deescalated_day, track.serious_day)
    row.deescalated_day = track.deescalated_day
    row.war_day = track.war_day
    row.quiet_after_war_day = track.quiet_after_war_day
    row.minor_relapse_day = track.minor_day
    row.serious_relapse_day = track.serious_day
    row.relapse_cause = track.serious_cause
    row.killed_afg_state = a.sum_killed
    row.killed_pak_state = b.sum_killed
    row.killed_afg_civilians = a.sum_civilians
    row.killed_pak_civilians = b.sum_civilians
    row.killed_ttp = totals.killed_ttp
    row.killed_isis_k = totals.killed_isis_k
    row.killed_afg_by_groups = a.sum_by_groups
    row.killed_pak_by_groups = b.sum_by_groups
    row.max_rung_afg = a.max_rung
    row.max_rung_pak = b.max_rung
    row.posts_taken_by_afg = a.sum_captures
    row.posts_taken_by_pak = b.sum_captures
    row.incidents = totals.incidents
    row.lethal_incidents = totals.lethal_incidents
    row.air_strikes = totals.air_strikes
    row.ttp_attacks = totals.ttp_attacks
    row.ttp_mass_attacks = totals.ttp_mass_attacks
    row.isis_attacks = totals.isis_attacks
    row.truces = totals.truces
    row.agreements = totals.agreements
    row.ceasefires_failed = totals.ceasefires_failed
    row.mediation_days = totals.mediation_days
    row.active_days = totals.active_days
    row.quiet_days = totals.quiet_days
