"""A day without the engine's shortcuts: plain Python that asks everybody, every day.

The engine looks at a segment only when a post there is due, lets bands wait without a branch at a
rate worked out by segment, asks of many at once who marches, draws their way from a packed table,
keeps what a day leaves of things that fade, cools tension in place and does not enter a phase in
which nothing could happen. Here each post holds its own time against the clock, each band and cell
works out its own hazard, and every phase is entered. What happens once somebody's time has come (an
exchange, an attack) is no shortcut, and neither are the other phases: those are the engine's own.
"""

import math
from types import SimpleNamespace

import numpy as np

from escalation.day import fire as fire_rules
from escalation.day import isis_k as isis_k_rules
from escalation.day import militants, perception
from escalation.day import ttp as ttp_rules
from escalation.day.decision import decide
from escalation.day.deeds import deeds
from escalation.day.diplomacy import negotiate
from escalation.day.feelings import feel
from escalation.day.logbook import note_dead
from escalation.day.outcome import judge
from escalation.day.posture import carry_out
from escalation.day.public_line import speak
from escalation.day.raids import raid
from escalation.day.reports import report
from escalation.day.scenario_events import happen
from escalation.day.strikes import strike
from escalation.day.tension import tension_after
from escalation.luck import purposes
from escalation.luck.arithmetic import kept
from escalation.luck.streams import day_key, exponential, normal, uniform
from escalation.vocabulary import AGREEMENT, INSIDE, NO_CEASEFIRE, PAKISTANI, WITHDRAWAL

#: What the engine keeps by segment for its shortcuts; the plain day neither reads nor writes it.
KEPT_FOR_SHORTCUTS = ("next_due", "fighters", "rate")


def plain_day(board, draw, run, day, state, counts):
    """Move the state of the run with key ``run`` by a day, in the order of the schedule."""
    p = SimpleNamespace(**{name: float(draw[name]) for name in draw.dtype.names})
    key, ledger, log = day_key(run, day), state.ledger[0], state.log
    today = SimpleNamespace(
        board=board, draw=draw, p=p, run=run, key=key, day=day, state=state, ledger=ledger, log=log,
        counts=counts,
    )  # fmt: skip
    happen(board.schedule, state.fired, state.mediator_day, draw, day, ledger, log)
    perception.perceive(draw, key, ledger)
    decide(draw, key, day, ledger, log)
    speak(draw, key, day, ledger, log)
    negotiate(board.mediators, state.mediator_day, draw, key, day, ledger, log)
    remember(p, ledger.actors)
    carry_out(draw, key, day, ledger)
    give_up_posts(today)
    fire(today)
    raid(board, draw, run, key, day, state, counts)
    strike(board, draw, key, day, state, counts)
    set_tempo(today)
    ttp(today)
    isis_k(today)
    deeds(ledger)
    report(draw, key, day, ledger, log)
    feel(draw, ledger)
    cool(p, state.segments)
    judge(board.figures[0].limits, day, ledger, state.window, log)


def remember(p, actors):
    for own in actors:
        own.grievance *= kept(p.grievance_half_life)
        own.rancour *= kept(p.rancour_half_life)
        own.commitment *= kept(p.commitment_half_life)
        own.weariness *= kept(p.weariness_half_life)


def give_up_posts(today):
    """Ask every post in the other side's hands, in order of capture, whether it is left."""
    state, dyad = today.state, today.ledger.dyad
    chance = 1.0 if dyad.ceasefire == AGREEMENT else today.p.withdrawal
    lost = state.lost_posts[: dyad.n_lost].tolist()
    left = [n for n in lost if uniform(today.key, purposes.WITHDRAWAL, n, 0) < chance]
    for number in left:
        site = today.board.sites[number]
        holder = 1 - int(site.side)
        state.posts[number].lost = 0
        today.ledger.actors[holder].posts_held -= 1
        note_dead(
            today.ledger, today.log, today.day, WITHDRAWAL, holder, int(site.segment), number, 0.0,
            0, 0, 0, 0,
        )  # fmt: skip
    stay = [n for n in lost if n not in left]
    state.lost_posts[: len(stay)] = stay
    dyad.n_lost = len(stay)


def fire(today):
    """Let time pass for each post of each side, and let those fire whose own time has come."""
    p, state, actors, dyad = today.p, today.state, today.ledger.actors, today.ledger.dyad
    sites, segments = today.board.sites, state.segments
    ordinary = (today.board.places["contact"] * today.board.places["background"]).tolist()
    tension = segments["tension"].tolist()
    weights = [base * (1.0 + more) for base, more in zip(ordinary, tension, strict=True)]
    segments["weight"] = weights
    total = add(weights)
    if total <= 0.0:
        return
    excess = add(base * more for base, more in zip(ordinary, tension, strict=True)) / add(ordinary)
    left = perception.clarity(int(dyad.channel), int(dyad.monitored), 0.0, p.monitoring_clarity)
    local = p.background_tension * fire_rules.unauthorised_rate(
        p.local_fire, int(max(own.rung for own in actors)), p.local_fire_posture, excess,
        p.tension_fire_gain, left,
    )  # fmt: skip
    first = 0 if uniform(today.key, purposes.FIRST_SIDE, 0, 0) < 0.5 else 1
    for side in (first, 1 - first):
        own = actors[side]
        fights = fire_rules.fights_on_ground(int(own.acting), int(own.cause), int(own.rung))
        ordered = fire_rules.ordered_rate(
            fights, int(own.rung), p.ordered_fire, p.ordered_fire_growth
        )
        rate = local + ordered
        mine = np.flatnonzero(sites["side"] == side)
        here = np.bincount(sites["segment"][mine], minlength=len(weights)).tolist()
        clock = segments["clock"][:, side]
        for segment, weight in enumerate(weights):
            if weight > 0.0:
                clock[segment] += rate / total * weight * (1.0 / max(here[segment], 1))
        homes, dues = sites["segment"].tolist(), state.posts["due"].tolist()
        for number in mine.tolist():
            if clock[homes[number]] >= dues[number]:
                post = state.posts[number]
                wait_again(today, purposes.POST_CLOCK, number, post)
                if not post.lost:
                    fire_rules.exchange(
                        today.board, today.draw, today.key, today.day, side, homes[number], number,
                        local / rate, state, today.counts,
                    )  # fmt: skip


