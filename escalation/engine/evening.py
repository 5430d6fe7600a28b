"""The evening: claims of the day, what they and the losses leave behind, and the outcome so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escalation.compiling import rule
from escalation.day import border_fire, outcome
from escalation.day.losses import grief
from escalation.day.reporting import claimed, publicly_believed
from escalation.engine.log import note
from escalation.luck.purposes import CLAIM
from escalation.luck.streams import normal, uniform
from escalation.vocabulary import (
    AFGHAN,
    CLAIM_ENEMY_DEAD,
    CLAIM_OWN_DEAD,
    DE_ESCALATED,
    MINOR_RELAPSE,
    PAKISTANI,
    RAIDS,
    SERIOUS_RELAPSE,
    SMALL_ARMS,
    WAR,
)

if TYPE_CHECKING:
    from escalation.engine.state import State


@rule
def report(p: Any, key: int, day: int, led: Any, log: Any) -> None:
    """Let each side say what it lost and what the other lost, under the reporting model."""
    for s in range(2):
        a, o = led.actors[s], led.actors[1 - s]
        inflation = p.taliban_inflation if s == AFGHAN else p.pakistan_inflation
        admission = p.taliban_admission if s == AFGHAN else p.pakistan_admission
        if o.killed > 0:
            z = normal(uniform(key, CLAIM, s, 0))
            a.claimed = claimed(float(o.killed), inflation, p.report_noise, z)
            note(led, log, day, CLAIM_ENEMY_DEAD, s, -1, o.killed, a.claimed, 0, 0, 0, 0)
        if a.killed > 0:
            z = normal(uniform(key, CLAIM, s, 1))
            a.admitted = claimed(float(a.killed), admission, p.report_noise, z)
            note(led, log, day, CLAIM_OWN_DEAD, s, -1, a.killed, a.admitted, 0, 0, 0, 0)


@rule
def feel(p: Any, led: Any) -> None:
    """Let losses become grievance, fighting weariness; pass attacks on."""
    for s in range(2):
        a, o = led.actors[s], led.actors[1 - s]
        believed = publicly_believed(a.admitted, o.claimed, p.report_trust)
        pain = grief(
            believed, float(a.civilians), float(a.posts_lost), a.struck, a.claimed,
            p.grievance_per_soldier, p.grievance_per_civilian, p.grievance_per_post,
            p.grievance_airspace, p.loss_aversion,
        )  # fmt: skip
        a.grievance = a.grievance + pain + a.isis_grievance
        if a.rung >= RAIDS:
            a.weariness = a.weariness + p.weariness_per_fighting
        elif a.rung >= SMALL_ARMS:
            a.weariness = a.weariness + 0.5 * p.weariness_per_fighting
        if a.closed == 1 or o.closed == 1:
            a.weariness = a.weariness + p.crossing_weariness
        a.attack_dead = a.attack_next
        a.attack_next = 0


@rule
def cool(p: Any, keep: float, segments: Any) -> None:
    """Let tension decay by ``keep`` and level out between neighbours."""
    n = len(segments)
    left = segments[0].tension
    for seg in range(n):
        own = segments[seg].tension
        right = segments[seg + 1].tension if seg < n - 1 else own
        segments[seg].tension = border_fire.tension_after(
            own, left, right, keep, p.tension_diffusion
        )
        left = own


@rule
def judge(limits: Any, day: int, led: Any, window: Any, log: Any) -> None:
    """Move the run's outcome by a day: quiet, de-escalated, relapsed, at war."""
    d, t, r = led.dyad, led.track, led.totals
    a, b = led.actors[AFGHAN], led.actors[PAKISTANI]
    highest = max(a.rung, b.rung)
    d.quiet = outcome.is_quiet(d.lethal, a.rung, b.rung, limits[1])
    dead = a.killed + a.civilians + b.killed + b.civilians
    window[day % len(window)] = dead
    recent = 0
    for i in range(len(window)):
        recent += window[i]
    for s in range(2):
        mine = led.actors[s]
        mine.sum_killed += mine.killed
        mine.sum_civilians += mine.civilians
        mine.sum_by_groups += mine.by_groups
        mine.sum_captures += mine.captures
        mine.max_rung = max(mine.max_rung, mine.rung)
    total = a.sum_killed + a.sum_civilians + b.sum_killed + b.sum_civilians
    if t.deescalated_day >= 0:
        if d.lethal > 0 and t.minor_day < 0:
            t.minor_day = day
            note(led, log, day, MINOR_RELAPSE, -1, -1, t.last_cause, 0.0, 0, 0, 0, 0)
        if t.serious_day < 0 and outcome.is_serious(highest, recent, limits[2], limits[3]) == 1:
            t.serious_day = day
            t.serious_cause = t.last_cause
            note(led, log, day, SERIOUS_RELAPSE, -1, -1, t.last_cause, 0.0, 0, 0, 0, 0)
    t.quiet_streak = t.quiet_streak + 1 if d.quiet == 1 else 0
    if t.deescalated_day < 0 and t.quiet_streak >= limits[0]:
        t.deescalated_day = day - limits[0] + 1
        note(led, log, day, DE_ESCALATED, -1, -1, t.deescalated_day, 0.0, 0, 0, 0, 0)
    t.war_streak = t.war_streak + 1 if highest >= limits[6] else 0
    if t.war_day < 0 and outcome.is_war(total, t.war_streak, limits[5], limits[7]) == 1:
        t.war_day = day
        note(led, log, day, WAR, -1, -1, total, 0.0, 0, 0, 0, 0)
    r.incidents += d.incidents
    r.lethal_incidents += d.lethal
    r.ttp_attacks += led.groups[0].attacks
    r.ttp_mass_attacks += led.groups[0].mass_attacks
    r.isis_attacks += led.groups[1].attacks
    r.killed_ttp += led.groups[0].killed
    r.killed_isis_k += led.groups[1].killed
    r.quiet_days += d.quiet
    if d.lethal > 0:
        r.active_days += 1
    _check(led)


