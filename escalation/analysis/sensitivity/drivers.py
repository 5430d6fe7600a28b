"""What an outcome hinges on: each input's share of what makes runs differ, from runs already done.

The first-order index of an input is the share of the outcome's variance that would go if the input
were known: ``Var(E[Y | X]) / Var(Y)``. It is estimated from given data, without further runs:

- **a scale**: SALib's RBD-FAST (Plischke's EASI with Tissot and Prieur's correction), which orders
  the draws by the input and looks for slow waves in the outcome;
- **categories** (a claim holds or not) and scales with many ties, where an order of the draws means
  nothing: the correlation ratio between them, or tenths, adjusted for its degrees of freedom;
- **a group** (a claim and all it bears on; a process of the day): the adjusted share that a smooth
  regression on the group's inputs explains, products included where the group is small.

All three are conditional means of the outcome given the input as it was drawn, so they stay right
where inputs are correlated. They then say what *learning* the input would tell, which includes what
it tells of its companions; they no longer say what *changing* it would do, and shares may sum to
more than the whole.

Shares are of all that single runs differ by, chance included. Intervals are 95%, from resampling
draws. An input has a clear effect if chance alone would show the like in one of 20 such tables.

Draws of one member of the posterior share all calibrated parameters, and whatever these do. Of a
calibrated parameter they tell less than as many draws of their own would: its effect is judged as
if there were fewer draws (`Inputs.effective_draws`), and members are resampled whole.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from escalation.analysis.sensitivity.effects import CLEAR, NONE, TRACE
from escalation.analysis.sensitivity.inputs import MOST_CATEGORIES, Inputs, members
from escalation.analysis.sensitivity.smooth_regression import (
    RSquared,
    by_regression,
    smooth_basis,
    smooth_straight,
)
from escalation.errors import needing
from escalation.luck.resampling import orders, recentred, resampled, resampled_members
from escalation.numbers import round_number

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

#: Harmonics that RBD-FAST sums: up to two whole waves from one end of an input to the other. With
#: more, the waves in which the columns of a Sobol sequence go together are taken for effects.
HARMONICS: Final = 4
#: An effect worth naming moves the odds so far between the input's lowest and highest fifth.
LEAST_EFFECT_TOLD: Final = 0.05
RESAMPLES: Final = 40
#: Fewer draws than this tell nothing about so many inputs.
LEAST_DRAWS: Final = 100
ALPHA: Final = 0.05
POWER: Final = 0.8

#: Share of values that must differ for RBD-FAST.
_UNTIED: Final = 0.95
#: So many draws are as good as endlessly many.
_ENDLESS: Final = 10**9
#: Inputs with a larger intraclass correlation within members are resampled by members.
_SHARED: Final = 0.05
#: Blocks of draws that are resampled for groups.
_BLOCKS: Final = 100
#: Keeps a resample's sums of squares, which are near the identity, from being singular.
_RIDGE: Final = 1e-6


_COLUMNS: Final = ("share", "low", "high", "chance", "effect", "more_runs", "verdict")
#: Ends of the intervals of odds, over draws and by Monte Carlo.
_SWING_ENDS: Final = ("between_draws_low", "between_draws_high", "from", "to")
_SWINGS: Final = tuple(
    f"{end}_odds{part}"
    for end in ("low", "high")
    for part in ("", *(f"_{name}" for name in _SWING_ENDS))
)


def drivers(inputs: Inputs, *, seed: int = 0, resamples: int = RESAMPLES) -> pd.DataFrame:
    """Return a row for each input, the largest share first.

    Parameters
    ----------
    inputs : Inputs
        The draws and what came of them.
    seed : int
        Of the resamples.
    resamples : int
        How many.

    Returns
    -------
    DataFrame
        ``name``, ``share`` (of all that runs differ by), ``low``, ``high``, ``chance`` (how often
        chance shows as much), ``effect`` (clear, trace or none), ``low_odds`` and ``high_odds``
        (in the fifths of draws where it is lowest and highest) with the ends of their intervals,
        ``more_runs`` and ``verdict``.

    Raises
    ------
    PurposeError
        If SALib is not installed.
    """
    alone = resampled(inputs.n_draws, resamples, seed)
    counts = [np.bincount(i, minlength=inputs.n_draws) for i in alone]
    whole = resampled_members(inputs.member, resamples, seed)
    rows = []
    for name in inputs.names:
        x = inputs.column(name)
        icc = inputs.intraclass_correlation([name])
        if _is_continuous(x):
            found = rbd_fast(x, inputs.share)
            order = np.argsort(x, kind="stable")
            sorted_shares = [inputs.share[np.repeat(order, weight[order])] for weight in counts]
            again = [one.adjusted(len(x)) for one in _of_sorted(np.stack(sorted_shares))]
        else:
            category = categories_of(x)
            found = correlation_ratio(category, inputs.share)
            again = [
                correlation_ratio(category[i], inputs.share[i]).adjusted(
                    inputs.effective_draws(len(i), icc)
                )
                for i in (whole if icc > _SHARED else alone)
            ]
        row = {"name": name} | _row(inputs, found, np.asarray(again), len(inputs.names), icc)
        rows.append(row | _swing(inputs, x))
    return _ranked(rows, ("name", *_COLUMNS, *_SWINGS))


def group_drivers(
    inputs: Inputs, groups: Mapping[str, tuple[str, ...]], *, seed: int = 0
) -> pd.DataFrame:
    """Return a row for each group of inputs, as `drivers` does, with ``members`` and no odds.

    Without groups, such as the claims of a scenario that has none, the table is empty.
    """
    known = members(inputs, groups)
    rows = []
    for group, names in known.items():
        basis = smooth_basis(inputs, names)
        found = by_regression(basis, inputs.share)
        icc = inputs.intraclass_correlation(names)
        again = _blocks_resampled(inputs, basis, seed, icc)
        row = {"name": group, "members": names}
        rows.append(row | _row(inputs, found, again, len(known), icc))
    return _ranked(rows, ("name", "members", *_COLUMNS))


def _blocks_resampled(inputs: Inputs, basis: Floats, seed: int, icc: float) -> Floats:
    """Return the adjusted share that a fit explains in resamples of blocks of draws.

    Draws go into blocks in a random order, or member by member, so a resample of blocks is as good
    as one of draws, or of members; but it costs only a sum of the blocks' own sums of squares.
    """
    n, q = basis.shape
    count = min(_BLOCKS, n)
    if icc > _SHARED:
        member_order = np.argsort(orders(inputs.n_members, 1, seed)[0])
        order = np.argsort(member_order[inputs.member], kind="stable")
    else:
        order = orders(n, 1, seed)[0]
    full = np.column_stack([np.ones(n), basis, inputs.share])
    sums = np.stack([full[part].T @ full[part] for part in np.array_split(order, count)])
    effective = inputs.effective_draws(n, icc)
    found = []
    for taken in resampled(count, RESAMPLES, seed):
        whole = np.tensordot(np.bincount(taken, minlength=count), sums, axes=1)
        size = whole[0, 0]
        centred = whole[1:, 1:] - np.outer(whole[0, 1:], whole[0, 1:]) / size
        total = float(centred[-1, -1])
        gram = centred[:-1, :-1] + _RIDGE * np.eye(q)
        slope = np.linalg.solve(gram, centred[:-1, -1])
        explained = float(slope @ centred[:-1, -1]) / total if total > 0 else 0.0
        found.append(RSquared(min(max(explained, 0.0), 1.0), max(q, 1)).adjusted(effective))
    return np.asarray(found)


def rbd_fast(x: Floats, y: Floats) -> RSquared:
    """Return the RBD-FAST of one input on a scale.

    Raises
    ------
    PurposeError
        If SALib is not installed.
    """
    return _of_sorted(y[np.argsort(x, kind="stable")][None])[0]


def _of_sorted(y: Floats) -> list[RSquared]:
    """Return RBD-FAST of outcomes (k, n) whose draws stand in the order of the input.

    It is SALib's ``compute_first_order``, which takes one outcome at a time, for all of them.
    """
    from scipy.signal import periodogram

    with needing("explaining a run needs", "SALib", "scikit-learn"):
        from SALib.analyze.rbd_fast import permute_outputs
    freedom = 2 * HARMONICS
    explained = np.zeros(len(y))
    if y.shape[1] > freedom + 1:
        vary = np.ptp(y, axis=1) > 0
        there_and_back = permute_outputs(np.arange(y.shape[1]), np.arange(y.shape[1]))
        _, power = periodogram(y[vary][:, there_and_back])
        explained[vary] = power[:, 1 : HARMONICS + 1].sum(axis=1) / power[:, 1:].sum(axis=1)
    return [RSquared(float(share), freedom) for share in explained]


def _is_continuous(x: Floats) -> bool:
    """Return whether values hardly ever tie: only then has an order of the draws a meaning."""
    return len(np.unique(x)) >= _UNTIED * len(x)


def categories_of(x: Floats) -> Floats:
    """Return the categories of an input with ties: its values if few, else its tenths."""
    if len(np.unique(x)) <= MOST_CATEGORIES:
        return x
    edges = np.unique(np.quantile(x, np.linspace(0, 1, 11)))
    return np.searchsorted(edges[1:-1], x, side="left").astype(np.float64)


def correlation_ratio(x: Floats, y: Floats) -> RSquared:
    """Return the correlation ratio of the outcome between the categories of one input."""
    _, category = np.unique(x, return_inverse=True)
    size = np.bincount(category)
    total = float(((y - y.mean()) ** 2).sum())
    if total == 0 or len(size) < 2:
        return RSquared(0.0, max(len(size) - 1, 1))
    mean = np.bincount(category, weights=y) / size
    between = float((size * (mean - y.mean()) ** 2).sum())
    return RSquared(between / total, len(size) - 1)


def _row(inputs: Inputs, found: RSquared, again: Floats, tested: int, icc: float) -> dict[str, Any]:
    n, scale = inputs.effective_draws(inputs.n_draws, icc), inputs.scale
    share = found.adjusted(n)
    low, high = recentred(share, again)
    chance = found.p_value(n)
    effect = CLEAR if chance < ALPHA / tested else TRACE if chance < ALPHA else NONE
    needed = runs_to_show(inputs, found.freedom, tested, icc=icc)
    more = max(needed - inputs.n_runs, 0) if needed is not None else None
    return {
        "share": min(max(share * scale, 0.0), 1.0),
        "low": min(max(low * scale, 0.0), 1.0),
        "high": min(max(high * scale, 0.0), 1.0),
        "chance": chance,
        "effect": effect,
        "more_runs": more,
        "verdict": _verdict(effect, more),
    }


def _verdict(effect: str, more: int | None) -> str:
    if effect == CLEAR:
        return "a clear effect"
    told = (
        "a trace, which may be chance" if effect == TRACE else "no effect that these runs can see"
    )
    points = f"one of {100 * LEAST_EFFECT_TOLD:.0f} points"
    if more is None:
        return f"{told}; the posterior has too few members to show {points}"
    if more == 0:
        return f"{told}; {points} would have shown"
    return f"{told}; about {round_number(more, math.ceil)} more would show {points}"


def runs_to_show(inputs: Inputs, freedom: int, tested: int, *, icc: float = 0.0) -> int | None:
    """Return how many runs would show a steady effect of `LEAST_EFFECT_TOLD` in four cases of five.

    That is by the F test at one in 20 for the whole table, with as many replicates as now. An
    input that moves the odds steadily by ``w`` from its lowest to its highest fifth has a slope of
    ``w / 0.8`` over its ranks, and a variance of a twelfth of that squared.

    Returns
    -------
    int or None
        None if the outcome never varies, or no number would: a posterior has only so many members.
    """
    from scipy.stats import f, ncf

    if inputs.scale <= 0:
        return None
    variance = (LEAST_EFFECT_TOLD / 0.8) ** 2 / 12
    part = min(variance / float(np.var(inputs.share)), 0.9)
    signal = part / (1 - part)

    def power(draws: int) -> float:
        n = inputs.effective_draws(draws, icc)
        rest = n - 1 - freedom
        if rest <= 0:
            return 0.0
        limit = f.isf(ALPHA / tested, freedom, rest)
        return float(ncf.sf(limit, freedom, rest, n * signal))

    few, many = freedom + 3, 2 * (freedom + 3)
    while power(many) < POWER:
        few, many = many, 2 * many
        if many > _ENDLESS:
            return None
    while many - few > max(1, few // 100):
        middle = (few + many) // 2
        few, many = (middle, many) if power(middle) < POWER else (few, middle)
    return math.ceil(many * inputs.n_runs / inputs.n_draws)


def _swing(inputs: Inputs, x: Floats) -> dict[str, float]:
    """Return the odds where an input is lowest and highest: at its ends, or in its end fifths."""
    if len(np.unique(x)) <= 2:
        below, above = x == x.min(), x == x.max()
    else:
        below, above = x <= np.quantile(x, 0.2), x >= np.quantile(x, 0.8)
    found: dict[str, float] = {}
    for end, chosen in (("low", below), ("high", above)):
        estimate = inputs.odds_where(chosen)
        found[f"{end}_odds"] = estimate.p
        ends = zip(_SWING_ENDS, estimate.ends.values(), strict=True)
        found |= {f"{end}_odds_{name}": value for name, value in ends}
    return found


def _ranked(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> pd.DataFrame:
    import pandas as pd

    order = {CLEAR: 0, TRACE: 1, NONE: 2}
    rows = sorted(rows, key=lambda row: (order[row["effect"]], -row["share"], row["name"]))
    table = pd.DataFrame(rows, columns=columns)
    table["more_runs"] = table["more_runs"].astype("Int64")
    return table


def variance_budget(inputs: Inputs, ignorance: float | None) -> dict[str, float | None]:
    """Return where the variance of single runs goes, as shares of it.

    Parameters
    ----------
    inputs : Inputs
        The draws.
    ignorance : float or None
        Share owed to what draws differ in, by `escalation.analysis.odds.variance`; None where
        replicates can't tell.

    Returns
    -------
    dict
        ``chance``; ``alone``, what the inputs explain one by one, added up by regression on all;
        ``together``, what they explain only in combination. None where it can't be told.
    """
    if ignorance is None:
        return {"chance": None, "alone": None, "together": None}
    basis = smooth_straight(inputs)
    found = by_regression(basis, inputs.share)
    n = inputs.effective_draws(inputs.n_draws, inputs.intraclass_correlation(inputs.names))
    alone = min(max(found.adjusted(n) * inputs.scale, 0.0), ignorance)
    return {"chance": 1 - ignorance, "alone": alone, "together": ignorance - alone}
