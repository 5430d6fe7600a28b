"""How much the reference class counts in the record's voice, and how much the Markov chain.

Both rest on one table, so they have one voice together. Their shares in it are found by stacking:
each pair of states is left out in turn, class and chain of the others forecast its episodes, and
the share is that with which the mean of their log-odds has the lowest log score over all of them.
How sure that is, resampled pairs tell; where equal shares can't be ruled out, they are equal, for a
share learnt from noise forecasts worse than none.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from escalation.analysis.odds.outcomes import DEADLINES_DAYS
from escalation.analysis.record.base_rates import like_starts
from escalation.analysis.record.blend import CLIP
from escalation.analysis.record.dyads import (
    WAR_KNOWN_DAYS,
    became,
    like,
    load_dyad_episodes,
)
from escalation.analysis.record.markov import (
    fit_without_each,
    outcome_odds,
    recorded_transitions,
    start_state,
)
from escalation.luck.resampling import percentile_interval, resampled
from escalation.numbers import percent, percents
from escalation.vocabulary import CHAIN_STATES

#: What both are scored on.
SCORED: Final = (*(f"de_escalated_{days}d" for days in DEADLINES_DAYS), "war")
EQUAL: Final = 0.5
RESAMPLES: Final = 1000

#: The shares that are tried.
_SHARES: Final = np.linspace(0, 1, 101)

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Stack:
    """The share of the reference class in the record's voice; the chain has the rest.

    Attributes
    ----------
    share
        What is used: `EQUAL`, unless equal shares lie outside the interval.
    best, low, high
        The share with the lowest score, with its 95% interval over resampled pairs of states.
    episodes, pairs
        How many episodes, of how many pairs of states, were forecast.
    """

    share: float
    best: float
    low: float
    high: float
    episodes: int
    pairs: int

    @property
    def told(self) -> str:
        """Say in a sentence how much each counts, and why."""
        between = f"{percent(self.best)} (95%: {percents(self.low, self.high)})"
        if self.share == EQUAL:
            return (
                "Within the record's voice the reference class and the chain count alike: leaving "
                f"out pairs of states puts the class's share at {between}, which can't be told "
                "from a half."
            )
        return (
            f"Within the record's voice the reference class counts for {percent(self.share)} and "
            f"the chain for the rest: the share that forecasts best when pairs of states are left "
            f"out, {between}."
        )


@functools.cache
def stack(name: str) -> Stack:
    """Return the share of the class of like starts against the chain; computed once a class."""
    losses, episodes = losses_by_pair(name)
    best = float(_SHARES[losses.sum(axis=0).argmin()])
    taken = resampled(len(losses), RESAMPLES, 0)
    tried = _SHARES[np.stack([losses[row].sum(axis=0).argmin() for row in taken])]
    low, high = percentile_interval(tried)
    share = EQUAL if low <= EQUAL <= high else best
    return Stack(share, best, low, high, episodes, len(losses))


def losses_by_pair(name: str) -> tuple[Floats, int]:
    """Return the log score of each share, summed over each pair's episodes, and how many these are.

    Returns
    -------
    ndarray, shape (pairs, 101)
        By the shares from 0 to 1 of the class; lower is better.
    """
    chosen = like(load_dyad_episodes(), name)
    transitions = recorded_transitions()
    row_of = {dyad: row for row, dyad in enumerate(transitions.dyads)}
    others = like_starts(name, WAR_KNOWN_DAYS).said_without_each()
    pairs = [dyad for dyad in dict.fromkeys(chosen["dyad"]) if dyad in others]
    fitted = fit_without_each(transitions)[[row_of[dyad] for dyad in pairs]]
    states = np.array([start_state(dead) for dead in chosen["dead_day1"]])
    where = {dyad: row for row, dyad in enumerate(pairs)}
    told = became(chosen, WAR_KNOWN_DAYS)
    losses = np.zeros((len(pairs), len(_SHARES)))
    counted = np.zeros(len(chosen), dtype=np.bool_)
    rows = np.array([where.get(dyad, -1) for dyad in chosen["dyad"]])
    for state in sorted(set(states)):
        chain = outcome_odds(fitted, CHAIN_STATES.index(state), WAR_KNOWN_DAYS)
        for outcome in SCORED:
            of_class = _log_odds(np.array([others[dyad][outcome] for dyad in pairs]))
            of_chain = _log_odds(chain[outcome])
            mixed = _SHARES * of_class[:, None] + (1 - _SHARES) * of_chain[:, None]
            came, known = told[outcome]
            for hit in (True, False):
                mine = known & (came == hit) & (states == state)
                cases = np.bincount(rows[mine], minlength=len(pairs))
                losses += cases[:, None] * np.logaddexp(0, -mixed if hit else mixed)
            counted |= known
    return losses, int(counted.sum())


def _log_odds(p: Floats) -> Floats:
    held = np.clip(p, CLIP, 1 - CLIP)
    return np.asarray(np.log(held / (1 - held)), dtype=np.float64)
