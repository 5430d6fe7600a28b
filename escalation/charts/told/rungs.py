"""What is said of the ladder over time: on which rung each state stands, day by day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from escalation.charts.chart_data import good_runs, none_came_through, source_of
from escalation.charts.told import Table, Told, alt_text, figures_table
from escalation.naming import SIDE_NAMES
from escalation.numbers import in_runs, percent
from escalation.vocabulary import PROTEST, RUNGS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from escalation.results.result import Result

#: Columns' prefix and name of the two states, in the order of the model.
STATES: Final = tuple((key, name.side) for key, name in SIDE_NAMES.items())
_FINDING_DAY: Final = 14


def told(data: Result) -> Told:
    """Say on which rungs of the ladder both states stand in a result's runs."""
    n = good_runs(data)
    if n == 0:
        return none_came_through(data, "rungs to show")
    shares = {side: rung_shares(data, side) for side, _ in STATES}
    day = min(_FINDING_DAY, len(shares["afg"]) - 1)
    calm = {side: _calm(shares[side], day) for side, _ in STATES}
    finding = _finding(calm, day, n)
    each = ", ".join(f"{name} {percent(calm[side])}" for side, name in STATES)
    return Told(
        finding,
        "Share of runs in which each state stands on each rung of the escalation ladder, by day.",
        alt_text(
            "Areas of runs by rung, day by day, a panel a state",
            finding,
            f"At rung 0 or 1 on day {day}: {each}",
        ),
        source_of(data),
        _table(shares, calm, day),
        "Right: share of all days.",
    )


def rung_shares(data: Result, side: str) -> NDArray[np.float64]:
    """Return the share of runs on each rung, shape (days, 9), rung 0 first."""
    columns = [f"rung_{side}_{rung}" for rung in range(len(RUNGS))]
    return data.days[columns].to_numpy(dtype=np.float64)


def mean_shares(shares: NDArray[np.float64]) -> list[str]:
    """Return the shares of all days on each rung in per cent, a dot for what never came about."""
    means = shares.mean(axis=0)
    return ["·" if share == 0 else percent(float(share)) for share in means]


def _finding(calm: Mapping[str, float], day: int, n: int) -> str:
    """State how often each side is calm after a fortnight, or on the last day if sooner."""
    afghan, pakistani = (calm[side] for side, _ in STATES)
    if percent(afghan) == percent(pakistani):
        return f"On day {day} each state stands at rung 0 or 1 in {in_runs(afghan, n)}"
    return (
        f"On day {day} the Afghan side stands at rung 0 or 1 in {percent(afghan)} of {n:,} runs, "
        f"the Pakistani side in {percent(pakistani)}"
    )


def _calm(shares: NDArray[np.float64], day: int) -> float:
    """Return the share at rung 0 or 1, free of the dust that sums of shares leave."""
    return float(np.clip(round(float(shares[day, : PROTEST + 1].sum()), 9), 0, 1))


def _table(shares: Mapping[str, NDArray[np.float64]], calm: Mapping[str, float], day: int) -> Table:
    means = [mean_shares(shares[side]) for side, _ in STATES]
    rows = [
        [f"{rung} {name}", *(column[rung] for column in means)] for rung, name in enumerate(RUNGS)
    ]
    rows.append([f"0 or 1, on day {day}", *(percent(calm[side]) for side, _ in STATES)])
    return figures_table(
        "rungs", "Share of all days on each rung", ["Rung", *(name for _, name in STATES)], rows
    )
