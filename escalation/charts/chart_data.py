"""What several charts of a result ask of it: its tables and its scenario, in memory or kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from escalation.analysis.odds.outcomes import came_through
from escalation.charts import style
from escalation.charts.words import since, source
from escalation.naming import in_plain_words
from escalation.numbers import counted

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from escalation.results.result import Result


def good_runs(result: Result) -> int:
    """Return how many runs came through."""
    return len(came_through(result.runs))


def all_failed(figure: Figure, result: Result, what: str) -> Figure:
    """Say on a figure that there is nothing of what it is to show, since every run failed."""
    title = f"No run came through, so there are no {what}"
    return style.empty(figure, result.run_id, source_of(result), title, "every run failed")


def day_label(result: Result) -> str:
    """Return what the day axis counts from."""
    return since(result.as_of)


def source_of(result: Result) -> str:
    """Return the line at the foot: what the figures come from, and what they are not."""
    runs = result.runs
    n, draws = len(runs), int(runs["draw"].nunique()) if len(runs) else 0
    failed = n - good_runs(result)
    of = f" of {draws:,} draws" if 1 < draws < n else ""
    broke = f" ({failed:,} failed and left out)" if failed else ""
    days = counted(result.horizon_days, "day")
    name = in_plain_words(result.scenario_name)
    return source(f"scenario {name}: {counted(n, 'run')}{of} over {days}{broke}")
