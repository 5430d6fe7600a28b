"""What several charts of a result ask of it: its tables and its scenario, in memory or kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from escalation.analysis.odds.outcomes import came_through
from escalation.charts.told import Told, nothing_to_show
from escalation.charts.words import since, source
from escalation.naming import in_plain_words
from escalation.numbers import counted

if TYPE_CHECKING:
    from escalation.results.result import Result

#: What stands where a chart would, if every run failed.
ALL_FAILED: Final = "every run failed"

#: Days that a table of days tells, as far as the horizon goes.
_ROUND_DAYS: Final = (0, 7, 14, 30, 60, 90, 120, 150, 180, 270, 365, 540, 730)


def good_runs(result: Result) -> int:
    """Return how many runs came through."""
    return len(came_through(result.runs))


def none_came_through(result: Result, what: str) -> Told:
    """Say that there is nothing of what a chart is to show, since every run failed."""
    finding = f"No run came through, so there are no {what}"
    return nothing_to_show(finding, source_of(result))


def told_days(horizon_days: int) -> list[int]:
    """Return the days that a table tells: round ones, and the last."""
    last = horizon_days - 1
    days = [day for day in _ROUND_DAYS if day < max(last - 4, 1)]
    return [*days, last] if last > 0 else [0]


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
