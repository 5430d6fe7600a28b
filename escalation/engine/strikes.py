"""Strikes from the air: on havens and posts near the line, or on a capital."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escalation.compiling import rule
from escalation.day.agents import nth_from, place_of
from escalation.day.border_fire import strikes_a_day
from escalation.day.losses import event_deaths
from escalation.engine.ground import incident, lose, tense_segment
from escalation.engine.log import note
from escalation.luck.purposes import STRIKE, STRIKE_COUNT
from escalation.luck.streams import poisson, uniform, whole
from escalation.vocabulary import CAPITAL_STRIKE as CAPITAL_HIT
from escalation.vocabulary import CAPITAL_STRIKES, PAKISTANI, STRIKE_COLUMN
from escalation.vocabulary import STRIKE as STRUCK

if TYPE_CHECKING:
    from escalation.engine.plan import Plan
    from escalation.engine.state import State


@rule
def strike(plan: Plan, p: Any, key: int, day: int, st: State, counts: Any) -> None:
    """Let states at rung 5 or above strike from the air: havens and posts, or a capital."""
    led = st.ledger[0]
    for s in range(2):
        a = led.actors[s]
        capability = 1.0 if s == PAKISTANI else p.taliban_air_capability
        mean = strikes_a_day(a.acting, a.rung, p.strike_rate, capability)
        if mean <= 0.0:
            continue
        count = poisson(uniform(key, STRIKE_COUNT, s, 0), mean, 20)
        if s == PAKISTANI and a.fresh == 1 and count == 0:
            count = 1
        for j in range(count):
            _one_strike(plan, p, key, day, s, j, st, counts)


@rule
def _one_strike(
    plan: Plan, p: Any, key: int, day: int, s: int, j: int, st: State, counts: Any
) -> None:
    led = st.ledger[0]
    a, o = led.actors[s], led.actors[1 - s]
    slot = s * 64 + j
    capital = a.rung >= CAPITAL_STRIKES and j == 0
    band = -1
    if capital:
        seg = plan.figures[0].city_segment[1 - s]
    elif s == PAKISTANI:
        band = _band_in_haven(uniform(key, STRIKE, slot, 0), st.bands)
        if band >= 0:
            seg = st.bands[band].segment
        else:
            seg = tense_segment(st.segments, uniform(key, STRIKE, slot, 0))
    else:
        seg = tense_segment(st.segments, uniform(key, STRIKE, slot, 0))
    deaths = event_deaths(
        uniform(key, STRIKE, slot, 1), p.strike_deaths, p.death_sigma, p.death_cap
    )
    civil = deaths * p.strike_civilian_share
    rest = deaths - civil
    militants = 0
    if band >= 0:
        militants = whole(rest * p.havens_hit, uniform(key, STRIKE, slot, 2))
        militants = min(militants, int(st.bands[band].strength))
        rest = rest * (1.0 - p.havens_hit)
        st.bands[band].strength = max(1.0, st.bands[band].strength - militants)
        led.groups[0].killed += militants
        led.groups[0].tempo = led.groups[0].tempo + p.strike_blowback
    civilians = whole(civil, uniform(key, STRIKE, slot, 3))
    soldiers = whole(rest, uniform(key, STRIKE, slot, 4))
    o.civilians += civilians
    o.struck = 1
    lose(p, o, soldiers)
    a.strikes += 1
    if capital:
        a.capital += 1
    led.totals.air_strikes += 1
    incident(p, seg, civilians + soldiers, led, st.segments, counts)
    counts[seg, STRIKE_COLUMN] += 1
    dead_afg = soldiers if s == PAKISTANI else 0
    kind = CAPITAL_HIT if capital else STRUCK
    note(
        led,
        st.log,
        day,
        kind,
        s,
        seg,
        band,
        0.0,
        dead_afg,
        soldiers - dead_afg,
        civilians,
        militants,
    )


@rule
def _band_in_haven(u: float, bands: Any) -> int:
    """Return a TTP band on Afghan soil, or -1."""
    n = len(bands)
    if n == 0:
        return -1
    start = place_of(u, n)
    for step in range(n):
        band = nth_from(start, step, n)
        if bands[band].inside == 0:
            return band
    return -1
