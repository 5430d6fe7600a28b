"""The plainest model of the crisis: four states, one step a day, no memory. A yardstick.

States: ``calm``, ``clash``, ``heavy`` (a serious episode's day: air strikes, posts taken, or ten
dead, as `escalation.analysis.record.episodes.serious` has it) and ``war``, which is never left.
War is reached only from ``heavy``: no war without heavy fighting first.

**Fit.** From the pre-seed episodes: their active days by state, and the calm days inside and
between them (between only since 2021, before which small episodes are missing). What a day of an
episode was like is not recorded, so: every active day of a serious episode is heavy, but for its
first one if the episode escalated further; active days stand first, the calm days of an episode
are spread between them. An episode known not to have been quiet within 14 (30) days, whose end
nobody knows, counts as that many active days without an end; one with no length at all is left
out and counted.

**Uncertainty.** Each row has a Dirichlet posterior (1/2 added to each count). The daily hazard of
war has a Beta posterior of its own, because no episode became a war: its prior is worth
`PRIOR_CASES` cases of each kind of start (ordinary, seed), shared equally among the classes of
disputes that speak about it, each exposed to the heavy days that the chain expects of such a
start over `PRIOR_DAYS`; the recorded heavy days are added. One hazard has to serve both kinds, so
the chain puts them nearer together than the classes do: that is the price of no memory.

**Odds.** For a given matrix they are exact: powers of a chain whose states also count the quiet
days so far and remember a relapse. Over the posterior they are means and quantiles on a fixed
grid: a Sobol sequence without scrambling, shifted by half a cell, through the quantile functions
of the Beta marginals of the rows' stick-breaking form. Nothing is drawn at random.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from escalation.analysis.odds.outcomes import DEADLINES_DAYS, QUIET_RUN_DAYS
from escalation.analysis.record.base_rates import (
    GAPS_FROM,
    SEED_BEGAN,
    WAR_CLASSES,
    dispute_rates,
)
from escalation.analysis.record.episodes import quiet_within, serious
from escalation.luck.designs import sobol_grid
from escalation.luck.resampling import percentile_interval
from escalation.vocabulary import CALM, CLASH, HEAVY
from escalation.vocabulary import CHAIN_STATES as STATES
from escalation.vocabulary import CHAIN_WAR as WAR

if TYPE_CHECKING:
    import pandas as pd

#: How many disputes or crises the prior of war is worth for each kind of start.
PRIOR_CASES: Final = 20.0
PRIOR_DAYS: Final = 180
PRIOR_COUNT: Final = 0.5
GRID: Final = 1024

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Transitions:
    """Days counted by the state they began and ended in.

    Attributes
    ----------
    counts
        Shape (3, 3): from and to calm, clash and heavy.
    used, left_out
        Episodes that were counted, and those without any known length.
    """

    counts: Floats
    used: int
    left_out: int


@dataclass(frozen=True)
class ChainOdds:
    """The odds of one outcome by the chain, with the 95% interval of its posterior."""

    p: float
    low: float
    high: float


def count_transitions(
    episodes: pd.DataFrame,
    *,
    gaps_from: dt.date = GAPS_FROM,
    next_began: dt.date | None = SEED_BEGAN,
    without: int | None = None,
) -> Transitions:
    """Count the daily transitions that the episodes and the gaps between them show.

    Parameters
    ----------
    episodes : DataFrame
        As `escalation.analysis.record.episodes.read_episodes` gives it, ordered by start.
    gaps_from : date
        Gaps count from the first episode that began at or after this day.
    next_began : date, optional
        Start of a heavy episode just after the record, which ends the last gap.
    without : int, optional
        Row of an episode to leave out, with the step that led to it.
    """
    import pandas as pd

    counts = np.zeros((3, 3))
    heavy = serious(episodes).to_numpy(dtype=bool)
    soon, late = quiet_within(episodes, 14), quiet_within(episodes, 30)
    used = left_out = 0
    before: pd.Timestamp | None = None
    for row, episode in enumerate(episodes.to_dict("records")):
        further = _is(episode["escalated_further"])
        level = HEAVY if heavy[row] else CLASH
        first = CLASH if further else level
        start, last = episode["start_date"], episode["last_violent_date"]
        if row == without:
            before = None if pd.isna(last) else last
            continue
        if before is not None and start >= pd.Timestamp(gaps_from):
            _add_gap(counts, (start - before).days, first)
        before = None
        if pd.isna(last):
            active = 30 if _is(~late.iloc[row]) else 14 if _is(~soon.iloc[row]) else 0
            used, left_out = used + (active > 0), left_out + (active == 0)
            _add_active(counts, active, 0, first, level)
            continue
        used += 1
        span = (last - start).days + 1
        active = span if pd.isna(episode["days_active"]) else int(episode["days_active"])
        _add_active(counts, active, span - active, first, level)
        counts[level if active > 1 else first, CALM] += 1
        if start >= pd.Timestamp(gaps_from):
            before = last
    if before is not None and next_began is not None and pd.Timestamp(next_began) > before:
        _add_gap(counts, (pd.Timestamp(next_began) - before).days, HEAVY)
    return Transitions(counts, used, left_out)


def _is(value: Any) -> bool:
    """Return whether a yes-or-no cell is known to be yes."""
    return value is True or (isinstance(value, np.bool_) and bool(value))


def _add_gap(counts: Floats, days: int, to: int) -> None:
    """Add the calm days between a violent day and the next one ``days`` later."""
    if days > 1:  # the first calm day is entered from the violent one, which is counted there
        counts[CALM, CALM] += days - 2
        counts[CALM, to] += 1


def _add_active(counts: Floats, active: int, calm: int, first: int, level: int) -> None:
    """Add the steps between an episode's active days, with its calm days among them.

    The calm days stand in as many single breaks as there is room for.
    """
    steps = max(active - 1, 0)
    breaks = min(calm, steps)
    for step in range(steps):
        leaving = first if step == 0 else level
        if step >= steps - breaks:
            counts[leaving, CALM] += 1
            counts[CALM, level] += 1
        else:
            counts[leaving, level] += 1
    counts[CALM, CALM] += calm - breaks if breaks else 0


@dataclass(frozen=True)
class Chain:
    """The posterior of the chain on its grid.

    Attributes
    ----------
    matrices
        Shape (g, 4, 4): a transition matrix a grid point, rows from, columns to.
    transitions
        The counts behind them.
    war_prior
        Wars and heavy days that the reference classes are worth.
    """

    matrices: Floats
    transitions: Transitions
    war_prior: tuple[float, float]

    def odds(
        self, start: str, horizon_days: int, quiet_run_days: int = QUIET_RUN_DAYS
    ) -> dict[str, ChainOdds]:
        """Return the odds of every headline outcome and their intervals.

        Parameters
        ----------
        start : str
            ``clash`` or ``heavy``: the state on day 0. ``calm`` is day 0 of a quiet run.
        horizon_days : int
            Days 0 to ``horizon_days - 1`` are watched.
        quiet_run_days : int
            How many calm days in a row make a de-escalation.
        """
        exact = outcome_odds(self.matrices, STATES.index(start), horizon_days, quiet_run_days)
        return {name: _summary(values) for name, values in exact.items()}


def _summary(values: Floats) -> ChainOdds:
    return ChainOdds(float(values.mean()), *percentile_interval(values))


def fit(transitions: Transitions, grid: int = GRID) -> Chain:
    """Return the posterior of the chain on a fixed grid.

    Parameters
    ----------
    transitions : Transitions
        From `count_transitions`.
    grid : int
        How many points, a power of two.
    """
    weights = transitions.counts + PRIOR_COUNT
    mean = np.zeros((1, 4, 4))
    mean[0, :3, :3] = weights / weights.sum(axis=1, keepdims=True)
    mean[0, WAR, WAR] = 1
    wars, days = _war_prior(mean)
    heavy_days = float(transitions.counts[HEAVY].sum())
    units = sobol_grid(grid, 7)
    matrices = np.zeros((grid, 4, 4))
    for state in (CALM, CLASH, HEAVY):
        matrices[:, state, :3] = _dirichlet(weights[state], units[:, 2 * state : 2 * state + 2])
    hazard = _beta(units[:, 6], wars + PRIOR_COUNT, days - wars + heavy_days + PRIOR_COUNT)
    matrices[:, HEAVY, :3] *= (1 - hazard)[:, None]
    matrices[:, HEAVY, WAR] = hazard
    matrices[:, WAR, WAR] = 1
    return Chain(matrices, transitions, (wars, days))


def _war_prior(mean: Floats) -> tuple[float, float]:
    """Return the wars and the heavy days that the reference classes' cases are worth."""
    rates = {rate.name: rate for rate in dispute_rates()}
    wars = days = 0.0
    for name, start in (("ordinary", CLASH), ("seed", HEAVY)):
        exposure = float(_heavy_days(mean, start, PRIOR_DAYS)[0])
        shares = [rates[war_class].p for war_class in WAR_CLASSES[name]]
        wars += PRIOR_CASES * sum(shares) / len(shares)
        days += PRIOR_CASES * exposure
    return wars, days


