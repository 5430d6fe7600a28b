"""The day of the TTP and of ISIS-K: tempo, attacks, movement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escalation.compiling import rule
from escalation.day import groups as group_rules
from escalation.day.agents import alias_slot, crosses_line, keeps_slot
from escalation.day.losses import event_deaths
from escalation.engine.log import note
from escalation.luck.arithmetic import log
from escalation.luck.purposes import (
    BAND_ATTACK,
    BAND_CLOCK,
    BAND_MARCH,
    CELL_ATTACK,
    CELL_CLOCK,
    TEMPO,
)
from escalation.luck.streams import exponential, normal, uniform, whole
from escalation.vocabulary import (
    AFGHAN,
    ISIS_K,
    ISIS_K_ATTACK,
    NO_CEASEFIRE,
    PAKISTANI,
    TTP,
    TTP_ATTACK,
    TTP_COLUMN,
)

if TYPE_CHECKING:
    from escalation.engine.plan import Plan
    from escalation.engine.state import State


@rule
def set_tempo(p: Any, key: int, day: int, led: Any, segments: Any) -> None:
    """Let both groups' tempo swing, and answer sanctuary and ceasefires."""
    keep, shock, calm = led.pace.tempo, led.pace.tempo_shock, led.pace.excitation
    for g in range(2):
        group = led.groups[g]
        z = normal(uniform(key, TEMPO, g, 0))
        spread = p.ttp_tempo_spread if g == 0 else p.isis_k_tempo_spread
        group.tempo = group_rules.swing(group.tempo, keep, shock, spread, z)
        if day > group.factor_until:
            group.factor = 1.0
        sanctuary = p.ttp_sanctuary if g == 0 else p.isis_k_sanctuary + 0.3
        spoiling = 0.0
        if g == 0 and led.dyad.ceasefire != NO_CEASEFIRE:
            spoiling = p.spoiler_drive
        group.multiplier = group_rules.tempo_factor(
            group.tempo, sanctuary, p.sanctuary_tempo, spoiling, group.factor
        )
        group.attacks = 0
        group.mass_attacks = 0
        group.killed = 0
    hazard = led.groups[0].hazard * led.groups[0].multiplier / p.unit_strength
    for seg in range(len(segments)):
        one = segments[seg]
        one.excitement[0] = one.excitement[0] * calm
        one.excitement[1] = one.excitement[1] * calm
        one.rate = group_rules.local_hazard(hazard, one.excitement[0], one.fighters)


@rule
def ttp(plan: Plan, p: Any, run: int, key: int, day: int, st: State, counts: Any) -> None:
    """Let TTP bands attack inside Pakistan, rest in their havens, and move; count them again."""
    led = st.ledger[0]
    group = led.groups[0]
    rest = p.ttp_recruitment * p.ttp_sanctuary
    full = p.unit_strength
    if group.forced > 0:
        _ttp_attack(plan, p, key, day, -1, group.forced_at, st, counts)
    share = plan.figures[0].inside_share
    for band in range(len(st.bands)):
        one = st.bands[band]
        # both sides of the line without a branch, which the processor could not foresee: who is
        # in a haven waits for nothing (times 0), who is inside does not recover (a share of 0)
        one.due = one.due - one.strength * st.segments[one.segment].rate * one.inside
        if one.due <= 0.0:
            one.due = exponential(uniform(run, BAND_CLOCK, band, one.draws))
            one.draws += 1
            _ttp_attack(plan, p, key, day, band, one.segment, st, counts)
        one.strength = group_rules.recovered(one.strength, full, rest * (1 - one.inside))
    for seg in range(len(st.segments)):
        st.segments[seg].fighters = 0.0
    for band in range(len(st.bands)):
        one = st.bands[band]
        if uniform(key, BAND_MARCH, band, 0) < p.band_march:
            _move(one, plan.places, share, key, band)
        place = st.segments[one.segment]
        place.fighters = place.fighters + one.strength * one.inside


@rule
def _move(one: Any, places: Any, share: float, key: int, band: int) -> None:
    """Move a band over the line, or along it to a sector drawn by recorded violence."""
    over = crosses_line(one.inside, uniform(key, BAND_MARCH, band, 1), share)
    u, n = uniform(key, BAND_MARCH, band, 2), len(places)
    slot = alias_slot(u, n)
    stays = keeps_slot(u, n, slot, places[slot].ttp_cut)
    place = slot if stays == 1 else places[slot].ttp_alias
    one.segment = one.segment if over == 1 else place
    one.inside = one.inside ^ over