@rule
def _check(led: Any) -> None:
    """Mark the run as failed if a state's feelings are no longer finite numbers."""
    for s in range(2):
        a = led.actors[s]
        total = a.grievance + a.commitment + a.weariness + a.belief + a.mediation
        if not -1e12 < total < 1e12:
            led.track.status = 1


@rule
def write_day(day: int, st: State, row: Any) -> None:
    """Fill the day's record."""
    led = st.ledger[0]
    a, b, d = led.actors[AFGHAN], led.actors[PAKISTANI], led.dyad
    row.day = day
    row.rung_afg = a.rung
    row.rung_pak = b.rung
    row.deed_afg = a.deed
    row.deed_pak = b.deed
    row.line_afg = a.line
    row.line_pak = b.line
    row.belief_afg = a.belief
    row.belief_pak = b.belief
    row.grievance_afg = a.grievance
    row.grievance_pak = b.grievance
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
    row.killed_ttp = led.groups[0].killed
    row.killed_isis_k = led.groups[1].killed
    row.killed_afg_by_groups = a.by_groups
    row.killed_pak_by_groups = b.by_groups
    row.claimed_afg_by_pak = b.claimed
    row.claimed_pak_by_afg = a.claimed
    row.admitted_afg = a.admitted
    row.admitted_pak = b.admitted
    row.ttp_attacks = led.groups[0].attacks
    row.ttp_mass_attacks = led.groups[0].mass_attacks
    row.isis_attacks = led.groups[1].attacks
    row.ttp_tempo = led.groups[0].multiplier
    strength = 0.0
    for band in range(len(st.bands)):
        strength = strength + st.bands[band].strength
    row.ttp_strength = strength
    tension = 0.0
    for seg in range(len(st.segments)):
        tension = tension + st.segments[seg].tension
    row.tension = tension
    row.quiet = d.quiet


@rule
def write_run(led: Any, row: Any) -> None:
    """Fill the run's row."""
    t, r = led.track, led.totals
    a, b = led.actors[AFGHAN], led.actors[PAKISTANI]
    row.status = t.status
    row.end_state = outcome.end_state(t.war_day, t.deescalated_day, t.serious_day)
    row.deescalated_day = t.deescalated_day
    row.war_day = t.war_day
    row.minor_relapse_day = t.minor_day
    row.serious_relapse_day = t.serious_day
    row.relapse_cause = t.serious_cause
    row.killed_afg_state = a.sum_killed
    row.killed_pak_state = b.sum_killed
    row.killed_afg_civilians = a.sum_civilians
    row.killed_pak_civilians = b.sum_civilians
    row.killed_ttp = r.killed_ttp
    row.killed_isis_k = r.killed_isis_k
    row.killed_afg_by_groups = a.sum_by_groups
    row.killed_pak_by_groups = b.sum_by_groups
    row.max_rung_afg = a.max_rung
    row.max_rung_pak = b.max_rung
    row.posts_taken_by_afg = a.sum_captures
    row.posts_taken_by_pak = b.sum_captures
    row.incidents = r.incidents
    row.lethal_incidents = r.lethal_incidents
    row.air_strikes = r.air_strikes
    row.ttp_attacks = r.ttp_attacks
    row.ttp_mass_attacks = r.ttp_mass_attacks
    row.isis_attacks = r.isis_attacks
    row.truces = r.truces
    row.agreements = r.agreements
    row.ceasefires_failed = r.ceasefires_failed
    row.mediation_days = r.mediation_days
    row.active_days = r.active_days
    row.quiet_days = r.quiet_days
