"""The TTP: bands attack inside Pakistan, rest and recruit in their havens, and move between.

A band's hazard is its strength times the rate of its segment: the ordinary tempo and what earlier
attacks excited there, shared by the fighters inside Pakistan. An attack kills in most cases nobody,
in the others a lognormal number, of whom soldiers are a share that varies from event to event. By
chance the army goes after the attackers: in its operations most of the recorded militants died. No
band loses more than it has. Bands cross the line so that a given share stays inside, and go where
the recorded violence was (UCDP GED; alias method of Walker 1977).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from escalation.compiling import loop_rule, rule
from escalation.day.blame import charge
from escalation.day.logbook import NOBODY, is_taken_back, note_dead
from escalation.day.losses import event_deaths
from escalation.day.militants import TTP_GROUP, recovered
from escalation.day.places import nth_from, place_of, row
from escalation.luck.arithmetic import lowest_bit, power
from escalation.luck.purposes import ARMY_OPERATION, BAND_ATTACK, BAND_CLOCK, BAND_MARCH
from escalation.luck.streams import AT_ONCE, exponential, uniform, who_meets, whole
from escalation.vocabulary import ARMY_OPERATION as OPERATION
from escalation.vocabulary import INSIDE, NEVER_DUE, PAKISTANI, TTP, TTP_ATTACK, TTP_COLUMN

if TYPE_CHECKING:
    from escalation.day import rows
    from escalation.day.board import Board
    from escalation.day.rows import Draw, Group, Ints, Ledger, Records, Table
    from escalation.day.state import State


@rule
def soldiers_share(u: float, exponent: float) -> float:
    """Return the soldiers' share of an attack's dead, which varies from event to event.

    Source: soldiers' share of the dead in recorded attacks (UCDP GED 22.1); that a power fits it is
    a judgement of this model.
    """
    return power(u, exponent)


@rule
def crosses_line(inside: int, u: float, inside_share: float) -> int:
    """Return whether a band that moves goes over the line, so that ``inside_share`` stay inside.

    Source: the scenario's share of bands inside Pakistan, which these chances keep by arithmetic.
    """
    if inside == INSIDE:
        return 1 if u < 1.0 - inside_share else 0
    return 1 if u < inside_share else 0


@rule
def alias_slot(u: float, count: int) -> int:
    """Return the slot of an alias table of ``count`` slots that ``u`` falls into.

    Source: Walker 1977 (alias method).
    """
    return place_of(u, count)


@rule
def keeps_slot(u: float, count: int, slot: int, cut: float) -> int:
    """Return whether ``u`` stays in its slot, or goes to the slot's alias (Walker 1977).

    Source: Walker 1977 (alias method).
    """
    return 1 if u * count - slot < cut else 0


@rule
def ttp(board: Board, p: Draw, run: int, key: int, day: int, state: State, counts: Ints) -> None:
    """Let the scenario's attack take place, then let every band have its day, then its march."""
    ledger: Ledger = state.ledger[0]
    if ledger.groups[TTP_GROUP].forced > 0:
        forced_attack(p, day, ledger, state.segments, state.log, counts)
    full, rest = p.unit_strength, p.ttp_recruitment * p.ttp_sanctuary
    for band in range(len(state.bands)):
        one: rows.Band = state.bands[band]
        if waits_or_rests(run, band, full, rest, state.segments[row(one.segment)].rate, one) == 1:
            attack(p, key, day, band, ledger, state.bands, state.segments, state.log, counts)
    for begin in range(0, len(state.bands), AT_ONCE):
        end = min(begin + AT_ONCE, len(state.bands))
        moving = who_meets(key, BAND_MARCH, begin, end, p.band_march)
        while moving != 0:
            band = begin + lowest_bit(moving)
            march(board.places, board.figures[0].inside_share, key, band, state.bands)
            moving &= moving - 1
    clear_fighters(state.segments)
    for band in range(len(state.bands)):
        count_fighters(band, state.bands, state.segments)


