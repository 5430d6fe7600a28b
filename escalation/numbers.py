"""Numbers as people read them: shares, points, counts, intervals and spans of time.

Light, and without NumPy: the command line, the charts and the findings all write through here.

How many digits a share has is a matter of where it stands, never of the figure. Odds are in whole
per cent (`percent`). A tenth more (`fine_percent`) has what stands beside a difference in points,
which has a tenth itself, and an input's share of what runs differ by, which is mostly below 1%.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pandas as pd

_SMALL: Final = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)

#: Below so many runs, shares are told as counts: a fraction would claim more than was seen.
FEW_RUNS: Final = 20

#: Simple fractions, the plainest first: a share takes the first that is near enough.
_FRACTIONS: Final = ((1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (2, 5), (3, 5))
_NEAR: Final = 0.015
#: Below and above these, one run in so many says it best.
_RARE, _USUAL, _NEARLY_ALL = 0.225, 0.775, 0.905


# --- shares -----------------------------------------------------------------------------------


def percent(share: float, digits: int = 0, *, ends: bool = True) -> str:
    """Return a share in per cent: only what never, or always, came about is 0% or 100%.

    What is nearer to an end than the last digit is beyond it: ``<1%``, ``>99%``.

    Parameters
    ----------
    share : float
        0 to 1, or NaN if unknown.
    digits : int
        How many digits stand after the point.
    ends : bool
        Whether a share of exactly 0 or 1 is an end itself: ``0%``, not ``<1%``.
    """
    if math.isnan(share):
        return "unknown"
    sign, figure = _bounded(share, digits, ends=ends)
    return f"{sign}{figure}%"


def fine_percent(share: float) -> str:
    """Return a share in per cent to a tenth, to stand beside points or among inputs: ``53.5%``."""
    return percent(share, 1)


def _bounded(share: float, digits: int, *, ends: bool = True) -> tuple[str, str]:
    """Return a share's per cent as its bound, ``<``, ``>`` or nothing, and its figure."""
    whole, unit = 100 * share, 10.0**-digits
    if whole < unit and not (ends and whole == 0):
        return "<", f"{unit:g}"
    if whole > 100 - unit and not (ends and whole == 100):
        return ">", f"{100 - unit:g}"
    return "", f"{whole:.{digits}f}"


def percents(low: float, high: float, digits: int = 0, *, to: str = " to ", unit: str = "%") -> str:
    """Return an interval of shares in per cent: ``57 to 66%``; its ends as `percent` has them.

    An interval within the last digit of an end is told as that end: ``<1%``.
    """
    first, last = ("".join(_bounded(share, digits)) for share in (low, high))
    if first == last and first[:1] in "<>":
        return f"{first}{unit}"
    return f"{first}{to}{last}{unit}"


def percent_range(low: float, high: float) -> str:
    """Return an interval of shares: ``57–66%``."""
    return percents(low, high, to="–")


def percent_with(p: float, low: float, high: float, digits: int = 0) -> str:
    """Return a chance with its interval: ``57% (50 to 66%)``."""
    return f"{percent(p, digits)} ({percents(low, high, digits)})"


def percent_over_draws(p: float, between: tuple[float, float] | None) -> str:
    """Return a chance with the odds between which 95% of draws lie: ``57% (30–78%)``.

    The chance alone where that can't be told.
    """
    return percent(p) if between is None else f"{percent(p)} ({percents(*between, to='–')})"


def plus_minus(half_width: float) -> str:
    """Return a Monte Carlo interval by its half-width in points: ``±0.9``."""
    return f"±{100 * half_width:.1f}"


