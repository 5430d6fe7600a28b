"""The day of the TTP and of ISIS-K: tempo, attacks, movement."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from escalation.engine.ground import TTP_COLUMN
from escalation.engine.log import note
from escalation.rules import groups as group_rules
from escalation.rules.agents import crosses_line, march_days
from escalation.rules.arithmetic import kept, log
from escalation.rules.compiling import rule
from escalation.rules.losses import event_deaths
from escalation.rules.streams import (
    BAND_ATTACK,
    BAND_CLOCK,
    BAND_MARCH,
    CELL_ATTACK,
    CELL_CLOCK,
    TEMPO,
    exponential,
    normal,
    uniform,
    whole,
)
from escalation.rules.vocabulary import (
    AFGHAN,
    ISIS_K,
    ISIS_K_ATTACK,
    NO_CEASEFIRE,
    PAKISTANI,
    TTP,
    TTP_ATTACK,
)

if TYPE_CHECKING:
    from escalation.engine.state import State
    from escalation.scenario.world import World


@rule
def set_tempo(world: World, p: Any, key: int, day: int, st: State) -> None:
    """Let both groups' tempo swing, and answer sanctuary and ceasefires."""
    keep = kept(p.tempo_half_life)
    shock = math.sqrt(1.0 - keep * keep)
    calm = kept(p.excitation_half_life)
    for g in range(2):
        group = st.groups[g]
        z = normal(uniform(key, TEMPO, g, 0))
        group.tempo = group_rules.swing(group.tempo, keep, shock, p.ttp_tempo_spread, z)
        if day > group.factor_until:
            group.factor = 1.0
        sanctuary = p.ttp_sanctuary if g == 0 else p.isis_k_sanctuary + 0.3
        spoiling = 0.0
        if g == 0 and st.dyad[0].ceasefire != NO_CEASEFIRE:
            spoiling = p.spoiler_drive
        group.multiplier = group_rules.tempo_factor(
            group.tempo, sanctuary, p.sanctuary_tempo, spoiling, group.factor
        )
        group.attacks = 0
        group.mass_attacks = 0
        group.killed = 0
        for seg in range(len(world.contact)):
            st.excitement[g, seg] = st.excitement[g, seg] * calm


@rule
def ttp(world: World, p: Any, run: int, key: int, day: int, st: State, counts: Any) -> None:
    """Let TTP bands attack inside Pakistan, rest in their havens, and move."""
    group = st.groups[0]
    hazard = group.hazard * group.multiplier
    calm = kept(p.excitation_half_life)
    rest = p.ttp_recruitment * p.ttp_sanctuary
    if group.forced > 0:
        _ttp_attack(world, p, key, day, -1, group.forced_at, calm, hazard, st, counts)
    full = p.unit_strength
    pressure = hazard / full
    share = world.inside_share[0]
    for band in range(len(st.bands)):
        one = st.bands[band]
        if one.inside == 1:
            excitement = 1.0 + st.excitement[0, one.segment]
            one.due = one.due - pressure * one.strength * excitement
            if one.due <= 0.0:
                one.due = exponential(uniform(run, BAND_CLOCK, band, one.draws))
                one.draws += 1
                _ttp_attack(world, p, key, day, band, one.segment, calm, hazard, st, counts)
        elif one.strength < full:
            one.strength = group_rules.recovered(one.strength, full, rest)
        if day >= one.move_day:
            _move(one, world.ttp_cumulative, share, p.band_march, run, key, day, band)


@rule
def _move(
    one: Any, cumulative: Any, share: float, chance: float, run: int, key: int, day: int, band: int
) -> None:
    """Move a band over the line, or along it to a sector drawn by recorded violence.

    Takes the band's own record and what it needs instead of the whole state: a dozen bands move on
    every day, and handing over all arrays would cost more than the move.
    """
    if crosses_line(one.inside, uniform(key, BAND_MARCH, band, 0), share) == 1:
        one.inside = 1 - one.inside
    else:
        mark = uniform(key, BAND_MARCH, band, 1) * cumulative[-1]
        one.segment = np.searchsorted(cumulative, mark, side="right")
    wait = march_days(uniform(run, BAND_MARCH, band, one.moves), chance)
    one.moves += 1
    one.move_day = day + wait


