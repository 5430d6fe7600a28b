"""The plainest model of the crisis: four states, one step a day, no memory. A yardstick.

States: ``calm``, ``clash`` (a day of an episode without dead), ``heavy`` (one with dead, which is
what the record tells of a day's weight, and what makes a relapse serious in it) and ``war``, which
is never left.

**Fit.** From the episodes between any two states (`escalation.analysis.record.dyads`), as far as
they speak to these states. The first day of an episode is heavy by its own dead, its later days by
the dead of all of them; from the first to the last day an episode is not calm. A battle of a war
is the step into ``war``, from wherever it came, and nothing after it counts. Two windows keep what
is long ago and far away from speaking for all: of an episode the first `EPISODE_DAYS` days count,
of the calm after it the first `CALM_DAYS`. Without the first a few quarrels of years would make
every exchange long, since the chain can't know one from the other; without the second the decades
in which most pairs of states leave each other alone would make all calm safe.

**Uncertainty.** The chance is that of the whole record (1/2 added to each count); its interval
comes from resampling the pairs of states, `RESAMPLES` times: episodes of one pair are not
independent, and pairs differ more than chance has it.

**Odds.** For a given matrix they are exact: powers of a chain whose states also count the quiet
days so far and remember a relapse.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from escalation.analysis.odds.outcomes import DEADLINES_DAYS, QUIET_RUN_DAYS
from escalation.analysis.record.dyads import SERIOUS_DEAD, load_dyad_episodes
from escalation.luck.resampling import percentile_interval, resampled
from escalation.vocabulary import CALM, CLASH, HEAVY
from escalation.vocabulary import CHAIN_STATES as STATES
from escalation.vocabulary import CHAIN_WAR as WAR

if TYPE_CHECKING:
    import pandas as pd

EPISODE_DAYS: Final = 14
CALM_DAYS: Final = 180
PRIOR_COUNT: Final = 0.5
RESAMPLES: Final = 1000

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Transitions:
    """Days counted by the state they began and ended in.

    Attributes
    ----------
    counts
        Shape (dyads, 3, 4): from calm, clash and heavy, to these and war.
    dyads
        The pairs of states, in the order of ``counts``.
    used, left_out
        Episodes that were counted, and those that began at war.
    """

    counts: Floats
    dyads: tuple[str, ...]
    used: int
    left_out: int


@dataclass(frozen=True)
class ChainOdds:
    """The odds of one outcome by the chain, with the 95% interval over resampled dyads."""

    p: float
    low: float
    high: float


def count_transitions(episodes: pd.DataFrame) -> Transitions:
    """Count the daily transitions of episodes and of the calm after them, for each dyad.

    Parameters
    ----------
    episodes : DataFrame
        As `escalation.analysis.record.dyads.load_dyad_episodes` gives it, or some of its dyads.
    """
    dyads = tuple(dict.fromkeys(episodes["dyad"]))
    place = {dyad: row for row, dyad in enumerate(dyads)}
    counts = np.zeros((len(dyads), 3, 4))
    heavy = (episodes["dead_day1"] >= SERIOUS_DEAD).to_numpy()
    later = (episodes["dead"] - episodes["dead_day1"] >= SERIOUS_DEAD).to_numpy()
    opened_war = (episodes["war_battle_day1"] == 1).to_numpy()
    first = np.where(opened_war, WAR, np.where(heavy, HEAVY, CLASH))
    level = np.where(later, HEAVY, CLASH)
    became_war = (episodes["war_battle"] == 1).to_numpy()
    rows = zip(
        (place[dyad] for dyad in episodes["dyad"]), first, level, became_war,
        episodes["days"], episodes["war_day"], episodes["days_to_next"],
        episodes["followed_days"],
        strict=True,
    )  # fmt: skip
    calm_since: tuple[int, int] | None = None
    for row, at, rest, war, days, war_day, to_next, followed in rows:
        mine = counts[row]
        if calm_since is not None and calm_since[0] == row:
            _add_calm(mine, calm_since[1], at)
        calm_since = None
        if at == WAR:
            continue
        lasted = max(war_day, 1) if war and war_day >= 0 else days
        _add_episode(mine, at, rest, lasted, WAR if war else CALM)
        if war:
            continue
        if to_next >= 0:
            calm_since = (row, to_next)
        else:
            mine[CALM, CALM] += min(max(followed - days - 1, 0), CALM_DAYS - 1)
    return Transitions(counts, dyads, int((~opened_war).sum()), int(opened_war.sum()))


@functools.cache
def recorded_transitions() -> Transitions:
    """Return the transitions of the whole record; counted once."""
    return count_transitions(load_dyad_episodes())


def _add_calm(counts: Floats, days: int, to: int) -> None:
    """Add the calm days between a violent day and the next one ``days`` later."""
    if days <= CALM_DAYS:
        counts[CALM, CALM] += days - 2  # the first is entered from the violent day
        counts[CALM, to] += 1
    else:
        counts[CALM, CALM] += CALM_DAYS - 1


def _add_episode(counts: Floats, first: int, later: int, days: int, to: int) -> None:
    """Add an episode's steps from day to day, and the last one if it came within the window."""
    at = first
    for _ in range(min(days, EPISODE_DAYS) - 1):
        counts[at, later] += 1
        at = later
    if days <= EPISODE_DAYS:
        counts[at, to] += 1


@dataclass(frozen=True)
class Chain:
    """The chain of the whole record, and those of its resamples.

    Attributes
    ----------
    matrices
        Shape (1 + resamples, 4, 4): transition matrices, rows from, columns to; the whole record
        first.
    transitions
        The counts behind them.
    """

    matrices: Floats
    transitions: Transitions

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
    p = float(values[0])
    low, high = percentile_interval(values)
    return ChainOdds(p, min(low, p), max(high, p))


def fit(transitions: Transitions, resamples: int = RESAMPLES) -> Chain:
    """Return the chain fitted to all dyads, and to so many resamples of them."""
    n = len(transitions.dyads)
    taken = resampled(n, resamples, 0)
    times = np.stack([np.bincount(row, minlength=n) for row in taken])
    times = np.concatenate([np.ones((1, n)), times])
    return Chain(transition_matrices(np.tensordot(times, transitions.counts, axes=1)), transitions)


def fit_without_each(transitions: Transitions) -> Floats:
    """Return the chain's matrix with each dyad left out, shape (dyads, 4, 4)."""
    return transition_matrices(transitions.counts.sum(axis=0) - transitions.counts)


def transition_matrices(counts: Floats) -> Floats:
    """Return transition matrices, shape (g, 4, 4), from counts of shape (g, 3, 4)."""
    weights = counts + PRIOR_COUNT
    found = np.zeros((len(counts), 4, 4))
    found[:, :3] = weights / weights.sum(axis=2, keepdims=True)
    found[:, WAR, WAR] = 1
    return found


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


def start_state(dead_day0: float) -> str:
    """Return the state on day 0 for a start with so many dead."""
    return "heavy" if dead_day0 >= SERIOUS_DEAD else "clash"