def rows_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table by column, their cells as they are."""
    return [{str(name): cell for name, cell in row.items()} for row in table.to_dict("records")]


def odds_of(row: Mapping[Any, Any], name: str, *, prefix: str | None = None) -> str:
    """Return the odds of a row with both intervals: ``57% (30–78%) ±0.9``.

    Parameters
    ----------
    row : mapping
        Holds the odds under ``name`` and the ends of their intervals under ``name_low`` and so
        on, or under the prefix and these: see `escalation.analysis.odds.intervals.ENDS`.
    name : str
        The odds; unknown ones are a dash.
    prefix : str, optional
        What the names of the ends begin with, if not with the name; ``""`` for nothing.
    """
    if not is_known(row[name]):
        return "–"
    low, high = (row[_end(name, prefix, end)] for end in ("low", "high"))
    return f"{odds_over_draws(row, name, prefix=prefix)} {plus_minus((high - low) / 2)}"


def odds_over_draws(row: Mapping[Any, Any], name: str, *, prefix: str | None = None) -> str:
    """Return the odds of a row with the interval over draws alone; see `odds_of`."""
    if not is_known(row[name]):
        return "–"
    return percent_over_draws(row[name], _over_draws(row, name, prefix))


def odds_briefly(row: Mapping[Any, Any], name: str, *, prefix: str | None = None) -> str:
    """Return the odds of a row with one interval: over draws, else Monte Carlo; see `odds_of`."""
    brief = odds_of if _over_draws(row, name, prefix) is None else odds_over_draws
    return brief(row, name, prefix=prefix)


def _over_draws(
    row: Mapping[Any, Any], name: str, prefix: str | None
) -> tuple[float, float] | None:
    """Return the ends of a row's interval over draws; None where it can't be told."""
    low, high = (
        row[_end(name, prefix, end)] for end in ("between_draws_low", "between_draws_high")
    )
    return (low, high) if is_known(low) and is_known(high) else None


def is_known(value: float | None) -> bool:
    """Return whether a figure of a table, or of a row of JSON, is there: no NaN, and no None."""
    return value is not None and value == value


def _end(name: str, prefix: str | None, end: str) -> str:
    before = name if prefix is None else prefix
    return f"{before}_{end}" if before else end


def in_runs(p: float, n_runs: int) -> str:
    """Return a share of runs in words: ``about 3 runs of 4``, ``no run``, ``2 of 7 runs``.

    Parameters
    ----------
    p : float
        The share, NaN if unknown.
    n_runs : int
        How many runs it was counted in.
    """
    if math.isnan(p) or n_runs <= 0:
        return "an unknown share of runs"
    if p == 0:
        return "no run"
    if p == 1:
        return "every run" if n_runs > 1 else "the only run"
    if n_runs < FEW_RUNS:
        return f"{round(p * n_runs)} of {n_runs} runs"
    if p < _RARE:
        return f"about 1 run in {round_number(1 / p)}"
    if p > _NEARLY_ALL:
        return f"all but 1 run in {round_number(1 / (1 - p))}"
    if p > _USUAL:
        whole = round(1 / (1 - p))
        return _of(whole - 1, whole)
    for part, whole in _FRACTIONS:
        if abs(p - part / whole) <= _NEAR:
            return _of(part, whole)
    tenths = round(p * 10)
    if tenths == 5:
        return "just over half of the runs" if p > 0.5 else "just under half of the runs"
    shared = math.gcd(tenths, 10)
    return _of(tenths // shared, 10 // shared)


def _of(part: int, whole: int) -> str:
    if (part, whole) == (1, 2):
        return "about half of the runs"
    return f"about 1 run in {whole}" if part == 1 else f"about {part} runs of {whole}"


# --- differences ------------------------------------------------------------------------------


def points(change: float, digits: int = 1, *, sign: str = "+") -> str:
    """Return a change of odds in points: ``+3.1``; without a plus if ``sign`` is empty.

    >>> points(0.031), points(-0.0004), points(-0.004, 0)
    ('+3.1', '0.0', '0')
    """
    return zero_unsigned(f"{100 * change:{sign}.{digits}f}")


def points_between(low: float, high: float, digits: int = 1, *, sign: str = "+") -> str:
    """Return an interval of points: ``+1.0 to +5.2``."""
    return f"{points(low, digits, sign=sign)} to {points(high, digits, sign=sign)}"


def points_over_draws(low: float | None, high: float | None) -> str:
    """Return the points between which 95% of draws lie: ``-4 to +12``; a dash if not told."""
    if low is None or high is None or not is_known(low):
        return "–"
    return points_between(low, high, 0)


def in_draws(row: Mapping[Any, Any]) -> str:
    """Say between which differences of a row those of 95% of draws lie; nothing if not told."""
    low, high = row["between_draws_low"], row["between_draws_high"]
    if not is_known(low):
        return ""
    return f"in 95% of draws {points_over_draws(low, high)}, "


def points_with(
    change: float, low: float, high: float, digits: int = 1, *, sign: str = "+", unit: str = ""
) -> str:
    """Return points, their interval in brackets: ``+3.1 (+1.0 to +5.2)``."""
    interval = points_between(low, high, digits, sign=sign)
    return f"{points(change, digits, sign=sign)}{unit} ({interval})"


def points_told(row: Mapping[Any, Any], *, sign: str = "+") -> str:
    """Return a row's difference with one interval, over draws where that is told, else Monte Carlo.

    >>> points_told({"difference": 0.031, "low": 0.01, "high": 0.052})
    '+3.1 points (Monte Carlo +1.0 to +5.2)'
    """
    low, high = row.get("between_draws_low"), row.get("between_draws_high")
    if is_known(low):
        interval = f"in 95% of draws {points_over_draws(low, high)}"
    else:
        interval = f"Monte Carlo {points_between(row['low'], row['high'])}"
    return f"{points(row['difference'], sign=sign)} points ({interval})".replace("-", "\u2212")


def signed(value: float, digits: int = 0) -> str:
    """Return a number with its sign, a true minus; what is shown as zero has none."""
    return zero_unsigned(f"{value:+.{digits}f}").replace("-", "\u2212")


def zero_unsigned(figure: str) -> str:
    """Return a figure as it is written, of which what is shown as zero has no sign."""
    return figure.lstrip("+-") if not figure.strip("+-0.") else figure


# --- counts and measures ----------------------------------------------------------------------


def counted(number: int, noun: str, *, thousands: str = ",") -> str:
    """Return how many there are of a thing: ``1 day``, ``1,300 days``."""
    return f"{number:{thousands}} {noun}" + ("" if number == 1 else "s")


def rows_shown(told: Sequence[bool], most: int) -> int:
    """Return how many rows of a ranked table are shown: so many, and none that is told cut off.

    >>> rows_shown([True, False, False], 2), rows_shown([True, False, True], 2)
    (2, 3)
    """
    last = max((place for place, one in enumerate(told, 1) if one), default=0)
    return min(max(most, last), len(told))


def over_days(horizons: Sequence[int]) -> str:
    """Return how far runs look ahead: ``over 120 days``, or ``over 60 to 180 days``."""
    first, last = min(horizons), max(horizons)
    return f"over {counted(last, 'day')}" if first == last else f"over {first:,} to {last:,} days"


def in_words(number: int) -> str:
    """Return a small number as a word, a larger one in figures."""
    return _SMALL[number] if 0 <= number < len(_SMALL) else f"{number:,}"


def round_number(value: float, whole: Callable[[float], int] = round) -> str:
    """Return a number with no more than two figures that count: 7, 12, 130, 1,300.

    ``whole`` makes a number whole: `round`, or `math.ceil` for no less than the number.
    """
    step = 1 if value < 10 else 10 ** (math.floor(math.log10(value)) - 1)
    return f"{whole(value / step) * step:,}"


def figure_of(value: float | None, *, unknown: str = "-", endless: str = "∞") -> str:
    """Return a measured value: whole if it is 20 or more, else with two digits."""
    if value is None or math.isnan(value):
        return unknown
    if math.isinf(value):
        return endless
    return f"{value:.0f}" if abs(value) >= 20 or value == int(value) else f"{value:.2f}"


def bracketed(
    value: float,
    low: float,
    high: float,
    form: Callable[[float], str] = figure_of,
    *,
    unknown: str = "-",
) -> str:
    """Return a value with its interval: ``0.85 [0.80, 0.90]``, or that it is not known."""
    return unknown if math.isnan(value) else f"{form(value)} [{form(low)}, {form(high)}]"


def duration(seconds: float) -> str:
    """Return a time span as people say it: ``4 s``, ``2 min 10 s``, ``3 h 5 min``."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
