"""All charts of a result, and which of them are the most telling.

The rule by which three are chosen: the odds over time come first, for they answer the question.
The other two are those with the highest score between 0 and 1:

- ``end_states``: how evenly the runs spread over the four end states (entropy over its most);
- ``rungs``: the share of days on which the two states stand above rung 1;
- ``deaths``: how many powers of ten lie between a mild run's toll and a grave one's (the quantiles
  0.05 and 0.95 of both forces' dead), over four;
- ``map``: how unevenly incidents lie along the line (the Gini coefficient);
- ``yardsticks``: the widest gap between the model's chance and one with which it disagrees;
- ``claims``: by what powers of ten the figures claimed miss the truth drawn, on average, at most 1.

Equal scores fall to the chart that stands first in `CHARTS`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np

from escalation.analysis.odds.durations import end_states
from escalation.analysis.odds.outcomes import came_through
from escalation.analysis.patterns.event_statistics import gini
from escalation.charts.chart_data import good_runs
from escalation.charts.claims_chart import claims_chart
from escalation.charts.claims_table import numeric_rows
from escalation.charts.deaths_chart import deaths_chart
from escalation.charts.end_states_chart import end_states_chart
from escalation.charts.map_chart import map_chart
from escalation.charts.odds_chart import odds_chart
from escalation.charts.rungs_chart import rungs_chart
from escalation.charts.told.incident_map import by_segment
from escalation.charts.told.rungs import STATES, rung_shares
from escalation.charts.told.yardsticks import widest_gap
from escalation.charts.yardsticks_chart import yardsticks_chart
from escalation.vocabulary import END_STATES, PROTEST

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from escalation.results.result import Result

#: Every chart by name, in the order in which a briefing would show them.
CHARTS: Final[Mapping[str, Callable[[Result], Figure]]] = MappingProxyType(
    {
        "odds": odds_chart,
        "yardsticks": yardsticks_chart,
        "rungs": rungs_chart,
        "end_states": end_states_chart,
        "deaths": deaths_chart,
        "map": map_chart,
        "claims": claims_chart,
    }
)

_POWERS_OF_TEN: Final = 4.0


def telling(data: Result, count: int = 3) -> list[str]:
    """Return the names of the most telling charts, by the rule at the head of this module."""
    scores = telling_scores(data)
    rest = sorted(scores, key=lambda name: -scores[name])
    return ["odds", *rest][:count]


def telling_scores(data: Result) -> dict[str, float]:
    """Return how telling each chart but the odds is, between 0 and 1, in the order of `CHARTS`."""
    rules: dict[str, Callable[[Result], float]] = {
        "yardsticks": widest_gap,
        "rungs": _above_calm,
        "end_states": _evenness,
        "deaths": _reach_of_deaths,
        "map": _unevenness_of_map,
        "claims": _miss_of_claims,
    }
    if good_runs(data) == 0:
        return dict.fromkeys(rules, 0.0)
    return {name: _unit(rule(data)) for name, rule in rules.items()}


def _unit(score: float) -> float:
    return 0.0 if math.isnan(score) else min(max(score, 0.0), 1.0)


def _above_calm(data: Result) -> float:
    calm = [rung_shares(data, side)[:, : PROTEST + 1].sum(axis=1).mean() for side, _ in STATES]
    return float(1 - np.mean(calm))


def _evenness(data: Result) -> float:
    share = end_states(data.runs)["p"].to_numpy(dtype=np.float64)
    share = share[share > 0]
    return float(-(share * np.log(share)).sum() / math.log(len(END_STATES)))


def _reach_of_deaths(data: Result) -> float:
    good = came_through(data.runs)
    both = (good["killed_afg_state"] + good["killed_pak_state"]).to_numpy(dtype=np.float64)
    low, high = np.log10(np.quantile(both, [0.05, 0.95]) + 1)
    return float((high - low) / _POWERS_OF_TEN)


def _unevenness_of_map(data: Result) -> float:
    return gini(by_segment(data, "incidents_per_run"))


def _miss_of_claims(data: Result) -> float:
    misses = [
        abs(math.log10(max(value, 0.5) / max(float(row.drawn[2]), 0.5)))
        for row in numeric_rows(data)
        if row.drawn is not None
        for _, _, value in row.claimed
    ]
    return float(np.mean(misses)) if misses else 0.0
