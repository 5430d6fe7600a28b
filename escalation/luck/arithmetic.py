"""Exponential, logarithm and their kin from IEEE operations alone.

The C library's ``exp`` and ``log`` differ between processors in the last bit of some inputs; a run
must not. These use only + - * / and exact scaling by powers of two, so they give the same bits
on every machine, compiled or not. Error below 2 units in the last place over the ranges used.
"""

from __future__ import annotations

import math

import numpy as np

from escalation.compiling import rule

LN2_HIGH = 6.93147180369123816490e-01
LN2_LOW = 1.90821492927058770002e-10
INVERSE_LN2 = 1.44269504088896338700
SQRT_HALF = 0.70710678118654752440

# How a 64-bit float is written (IEEE 754): 52 bits of fraction below 11 of exponent, whose bias is
# 1023. Read and written here, since asking the C library takes as long as all the rest.
FRACTION_BITS = 52
BIAS = 1023
SQRT_HALF_WRITTEN = int(np.float64(SQRT_HALF).view(np.int64))
SMALLEST_NORMAL = 2.2250738585072014e-308
LARGEST = 1.7976931348623157e308

# 1 / k! for the exponential, 1 / k for the logarithm.
E2 = 1.0 / 2.0
E3 = 1.0 / 6.0
E4 = 1.0 / 24.0
E5 = 1.0 / 120.0
E6 = 1.0 / 720.0
E7 = 1.0 / 5040.0
E8 = 1.0 / 40320.0
E9 = 1.0 / 362880.0
E10 = 1.0 / 3628800.0
E11 = 1.0 / 39916800.0
E12 = 1.0 / 479001600.0
E13 = 1.0 / 6227020800.0
L3 = 1.0 / 3.0
L5 = 1.0 / 5.0
L7 = 1.0 / 7.0
L9 = 1.0 / 9.0
L11 = 1.0 / 11.0
L13 = 1.0 / 13.0
L15 = 1.0 / 15.0
L17 = 1.0 / 17.0
L19 = 1.0 / 19.0
L21 = 1.0 / 21.0
L23 = 1.0 / 23.0


@rule
def exp(x: float) -> float:
    """Return e to the power ``x``; 0 below -700 and e**700 above 700, so it never overflows."""
    if x < -700.0:
        return 0.0
    if x > 700.0:
        x = 700.0
    k = math.floor(x * INVERSE_LN2 + 0.5)
    r = (x - k * LN2_HIGH) - k * LN2_LOW
    # |r| <= ln(2)/2: the Taylor series to the 13th power is exact to the last bits. It is summed
    # in pairs of pairs (Estrin's scheme): the processor works on several at once.
    r2 = r * r
    r4 = r2 * r2
    low = (E2 + E3 * r) + r2 * (E4 + E5 * r)
    middle = (E6 + E7 * r) + r2 * (E8 + E9 * r)
    high = (E10 + E11 * r) + r2 * (E12 + E13 * r)
    s = 1.0 + (r + r2 * (low + r4 * (middle + r4 * high)))
    return s * power_of_two(int(k))


@rule
def written(x: float) -> int:
    """Return the bits of a float as a whole number."""
    return int(np.float64(x).view(np.int64))


@rule
def read(bits: int) -> float:
    """Return the float of these bits."""
    return float(np.int64(bits).view(np.float64))


@rule
def power_of_two(k: int) -> float:
    """Return 2 to the power ``k``, from -1022 to 1023."""
    return read((k + BIAS) << FRACTION_BITS)


@rule
def split(x: float) -> tuple[float, int]:
    """Return ``x`` as a mantissa from sqrt(1/2) to below sqrt(2) and a power of two.

    Done in whole numbers and without a branch, which nobody could foresee, for every positive
    ``x`` but the smallest.
    """
    if SMALLEST_NORMAL <= x <= LARGEST:
        return split_normal(x)
    mantissa, exponent = math.frexp(x)
    if mantissa < SQRT_HALF:
        return 2.0 * mantissa, exponent - 1
    return mantissa, exponent


@rule
def split_normal(x: float) -> tuple[float, int]:
    """Return what `split` does, of an ``x`` that is not among the smallest: without a branch."""
    bits = written(x)
    places = (bits - SQRT_HALF_WRITTEN) >> FRACTION_BITS
    return read(bits - (places << FRACTION_BITS)), places


@rule
def lowest_bit(whole: int) -> int:
    """Return the place of the lowest bit that is set in a whole number from 1 to below 2**63."""
    return (written(float(whole & -whole)) >> FRACTION_BITS) - BIAS


@rule
def log(x: float) -> float:
    """Return the natural logarithm of a positive ``x``."""
    mantissa, exponent = split(x)
    return log_of_parts(mantissa, exponent)


@rule
def log_of_parts(mantissa: float, exponent: int) -> float:
    """Return the natural logarithm of a number from its mantissa and power of two, as split."""
    t = (mantissa - 1.0) / (mantissa + 1.0)
    q = t * t
    q2 = q * q
    q4 = q2 * q2
    low = (L3 + L5 * q) + q2 * (L7 + L9 * q)
    middle = (L11 + L13 * q) + q2 * (L15 + L17 * q)
    high = (L19 + L21 * q) + q2 * L23
    s = 2.0 * t + 2.0 * t * q * (low + q4 * (middle + q4 * high))
    return exponent * LN2_HIGH + (exponent * LN2_LOW + s)


@rule
def log_of_1_and(x: float) -> float:
    """Return the natural logarithm of 1 + ``x`` for ``x`` above -1, right for a small ``x`` too.

    Source: Kahan's quotient, as Goldberg (1991) gives it, ACM Computing Surveys 23(1), theorem 4.
    """
    both = 1.0 + x
    if both == 1.0:
        return x
    return log(both) * x / (both - 1.0)


@rule
def power(x: float, y: float) -> float:
    """Return ``x`` to the power ``y`` for non-negative ``x``."""
    if x <= 0.0:
        return 1.0 if y == 0.0 else 0.0
    return exp(y * log(x))


@rule
def logistic(x: float) -> float:
    """Return 1 / (1 + e**-x)."""
    if x >= 0.0:
        return 1.0 / (1.0 + exp(-x))
    e = exp(x)
    return e / (1.0 + e)


@rule
def tanh(x: float) -> float:
    """Return the hyperbolic tangent."""
    return 2.0 * logistic(2.0 * x) - 1.0


@rule
def kept(half_life: float) -> float:
    """Return the share that is left after a day of decay with this half-life in days."""
    return exp(-(LN2_HIGH + LN2_LOW) / half_life)


@rule
def clip(x: float, low: float, high: float) -> float:
    """Return ``x`` cut to the interval from ``low`` to ``high``."""
    if x < low:
        return low
    if x > high:
        return high
    return x
