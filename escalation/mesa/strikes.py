"""One strike from the air: on militants' havens, on the front, or on a capital."""

from __future__ import annotations

from typing import TYPE_CHECKING

from escalation.day.agents import nth_from, place_of
from escalation.day.losses import event_deaths
from escalation.luck.purposes import STRIKE
from escalation.luck.streams import uniform, whole
from escalation.vocabulary import CAPITAL_STRIKE, CAPITAL_STRIKES, PAKISTANI
from escalation.vocabulary import STRIKE as STRUCK
from escalation.vocabulary import STRIKE_COLUMN as STRIKES

if TYPE_CHECKING:
    from escalation.mesa.militants import Band
    from escalation.mesa.segments import Segment
    from escalation.mesa.states import StateActor


def air_strike(state: StateActor, number: int) -> None:
    """Carry out a state's strike ``number`` of the day."""
    m, p, key, other = state.model, state.model.p, state.model.key, state.other
    slot = state.side * 64 + number
    capital = state.rung >= CAPITAL_STRIKES and number == 0
    segment, band = aim(state, slot, capital=capital)
    deaths = event_deaths(
        uniform(key, STRIKE, slot, 1), p.strike_deaths, p.death_sigma, p.death_cap
    )
    civil = deaths * p.strike_civilian_share
    rest = deaths - civil
    militants = 0
    if band is not None:
        militants = band.be_struck(whole(rest * p.havens_hit, uniform(key, STRIKE, slot, 2)))
        rest = rest * (1.0 - p.havens_hit)
    civilians = whole(civil, uniform(key, STRIKE, slot, 3))
    soldiers = whole(rest, uniform(key, STRIKE, slot, 4))
    other.civilians += civilians
    other.struck = 1
    other.lose(soldiers)
    state.strikes += 1
    if capital:
        state.capital += 1
    m.record.totals["air_strikes"] += 1
    m.count_incident(segment, civilians + soldiers)
    segment.counts[STRIKES] += 1
    dead_afg = soldiers if state.side == PAKISTANI else 0
    m.record.note(
        CAPITAL_STRIKE if capital else STRUCK, state.side, segment.index,
        -1 if band is None else band.number, 0.0,
        dead_afg, soldiers - dead_afg, civilians, militants,
    )  # fmt: skip


def aim(state: StateActor, slot: int, *, capital: bool) -> tuple[Segment, Band | None]:
    """Return where a strike goes, and the band it is meant for: Pakistan aims at havens first."""
    m = state.model
    if capital:
        return m.segments[int(m.world.city_segment[1 - state.side])], None
    u = uniform(m.key, STRIKE, slot, 0)
    band = band_in_haven(m.bands, u) if state.side == PAKISTANI else None
    return (m.tense_segment(u), None) if band is None else (band.segment, band)


def band_in_haven(bands: list[Band], u: float) -> Band | None:
    """Return a band on Afghan soil at the uniform ``u``, or None."""
    count = len(bands)
    if count == 0:
        return None
    start = place_of(u, count)
    for step in range(count):
        band = bands[nth_from(start, step, count)]
        if not band.inside:
            return band
    return None
