"""All charts of a sweep: for every outcome a heat map, small multiples and a tornado."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from escalation.charts.all_charts import FORMATS, save
from escalation.charts.sweeps.heat import heat_chart
from escalation.charts.sweeps.multiples import multiples_chart
from escalation.charts.sweeps.tornado import tornado_chart
from escalation.charts.sweeps.words import OUTCOME_WORDS
from escalation.files import ensure_writable_folder

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from escalation.analysis.sweeps.points import SweepTable

#: Every kind of chart, and what it shows of an outcome.
SWEEP_CHARTS: Final[Mapping[str, Callable[[SweepTable, str], Figure]]] = MappingProxyType(
    {"heat": heat_chart, "multiples": multiples_chart, "tornado": tornado_chart}
)
MEANINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "heat": "by the two things varied that move it most",
        "multiples": "along each thing varied",
        "tornado": "how far each thing varied moves it",
    }
)


def save_sweep_charts(
    data: SweepTable,
    folder: Path,
    stop: threading.Event | None = None,
    tell: Callable[[int, int], None] | None = None,
) -> tuple[list[str], dict[str, str]]:
    """Draw every chart for every outcome, as PNG and SVG.

    Parameters
    ----------
    data
        The points.
    folder
        Where the files go; made if need be.
    stop
        When set, the rest is left out.
    tell
        Called with the number of charts drawn and of all.

    Returns
    -------
    list of str
        Names of the PNG files.
    dict
        Why a chart is missing.
    """
    place = ensure_writable_folder(folder)
    jobs = [(kind, outcome) for outcome in data.outcomes for kind in SWEEP_CHARTS]
    if len(data.axes) < 2:
        jobs = [job for job in jobs if job[0] != "heat"]
    drawn: list[str] = []
    missing: dict[str, str] = {}
    for number, (kind, outcome) in enumerate(jobs):
        name = f"{kind}_{outcome}"
        if stop is not None and stop.is_set():
            missing[name] = "interrupted"
            continue
        try:
            figure = SWEEP_CHARTS[kind](data, outcome)
            for suffix in FORMATS:
                words = f"Odds of {OUTCOME_WORDS[outcome]}, {MEANINGS[kind]}"
                save(figure, place / f"{name}.{suffix}", words)
        except Exception as error:  # noqa: BLE001 - a chart that fails must not cost the results
            missing[name] = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        else:
            drawn.append(f"{name}.png")
        if tell is not None:
            tell(number + 1, len(jobs))
    return drawn, missing
