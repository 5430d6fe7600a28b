"""How much of what runs differ by is chance, and how much is ignorance.

Ignorance is the spread between draws of the parameters and of the day-0 truth; chance is the
spread between replicates of one draw. For a yes-or-no outcome the one-way random-effects analysis
of variance splits the two: with ``B`` and ``W`` the mean squares between and within draws and
``m`` the (mean) number of replicates, the ignorance share is ``(B - W) / (B + (m - 1) W)``, and
chance is the rest. Its interval is the delete-one-draw jackknife's, for the usual F interval
supposes bell curves, and an outcome is yes or no.

A small share of ignorance is not certainty: single runs end in yes or no, so most of what they
differ by is chance even where draws are far apart. How far the *odds* go from draw to draw is told
by the beta-binomial model: each draw has odds of its own, spread over draws as a beta distribution
whose mean is the odds over all runs and whose variance is the ignorance share ``r`` of the whole,
``r p (1 - p)``; that is ``Beta(p k, (1 - p) k)`` with ``k = 1 / r - 1``. The spread of the observed
shares would be too wide, for each is of a few runs only and carries its chance. The shape is an
assumption that was tried: of the baseline with 300 draws of 200 runs, where chance is nearly gone,
it meets the observed quantiles of de-escalation by day 14 and 30, of durable, relapsed and war
within two points.

**The interval over what is unknown**, which every table and chart shows first, lies between its
quantiles 0.025 and 0.975: 95% of draws have their odds there. It is made with the upper end of the
ignorance share, so that a few lucky draws don't tell more than they know, and is no narrower than
the Monte Carlo interval of the odds. Where the rarer outcome came in too few draws for the
jackknife, its ends are the outermost of the beta-binomial models that a likelihood ratio at 95%
does not rule out. More runs settle where the ends lie, and leave it as wide as what is unknown. The
difference of paired odds, which lies from -1 to 1, is squeezed into 0 to 1 for the same; where too
few draws hold a pair that differs, it lies between the upper ends of what is lost and of what is
gained, each by the likelihood ratio.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv, betaln, expit, logit, stdtrit

from escalation.analysis.odds.intervals import LEVEL, Estimate, interval_of_counts
from escalation.analysis.odds.outcomes import HEADLINE, WORDS, came_through, happened

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[np.float64]

_LEAST_DRAWS: Final = 3
#: With the rarer outcome in fewer draws than this, the jackknife's interval is too narrow.
_DRAWS_TO_BOUND: Final = 30
#: Shares, and log-odds about those over all runs, at which a likelihood is asked for, and how far
#: below its highest one is ruled out at 95%.
_SHARES: Final = np.linspace(0.01, 0.99, 50)
_LOG_ODDS: Final = np.linspace(-2.0, 2.0, 41)
_RULED_OUT: Final = 1.92
#: 95 draws of a hundred lie between these quantiles.
_MIDDLE: Final = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)
#: A share nearer than this to 0 or 1 is taken for it: the distribution is then a point, or two.
_NEXT_TO: Final = 1e-9


@dataclass(frozen=True)
class VarianceShare:
    """The share of an outcome's variance that is owed to ignorance, and its 95% interval.

    ``ignorance`` is None where it can't be told; ``note`` then says why. ``odds`` are those over
    all runs, ``between`` the odds between which those of 95% of draws lie: None where chance and
    ignorance can't be told apart, as with one replicate a draw.
    """

    outcome: str
    ignorance: float | None
    low: float
    high: float
    n_draws: int
    note: str = ""
    odds: float = math.nan
    between: tuple[float, float] | None = None

    @property
    def chance(self) -> float | None:
        """Return the share owed to chance within a draw."""
        return None if self.ignorance is None else 1 - self.ignorance

    def as_dict(self) -> dict[str, Any]:
        """Return plain figures for JSON; the interval is that of the ignorance share."""
        odds_from, odds_to = self.between or (None, None)
        return {
            "outcome": self.outcome,
            "chance": self.chance,
            "ignorance": self.ignorance,
            "low": self.low,
            "high": self.high,
            "odds_from": odds_from,
            "odds_to": odds_to,
            "draws": self.n_draws,
            "note": self.note,
        }


def variance_share(runs: pd.DataFrame, outcome: str = HEADLINE) -> VarianceShare:
    """Split the variance of an outcome between chance and ignorance.

    Parameters
    ----------
    runs : DataFrame
        The ``runs`` table; failed runs are left out.
    outcome : str
        One of `escalation.analysis.odds.outcomes.OUTCOMES`.
    """
    good = came_through(runs)
    return split_variance(good["draw"].to_numpy(), happened(good, outcome), outcome)


def split_variance(draw: ArrayLike, value: ArrayLike, outcome: str = "") -> VarianceShare:
    """Split the variance of yes-or-no values into between draws and within them.

    Parameters
    ----------
    draw : array_like of int, shape (n,)
        Which draw each run belongs to.
    value : array_like of bool, shape (n,)
        Whether the outcome came about.
    outcome : str
        Its name, for the notes.
    """
    size, hit = _by_draw(draw, np.asarray(value, dtype=np.float64))
    return split_counts(hit, size, outcome)


def split_counts(hits: ArrayLike, runs: ArrayLike, outcome: str = "") -> VarianceShare:
    """Split the variance from each draw's count; see `split_variance`.

    Parameters
    ----------
    hits, runs : array_like, shape (d,)
        For each draw, how often the outcome came about and how many runs came through, above 0.
    outcome : str
        Its name, for the notes.
    """
    hit, size = np.asarray(hits, dtype=np.float64), np.asarray(runs, dtype=np.float64)
    return _split(hit, size, interval_of_counts(hit, size), outcome)


def _split(hit: Array, size: Array, over_all: Estimate, outcome: str) -> VarianceShare:
    """Split the variance, given the Monte Carlo interval of the odds over all draws."""
    trouble, d = _trouble(hit, size, outcome), len(size)
    if trouble:
        between = (over_all.low, over_all.high) if _apart(size) else None
        return VarianceShare(outcome, None, 0.0, 1.0, d, trouble, over_all.p, between)
    share = float(_ignorance(hit, size, hit))
    rarer = min(int((hit > 0).sum()), int((hit < size).sum()))
    low, high, note = 0.0, 1.0, ""
    if rarer < _DRAWS_TO_BOUND:
        first, last = _likely_spread(hit, size)
        note = f"its rarer side turned up in {rarer} draws only, too few to bound the split"
    else:
        low, high = _jackknife(hit, size, hit, share)
        first, last = spread_at(high, over_all.p)
    between = min(first, over_all.low), max(last, over_all.high)
    return VarianceShare(outcome, _inside(share), low, high, d, note, over_all.p, between)


def both_intervals(
    draw: ArrayLike, value: ArrayLike, *, failed: int = 0, note: str = ""
) -> Estimate:
    """Return odds with both intervals: over what is unknown, where it can be told, and Monte Carlo.

    Parameters
    ----------
    draw : array_like of int, shape (n,)
        Which draw each run belongs to.
    value : array_like of bool, shape (n,)
        Whether the outcome came about.
    failed : int
        Runs left out because they broke.
    note : str
        Carried along.
    """
    size, hit = _by_draw(draw, np.asarray(value, dtype=np.float64))
    found = interval_of_counts(hit, size, failed=failed, note=note)
    return replace(found, between_draws=_split(hit, size, found, "").between)


def difference_between_draws(
    draw: ArrayLike, gap: ArrayLike, low: float, high: float
) -> tuple[float, float] | None:
    """Return between which differences of paired odds those of 95% of draws lie.

    Parameters
    ----------
    draw : array_like of int, shape (n,)
        Which draw each pair belongs to.
    gap : array_like, shape (n,)
        By how much the second run of each pair differs: -1, 0 or 1.
    low, high : float
        The Monte Carlo interval of their mean, than which this is no narrower.

    Returns
    -------
    tuple of float, or None
        None where chance and ignorance can't be told apart, as with one replicate a draw.
    """
    gaps = np.asarray(gap, dtype=np.float64)
    size, total, squares = _by_draw(draw, gaps, gaps**2)
    if not _apart(size):
        return None
    mean = float(gaps.mean())
    # Of values that are yes or no the variance is p (1 - p); a difference has less.
    whole = float((gaps**2).mean()) - mean**2
    if whole <= 0:
        return low, high
    if int((squares > 0).sum()) < _DRAWS_TO_BOUND:
        _, gained, lost = _by_draw(draw, np.maximum(gaps, 0), np.maximum(-gaps, 0))
        return min(0.0 - _likely_most(lost, size), low), max(_likely_most(gained, size), high)
    share = float(_ignorance(total, size, squares))
    most = _jackknife(total, size, squares, share)[1]
    first, last = spread_at(most * whole / (1 - mean**2), (1 + mean) / 2)
    return min(2 * first - 1, low), max(2 * last - 1, high)


def _likely_most(hit: Array, size: Array) -> float:
    """Return the upper end of a share over draws by `_likely_spread`; 0 if it never came about."""
    return _likely_spread(hit, size)[1] if hit.any() else 0.0


def _by_draw(draw: ArrayLike, *values: Array) -> list[Array]:
    """Return how many runs each draw has, and each value's sum over them."""
    _, which = np.unique(np.asarray(draw), return_inverse=True)
    return [np.bincount(which, weights=one).astype(np.float64) for one in (None, *values)]


