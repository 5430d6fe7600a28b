"""What was uncertain in an ensemble, and what came of it: one row a draw.

A draw's value of a yes-or-no outcome is the share of its runs that came through in which it came
about. Failed runs are left out; so are draws in which every run failed.

Draws of one member of a posterior have all calibrated parameters in common. Of what these do, such
draws tell as one and not as many: whoever judges an effect by draws must ask `Inputs.member`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from escalation.analysis.odds.clustered_samples import intraclass_correlation
from escalation.analysis.odds.intervals import Estimate, interval_of_counts
from escalation.analysis.odds.outcomes import came_through, happened
from escalation.analysis.odds.variance import split_counts
from escalation.day.records import MEMBER

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

#: With no more values than this an input is a choice between categories, not a scale.
MOST_CATEGORIES: Final = 8


@dataclass(frozen=True)
class Inputs:
    """Draws as a matrix, with the outcome of each.

    Attributes
    ----------
    names
        Columns of ``values`` that differ between draws, such as ``audience_cost``, ``claim_C21``.
    values
        Shape (n, D).
    hits, runs
        Shape (n,): in how many of a draw's runs the outcome came about, and of how many.
    outcome
        Its name.
    failed
        Runs left out because they broke.
    member
        Shape (n,): draws of one number share a member of the posterior; numbers are 0, 1, 2 ...
        without a gap. By default each draw has its own.
    """

    names: tuple[str, ...]
    values: Floats
    hits: Floats
    runs: Floats
    outcome: str
    failed: int = 0
    member: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    def __post_init__(self) -> None:
        """Give each draw a member of its own where nothing is said."""
        if len(self.member) != len(self.hits):
            object.__setattr__(self, "member", np.arange(len(self.hits), dtype=np.int64))

    @property
    def n_draws(self) -> int:
        """Return the number of draws that tell something."""
        return len(self.hits)

    @property
    def n_runs(self) -> int:
        """Return the number of runs that came through."""
        return int(self.runs.sum())

    @cached_property
    def share(self) -> Floats:
        """Return the share of each draw's runs in which the outcome came about."""
        return self.hits / self.runs

    @property
    def p(self) -> float:
        """Return the odds over all runs."""
        return float(self.hits.sum() / self.runs.sum())

    @property
    def scale(self) -> float:
        """Return the variance between draws' shares over that between single runs.

        It turns a share of what draws differ by into a share of all that runs differ by.
        """
        whole = self.p * (1 - self.p)
        return float(np.var(self.share) / whole) if whole > 0 else 0.0

    @property
    def n_members(self) -> int:
        """Return how many members the draws belong to."""
        return int(self.member.max()) + 1 if len(self.member) else 0

    @cached_property
    def outcome_icc(self) -> float:
        """Return the intraclass correlation of the outcome within members, 0 to 1."""
        return intraclass_correlation(self.share, self.member)

    def intraclass_correlation(self, names: Iterable[str]) -> float:
        """Return the intraclass correlation of inputs within members; of several, their mean.

        A regression on several spends its freedom on each in turn, so the mean is what they cost.
        """
        found = [intraclass_correlation(self.column(name), self.member) for name in names]
        return float(np.mean(found)) if found else 0.0

    def effective_draws(self, n: int, icc: float) -> float:
        """Return the effective sample size of ``n`` draws for an input: the draws it counts as.

        That is ``n / (1 + (m - 1) r s)`` with ``m`` the size of the member that a draw belongs to,
        on average, ``r`` the intraclass correlation of the outcome and ``s`` that of the input:
        the design effect of clusters (Moulton 1986). An input that a draw has to itself loses
        nothing, one that its member decides the most.

        Parameters
        ----------
        n
            Draws, of as many members as there are here.
        icc
            Of the input, from `intraclass_correlation`.
        """
        typical = self._member_size * n / self.n_draws
        return n / (1 + max(typical - 1, 0.0) * self.outcome_icc * icc)

    @cached_property
    def _member_size(self) -> float:
        """Return how many draws the member of a draw has, on average over draws."""
        size = np.bincount(self.member).astype(np.float64)
        return float((size**2).sum()) / self.n_draws

    def odds_where(self, chosen: NDArray[np.bool_]) -> Estimate:
        """Return the odds among some draws, over what is unknown there and by Monte Carlo.

        For the Monte Carlo interval draws of a member count as one.
        """
        _, which = np.unique(self.member[chosen], return_inverse=True)
        hits = np.bincount(which, weights=self.hits[chosen])
        runs = np.bincount(which, weights=self.runs[chosen])
        between = split_counts(self.hits[chosen], self.runs[chosen]).between
        return replace(interval_of_counts(hits, runs), between_draws=between)

    def column(self, name: str) -> Floats:
        """Return the values of one input."""
        return self.values[:, self.names.index(name)]

    def is_categorical(self, name: str) -> bool:
        """Return whether an input takes only a few values."""
        return len(np.unique(self.column(name))) <= MOST_CATEGORIES


def inputs_of(runs: pd.DataFrame, draws: pd.DataFrame, outcome: str) -> Inputs:
    """Bring draws and runs together.

    Parameters
    ----------
    runs, draws : DataFrame
        Tables of a run folder.
    outcome : str
        One of `escalation.analysis.odds.outcomes.OUTCOMES`.

    Raises
    ------
    KeyError
        If there is no outcome of that name.
    """
    good = came_through(runs)
    failed = len(runs) - len(good)
    return inputs_from(good["draw"].to_numpy(), happened(good, outcome), draws, outcome, failed)


def inputs_from(
    draw: NDArray[np.int64],
    came: NDArray[np.bool_],
    draws: pd.DataFrame,
    outcome: str,
    failed: int = 0,
) -> Inputs:
    """Bring draws together with what came of their runs.

    Parameters
    ----------
    draw, came : ndarray, shape (n,)
        Of each run that came through: its draw, and whether the outcome came about.
    draws : DataFrame
        Table of a run folder.
    outcome, failed
        As `Inputs` has them.
    """
    known, which = np.unique(draw, return_inverse=True)
    hits = np.asarray(np.bincount(which, weights=came), dtype=np.float64)
    size = np.asarray(np.bincount(which), dtype=np.float64)
    table = draws.set_index("draw").loc[known]
    member = _numbered(table.pop(MEMBER).to_numpy(np.int64)) if MEMBER in table else None
    values = table.to_numpy(dtype=np.float64)
    if len(known):
        vary = (np.ptp(values, axis=0) > 0) & np.isfinite(values).all(axis=0)
    else:
        vary = np.zeros(values.shape[1], dtype=bool)
    names = tuple(str(name) for name, kept in zip(table.columns, vary, strict=True) if kept)
    found = Inputs(names, values[:, vary], hits, size, outcome, failed)
    return found if member is None else replace(found, member=member)


def _numbered(member: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return members numbered without a gap; draws of none get numbers of their own."""
    own = np.flatnonzero(member < 0)
    numbers = member.copy()
    numbers[own] = member.max(initial=-1) + 1 + np.arange(len(own))
    return np.asarray(np.unique(numbers, return_inverse=True)[1].reshape(-1), dtype=np.int64)


def members(inputs: Inputs, groups: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the groups with the inputs that differ between draws; groups without any are left out.

    Parameters
    ----------
    inputs : Inputs
        The draws.
    groups : mapping
        Names of inputs by group.
    """
    known = set(inputs.names)
    found = {group: tuple(n for n in names if n in known) for group, names in groups.items()}
    return {group: names for group, names in found.items() if names}
