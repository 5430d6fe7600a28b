"""Exponential, logarithm and their kin from IEEE operations alone.

The C library's ``exp`` and ``log`` differ between processors in the last bit of some inputs; a run
must not. These use only + - * / and exact scaling by powers of two, so they give the same bits
on every machine, compiled or not. Error below 2 units in the last place over the ranges used.
"""

from __future__ import annotations

import math

from escalation.rules.compiling import rule

LN2_HIGH = 6.93147180369123816490e-01
LN2_LOW = 1.90821492927058770002e-10
INVERSE_LN2 = 1.44269504088896338700
SQRT_HALF = 0.70710678118654752440


@rule
def exp(x: float) -> float:
    """Return e to the power ``x``; 0 below -700 and e**700 above 700, so it never overflows."""
    if x < -700.0:
        return 0.0
    if x > 700.0:
        x = 700.0
    k = math.floor(x * INVERSE_LN2 + 0.5)
    r = (x - k * LN2_HIGH) - k * LN2_LOW
    # |r| <= ln(2)/2: the Taylor series to the 13th power is exact to the last bits
    s = 1.0 + r / 13.0
    s = 1.0 + r / 12.0 * s
    s = 1.0 + r / 11.0 * s
    s = 1.0 + r / 10.0 * s
    s = 1.0 + r / 9.0 * s
    s = 1.0 + r / 8.0 * s
    s = 1.0 + r / 7.0 * s
    s = 1.0 + r / 6.0 * s
    s = 1.0 + r / 5.0 * s
    s = 1.0 + r / 4.0 * s
    s = 1.0 + r / 3.0 * s
    s = 1.0 + r / 2.0 * s
    s = 1.0 + r * s
    return math.ldexp(s, int(k))


@rule
def log(x: float) -> float:
    """Return the natural logarithm of a positive ``x``."""
    mantissa, exponent = math.frexp(x)
    if mantissa < SQRT_HALF:
        mantissa = mantissa * 2.0
        exponent = exponent - 1
    t = (mantissa - 1.0) / (mantissa + 1.0)
    q = t * t
    s = 1.0 / 23.0
    s = 1.0 / 21.0 + q * s
    s = 1.0 / 19.0 + q * s
    s = 1.0 / 17.0 + q * s
    s = 1.0 / 15.0 + q * s
    s = 1.0 / 13.0 + q * s
    s = 1.0 / 11.0 + q * s
    s = 1.0 / 9.0 + q * s
    s = 1.0 / 7.0 + q * s
    s = 1.0 / 5.0 + q * s
    s = 1.0 / 3.0 + q * s
    s = 2.0 * t * (1.0 + q * s)
    return exponent * LN2_HIGH + (exponent * LN2_LOW + s)


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
