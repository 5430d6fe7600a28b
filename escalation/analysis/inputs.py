"""What was uncertain in an ensemble, and what came of it: one row a draw.

A draw's value of a yes-or-no outcome is the share of its runs that came through in which it came
about. Failed runs are left out; so are draws in which every run failed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from escalation.analysis.outcomes import came_through, happened

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

#: With no more values than this an input is a choice between cases, not a scale.
MOST_CASES: Final = 8


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
    """

    names: tuple[str, ...]
    values: Floats
    hits: Floats
    runs: Floats
    outcome: str
    failed: int = 0

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

    def column(self, name: str) -> Floats:
        """Return the values of one input."""
        return self.values[:, self.names.index(name)]

    def is_cases(self, name: str) -> bool:
        """Return whether an input is one of a few cases."""
        return len(np.unique(self.column(name))) <= MOST_CASES


def inputs_of(runs: pd.DataFrame, draws: pd.DataFrame, outcome: str) -> Inputs:
    """Bring draws and runs together.

    Parameters
    ----------
    runs, draws : DataFrame
        Tables of a run folder.
    outcome : str
        One of `escalation.analysis.outcomes.OUTCOMES`.

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
    values = table.to_numpy(dtype=np.float64)
    if len(known):
        vary = (np.ptp(values, axis=0) > 0) & np.isfinite(values).all(axis=0)
    else:
        vary = np.zeros(values.shape[1], dtype=bool)
    names = tuple(str(name) for name, kept in zip(table.columns, vary, strict=True) if kept)
    return Inputs(names, values[:, vary], hits, size, outcome, failed)


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
