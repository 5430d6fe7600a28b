"""Quantiles of the bell curve and of shares, from IEEE operations alone.

SciPy's rest on the C library and on Boost, NumPy's exponential on the processor's widest registers:
the last bit of a draw would hang on the machine and on their versions. These use + - * /, square
roots and `escalation.luck.arithmetic`, so they give the same bits everywhere (decision 007).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from escalation.compiling import rule
from escalation.luck.arithmetic import clip, exp, log, log_of_1_and

ROOT_TWO_PI = 2.50662827463100050242
LOG_ROOT_TWO_PI = 0.91893853320467274178

#: Steps after which the search for a share ends, and terms after which its fraction does; a few
#: are enough for all but shares at the edge of what a number holds.
STEPS, TERMS = 100, 1_000
#: A step below this part of the value is the last: each leaves the cube of the error before.
LAST_STEP, LAST_TERM = 1e-9, 1e-15
#: Where both figures of a beta exceed it, its start is right to a millionth of its spread.
NEARLY_NORMAL = 1e4


@rule
def normal_quantile(u: float) -> float:
    """Return the value below which a standard normal falls with the chance ``u`` in (0, 1).

    Source: algorithm AS 241, PPND16 (Wichura 1988), Applied Statistics 37(3); right to 1e-16.
    """
    q = u - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        num = 2.5090809287301226727e3 * r + 3.3430575583588128105e4
        num = num * r + 6.7265770927008700853e4
        num = num * r + 4.5921953931549871457e4
        num = num * r + 1.3731693765509461125e4
        num = num * r + 1.9715909503065514427e3
        num = num * r + 1.3314166789178437745e2
        num = num * r + 3.3871328727963666080e0
        den = 5.2264952788528545610e3 * r + 2.8729085735721942674e4
        den = den * r + 3.9307895800092710610e4
        den = den * r + 2.1213794301586595867e4
        den = den * r + 5.3941960214247511077e3
        den = den * r + 6.8718700749205790830e2
        den = den * r + 4.2313330701600911252e1
        den = den * r + 1.0
        return q * num / den
    r = math.sqrt(-log(u if q < 0.0 else 1.0 - u))
    if r <= 5.0:
        r = r - 1.6
        num = 7.74545014278341407640e-4 * r + 2.27238449892691845833e-2
        num = num * r + 2.41780725177450611770e-1
        num = num * r + 1.27045825245236838258e0
        num = num * r + 3.64784832476320460504e0
        num = num * r + 5.76949722146069140550e0
        num = num * r + 4.63033784615654529590e0
        num = num * r + 1.42343711074968357734e0
        den = 1.05075007164441684324e-9 * r + 5.47593808499534494600e-4
        den = den * r + 1.51986665636164571966e-2
        den = den * r + 1.48103976427480074590e-1
        den = den * r + 6.89767334985100004550e-1
        den = den * r + 1.67638483018380384940e0
        den = den * r + 2.05319162663775882187e0
        den = den * r + 1.0
    else:
        r = r - 5.0
        num = 2.01033439929228813265e-7 * r + 2.71155556874348757815e-5
        num = num * r + 1.24266094738807843860e-3
        num = num * r + 2.65321895265761230930e-2
        num = num * r + 2.96560571828504891230e-1
        num = num * r + 1.78482653991729133580e0
        num = num * r + 5.46378491116411436990e0
        num = num * r + 6.65790464350110377720e0
        den = 2.04426310338993978564e-15 * r + 1.42151175831644588870e-7
        den = den * r + 1.84631831751005468180e-5
        den = den * r + 7.86869131145613259100e-4
        den = den * r + 1.48753612908506148525e-2
        den = den * r + 1.36929880922735805310e-1
        den = den * r + 5.99832206555887937690e-1
        den = den * r + 1.0
    return -num / den if q < 0.0 else num / den


@rule
def normal_probability(x: float) -> float:
    """Return the chance that a standard normal falls below ``x``.

    Source: West (2005), "Better approximations to cumulative normal functions", Wilmott Magazine,
    May; right to 1e-15.
    """
    z = abs(x)
    bell = exp(-0.5 * z * z)
    if z < 7.07106781186547:
        num = 3.52624965998911e-02 * z + 0.700383064443688
        num = num * z + 6.37396220353165
        num = num * z + 33.912866078383
        num = num * z + 112.079291497871
        num = num * z + 221.213596169931
        num = num * z + 220.206867912376
        den = 8.83883476483184e-02 * z + 1.75566716318264
        den = den * z + 16.064177579207
        den = den * z + 86.7807322029461
        den = den * z + 296.564248779674
        den = den * z + 637.333633378831
        den = den * z + 793.826512519948
        den = den * z + 440.413735824752
        tail = bell * num / den
    else:
        tail = bell / (z + 1.0 / (z + 2.0 / (z + 3.0 / (z + 4.0 / (z + 0.65))))) / ROOT_TWO_PI
    return 1.0 - tail if x > 0.0 else tail


@rule
def stirling_rest(x: float) -> float:
    """Return what Stirling's formula leaves of the log of the gamma function, from 15 on."""
    r = 1.0 / (x * x)
    series = 1.0 / 156.0
    series = series * r - 691.0 / 360360.0
    series = series * r + 1.0 / 1188.0
    series = series * r - 1.0 / 1680.0
    series = series * r + 1.0 / 1260.0
    series = series * r - 1.0 / 360.0
    series = series * r + 1.0 / 12.0
    return series / x


