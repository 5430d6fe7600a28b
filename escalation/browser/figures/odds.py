"""The live answer: odds with both intervals, the default's beside them, and three yardsticks."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from escalation.analysis.odds.outcomes import OUTCOMES, TOLD, happened
from escalation.analysis.odds.variance import spread_at, variance_share
from escalation.analysis.paired.differences import paired_difference
from escalation.analysis.record.blend import MODEL
from escalation.analysis.record.yardsticks import compare
from escalation.charts.words import CAVEAT, upper_first
from escalation.naming import OUTCOME_NAMES
from escalation.numbers import (
    counted,
    percent,
    percent_range,
    plus_minus,
    points,
    points_between,
    points_over_draws,
)
from escalation.vocabulary import CAME_THROUGH, END_STATES

if TYPE_CHECKING:
    from escalation.analysis.odds.intervals import Estimate
    from escalation.analysis.odds.variance import VarianceShare
    from escalation.analysis.paired.differences import Difference
    from escalation.results.result import Result

#: Dots of a spread, each standing for one draw of twenty.
DOTS: Final = 20


def odds_answer(result: Result, default: Result | None) -> dict[str, Any]:
    """Return what the page shows of a result's odds, as plain data with its words.

    Parameters
    ----------
    result
        Of the setting, after any number of runs.
    default
        Of the scenario as it is, after as many; None where the setting is that.

    Returns
    -------
    dict
        ``runs``, ``rows`` (an outcome each), ``headlines`` (those that stand for all),
        ``yardsticks``, ``chance`` (in sentences), ``spread`` and ``caveat``.
    """
    odds = result.odds()
    others = default.odds() if default is not None else {}
    differences = _differences(result, default) if default is not None else {}
    days = result.horizon_days, result.quiet_days
    beside = compare(odds, odds.between_draws, result.start, *days)
    shares = {name: variance_share(result.runs, name) for name in OUTCOMES}
    rows = []
    for name in OUTCOMES:
        row = _row(name, odds[name], shares[name])
        if name in others:
            row["ghost"] = _figures(others[name])
        # Of what the horizon is too short to show, runs tell no difference either.
        if name in differences and row["p"] is not None:
            row["difference"] = _difference(differences[name])
        row["marks"] = [
            {"column": column, "label": upper_first(column), "p": said[name].p,
             "low": said[name].low, "high": said[name].high,
             "told": f"{percent(said[name].p)} ({percent_range(said[name].low, said[name].high)})"}
            for column, said in beside.shown().items() if column != MODEL and name in said
        ]  # fmt: skip
        rows.append(row)
    good = odds.n_runs
    failed = f"; {odds.failed:,} more failed and are left out" if odds.failed else ""
    return {
        "runs": len(result.runs),
        "runs_told": f"{counted(good, 'run')} of {result.runs['draw'].nunique():,} draws{failed}",
        "rows": rows,
        "headlines": list(TOLD),
        "yardsticks": {
            "columns": [upper_first(name) for name in beside.shown() if name != MODEL],
            "title": f"{beside.title}, {counted(beside.episodes, 'episode', thousands='')} of "
            f"{counted(beside.pairs, 'pair')} of states",
            "basis": list(beside.basis),
            "rule": beside.rule,
            "disagreements": beside.disagreements,
            "remarks": list(beside.remarks),
        },
        "chance": [_chance(name, shares[name]) for name in TOLD],
        "caveat": CAVEAT,
    }


def _row(name: str, one: Estimate, share: VarianceShare) -> dict[str, Any]:
    named = OUTCOME_NAMES[name]
    return {
        "outcome": name,
        "label": named.label,
        "meaning": named.meaning,
        "word": one.word,
        "colour": name.replace("_", "-") if name in END_STATES else "quiet",
        "note": one.note,
        "spread": _spread(share, one),
        **_figures(one),
    }


def _figures(one: Estimate) -> dict[str, Any]:
    """Return an estimate's figures and their words; a chance that can't be told is None."""
    if one.note or math.isnan(one.p):
        return {"p": None, "told": "unknown", "between": None, "between_told": "", "carlo": None,
                "carlo_told": ""}  # fmt: skip
    between = one.between_draws
    return {
        "p": one.p,
        "told": percent(one.p),
        "between": None if between is None else list(between),
        "between_told": "" if between is None else percent_range(*between),
        "carlo": [one.low, one.high],
        "carlo_told": plus_minus(one.half_width),
    }


def _differences(result: Result, default: Result) -> dict[str, Difference]:
    """Return the paired differences; run ``i`` of both tables is row ``i``, under the same luck."""
    n = min(len(default.runs), len(result.runs))
    before, after = default.runs.iloc[:n], result.runs.iloc[:n]
    both = [(table["status"] == CAME_THROUGH).to_numpy() for table in (before, after)]
    good = both[0] & both[1]
    if not good.any():
        return {}
    before, after = before.loc[good], after.loc[good]
    draw = before["draw"].to_numpy()
    return {
        name: paired_difference(draw, happened(before, name), happened(after, name))
        for name in OUTCOMES
    }


def _difference(one: Difference) -> dict[str, Any]:
    """Return a paired difference in points, and whether it is told apart from none."""
    return {
        "value": one.difference,
        "told": f"{points(one.difference)} points",
        "over_draws": points_over_draws(one.between_draws_low, one.between_draws_high),
        "carlo": points_between(one.low, one.high),
        "apart": one.told,
        "said": ""
        if one.told
        else f"not told apart from no difference in {counted(one.n_runs, 'run')}",
    }


def _chance(name: str, share: VarianceShare) -> str:
    """Return how much of what runs differ by is luck, and how much is not known, in a sentence."""
    label = OUTCOME_NAMES[name].label
    if share.ignorance is None:
        return f"{label}: {share.note}."
    between = ""
    if share.between is not None:
        between = f"; in 95% of draws its odds lie between {percent_range(*share.between)}"
    return (
        f"{label}: {percent(1 - share.ignorance)} of what runs differ by is chance, "
        f"{percent(share.ignorance)} what is not known{between}."
    )


def _spread(share: VarianceShare, one: Estimate) -> list[float]:
    """Return twenty odds, evenly through the draws: where one draw of twenty each lies."""
    if share.ignorance is None or one.note or math.isnan(one.p):
        return []
    levels = (np.arange(DOTS) + 0.5) / DOTS
    halves = [
        spread_at(share.ignorance, one.p, (float(low), float(high)))
        for low, high in zip(levels[: DOTS // 2], levels[: DOTS // 2 - 1 : -1], strict=True)
    ]
    return sorted(round(value, 4) for pair in halves for value in pair)