def spread_at(
    ignorance: float, odds: float, levels: tuple[float, float] = _MIDDLE
) -> tuple[float, float]:
    """Return two quantiles of draws' odds, by the beta distribution; see above.

    Parameters
    ----------
    ignorance : float
        Share of the variance of single runs that is owed to draws, 0 to 1.
    odds : float
        Over all runs.
    levels : tuple of float
        Which quantiles.
    """
    if ignorance < _NEXT_TO:
        return odds, odds
    if ignorance > 1 - _NEXT_TO:
        low, high = (float(1 - odds < level) for level in levels)
        return low, high
    k = 1 / ignorance - 1
    low, high = (float(betaincinv(odds * k, (1 - odds) * k, level)) for level in levels)
    return _between(low, high)


def _between(low: float, high: float) -> tuple[float, float]:
    """Return quantiles of a beta distribution, none of which is 0 or 1, but to the last digit."""
    return max(low, math.nextafter(0.0, 1.0)), min(high, math.nextafter(1.0, 0.0))


def _apart(size: Array) -> bool:
    """Return whether there are draws and replicates enough to tell chance from ignorance."""
    return len(size) >= _LEAST_DRAWS and bool(size.max() > 1)


def _trouble(hit: Array, size: Array, outcome: str) -> str:
    """Say why the split can't be told, or return an empty string."""
    total, what = float(hit.sum()), WORDS.get(outcome, "the outcome")
    if not len(size):
        return "no run came through"
    if size.max() <= 1:
        return "one replicate a draw: chance and ignorance cannot be told apart"
    if len(size) < _LEAST_DRAWS:
        return f"too few draws: the split needs {_LEAST_DRAWS} or more"
    if total in (0.0, float(size.sum())):
        return f"{what}: in {'no' if total == 0 else 'every'} run, so there is nothing to split"
    return ""


