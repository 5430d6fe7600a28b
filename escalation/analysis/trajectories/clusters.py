"""Storylines: a few kinds of future among watched runs, with their shares and a run for each.

A run becomes its weeks: mean rungs of both states, the dead between them (log), whether a ceasefire
stood and how many days were quiet. Runs are put together by Ward's method on these, each scaled by
its spread; the number of kinds is the one with the best silhouette. For a kind stands its medoid:
of its runs with its most usual end the one nearest to all runs of the kind. No run is typical, but
that one is least odd.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from escalation.analysis.odds.variance import both_intervals
from escalation.errors import PurposeError, needing
from escalation.vocabulary import END_STATES

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

#: What of a day enters: field, or sum of fields.
TRACKS: Final = ("rung_afg", "rung_pak", "dead", "ceasefire", "quiet")
FEWEST_KINDS, MOST_KINDS = 3, 6
WEEK: Final = 7


@dataclass(frozen=True)
class Kinds:
    """Kinds of future.

    Attributes
    ----------
    kind
        Shape (n,): the kind of each watched run, 0 the most frequent.
    table
        A row for each kind: ``kind``, ``share``, ``between_draws_low``, ``between_draws_high``
        (NaN where runs are one a draw), ``low``, ``high`` (Monte Carlo), ``runs``, ``medoid``
        (position of its medoid among the runs), and the share of its runs in each end state.
    silhouette
        How well the kinds stand apart, from -1 to 1; near 0 they shade into each other.
    """

    kind: NDArray[np.int64]
    table: pd.DataFrame
    silhouette: float


def weekly_tracks(days: Mapping[str, Floats]) -> Floats:
    """Return runs as weekly means of `TRACKS`, scaled: shape (n, weeks * tracks).

    Parameters
    ----------
    days : mapping
        Fields of the day records, each of shape (n, D).
    """
    dead = days["killed_afg_state"] + days["killed_pak_state"]
    tracks = {**days, "dead": np.log1p(dead), "ceasefire": np.minimum(days["ceasefire"], 1.0)}
    parts = []
    for name in TRACKS:
        track = tracks[name]
        starts = np.arange(0, track.shape[1], WEEK)
        sizes = np.diff([*starts, track.shape[1]])
        weekly = np.add.reduceat(track, starts, axis=1) / sizes
        spread = float(weekly.std())
        parts.append((weekly - weekly.mean()) / spread if spread > 0 else weekly * 0)
    return np.concatenate(parts, axis=1)


def cluster_runs(
    shape: Floats, draw: NDArray[np.int64], end_state: NDArray[np.int64], count: int | None = None
) -> Kinds:
    """Put runs into kinds.

    Parameters
    ----------
    shape : ndarray, shape (n, q)
        From `weekly_tracks`.
    draw, end_state : ndarray of int, shape (n,)
        Of each run.
    count : int, optional
        How many kinds; by the best silhouette if not given.

    Raises
    ------
    PurposeError
        If all runs are alike, or scikit-learn is not installed.
    """
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import pdist, squareform

    with needing("storylines need", "scikit-learn"):
        from sklearn.metrics import silhouette_score
    apart = squareform(pdist(shape))
    if apart.max() == 0:
        raise PurposeError("all runs are alike, so there is but one story")
    tree = linkage(shape, method="ward")
    tried = [count] if count else range(FEWEST_KINDS, MOST_KINDS + 1)
    best, best_score = np.zeros(len(shape), dtype=np.int64), -2.0
    for number in tried:
        label = fcluster(tree, number, criterion="maxclust") - 1
        if len(np.unique(label)) < 2:
            continue
        score = float(silhouette_score(apart, label, metric="precomputed"))
        if score > best_score:
            best, best_score = label.astype(np.int64), score
    sizes = np.bincount(best)
    rank = np.argsort(np.argsort(-sizes, kind="stable"), kind="stable")
    kind = rank[best].astype(np.int64)
    return Kinds(kind, _table(kind, apart, draw, end_state), best_score)


def _table(
    kind: NDArray[np.int64], apart: Floats, draw: NDArray[np.int64], end_state: NDArray[np.int64]
) -> pd.DataFrame:
    import pandas as pd

    rows = []
    for number in range(int(kind.max()) + 1):
        mine = np.flatnonzero(kind == number)
        share = both_intervals(draw, kind == number)
        ends = np.bincount(end_state[mine], minlength=len(END_STATES)) / len(mine)
        usual = mine[end_state[mine] == int(ends.argmax())]
        row = {
            "kind": number,
            "share": share.p,
            **{end.removeprefix("_"): value for end, value in share.ends.items()},
            "runs": len(mine),
            "medoid": int(usual[apart[np.ix_(usual, mine)].sum(axis=1).argmin()]),
        }
        for state, name in enumerate(END_STATES):
            odds = both_intervals(draw[mine], end_state[mine] == state)
            row |= {name: odds.p, **{f"{name}{end}": value for end, value in odds.ends.items()}}
        rows.append(row)
    return pd.DataFrame(rows)
