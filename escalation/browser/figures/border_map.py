"""The border as shapes to draw on, and in what share of runs something happened where, by day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from escalation.analysis.patterns.run_logs import KINETIC
from escalation.border import (
    N_SEGMENTS,
    ROWS,
    load_border,
    load_cell_shares,
    load_cells,
    load_line,
    load_provinces,
)
from escalation.browser.figures.parts import said
from escalation.charts.maps.border_map import (
    CITIES,
    EAST,
    MAP_ASPECT,
    NORTH,
    SEGMENT_ROWS,
    SOUTH,
    WEST,
)
from escalation.charts.maps.furniture import NOTE
from escalation.charts.told.incident_map import told_by_day
from escalation.errors import InputError
from escalation.numbers import counted
from escalation.telling.chronicle import place_on

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from escalation.results.result import Result

#: The drawing's width; its height follows from the map's.
WIDTH: Final = 1000.0
HEIGHT: Final = round(WIDTH / MAP_ASPECT, 1)
#: Cells that lie mostly in a third country are left out, as in the Wakhan.
_LEAST_INSIDE: Final = 0.4
#: Corners nearer to each other than this are one, in units of the drawing.
_FINEST: Final = 2.0
#: Runs that are watched for the map, and how many between two answers.
WATCHED: Final = (100, 400)


@cache
def border_shapes() -> dict[str, Any]:
    """Return the map's shapes: paths of provinces, of the line and of each segment, and names."""
    border = load_border()
    cells, inside = load_cells(), load_cell_shares()
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "provinces": [
            _path(ring) for one in load_provinces() for ring in one.rings if _is_near(ring)
        ],
        "line": _path(load_line()),
        "segments": [
            {
                "path": "".join(
                    _path(cells[segment * ROWS + row])
                    for row in SEGMENT_ROWS
                    if inside[segment * ROWS + row] >= _LEAST_INSIDE
                ),
                "label": f"Segment {segment + 1}, {place_on(segment)}",
            }
            for segment in range(N_SEGMENTS)
        ],
        "cities": [
            {"name": place.name, "x": x, "y": y}
            for name in CITIES
            for place in (border.place(name),)
            for x, y in (_at(place.lon, place.lat),)
        ],
        "note": NOTE,
    }


def _is_near(ring: NDArray[np.float64]) -> bool:
    """Return whether any of a ring is on the map."""
    lon, lat = ring[:, 0], ring[:, 1]
    return bool(((lon > WEST) & (lon < EAST) & (lat > SOUTH) & (lat < NORTH)).any())


def _at(lon: float, lat: float) -> tuple[float, float]:
    """Return where a place stands on the drawing."""
    x = (lon - WEST) / (EAST - WEST) * WIDTH
    y = (NORTH - lat) / (NORTH - SOUTH) * HEIGHT
    return round(x, 1), round(y, 1)


def _path(corners: NDArray[np.float64]) -> str:
    """Return a row of corners as a path of the drawing, none of it finer than can be seen."""
    points = np.array([_at(lon, lat) for lon, lat in corners[:, :2]])
    kept = [points[0]]
    for point in points[1:]:
        if np.abs(point - kept[-1]).max() >= _FINEST:
            kept.append(point)
    if len(kept) < 2:
        kept.append(points[-1])
    closed = bool(np.array_equal(corners[0], corners[-1]))
    text = "L".join(f"{x:g} {y:g}" for x, y in kept)
    return f"M{text}{'Z' if closed else ''}"


def incidents_by_day(result: Result) -> Iterator[dict[str, Any]]:
    """Yield in how many of the first runs each segment saw an incident on each day.

    Yields
    ------
    dict
        ``runs``, ``most`` (runs in one place on one day), ``days``: for each day, segment and runs
        of those that saw any; ``totals``: runs with an incident anywhere by day.

    Raises
    ------
    InputError
        If the runs come out otherwise than they were, as by another version.
    """
    scenario = result.scenario
    watched = np.arange(min(WATCHED[-1], len(result.runs)))
    watch = _watcher(result, watched)
    told = result.runs["incidents"].to_numpy()
    counts = np.zeros((scenario.horizon_days, N_SEGMENTS), dtype=np.int64)
    anywhere = np.zeros(scenario.horizon_days, dtype=np.int64)
    done = 0
    for runs in WATCHED:
        last = min(runs, len(result.runs))
        for run in range(done, last):
            incidents = watch(run)
            if len(incidents) != told[run]:
                raise InputError.single(
                    result.run_id, "its runs can't be watched: this version makes others of them"
                )
            mine = incidents[incidents["day"] >= 0]
            seen = np.zeros_like(counts, dtype=bool)
            placed = mine[mine["segment"] >= 0]
            seen[placed["day"], placed["segment"]] = True
            counts += seen
            anywhere[np.unique(mine["day"])] += 1
        done = last
        yield _shares(counts, anywhere, done, result)
        if done == len(result.runs):
            return


def border_figure(result: Result) -> dict[str, Any]:
    """Return the map's shapes and, of all runs that are watched, what `incidents_by_day` yields."""
    *_, last = incidents_by_day(result)
    return {"shapes": border_shapes(), **last}


def _shares(
    counts: NDArray[np.int64], anywhere: NDArray[np.int64], runs: int, result: Result
) -> dict[str, Any]:
    days = [[[int(s), int(row[s])] for s in np.flatnonzero(row)] for row in counts]
    return {
        "runs": runs,
        "runs_told": f"Share of {counted(runs, 'run')} with an incident between the states",
        "most": int(max(counts.max(), 1)),
        "days": days,
        "totals": anywhere.tolist(),
        **said(told_by_day(result, counts, runs), "Choose a day, or play them all."),
    }


def _watcher(result: Result, runs: NDArray[np.int64]) -> Callable[[int], NDArray[np.void]]:
    """Return a function that gives a run's incidents, made again: it costs milliseconds."""
    from escalation.ensemble.worlds import prepare
    from escalation.studies.parting import draws_of_runs

    space, made = prepare(result.scenario)
    engine: Any = made
    draws = draws_of_runs(space, result.seed, runs, result.replicates)

    def watch(run: int) -> NDArray[np.void]:
        events: NDArray[np.void] = engine.watch(draws[run : run + 1], run, result.seed).events
        return events[np.isin(events["kind"], KINETIC)]

    return watch
