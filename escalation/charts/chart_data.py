"""What charts are drawn from: any object that holds the tables of a result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from escalation.analysis.odds.headline import headline
from escalation.analysis.odds.outcomes import QUIET_RUN_DAYS, came_through
from escalation.analysis.record.yardsticks import Yardsticks, compare

if TYPE_CHECKING:
    import pandas as pd


class ChartData(Protocol):
    """A result, in memory or read from a run folder.

    Attributes
    ----------
    scenario_name, run_id : str
        Both stand at the foot of every chart.
    horizon_days : int
    runs, draws, days, segments : DataFrame
        The tables of a run folder.
    claims : sequence of mappings
        Each with ``id``, ``claim``, ``speaker``, ``kind``, ``quantity``, ``side``, ``value``,
        ``credence``; figures may be None.

    Three more are used where an object has them: ``as_of`` (a date, day 0), ``quiet_days`` (how
    many quiet days in a row make a de-escalation) and ``start`` (how the scenario starts, by which
    like cases in the record are found).
    """

    @property
    def scenario_name(self) -> str: ...  # noqa: D102
    @property
    def run_id(self) -> str: ...  # noqa: D102
    @property
    def horizon_days(self) -> int: ...  # noqa: D102
    @property
    def runs(self) -> pd.DataFrame: ...  # noqa: D102
    @property
    def draws(self) -> pd.DataFrame: ...  # noqa: D102
    @property
    def days(self) -> pd.DataFrame: ...  # noqa: D102
    @property
    def segments(self) -> pd.DataFrame: ...  # noqa: D102
    @property
    def claims(self) -> Sequence[Mapping[str, Any]]: ...  # noqa: D102


def good_runs(data: ChartData) -> int:
    """Return how many runs came through."""
    return len(came_through(data.runs))


def quiet_run_days(data: ChartData) -> int:
    """Return how many quiet days in a row make a de-escalation."""
    return int(getattr(data, "quiet_days", QUIET_RUN_DAYS))


def yardsticks_of(data: ChartData) -> Yardsticks | None:
    """Return the odds beside the yardsticks; None if the object doesn't say how it starts."""
    start = getattr(data, "start", None)
    if start is None:
        return None
    odds = headline(data.runs, data.horizon_days, quiet_run_days(data))
    return compare(odds, start, data.horizon_days, quiet_run_days(data))


def day_label(data: ChartData) -> str:
    """Return what the day axis counts from."""
    start = getattr(data, "as_of", None)
    if isinstance(start, dt.date):
        return f"Days after {start.day} {start:%B %Y}"
    return "Days after the scenario's day 0"


def source_of(data: ChartData) -> str:
    """Return the line at the foot: what the figures come from, and what they are not."""
    runs = data.runs
    n, draws = len(runs), int(runs["draw"].nunique()) if len(runs) else 0
    failed = n - good_runs(data)
    what = f"{n:,} run" + ("s" if n != 1 else "")
    of = f" of {draws:,} draws" if 1 < draws < n else ""
    broke = f" ({failed:,} failed and left out)" if failed else ""
    days = f"{data.horizon_days:,} day" + ("s" if data.horizon_days != 1 else "")
    return (
        f"Source: escalation, agent-based simulation, scenario {data.scenario_name}: {what}{of} "
        f"over {days}{broke}. Odds under the scenario's assumptions, not a forecast of fact."
    )