def _heavy_days(matrices: Floats, start: int, horizon_days: int) -> Floats:
    """Return the days expected in the heavy state from day 0 on, shape (g,)."""
    at = np.zeros((len(matrices), 1, 4))
    at[:, 0, start] = 1
    total = np.zeros(len(matrices))
    for _ in range(horizon_days):
        total += at[:, 0, HEAVY]
        at = at @ matrices
    return total


def _beta(unit: Floats, a: float, b: float) -> Floats:
    from scipy.special import betaincinv

    return np.asarray(betaincinv(a, b, unit), dtype=np.float64)


def _dirichlet(weights: Floats, units: Floats) -> Floats:
    """Return points of a Dirichlet of three parts by breaking a stick twice, shape (g, 3)."""
    first = _beta(units[:, 0], float(weights[0]), float(weights[1] + weights[2]))
    second = _beta(units[:, 1], float(weights[1]), float(weights[2]))
    return np.stack([first, (1 - first) * second, (1 - first) * (1 - second)], axis=1)


def outcome_odds(
    matrices: Floats, start: int, horizon_days: int, quiet_run_days: int = QUIET_RUN_DAYS
) -> dict[str, Floats]:
    """Return the exact odds of the headline outcomes for each matrix.

    As in the model: quiet counts from the first day of the run of calm days; after it a clash is
    a minor relapse and doesn't count, a heavy day is a serious one; the end states exclude each
    other in the order war, never quiet, relapsed, durable.

    Parameters
    ----------
    matrices : ndarray, shape (g, 4, 4)
        Daily transition matrices.
    start : int
        The state on day 0.
    horizon_days, quiet_run_days : int
        At least 1 each.

    Returns
    -------
    dict of str to ndarray, shape (g,)
        Named as `escalation.analysis.odds.outcomes.OUTCOMES`.
    """
    if horizon_days < 1 or quiet_run_days < 1:
        raise ValueError("a horizon and a run of quiet days last at least one day")
    if start not in (CALM, CLASH, HEAVY):
        raise ValueError("a chain starts calm, in a clash or in a heavy exchange")
    k = quiet_run_days
    # 0..k-2: calm for 1..k-1 days, not yet quiet. Then clash and heavy before quiet; calm, clash
    # after quiet; calm, clash, heavy after a serious relapse; war before quiet, war after it.
    unquiet = {CLASH: k - 1, HEAVY: k}
    quiet = {CALM: k + 1, CLASH: k + 2}
    again = {CALM: k + 3, CLASH: k + 4, HEAVY: k + 5}
    war, late_war = k + 6, k + 7
    wide = np.zeros((len(matrices), k + 8, k + 8))

    def step(origin: int, state: int, targets: Mapping[int, int]) -> None:
        for to, target in targets.items():
            wide[:, origin, target] += matrices[:, state, to]

    fresh = 0 if k > 1 else quiet[CALM]
    for run in range(k - 1):
        after = run + 1 if run + 1 < k - 1 else quiet[CALM]
        step(run, CALM, {CALM: after, **unquiet, WAR: war})
    for state, origin in unquiet.items():
        step(origin, state, {CALM: fresh, **unquiet, WAR: war})
    for state, origin in quiet.items():
        step(origin, state, {**quiet, HEAVY: again[HEAVY], WAR: late_war})
    for state, origin in again.items():
        step(origin, state, {**again, WAR: late_war})
    wide[:, war, war] = wide[:, late_war, late_war] = 1

    at = np.zeros((len(matrices), 1, k + 8))
    at[:, 0, fresh if start == CALM else unquiet[start]] = 1
    been_quiet = [*quiet.values(), *again.values(), late_war]
    known_by = [at[:, 0, been_quiet].sum(axis=1)]
    for _ in range(horizon_days - 1):
        at = at @ wide
        known_by.append(at[:, 0, been_quiet].sum(axis=1))
    # A run of quiet days that begins on a day is known when its last day has passed.
    odds = {
        f"de_escalated_{day}d": known_by[min(day + k, horizon_days) - 1] for day in DEADLINES_DAYS
    }
    end = at[:, 0]
    odds["durable"] = end[:, list(quiet.values())].sum(axis=1)
    odds["relapsed"] = end[:, list(again.values())].sum(axis=1)
    odds["never_quiet"] = end[:, : k + 1].sum(axis=1)
    odds["war"] = end[:, war] + end[:, late_war]
    return odds


def start_state(name: str) -> str:
    """Return the state on day 0 for a class of `escalation.analysis.record.base_rates`."""
    return "heavy" if name in ("seed", "strikes") else "clash"