def set_tempo(today):
    p = today.p
    keep = kept(p.tempo_half_life)
    shock = math.sqrt(1.0 - keep * keep)
    for which, spread, sanctuary, recorded in (
        (0, p.ttp_tempo_spread, p.ttp_sanctuary, p.ttp_sanctuary_recorded),
        (1, p.isis_k_tempo_spread, p.isis_k_sanctuary, p.isis_k_sanctuary_recorded),
    ):
        group, z = today.ledger.groups[which], normal(uniform(today.key, purposes.TEMPO, which, 0))
        group.tempo = militants.swing(group.tempo, keep, shock, spread, z)
        if today.day > group.factor_until:
            group.factor = 1.0
        spoils = which == 0 and today.ledger.dyad.ceasefire != NO_CEASEFIRE
        group.multiplier = militants.tempo_factor(
            group.tempo, sanctuary, recorded, p.sanctuary_tempo,
            p.spoiler_drive if spoils else 0.0, group.factor,
        )  # fmt: skip
        group.attacks = group.mass_attacks = group.killed = 0
    today.state.segments["excitement"] *= kept(p.excitation_half_life)


def ttp(today):
    """Let each band work out its own hazard, attack or rest, and march by chance."""
    p, state, ledger, group = today.p, today.state, today.ledger, today.ledger.groups[0]
    bands, segments = state.bands, state.segments
    inside = float((today.board.band_homes["side"] == INSIDE).sum())
    hazard = militants.base_hazard(p.ttp_attacks, p.ttp_self_excitation, inside)
    rates = []
    for segment in bands["segment"].tolist():
        near = bands["strength"][(bands["inside"] == INSIDE) & (bands["segment"] == segment)]
        ordinary = hazard * group.multiplier / p.unit_strength
        excited = segments["excitement"][segment, 0]
        rates.append(militants.local_hazard(ordinary, excited, add(near.tolist())))
    if group.forced > 0:
        ttp_rules.forced_attack(
            today.draw, today.day, ledger, segments, today.log, today.counts
        )  # fmt: skip
    for number, band in enumerate(bands):
        if band.inside == INSIDE:
            band.due -= band.strength * rates[number]
            if band.due <= 0.0:
                wait_again(today, purposes.BAND_CLOCK, number, band)
                ttp_rules.attack(
                    today.draw, today.key, today.day, number, ledger, bands, segments, today.log,
                    today.counts,
                )  # fmt: skip
        else:
            rest = p.ttp_recruitment * p.ttp_sanctuary
            band.strength = militants.recovered(band.strength, p.unit_strength, rest)
    for number, band in enumerate(bands):
        if uniform(today.key, purposes.BAND_MARCH, number, 0) < p.band_march:
            march(today.board, today.key, number, band)


def march(board, key, number, band):
    """Go over the line, or else along it to a slot of the alias table or to its alias."""
    u = uniform(key, purposes.BAND_MARCH, number, 1)
    if ttp_rules.crosses_line(int(band.inside), u, float(board.figures[0].inside_share)) == 1:
        band.inside = 1 - band.inside
        return
    u, count = uniform(key, purposes.BAND_MARCH, number, 2), len(board.places)
    slot = ttp_rules.alias_slot(u, count)
    stays = ttp_rules.keeps_slot(u, count, slot, float(board.places[slot].ttp_cut))
    band.segment = slot if stays == 1 else board.places[slot].ttp_alias


def isis_k(today):
    """Let each cell work out its own hazard, and attack when its time has come."""
    p, state, ledger, homes = today.p, today.state, today.ledger, today.board.cell_homes
    group = ledger.groups[1]
    across = int((homes["side"] == PAKISTANI).sum())
    here = len(homes) - across
    hazard = militants.base_hazard(p.isis_k_attacks, p.isis_k_self_excitation, float(here))
    if group.forced > 0:
        isis_k_rules.forced_attack(today.draw, today.day, ledger, state.segments, today.log)
    for number, (cell, home) in enumerate(zip(state.cells, homes, strict=True)):
        own = hazard * group.multiplier
        if home.side == PAKISTANI:
            own = own * p.isis_k_pakistan_share * here / across
        near = float((homes["segment"] == home.segment).sum())
        excited = state.segments[home.segment].excitement[1]
        cell.due -= militants.local_hazard(own, excited, near)
        if cell.due <= 0.0:
            wait_again(today, purposes.CELL_CLOCK, number, cell)
            isis_k_rules.attack(
                today.draw, today.key, today.day, number, home, ledger, state.segments, today.log
            )  # fmt: skip


def cool(p, segments):
    before = segments["tension"].tolist()
    for i, own in enumerate(before):
        left, right = before[max(i - 1, 0)], before[min(i + 1, len(before) - 1)]
        segments["tension"][i] = tension_after(
            own, left, right, kept(p.tension_half_life), p.tension_diffusion
        )


def wait_again(today, purpose, number, agent):
    agent.due += exponential(uniform(today.run, purpose, number, int(agent.draws)))
    agent.draws += 1


def add(values):
    """Add one by one, in order: ``sum`` and NumPy round otherwise."""
    total = 0.0
    for value in values:
        total = total + value
    return total
