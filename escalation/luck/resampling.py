"""Resamples of draws, by keyed luck: the same every time, on every machine."""

from __future__ import annotations

import functools
from typing import Final

import numpy as np
from numpy.typing import NDArray

#: Purposes of the uniforms in `escalation.luck.streams`.
_BOOTSTRAP: Final = 901
_ORDER: Final = 902
_SIGNS: Final = 903

Floats = NDArray[np.float64]


@functools.lru_cache(maxsize=8)
def resampled(n: int, resamples: int, seed: int) -> NDArray[np.int64]:
    """Return which of ``n`` things each bootstrap resample takes, shape (resamples, n)."""
    from escalation.luck import streams  # compiled code; woken only where it is needed

    taken = np.empty((resamples, n), dtype=np.int64)
    for resample in range(resamples):
        key = streams.run_key(seed, resample)
        row = [streams.uniform(key, _BOOTSTRAP, place, 0) for place in range(n)]
        taken[resample] = np.asarray(row) * n
    taken.flags.writeable = False
    return taken


@functools.lru_cache(maxsize=8)
def orders(n: int, count: int, seed: int) -> NDArray[np.int64]:
    """Return so many random orders of ``n`` things, shape (count, n)."""
    from escalation.luck import streams

    found = np.empty((count, n), dtype=np.int64)
    for number in range(count):
        key = streams.run_key(seed, number)
        row = [streams.uniform(key, _ORDER, place, 0) for place in range(n)]
        found[number] = np.argsort(row, kind="stable")
    found.flags.writeable = False
    return found


@functools.lru_cache(maxsize=8)
def signs(n: int, count: int, seed: int) -> Floats:
    """Return random signs, 1 or -1, for ``n`` residuals, shape (count, n)."""
    from escalation.luck import streams

    found = np.empty((count, n))
    for number in range(count):
        key = streams.run_key(seed, number)
        row = [streams.bits(key, _SIGNS, place, 0) & 1 for place in range(n)]
        found[number] = 2.0 * np.asarray(row) - 1.0
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


def recentred(value: float, resampled_values: Floats, level: float = 0.95) -> tuple[float, float]:
    """Return the bootstrap interval of a value, the resamples' own bias taken off.

    A resample repeats things, so a measure of fit comes out a little higher in it; its spread is
    what is wanted, not its place.
    """
    shift = value - float(np.mean(resampled_values))
    tail = (1 - level) / 2
    low, high = np.quantile(resampled_values, [tail, 1 - tail]) + shift
    return min(float(low), value), max(float(high), value)