@loop_rule
def waits_or_rests(
    run: int, band: int, full: float, rest: float, rate: float, one: rows.Band
) -> int:
    """Let a band inside Pakistan wait, or one in its haven recruit; return if it attacks today.

    In its haven a band closes the share ``rest`` of the gap to its ``full`` strength.
    """
    # both sides of the line without a branch, which the processor could not foresee: who is
    # in a haven waits for nothing (times 0), who is inside does not recover (a share of 0), and
    # what is left of a wait counts as endless in a haven
    inside = float(one.inside)
    resting = 1.0 - inside
    one.due = one.due - one.strength * rate * inside
    one.strength = recovered(one.strength, full, rest * resting)
    if one.due + NEVER_DUE * resting > 0.0:
        return 0
    wait_anew(run, band, one)
    return 1


@rule
def wait_anew(run: int, band: int, one: rows.Band) -> None:
    """Draw a band's next waiting time, from when it was due.

    What is left over counts for the next, so that few bands attack as often as many.
    """
    one.due = one.due + exponential(uniform(run, BAND_CLOCK, band, one.draws))
    one.draws += 1


@rule
def clear_fighters(segments: Table[rows.Segment]) -> None:
    """Begin to count the fighters inside Pakistan anew."""
    for segment in range(len(segments)):
        segments[segment].fighters = 0.0


@rule
def count_fighters(band: int, bands: Table[rows.Band], segments: Table[rows.Segment]) -> None:
    """Count, for tomorrow, a band's fighters at its segment if it is inside Pakistan."""
    one = bands[band]
    place = segments[row(one.segment)]
    place.fighters = place.fighters + one.strength * one.inside


@rule
def march(
    places: Table[rows.Place], inside_share: float, key: int, band: int, bands: Table[rows.Band]
) -> None:
    """Move a band over the line, or along it to a sector drawn by recorded violence."""
    one = bands[band]
    over = crosses_line(one.inside, uniform(key, BAND_MARCH, band, 1), inside_share)
    u, n = uniform(key, BAND_MARCH, band, 2), len(places)
    slot = alias_slot(u, n)
    here, there = one.segment, places[slot].ttp_alias  # read in any case: no branch to foresee
    place = slot if keeps_slot(u, n, slot, places[slot].ttp_cut) == 1 else there
    one.segment = here if over == 1 else place
    one.inside = one.inside ^ over


@rule
def forced_attack(
    p: Draw, day: int, ledger: Ledger, segments: Table[rows.Segment], log: Records, counts: Ints
) -> None:
    """Carry out the attack that the scenario fixes for today."""
    group: Group = ledger.groups[TTP_GROUP]
    soldiers = group.forced
    group.forced = 0
    if is_taken_back(ledger) == 0:
        account_for(p, day, NOBODY, group.forced_at, soldiers, 0, 0, ledger, segments, log, counts)


@rule
def attack(
    p: Draw,
    key: int,
    day: int,
    band: int,
    ledger: Ledger,
    bands: Table[rows.Band],
    segments: Table[rows.Segment],
    log: Records,
    counts: Ints,
) -> None:
    """Let a band attack where it is, and the army go after it by chance."""
    if is_taken_back(ledger) == 1:
        return
    soldiers, civilians, own = toll(p, key, band)
    one = bands[band]
    militants = min(own, int(one.strength))
    one.strength = one.strength - militants
    account_for(
        p, day, band, one.segment, soldiers, civilians, militants, ledger, segments, log, counts
    )
    if uniform(key, ARMY_OPERATION, band, 0) < p.army_operations:
        operation(p, key, day, band, ledger, bands, log)