def _ignorance(hit: Array, size: Array, square: Array, left_out: bool = False) -> Any:
    """Return the between-draw share of the variance, of all draws or of all but each one.

    ``hit`` and ``square`` hold each draw's sum of values and of their squares, which are the same
    where values are yes or no. With ``left_out`` the result has one value for each draw that is
    left out, computed from the totals less its own part.
    """
    squares, within = hit**2 / size, square - hit**2 / size
    sums = [hit.sum(), size.sum(), squares.sum(), within.sum(), (size**2).sum(), float(len(size))]
    if left_out:
        parts = [hit, size, squares, within, size**2, np.ones_like(size)]
        sums = [total - part for total, part in zip(sums, parts, strict=True)]
    hits, runs, squares_sum, within_sum, sizes_squared, draws = sums
    between = (squares_sum - hits**2 / runs) / (draws - 1)
    inside = within_sum / np.maximum(runs - draws, 1)
    replicates = (runs - sizes_squared / runs) / (draws - 1)
    whole = between + (replicates - 1) * inside
    return np.where(whole > 0, (between - inside) / np.where(whole > 0, whole, 1.0), 0.0)


def _jackknife(hit: Array, size: Array, square: Array, share: float) -> tuple[float, float]:
    """Return the interval of the share from leaving out each draw in turn."""
    d = len(size)
    without = _ignorance(hit, size, square, left_out=True)
    pseudo = d * share - (d - 1) * without
    error = float(np.std(pseudo, ddof=1)) / math.sqrt(d)
    reach = float(stdtrit(d - 1.0, (1 + LEVEL) / 2)) * error
    return _inside(share - reach), _inside(share + reach)


def _likely_spread(hit: Array, size: Array) -> tuple[float, float]:
    """Return the lowest and highest quantiles that a likelihood ratio at 95% does not rule out.

    Of all beta-binomial models on a grid of odds and shares, those are kept whose likelihood is
    within `_RULED_OUT` of the best.
    """
    kinds, times = np.unique(np.stack([hit, size]), axis=1, return_counts=True)
    odds = expit(logit(hit.sum() / size.sum()) + _LOG_ODDS)[:, None]
    k = 1 / _SHARES - 1
    yes, no = (odds * k)[..., None], ((1 - odds) * k)[..., None]
    said = betaln(yes + kinds[0], no + kinds[1] - kinds[0]) - betaln(yes, no)
    likelihood = said @ times
    kept = likelihood >= likelihood.max() - _RULED_OUT
    yes, no = yes[kept, 0], no[kept, 0]
    low, high = (betaincinv(yes, no, level) for level in _MIDDLE)
    return _between(float(low.min()), float(high.max()))


def _inside(share: float) -> float:
    return min(max(share, 0.0), 1.0)
