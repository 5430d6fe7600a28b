"""The order of a day, as data that runs: the engine's day is made of it, Mesa steps through it.

A phase names the function that does its work; its arguments are found by their names. ``when``
keeps a phase from being entered on a day on which it could do nothing, since handing over arrays
costs more than a quiet day.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from escalation.compiling import arguments_of, rule, rule_of_source
from escalation.day import (
    decision,
    deeds,
    diplomacy,
    feelings,
    fire,
    isis_k,
    militants,
    outcome,
    perception,
    posture,
    public_line,
    raids,
    reports,
    scenario_events,
    strikes,
    tension,
    ttp,
)
from escalation.day.board import Board
from escalation.day.ladder import highest_rung
from escalation.day.rows import Draw, Ints, Ledger, Records
from escalation.day.state import State
from escalation.luck.streams import day_key
from escalation.vocabulary import RAIDS, STRIKES

Day = Callable[[Board, Draw, int, int, State, Ints], None]


class Phase(NamedTuple):
    """A step of the day.

    Attributes
    ----------
    name
        As the documentation has it, and Mesa's model names the method.
    sentence
        What happens.
    work
        The compiled function that does it.
    when
        A compiled function that says whether it could do anything today.
    """

    name: str
    sentence: str
    work: Any
    when: Any = None


@rule
def any_scheduled(schedule: Records) -> bool:
    """Return whether the scenario has events at all."""
    return len(schedule) > 0


@rule
def any_lost(ledger: Ledger) -> bool:
    """Return whether any post is in the other side's hands."""
    return ledger.dyad.n_lost > 0


@rule
def raids_possible(ledger: Ledger) -> bool:
    """Return whether a state stands at rung 4 or above."""
    return highest_rung(ledger) >= RAIDS


@rule
def strikes_possible(ledger: Ledger) -> bool:
    """Return whether a state stands at rung 5 or above."""
    return highest_rung(ledger) >= STRIKES


@rule
def any_lethal(ledger: Ledger) -> bool:
    """Return whether anybody died between the states today."""
    return ledger.dyad.lethal > 0


SCHEDULE: tuple[Phase, ...] = (
    Phase(
        "happen",
        "the scenario's events and fixed decisions take hold",
        scenario_events.happen,
        any_scheduled,
    ),
    Phase(
        "perceive",
        "each state reads yesterday's deeds and lines, sometimes wrongly",
        perception.perceive,
    ),
    Phase(
        "decide",
        "each state answers what was done to it, starts something, or lets it pass",
        decision.decide,
    ),
    Phase(
        "speak",
        "each state takes a public line on its losses and is bound by it",
        public_line.speak,
    ),
    Phase(
        "negotiate",
        "back channel, mediators, talks, ceasefire, trust and crossings move",
        diplomacy.negotiate,
    ),
    Phase("remember", "grievance, rancour, commitment and weariness fade", feelings.remember),
    Phase(
        "carry_out",
        "states act on what they resolved, go on with an operation, or stand down",
        posture.carry_out,
    ),
    Phase(
        "give_up_posts",
        "captured posts are given up without a fight",
        raids.give_up_posts,
        any_lost,
    ),
    Phase("fire", "posts exchange fire, the first side drawn anew each day", fire.fire),
    Phase(
        "raid",
        "mobile units march and raid posts, the first side drawn anew each day",
        raids.raid,
        raids_possible,
    ),
    Phase(
        "strike",
        "aircraft and drones strike havens, posts or a capital",
        strikes.strike,
        strikes_possible,
    ),
    Phase("set_tempo", "the TTP's and ISIS-K's tempo swings", militants.set_tempo),
    Phase("ttp", "TTP bands attack, rest and move", ttp.ttp),
    Phase("isis_k", "ISIS-K cells attack", isis_k.isis_k),
    Phase("deeds", "what each state did gets a rung; tomorrow the other answers it", deeds.deeds),
    Phase(
        "report",
        "each side claims the other's dead and admits its own",
        reports.report,
        any_lethal,
    ),
    Phase("feel", "losses become grievance and rancour, fighting weariness", feelings.feel),
    Phase("cool", "tension fades and levels out along the line", tension.cool),
    Phase("judge", "quiet, de-escalation, relapse and war are noted", outcome.judge),
)

#: Where a day finds what a phase asks for by name: itself, an array of the board or of the state.
ARGUMENTS = {
    **{name: f"board.{name}" for name in Board._fields},
    **{name: f"state.{name}" for name in State._fields},
    **{name: name for name in ("board", "p", "run", "key", "day", "state", "counts", "ledger")},
    "limits": "board.figures[0].limits",
}


def compose(name: str, phases: Sequence[Phase]) -> Day:
    """Return the compiled function that takes a run through these phases of a day.

    Parameters
    ----------
    name
        The function's own: by it, compiled code that is kept is told apart.
    phases
        In their order.

    Returns
    -------
    callable
        Of a board, a draw, the run's key, the day, its state, and counts (S, 6) that gather events
        by segment.
    """
    lines = [
        f"def {name}(board, p, run, day, state, counts):",
        "    key = day_key(run, day)",
        "    ledger = state.ledger[0]",
    ]
    names: dict[str, Any] = {"day_key": day_key, "__name__": __name__}
    for phase in phases:
        indent = "    "
        if phase.when is not None:
            lines.append(f"    if {_call(phase.when, f'when_{phase.name}', names)}:")
            indent = "        "
        lines.append(indent + _call(phase.work, phase.name, names))
    composed: Day = rule_of_source(name, "\n".join(lines), names, __file__)
    return composed


def _call(function: Any, name: str, names: dict[str, Any]) -> str:
    """Return the call of a compiled function with its arguments, and make it known by a name."""
    names[name] = function
    return f"{name}({', '.join(ARGUMENTS[one] for one in arguments_of(function))})"


one_day = compose("one_day", SCHEDULE)