@rule
def operation(
    p: Draw,
    key: int,
    day: int,
    band: int,
    ledger: Ledger,
    bands: Table[rows.Band],
    log: Records,
) -> None:
    """Let the army go after a band where it attacked, and others who are there.

    Its soldiers who die are among those whom the group killed, and may call for an answer.
    """
    if is_taken_back(ledger) == 1:
        return
    deaths = event_deaths(
        uniform(key, ARMY_OPERATION, band, 1),
        p.operation_death_median,
        p.ttp_death_sigma,
        p.death_cap,
    )
    deaths = max(deaths, 1.0)
    soldiers = whole(deaths * p.operation_soldier_share, uniform(key, ARMY_OPERATION, band, 2))
    civilians = whole(deaths * p.operation_civilian_share, uniform(key, ARMY_OPERATION, band, 3))
    rest = deaths * (1.0 - p.operation_soldier_share - p.operation_civilian_share)
    fallen = whole(rest, uniform(key, ARMY_OPERATION, band, 4))
    militants, hit = take_fighters(band, fallen, bands)
    charge(p, TTP_GROUP, PAKISTANI, soldiers, 0, ledger)
    ledger.groups[TTP_GROUP].killed += militants
    note_dead(
        ledger, log, day, OPERATION, PAKISTANI, bands[band].segment, band, float(hit),
        0, soldiers, civilians, militants,
    )  # fmt: skip


@rule
def take_fighters(first: int, dead: int, bands: Table[rows.Band]) -> tuple[int, int]:
    """Take the dead from a band, then from others inside on its segment.

    Return how many died, and of how many bands. However finely the fighters there are cut into
    bands, no more die than are there.
    """
    n = len(bands)
    fallen, hit = 0, 0
    for step in range(n):
        if fallen >= dead:
            break
        one = bands[nth_from(first, step, n)]
        if one.inside == INSIDE and one.segment == bands[first].segment:
            taken = min(dead - fallen, int(one.strength))
            one.strength = one.strength - taken
            fallen += taken
            hit += 1 if taken > 0 else 0
    return fallen, hit


@rule
def toll(p: Draw, key: int, band: int) -> tuple[int, int, int]:
    """Return soldiers, civilians and militants dead in a band's attack of today."""
    if uniform(key, BAND_ATTACK, band, 0) >= p.ttp_lethal_share:
        return 0, 0, 0
    deaths = event_deaths(
        uniform(key, BAND_ATTACK, band, 1), p.ttp_death_median, p.ttp_death_sigma, p.death_cap
    )
    deaths = max(deaths, 1.0)
    share = soldiers_share(uniform(key, BAND_ATTACK, band, 2), p.ttp_soldier_power)
    soldiers = whole(deaths * share, uniform(key, BAND_ATTACK, band, 3))
    others = deaths * (1.0 - share)
    civilians = whole(others * p.ttp_civilian_share, uniform(key, BAND_ATTACK, band, 4))
    militants = whole(others * (1.0 - p.ttp_civilian_share), uniform(key, BAND_ATTACK, band, 5))
    return soldiers, civilians, militants


@rule
def account_for(
    p: Draw,
    day: int,
    band: int,
    segment: int,
    soldiers: int,
    civilians: int,
    militants: int,
    ledger: Ledger,
    segments: Table[rows.Segment],
    log: Records,
    counts: Ints,
) -> None:
    """Count an attack, let it excite others, and let Pakistan feel it."""
    charge(p, TTP_GROUP, PAKISTANI, soldiers, civilians, ledger)
    group: Group = ledger.groups[TTP_GROUP]
    group.attacks += 1
    group.killed += militants
    if segment >= 0:
        place = segments[segment]
        place.excitement[TTP_GROUP] = place.excitement[TTP_GROUP] + ledger.pace.ttp_step
        counts[segment, TTP_COLUMN] += 1
    note_dead(
        ledger, log, day, TTP_ATTACK, TTP, segment, band, 0.0,
        0, soldiers, civilians, militants,
    )  # fmt: skip