@rule
def log_gamma(x: float) -> float:
    """Return the logarithm of the gamma function of a positive ``x``.

    Source: Stirling's series, and the recurrence below 15 (Abramowitz and Stegun 1964, 6.1.41 and
    6.1.15); right to 1e-14.
    """
    product = 1.0
    while x < 15.0:
        product = product * x
        x = x + 1.0
    return (x - 0.5) * log(x) - x + LOG_ROOT_TWO_PI + stirling_rest(x) - log(product)


@rule
def log_beta(a: float, b: float) -> float:
    """Return the logarithm of the beta function of two positive figures."""
    small, large = min(a, b), max(a, b)
    if large < 15.0:
        return log_gamma(a) + log_gamma(b) - log_gamma(a + b)
    # the difference of two logarithms that are nearly equal, without losing its digits
    both = small + large
    apart = (0.5 - large) * log_of_1_and(small / large) - small * log(both) + small
    return log_gamma(small) + apart + stirling_rest(large) - stirling_rest(both)


@rule
def beta_fraction(a: float, b: float, x: float) -> float:
    """Return the continued fraction of the incomplete beta function, for ``x`` below its mean.

    Source: Abramowitz and Stegun (1964), 26.5.8, summed by Lentz's method (1976).
    """
    least = 1e-300
    c, d = 1.0, 1.0 - (a + b) * x / (a + 1.0)
    d = 1.0 / (d if abs(d) > least else least)
    fraction = d
    for m in range(1, TERMS):
        even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0))
        d, c = 1.0 + even * d, 1.0 + even / c
        d, c = 1.0 / (d if abs(d) > least else least), c if abs(c) > least else least
        fraction = fraction * d * c
        d, c = 1.0 + odd * d, 1.0 + odd / c
        d, c = 1.0 / (d if abs(d) > least else least), c if abs(c) > least else least
        fraction = fraction * d * c
        if abs(d * c - 1.0) < LAST_TERM:
            break
    return fraction


@rule
def beta_start(a: float, b: float, u: float) -> float:
    """Return about the share below which a beta falls with the chance ``u``.

    Source: Abramowitz and Stegun (1964), 26.5.22; where a figure is below 1, the two ends of the
    density alone.
    """
    if a >= 1.0 and b >= 1.0:
        z = -normal_quantile(u)
        scale = (z * z - 3.0) / 6.0
        at_a, at_b = 1.0 / (2.0 * a - 1.0), 1.0 / (2.0 * b - 1.0)
        h = 2.0 / (at_a + at_b)
        w = z * math.sqrt(scale + h) / h - (at_b - at_a) * (scale + 5.0 / 6.0 - 2.0 / (3.0 * h))
        return a / (a + b * exp(2.0 * w))
    low = exp(a * log(a / (a + b))) / a
    high = exp(b * log(b / (a + b))) / b
    whole = low + high
    if u < low / whole:
        return exp(log(a * whole * u) / a)
    return 1.0 - exp(log(b * whole * (1.0 - u)) / b)


