"""Resamples of draws, by keyed luck: the same every time, on every machine."""

from __future__ import annotations

import functools
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from escalation.luck import blocks
from escalation.luck.purposes import BOOTSTRAP, ORDER, SIGN

Floats = NDArray[np.float64]
Kept = TypeVar("Kept", bound=NDArray[Any])


@functools.lru_cache(maxsize=8)
def resampled(n: int, resamples: int, seed: int, purpose: int = BOOTSTRAP) -> NDArray[np.int64]:
    """Return which of ``n`` things each bootstrap resample takes, shape (resamples, n)."""
    u = blocks.uniform(_keys(resamples, seed), purpose, np.arange(n), 0)
    return _kept((u * n).astype(np.int64))


@functools.lru_cache(maxsize=8)
def orders(n: int, count: int, seed: int) -> NDArray[np.int64]:
    """Return so many random orders of ``n`` things, shape (count, n)."""
    u = blocks.uniform(_keys(count, seed), ORDER, np.arange(n), 0)
    return _kept(np.argsort(u, axis=1, kind="stable"))


@functools.lru_cache(maxsize=8)
def signs(n: int, count: int, seed: int) -> Floats:
    """Return random signs, 1 or -1, for ``n`` residuals, shape (count, n)."""
    coin = blocks.bits(_keys(count, seed), SIGN, np.arange(n), 0) & 1
    return _kept((2 * coin - 1).astype(np.float64))


def _keys(count: int, seed: int) -> NDArray[np.int64]:
    """Return a key for each number of a resample, as a column."""
    return blocks.run_key(seed, np.arange(count))[:, None]


def _kept(found: Kept) -> Kept:
    """Return an array that is handed out more than once, closed to writing."""
    found.flags.writeable = False
    return found


def resampled_members(
    member: NDArray[np.int64], resamples: int, seed: int
) -> list[NDArray[np.int64]]:
    """Return which draws each bootstrap resample of whole members takes.

    Parameters
    ----------
    member : ndarray of int, shape (n,)
        Which member each draw belongs to, from 0 without a gap.
    resamples, seed : int
        How many, and of which luck. If each draw has a member of its own, as `resampled`.
    """
    _, parts = _by_member(member)
    taken = resampled(len(parts), resamples, seed)
    return [np.concatenate([parts[i] for i in row]) for row in taken]


def orders_of_members(member: NDArray[np.int64], count: int, seed: int) -> list[NDArray[np.int64]]:
    """Return random orders of draws in which those of one member stay together.

    Each says which draw's outcome goes to which draw's inputs: both stand member by member, the
    members of outcomes in another order. What draws of one member have in common stays in common.
    """
    place, parts = _by_member(member)
    found = []
    for row in orders(len(parts), count, seed):
        order = np.empty(len(member), dtype=np.int64)
        order[place] = np.concatenate([parts[i] for i in row])
        found.append(order)
    return found


def signs_of_members(member: NDArray[np.int64], count: int, seed: int) -> Floats:
    """Return random signs, alike for draws of one member, shape (count, n)."""
    return signs(int(member.max()) + 1, count, seed)[:, member]


def _by_member(
    member: NDArray[np.int64],
) -> tuple[NDArray[np.intp], list[NDArray[np.intp]]]:
    """Return the draws member by member, in one row and in parts."""
    place = np.argsort(member, kind="stable")
    ends = np.cumsum(np.bincount(member))[:-1]
    return place, np.split(place, ends)


def recentred(value: float, resampled_values: Floats) -> tuple[float, float]:
    """Return the bootstrap interval of a value, the resamples' own bias taken off.

    A resample repeats things, so a measure of fit comes out a little higher in it; its spread is
    what is wanted, not its place.
    """
    shift = value - float(np.mean(resampled_values))
    low, high = percentile_interval(resampled_values)
    return min(low + shift, value), max(high + shift, value)


def percentile_interval(values: Floats, level: float = 0.95) -> tuple[float, float]:
    """Return the quantiles between which the middle ``level`` of resampled values lies."""
    tail = (1 - level) / 2
    low, high = np.quantile(values, [tail, 1 - tail])
    return float(low), float(high)
