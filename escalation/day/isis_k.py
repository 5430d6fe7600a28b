"""ISIS-K: cells attack where they live, in Afghanistan and some in Pakistan.

A cell's hazard is the ordinary tempo and what earlier attacks excited on its segment, shared by the
cells there; those in Pakistan carry a share of the whole. A state puts part of the
blame for its attacks on the other one (`escalation/day/blame.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from escalation.compiling import loop_rule, rule
from escalation.day.blame import charge
from escalation.day.logbook import NOBODY, is_taken_back, note_dead
from escalation.day.losses import event_deaths
from escalation.day.militants import ISIS_K_GROUP, local_hazard
from escalation.day.places import row
from escalation.luck.purposes import CELL_ATTACK, CELL_CLOCK
from escalation.luck.streams import exponential, uniform, whole
from escalation.vocabulary import AFGHAN, ISIS_K, ISIS_K_ATTACK, PAKISTANI

if TYPE_CHECKING:
    from escalation.day import rows
    from escalation.day.board import Board
    from escalation.day.rows import Draw, Group, Ledger, Records, Table
    from escalation.day.state import State


@rule
def isis_k(board: Board, p: Draw, run: int, key: int, day: int, state: State) -> None:
    """Let the scenario's attack take place, then let every cell have its day."""
    ledger: Ledger = state.ledger[0]
    if ledger.groups[ISIS_K_GROUP].forced > 0:
        forced_attack(p, day, ledger, state.segments, state.log)
    hazard = hazard_of(board.figures[0], p, AFGHAN, ledger)
    across = hazard_of(board.figures[0], p, PAKISTANI, ledger)
    for cell in range(len(board.cell_homes)):
        home: rows.Home = board.cell_homes[cell]
        own = hazard if home.side == AFGHAN else across
        near = board.places[row(home.segment)].cells
        if waits(run, cell, own, near, state.segments[row(home.segment)], state.cells[cell]) == 1:
            attack(p, key, day, cell, home, ledger, state.segments, state.log)


@rule
def hazard_of(figures: rows.Figures, p: Draw, side: int, ledger: Ledger) -> float:
    """Return the ordinary attacks a day of a cell on a side; those in Pakistan share theirs."""
    group: Group = ledger.groups[ISIS_K_GROUP]
    hazard = group.hazard * group.multiplier
    if side == AFGHAN:
        return hazard
    return hazard * p.isis_k_pakistan_share * figures.cells_here / max(figures.cells_across, 1)


@loop_rule
def waits(
    run: int, cell: int, hazard: float, near: float, place: rows.Segment, one: rows.Cell
) -> int:
    """Let a cell's time run down with local excitement; return whether it attacks today."""
    one.due = one.due - local_hazard(hazard, place.excitement[ISIS_K_GROUP], near)
    if one.due > 0.0:
        return 0
    wait_anew(run, cell, one)
    return 1


@rule
def wait_anew(run: int, cell: int, one: rows.Cell) -> None:
    """Draw a cell's next waiting time, from when it was due."""
    one.due = one.due + exponential(uniform(run, CELL_CLOCK, cell, one.draws))
    one.draws += 1


@rule
def attack(
    p: Draw,
    key: int,
    day: int,
    cell: int,
    home: rows.Home,
    ledger: Ledger,
    segments: Table[rows.Segment],
    log: Records,
) -> None:
    """Let a cell attack where it lives."""
    if is_taken_back(ledger) == 1:
        return
    soldiers, civilians, militants = toll(p, key, cell)
    account_for(
        p, day, cell, home.segment, home.side, soldiers, civilians, militants,
        ledger, segments, log,
    )  # fmt: skip


@rule
def forced_attack(
    p: Draw, day: int, ledger: Ledger, segments: Table[rows.Segment], log: Records
) -> None:
    """Carry out the attack that the scenario fixes for today."""
    group: Group = ledger.groups[ISIS_K_GROUP]
    soldiers = group.forced
    group.forced = 0
    if is_taken_back(ledger) == 0:
        account_for(p, day, NOBODY, group.forced_at, AFGHAN, soldiers, 0, 0, ledger, segments, log)


@rule
def toll(p: Draw, key: int, cell: int) -> tuple[int, int, int]:
    """Return soldiers, civilians and militants dead in a cell's attack of today."""
    if uniform(key, CELL_ATTACK, cell, 0) >= p.isis_k_lethal_share:
        return 0, 0, 0
    deaths = event_deaths(
        uniform(key, CELL_ATTACK, cell, 1), p.isis_k_death_median, p.death_sigma, p.death_cap
    )
    deaths = max(deaths, 1.0)
    civilians = whole(deaths * p.isis_k_civilian_share, uniform(key, CELL_ATTACK, cell, 2))
    others = deaths * (1.0 - p.isis_k_civilian_share)
    militants = whole(others * p.isis_k_own_share, uniform(key, CELL_ATTACK, cell, 3))
    soldiers = whole(others * (1.0 - p.isis_k_own_share), uniform(key, CELL_ATTACK, cell, 4))
    return soldiers, civilians, militants


@rule
def account_for(
    p: Draw,
    day: int,
    cell: int,
    segment: int,
    side: int,
    soldiers: int,
    civilians: int,
    militants: int,
    ledger: Ledger,
    segments: Table[rows.Segment],
    events: Records,
) -> None:
    """Count an attack, let it excite others, and let the state it struck feel it."""
    charge(p, ISIS_K_GROUP, side, soldiers, civilians, ledger)
    group: Group = ledger.groups[ISIS_K_GROUP]
    group.attacks += 1
    group.killed += militants
    if segment >= 0:
        place = segments[segment]
        place.excitement[ISIS_K_GROUP] = place.excitement[ISIS_K_GROUP] + ledger.pace.isis_step
    afghan = soldiers if side == AFGHAN else 0
    note_dead(
        ledger, events, day, ISIS_K_ATTACK, ISIS_K, segment, cell, float(side),
        afghan, soldiers - afghan, civilians, militants,
    )  # fmt: skip