@rule
def _ttp_attack(
    world: World,
    p: Any,
    key: int,
    day: int,
    band: int,
    seg: int,
    calm: float,
    hazard: float,
    st: State,
    counts: Any,
) -> None:
    """Carry out one TTP attack; ``band`` -1 is an attack that the scenario fixes."""
    group = st.groups[0]
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
    victim = st.actors[PAKISTANI]
    victim.by_groups += soldiers + civilians
    victim.attack_next = max(victim.attack_next, soldiers)
    if soldiers >= p.mass_casualty_dead:
        group.mass_attacks += 1
    if seg >= 0:
        step = group_rules.excitation_step(
            p.ttp_self_excitation, calm, hazard, _strength_inside(seg, st.bands, p.unit_strength)
        )
        st.excitement[0, seg] = st.excitement[0, seg] + step
        counts[seg, TTP_COLUMN] += 1
    note(st, day, TTP_ATTACK, TTP, seg, band, 0.0, 0, soldiers, civilians, militants)


@rule
def _strength_inside(seg: int, bands: Any, full: float) -> float:
    """Return the strength of the bands inside Pakistan at this segment, in full bands."""
    total = 0.0
    for band in range(len(bands)):
        one = bands[band]
        if one.segment == seg and one.inside == 1:
            total = total + one.strength
    return total / full


@rule
def isis_k(world: World, p: Any, run: int, key: int, day: int, st: State) -> None:
    """Let ISIS-K cells attack in Afghanistan, and some in Pakistan."""
    group = st.groups[1]
    hazard = group.hazard * group.multiplier
    calm = kept(p.excitation_half_life)
    across = 0
    for cell in range(len(world.cell_home)):
        across += world.cell_side[cell]
    here = len(world.cell_home) - across
    if group.forced > 0:
        _isis_attack(world, p, key, day, -1, group.forced_at, 0, calm, hazard, st)
    for cell in range(len(world.cell_home)):
        seg = world.cell_home[cell]
        side = world.cell_side[cell]
        rate = hazard * (1.0 + st.excitement[1, seg])
        if side == 1:
            rate = rate * p.isis_k_pakistan_share * here / across
        one = st.cells[cell]
        one.due = one.due - rate
        if one.due <= 0.0:
            one.due = exponential(uniform(run, CELL_CLOCK, cell, one.draws))
            one.draws += 1
            _isis_attack(world, p, key, day, cell, seg, side, calm, hazard, st)


@rule
def _isis_attack(
    world: World,
    p: Any,
    key: int,
    day: int,
    cell: int,
    seg: int,
    side: int,
    calm: float,
    hazard: float,
    st: State,
) -> None:
    """Carry out one ISIS-K attack; ``cell`` -1 is an attack that the scenario fixes."""
    group = st.groups[1]
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
    victim = st.actors[side]
    victim.by_groups += soldiers + civilians
    if side == AFGHAN:
        dead = soldiers + civilians
        victim.attack_next = max(victim.attack_next, dead)
        victim.isis_grievance = victim.isis_grievance + (
            p.isis_k_grievance * p.isis_k_attribution * log(1.0 + dead)
        )
    if seg >= 0:
        near = 0.0
        for other in range(len(world.cell_home)):
            if world.cell_home[other] == seg:
                near = near + 1.0
        step = group_rules.excitation_step(p.isis_k_self_excitation, calm, hazard, near)
        st.excitement[1, seg] = st.excitement[1, seg] + step
    dead_afg = soldiers if side == AFGHAN else 0
    note(
        st, day, ISIS_K_ATTACK, ISIS_K, seg, cell, float(side), dead_afg, soldiers - dead_afg,
        civilians, militants,
    )  # fmt: skip
