"""The runs as points, one of which may be picked: when quiet began, whom it cost, how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

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
    points = [
        {"run": int(run), "day": int(day), "dead": int(lost), "end": end.replace("_", "-")}
        for run, day, lost, end in zip(
            shown["run"], shown["deescalated_day"], dead, ends, strict=True
        )
    ]
    typical: list[dict[str, Any]] = [
        {"run": run, "end": end.replace("_", "-"),
         "label": f"A typical run: {OUTCOME_NAMES[end].name} ({percent(share)} of runs)"}
        for end, run, share in typical_runs(result.runs)
    ]  # fmt: skip
    return {
        "title": f"{counted(len(points), 'run')} of {len(good):,}: pick one to watch",
        "subtitle": "Across: the day on which the quiet that counts began; on the right, runs "
        "in which it never did. Up: dead of both forces, by powers of ten.",
        "never": "never",
        "axis": day_axis(result.scenario),
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
            "Typical runs",
            ["How it ends", "run"],
            [[one["label"], str(one["run"])] for one in typical],
        ),
    }