@rule
def _ttp_attack(
    plan: Plan,
    p: Any,
    key: int,
    day: int,
    band: int,
    seg: int,
    st: State,
    counts: Any,
) -> None:
    """Carry out one TTP attack; ``band`` -1 is an attack that the scenario fixes."""
    led = st.ledger[0]
    group = led.groups[0]
    entity = band if band >= 0 else 1_000_000
    soldiers = 0
    civilians = 0
    militants = 0
    if band < 0:
        soldiers = group.forced
        group.forced = 0
    elif uniform(key, BAND_ATTACK, entity, 0) < p.ttp_lethal_share:
        deaths = event_deaths(
            uniform(key, BAND_ATTACK, entity, 1), p.ttp_death_median, p.death_sigma, p.death_cap
        )
        deaths = max(deaths, 1.0)
        share = group_rules.soldiers_share(
            uniform(key, BAND_ATTACK, entity, 2), p.ttp_soldier_power
        )
        soldiers = whole(deaths * share, uniform(key, BAND_ATTACK, entity, 3))
        others = deaths * (1.0 - share)
        civilians = whole(others * p.ttp_civilian_share, uniform(key, BAND_ATTACK, entity, 4))
        militants = whole(
            others * (1.0 - p.ttp_civilian_share), uniform(key, BAND_ATTACK, entity, 5)
        )
    if band >= 0:
        # dead beyond one band's strength were of other bands: only its own loss is felt by it
        st.bands[band].strength = max(5.0, st.bands[band].strength - militants)
    group.attacks += 1
    group.killed += militants
    victim = led.actors[PAKISTANI]
    victim.by_groups += soldiers + civilians
    victim.attack_next = max(victim.attack_next, soldiers)
    if soldiers >= p.mass_casualty_dead:
        group.mass_attacks += 1
    if seg >= 0:
        place = st.segments[seg]
        place.excitement[0] = place.excitement[0] + led.pace.ttp_step
        counts[seg, TTP_COLUMN] += 1
    note(led, st.log, day, TTP_ATTACK, TTP, seg, band, 0.0, 0, soldiers, civilians, militants)


@rule
def isis_k(plan: Plan, p: Any, run: int, key: int, day: int, st: State) -> None:
    """Let ISIS-K cells attack in Afghanistan, and some in Pakistan."""
    led = st.ledger[0]
    group = led.groups[1]
    hazard = group.hazard * group.multiplier
    across, here = plan.figures[0].cells_across, plan.figures[0].cells_here
    if group.forced > 0:
        _isis_attack(plan, p, key, day, -1, group.forced_at, 0, st)
    for cell in range(len(plan.cell_homes)):
        seg = plan.cell_homes[cell].segment
        side = plan.cell_homes[cell].side
        own = hazard
        if side == 1:
            own = own * p.isis_k_pakistan_share * here / across
        one = st.cells[cell]
        excited = st.segments[seg].excitement[1]
        one.due = one.due - group_rules.local_hazard(own, excited, plan.places[seg].cells)
        if one.due <= 0.0:
            one.due = exponential(uniform(run, CELL_CLOCK, cell, one.draws))
            one.draws += 1
            _isis_attack(plan, p, key, day, cell, seg, side, st)


@rule
def _isis_attack(
    plan: Plan,
    p: Any,
    key: int,
    day: int,
    cell: int,
    seg: int,
    side: int,
    st: State,
) -> None:
    """Carry out one ISIS-K attack; ``cell`` -1 is an attack that the scenario fixes."""
    led = st.ledger[0]
    group = led.groups[1]
    entity = cell if cell >= 0 else 1_000_000
    soldiers = 0
    civilians = 0
    militants = 0
    if cell < 0:
        soldiers = group.forced
        group.forced = 0
    elif uniform(key, CELL_ATTACK, entity, 0) < p.isis_k_lethal_share:
        deaths = event_deaths(
            uniform(key, CELL_ATTACK, entity, 1), p.isis_k_death_median, p.death_sigma, p.death_cap
        )
        deaths = max(deaths, 1.0)
        civilians = whole(deaths * p.isis_k_civilian_share, uniform(key, CELL_ATTACK, entity, 2))
        others = deaths * (1.0 - p.isis_k_civilian_share)
        militants = whole(others * p.isis_k_own_share, uniform(key, CELL_ATTACK, entity, 3))
        soldiers = whole(others * (1.0 - p.isis_k_own_share), uniform(key, CELL_ATTACK, entity, 4))
    group.attacks += 1
    group.killed += militants
    victim = led.actors[side]
    victim.by_groups += soldiers + civilians
    if side == AFGHAN:
        dead = soldiers + civilians
        victim.attack_next = max(victim.attack_next, dead)
        victim.isis_grievance = victim.isis_grievance + (
            p.isis_k_grievance * p.isis_k_attribution * log(1.0 + dead)
        )
    if seg >= 0:
        place = st.segments[seg]
        place.excitement[1] = place.excitement[1] + led.pace.isis_step
    dead_afg = soldiers if side == AFGHAN else 0
    note(
        led,
        st.log, day, ISIS_K_ATTACK, ISIS_K, seg, cell, float(side), dead_afg, soldiers - dead_afg,
        civilians, militants,
    )  # fmt: skip
