"""Keyed random numbers: a uniform is a hash of where it is used, never the next of a sequence.

A key stands for (seed, run) or (seed, run, day); an address within it for (purpose, entity, slot).
So adding an agent or a rule shifts nobody else's luck; threads, chunks and machines don't matter;
and two scenarios under one seed live in the same world but for what was changed (common random
numbers). These functions, and `escalation.luck.blocks` with the same hash for whole arrays, are
the package's only source of randomness; `escalation.luck.purposes` lists the purposes.

The mixer is the finaliser of splitmix64 (Steele, Lea and Flood 2014). Its constants are above
2**63, so that the compiler types every product as an unsigned 64-bit integer.
"""

from __future__ import annotations

import math

import numpy as np

from escalation.compiler import numba
from escalation.compiling import block_rule, rule
from escalation.luck.arithmetic import exp, log, log_of_parts, split_normal
from escalation.luck.blocks import GOLDEN, MIX_1, MIX_2, TO_UNIT
from escalation.luck.purposes import FUTURE

MASK = 0xFFFFFFFFFFFFFFFF

#: From an entity to the next, in what `bits` mixes.
_NEXT = (GOLDEN << 16) & MASK

#: Entities that `who_meets` is asked of at once, at most: a whole number has a bit for each, and so
#: many fill the processor's lanes several times over, with none left.
AT_ONCE = 48


if numba.config.DISABLE_JIT:

    def _unsigned(x: int) -> int:
        return int(x) & MASK

    def _signed(x: int) -> int:
        return int(x)

else:

    @rule
    def _unsigned(x: int) -> int:
        return np.uint64(x)  # type: ignore[return-value]

    @rule
    def _signed(x: int) -> int:
        return np.int64(x)  # type: ignore[return-value]


@rule
def _mix(z: int) -> int:
    z = ((z ^ (z >> 30)) * MIX_1) & MASK
    z = ((z ^ (z >> 27)) * MIX_2) & MASK
    return z ^ (z >> 31)


@rule
def _to_key(z: int) -> int:
    """Return the upper 62 bits: keys stay below 2**63 so that Python and compiled code agree."""
    return _signed(z >> 2)


@rule
def run_key(seed: int, run: int) -> int:
    """Return the key of a run of an ensemble."""
    z = _mix((_unsigned(seed) + GOLDEN) & MASK)
    return _to_key(_mix((z + _unsigned(run) * GOLDEN + GOLDEN) & MASK))


@rule
def day_key(key: int, day: int) -> int:
    """Return the key of one day of a run; day -1 is the eve, on which the outset is drawn."""
    z = _mix((_unsigned(key) ^ MIX_1) & MASK)
    return _to_key(_mix((z + _unsigned(day + 2) * GOLDEN) & MASK))


@rule
def future_key(key: int, day: int, future: int) -> int:
    """Return what stands for a run's key from the morning of a day on, in one of its futures.

    Futures are numbered from 0, below 2**24: each has luck of its own, which it shares with the
    future of the same number of whatever else might have been on that morning.
    """
    return bits(day_key(key, day), FUTURE, future, 0)


@rule
def bits(key: int, purpose: int, entity: int, slot: int) -> int:
    """Return 62 random bits for this address; entity below 2**24, slot below 2**16."""
    address = (purpose << 40) + (entity << 16) + slot
    return _to_key(_mix((_unsigned(key) + _unsigned(address + 1) * GOLDEN) & MASK))


@rule
def uniform(key: int, purpose: int, entity: int, slot: int) -> float:
    """Return a uniform in the open interval (0, 1): a multiple of 2**-52 plus 2**-53."""
    return (float(bits(key, purpose, entity, slot) >> 10) + 0.5) * TO_UNIT


@rule
def bits_below(chance: float) -> int:
    """Return the whole number that `bits` stay below exactly when `uniform` stays below ``chance``.

    What is asked of many addresses at once is asked faster of their bits. Exact: a uniform is
    ``n + 0.5`` times 2**-52 for a whole ``n``, and none of the steps rounds.
    """
    if chance <= 0.0:
        return 0
    return math.ceil(min(chance, 1.0) / TO_UNIT - 0.5) << 10


@block_rule
def who_meets(key: int, purpose: int, first: int, end: int, chance: float) -> int:
    """Return who meets a chance: whose `uniform` of slot 0 is below it.

    Of the entities from ``first`` to before ``end``, `AT_ONCE` at most: a bit each, the lowest for
    ``first``. Asked of whole numbers and without a branch, so that the processor works on several
    at a time.
    """
    met = 0
    below = bits_below(chance)
    z = _unsigned(key) + _unsigned((purpose << 40) + (first << 16) + 1) * GOLDEN
    for place in range(end - first):
        met |= int(_to_key(_mix(z & MASK)) < below) << place
        z = (z + _unsigned(_NEXT)) & MASK
    return met


@rule
def exponential(u: float) -> float:
    """Return the unit-mean waiting time at the uniform ``u``."""
    return -log(u)


@rule
def first_wait(key: int, purpose: int, entity: int) -> float:
    """Return the `exponential` at the `uniform` of this address's slot 0, without a branch."""
    mantissa, exponent = split_normal(uniform(key, purpose, entity, 0))
    return -log_of_parts(mantissa, exponent)


@rule
def poisson(u: float, mean: float, most: int) -> int:
    """Return a Poisson count with this mean by inversion of one uniform, cut at ``most``."""
    term = exp(-mean)
    total = term
    count = 0
    while u > total and count < most:
        count += 1
        term = term * mean / count
        total = total + term
    return count


@rule
def geometric_days(u: float, mean: float, most: int) -> int:
    """Return a number of days 0, 1, 2 ... with this mean (geometric), cut at ``most``."""
    if mean <= 0.0:
        return 0
    days = int(log(u) / log(mean / (1.0 + mean)))
    if days > most:
        return most
    return days


@rule
def normal(u: float) -> float:
    """Return the standard normal at the uniform ``u``.

    Rational approximation of Acklam, relative error below 1.2e-9, from the same arithmetic as all
    rules so that machines agree.
    """
    if u < 0.02425:
        q = math.sqrt(-2.0 * log(u))
        return _normal_tail(q)
    if u > 0.97575:
        q = math.sqrt(-2.0 * log(1.0 - u))
        return -_normal_tail(q)
    q = u - 0.5
    r = q * q
    top = -3.969683028665376e01 * r + 2.209460984245205e02
    top = (top * r - 2.759285104469687e02) * r + 1.383577518672690e02
    top = (top * r - 3.066479806614716e01) * r + 2.506628277459239e00
    low = -5.447609879822406e01 * r + 1.615858368580409e02
    low = (low * r - 1.556989798598866e02) * r + 6.680131188771972e01
    low = (low * r - 1.328068155288572e01) * r + 1.0
    return top * q / low


@rule
def _normal_tail(q: float) -> float:
    top = -7.784894002430293e-03 * q - 3.223964580411365e-01
    top = (top * q - 2.400758277161838e00) * q - 2.549732539343734e00
    top = (top * q + 4.374664141464968e00) * q + 2.938163982698783e00
    low = 7.784695709041462e-03 * q + 3.224671290700398e-01
    low = (low * q + 2.445134137142996e00) * q + 3.754408661907416e00
    return top / (low * q + 1.0)


@rule
def whole(x: float, u: float) -> int:
    """Return ``x`` rounded to a whole number at random, so that the mean is kept."""
    base = int(x)
    if u < x - base:
        return base + 1
    return base