@rule
def beta_quantile(a: float, b: float, log_whole: float, u: float) -> float:
    """Return the share below which a beta falls with the chance ``u`` in (0, 1).

    ``a`` and ``b`` are its figures, ``log_whole`` their `log_beta`. Halley's steps from
    `beta_start`, kept between what is known to be too low and too high; right to 1e-11 for figures
    up to 1,000.
    """
    x = beta_start(a, b, u)
    if a > NEARLY_NORMAL and b > NEARLY_NORMAL:
        return x
    below, above = 0.0, 1.0
    for _ in range(STEPS):
        if not 0.0 < x < 1.0:
            break
        bulk = exp(a * log(x) + b * log_of_1_and(-x) - log_whole)
        if x < (a + 1.0) / (a + b + 2.0):
            off = bulk * beta_fraction(a, b, x) / a - u
        else:
            off = (1.0 - u) - bulk * beta_fraction(b, a, 1.0 - x) / b
        if off > 0.0:
            above = x
        else:
            below = x
        step = 2.0  # out of bounds: where the density is nothing, halve
        if bulk > 0.0:
            step = off * x * (1.0 - x) / bulk
            bend = step * ((a - 1.0) / x - (b - 1.0) / (1.0 - x))
            step = step / (1.0 - 0.5 * clip(bend, -1.0, 1.0))
        if abs(step) < LAST_STEP * x:
            return clip(x - step, 0.0, 1.0)
        if not below < x - step < above:
            step = x - 0.5 * (below + above)
        x = x - step
    return x


# --- by the array ----------------------------------------------------------------------------


@rule
def _fill_exps(x: Any, out: Any) -> None:
    for i in range(x.size):
        out[i] = exp(x[i])


@rule
def _fill_logs(x: Any, out: Any) -> None:
    for i in range(x.size):
        out[i] = log(x[i])


@rule
def _fill_normals(u: Any, out: Any) -> None:
    for i in range(u.size):
        out[i] = normal_quantile(u[i])


@rule
def _fill_probabilities(x: Any, out: Any) -> None:
    for i in range(x.size):
        out[i] = normal_probability(x[i])


@rule
def _fill_betas(a: float, b: float, u: Any, out: Any) -> None:
    log_whole = log_beta(a, b)
    for i in range(u.size):
        out[i] = beta_quantile(a, b, log_whole, u[i])


def _each(fill: Any, values: ArrayLike, *figures: float) -> NDArray[np.float64]:
    whole = np.asarray(values, dtype=np.float64)
    out = np.empty(whole.shape)
    fill(*figures, np.ascontiguousarray(whole).reshape(-1), out.reshape(-1))
    return out


def exps(x: ArrayLike) -> NDArray[np.float64]:
    """Return e to the power of each value, in the shape of ``x``."""
    return _each(_fill_exps, x)


def logs(x: ArrayLike) -> NDArray[np.float64]:
    """Return the natural logarithm of each positive value, in the shape of ``x``."""
    return _each(_fill_logs, x)


def normal_quantiles(u: ArrayLike) -> NDArray[np.float64]:
    """Return the standard normal's quantile at each chance in (0, 1), in the shape of ``u``."""
    return _each(_fill_normals, u)


def normal_probabilities(x: ArrayLike) -> NDArray[np.float64]:
    """Return the chance that a standard normal falls below each value, in the shape of ``x``."""
    return _each(_fill_probabilities, x)


def beta_quantiles(a: float, b: float, u: ArrayLike) -> NDArray[np.float64]:
    """Return a beta's quantile at each chance in (0, 1), in the shape of ``u``.

    Parameters
    ----------
    a, b
        Its two figures, both above 0: as many observations for and against.
    u
        Chances.
    """
    return _each(_fill_betas, u, float(a), float(b))
