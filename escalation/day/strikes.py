"""Strikes from the air: on havens and posts near the line, or on a capital.

A state at rung 5 or above strikes a Poisson number of times a day; Pakistan at least once on the
day of an order, and at havens of the TTP first. From rung 6 the day's first strike is on the
other's capital, if the state's aircraft or drones reach it; to one whose don't, rung 6 is not open.
A strike may kill civilians, violates airspace, and stirs the TTP by ``strike_blowback``, of which
not even the sign is known (prior centred on zero).
Sources: Johnston and Sarbahi 2016, Mahmood and Jetter 2023 (opposite signs of blowback).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from escalation.compiling import rule
from escalation.day.logbook import is_taken_back, note_dead
from escalation.day.losses import count_incident, event_deaths, lose
from escalation.day.places import nth_from, place_of
from escalation.day.raids import tense_segment
from escalation.luck import purposes
from escalation.luck.purposes import STRIKE_COUNT
from escalation.luck.streams import poisson, uniform, whole
from escalation.vocabulary import (
    CAPITAL_STRIKE,
    CAPITAL_STRIKES,
    OFFENSIVE,
    PAKISTANI,
    STRIKE,
    STRIKE_COLUMN,
    STRIKES,
)

if TYPE_CHECKING:
    from escalation.day import rows
    from escalation.day.board import Board
    from escalation.day.rows import Actor, Draw, Group, Ints, Ledger, Table
    from escalation.day.state import State


@rule
def strikes_a_day(acting: int, rung: int, rate: float, capability: float) -> float:
    """Return the mean number of strikes a day: none below rung 5, more in open war.

    Source: five recorded episodes with strikes since August 2021, on one to four places each; that
    open war and offensives bring half as many again is a judgement of this model.
    """
    if acting == 0 or rung < STRIKES:
        return 0.0
    if rung < OFFENSIVE:
        return rate * capability
    return rate * capability * 1.5


@rule
def strike_one(
    board: Board, p: Draw, key: int, day: int, side: int, state: State, counts: Ints
) -> None:
    """Let a state strike from the air if it stands at rung 5 or above."""
    own: Actor = state.ledger[0].actors[side]
    capability = 1.0 if side == PAKISTANI else p.taliban_air_capability
    mean = strikes_a_day(own.acting, own.rung, p.strike_rate, capability)
    if mean <= 0.0:
        return
    count = poisson(uniform(key, STRIKE_COUNT, side, 0), mean, 20)
    if side == PAKISTANI and own.fresh == 1 and count == 0:
        count = 1
    for number in range(count):
        air_strike(board, p, key, day, side, number, state, counts)


@rule
def air_strike(
    board: Board,
    p: Draw,
    key: int,
    day: int,
    side: int,
    number: int,
    state: State,
    counts: Ints,
) -> None:
    """Carry out a state's strike ``number`` of the day."""
    ledger: Ledger = state.ledger[0]
    if is_taken_back(ledger) == 1:
        return
    own: Actor = ledger.actors[side]
    other: Actor = ledger.actors[1 - side]
    slot = side * 64 + number
    capital = own.rung >= CAPITAL_STRIKES and own.reach == 1 and number == 0
    segment, band = aim(board, key, side, slot, capital, state)
    deaths = event_deaths(
        uniform(key, purposes.STRIKE, slot, 1), p.strike_deaths, p.death_sigma, p.death_cap
    )
    civil = deaths * p.strike_civilian_share
    rest = deaths - civil
    militants = 0
    if band >= 0:
        hit = whole(rest * p.havens_hit, uniform(key, purposes.STRIKE, slot, 2))
        militants = be_struck(p, hit, state.bands[band], ledger.groups[0])
        rest = rest * (1.0 - p.havens_hit)
    civilians = whole(civil, uniform(key, purposes.STRIKE, slot, 3))
    soldiers = whole(rest, uniform(key, purposes.STRIKE, slot, 4))
    other.civilians += civilians
    other.struck = 1
    lose(p, other, soldiers)
    own.strikes += 1
    if capital:
        own.capital += 1
    ledger.totals.air_strikes += 1
    count_incident(p, segment, civilians + soldiers, ledger, state.segments, counts)
    counts[segment, STRIKE_COLUMN] += 1
    afghan = soldiers if side == PAKISTANI else 0
    note_dead(
        ledger, state.log, day, CAPITAL_STRIKE if capital else STRIKE, side, segment, band, 0.0,
        afghan, soldiers - afghan, civilians, militants,
    )  # fmt: skip


@rule
def aim(
    board: Board, key: int, side: int, slot: int, capital: bool, state: State
) -> tuple[int, int]:
    """Return the segment that a strike goes to, and the band it is meant for, -1 for none."""
    if capital:
        return board.figures[0].city_segment[1 - side], -1
    u = uniform(key, purposes.STRIKE, slot, 0)
    band = band_in_haven(u, state.bands) if side == PAKISTANI else -1
    if band >= 0:
        return state.bands[band].segment, band
    return tense_segment(state.segments, u), -1


@rule
def be_struck(p: Draw, dead: int, band: rows.Band, ttp: Group) -> int:
    """Let a band lose fighters to a strike (at most all) and stir the TTP; return the dead."""
    dead = min(dead, int(band.strength))
    band.strength = max(1.0, band.strength - dead)
    ttp.killed += dead
    ttp.tempo = ttp.tempo + p.strike_blowback
    return dead


@rule
def band_in_haven(u: float, bands: Table[rows.Band]) -> int:
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


@rule
def strike(board: Board, p: Draw, key: int, day: int, state: State, counts: Ints) -> None:
    """Let states at rung 5 or above strike from the air: havens and posts, or a capital."""
    for side in range(2):
        strike_one(board, p, key, day, side, state, counts)
