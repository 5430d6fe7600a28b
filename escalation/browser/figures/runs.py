"""The runs as points, one of which may be picked: when quiet began, whom it cost, how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from escalation.analysis.odds.outcomes import came_through
from escalation.analysis.trajectories.typical import typical_runs
from escalation.browser.figures.parts import day_axis, table
from escalation.charts.words import upper_first
from escalation.naming import OUTCOME_NAMES
from escalation.numbers import counted, percent
from escalation.vocabulary import END_STATES

if TYPE_CHECKING:
    from escalation.results.result import Result

#: As many points as an eye can tell apart and a finger can hit.
_SHOWN: Final = 300
#: Some eyes tell green from grey by nothing, so each end has a shape of its own too.
_SHAPES: Final = {
    "war": "triangle",
    "never_quiet": "square",
    "relapsed": "diamond",
    "durable": "circle",
}


def runs_figure(result: Result) -> dict[str, Any]:
    """Return the first runs as points, and a typical one of each way in which runs end."""
    good = came_through(result.runs)
    shown = good.head(_SHOWN)
    dead = (shown["killed_afg_state"] + shown["killed_pak_state"]).to_numpy()
    ends = [END_STATES[code] for code in shown["end_state"]]
    days = shown["deescalated_day"].to_numpy()
    points = [
        {
            "run": int(run),
            "day": int(day),
            "dead": int(lost),
            "end": end.replace("_", "-"),
            "told": f"Run {run}: {OUTCOME_NAMES[end].name}, {lost:,} dead",
        }
        for run, day, lost, end in zip(shown["run"], days, dead, ends, strict=True)
    ]
    typical: list[dict[str, Any]] = [
        {"run": run, "end": end.replace("_", "-"),
         "label": f"A typical run: {OUTCOME_NAMES[end].name} ({percent(share)} of runs)"}
        for end, run, share in typical_runs(result.runs)
    ]  # fmt: skip
    axis = day_axis(result.scenario)
    rows = []
    for end, run, share in typical_runs(result.runs):
        here = np.array(ends) == end
        began = days[here & (days >= 0)]
        rows.append(
            [
                upper_first(OUTCOME_NAMES[end].name),
                percent(share),
                str(run),
                str(here.sum()),
                _middle(began),
                _middle(dead[here]),
            ]
        )
    return {
        "title": f"{counted(len(points), 'run')} of {len(good):,}: pick one to watch",
        "subtitle": "Each by when the quiet that counts began, and by its dead; on the right, runs "
        "in which it never began.",
        "across": "The day on which the quiet that counts began",
        "up": "Dead of both forces, by powers of ten",
        "never": "never",
        "axis": axis,
        "ends": [
            {
                "end": end.replace("_", "-"),
                "label": upper_first(OUTCOME_NAMES[end].name),
                "shape": _SHAPES[end],
            }
            for end in END_STATES
        ],
        "points": points,
        "typical": typical,
        "most": int(np.max(dead, initial=1)),
        "table": table(
            f"How runs end, and the middle one of each kind among the {len(points)} shown",
            ["How it ends", "of all runs", "a typical one", "shown", "quiet from day", "dead"],
            rows,
        ),
    }


def _middle(values: NDArray[np.int64]) -> str:
    """Return the middle of some counts; a dash where there are none."""
    return f"{np.median(values):,.0f}" if len(values) else "-"
