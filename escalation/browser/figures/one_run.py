"""One run, day by day: where both states stand, what happens where, and its chronicle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from escalation import vocabulary as words
from escalation.analysis.patterns.run_logs import KINETIC
from escalation.browser.figures.parts import day_axis, table
from escalation.charts.told.rungs import STATES
from escalation.day.closing import write_run
from escalation.day.records import RUN_DTYPE
from escalation.studies.one_run import run_without, stop_run
from escalation.telling.chronicle import date_of, tell
from escalation.telling.daily import end_and_toll
from escalation.telling.turns import left_out_told, short_chronicle

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from escalation.engine.run import OneRun
    from escalation.scenario.sections import Scenario
    from escalation.studies.one_run import Branched

#: Told apart in the chronicle, since they go on whatever the states do.
MILITANT: Final = (words.TTP_ATTACK, words.ISIS_K_ATTACK, words.ARMY_OPERATION)


def run_told(scenario: Scenario, run: int) -> dict[str, Any]:
    """Return a run of a scenario's ensemble, told day by day.

    Raises
    ------
    InputError
        If there is no such run.
    """
    stopped = stop_run(scenario, scenario.horizon_days, run)
    return {"run": run, "other": None, "undone": None, "axis": day_axis(scenario),
            **_told(stopped.so_far, scenario)}  # fmt: skip


def branch_told(
    scenario: Scenario, run: int, day: int, events: list[dict[str, Any]]
) -> dict[str, Any]:
    """Return a run that goes on under other events from a day on, and what it was without them.

    Raises
    ------
    InputError
        If there is no such run or day, or an event is wrong or lies before the day.
    """
    return _otherwise(stop_run(scenario, day, run).branch(events=events))


def without_told(scenario: Scenario, run: int, event: int) -> dict[str, Any]:
    """Return a run that goes on without one of its events, and what it was with it.

    Raises
    ------
    InputError
        If there is no such run or event.
    """
    found = run_without(scenario, run, event)
    return _otherwise(found) | {"undone": tell(found.original.events[event], scenario)}


def _otherwise(found: Branched) -> dict[str, Any]:
    before = found.before
    return {
        "run": found.run,
        "axis": day_axis(before),
        "day": found.day,
        "undone": None,
        "parts": f"Parts from what it was on day {found.parts_on_day} ("
        f"{date_of(before, found.parts_on_day)})."
        if found.parts_on_day >= 0
        else "That changed nothing in this run.",
        **_told(found.branch, found.after),
        "other": _told(found.original, before),
    }


def _told(run: OneRun, scenario: Scenario) -> dict[str, Any]:
    """Return a run's path, its end, its incidents by place, and its chronicle."""
    days, events = run.days, run.events
    row = np.zeros(1, RUN_DTYPE)
    write_run(run.state.ledger[0], row[0])
    ended = {name: int(row[name][0]) for name in RUN_DTYPE.names or ()}
    return {
        "end": words.END_STATES[ended["end_state"]].replace("_", "-"),
        "lines": end_and_toll(ended, scenario, len(days)),
        "paths": [
            {"label": name, "colour": colour, "rungs": days[f"rung_{side}"].astype(int).tolist()}
            for (side, name), colour in zip(STATES, ("afghan", "pakistani"), strict=True)
        ],
        "rungs": list(words.RUNGS),
        "table": _table(days, scenario),
        "incidents": _incidents(events),
        "short": list(short_chronicle(events, scenario)),
        "left_out": left_out_told(events),
        "days": _chronicle(events, scenario),
    }


def _table(days: NDArray[np.void], scenario: Scenario) -> dict[str, Any]:
    """Return the table behind the path: each day on which a state changes its rung."""
    rungs = [days[f"rung_{side}"].astype(int).tolist() for side, _ in STATES]
    both = list(zip(*rungs, strict=True))
    return table(
        "Rungs of both states, on each day on which one changes",
        ["Day", *(name for _, name in STATES)],
        [
            [f"day {day}, {date_of(scenario, day)}", *(f"{n} {words.RUNGS[n]}" for n in now)]
            for day, now in enumerate(both)
            if day == 0 or now != both[day - 1]
        ],
    )


def _incidents(events: NDArray[np.void]) -> list[list[int]]:
    """Return the incidents between the states as day, segment (-1 if in no one's) and dead."""
    mine = events[np.isin(events["kind"], KINETIC)]
    dead = mine["dead_afg"] + mine["dead_pak"] + mine["dead_civilians"]
    listed: list[list[int]] = np.stack([mine["day"], mine["segment"], dead], axis=1).tolist()
    return listed


def _chronicle(events: NDArray[np.void], scenario: Scenario) -> list[dict[str, Any]]:
    """Return the days on which anything happened, each with its events in sentences."""
    told: dict[int, dict[str, Any]] = {}
    for number, row in enumerate(events):
        day = int(row["day"])
        if day not in told:
            told[day] = {"day": day, "date": date_of(scenario, max(day, 0)), "events": []}
        told[day]["events"].append(
            {
                "event": number,
                "text": tell(row, scenario),
                "militant": int(row["kind"]) in MILITANT,
            }
        )
    return list(told.values())
