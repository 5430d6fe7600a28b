"""Figures in plain words, for titles and labels."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

_SMALL: Final = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)

#: Name of each outcome beside its row.
OUTCOME_NAMES: Final[Mapping[str, str]] = {
    "de_escalated_14d": "Quiet by day 14",
    "de_escalated_30d": "Quiet by day 30",
    "de_escalated_90d": "Quiet by day 90",
    "durable": "Durable quiet",
    "relapsed": "Relapsed",
    "never_quiet": "Never quiet",
    "war": "War",
}
#: How titles speak of each outcome.
IN_TITLES: Final[Mapping[str, str]] = {
    "de_escalated_14d": "quiet by day 14",
    "de_escalated_30d": "quiet by day 30",
    "de_escalated_90d": "quiet by day 90",
    "durable": "a quiet that lasts",
    "relapsed": "a relapse",
    "never_quiet": "fighting without end",
    "war": "war",
}

#: What odds are, at the foot of every chart of them.
CAVEAT: Final = "Odds under the scenario's assumptions, not a forecast of fact."

#: Below so many runs, shares are told as counts: a fraction would claim more than was seen.
FEW_RUNS: Final = 20

#: Simple fractions, the plainest first: a share takes the first that is near enough.
_FRACTIONS: Final = ((1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (2, 5), (3, 5))
_NEAR: Final = 0.015
#: Below and above these, one run in so many says it best.
_RARE, _USUAL, _NEARLY_ALL = 0.225, 0.775, 0.905


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


def round_number(value: float) -> str:
    """Return a number with no more than two figures that count: 7, 12, 130, 1,300."""
    if value < 10:
        return str(round(value))
    step = 10 ** (math.floor(math.log10(value)) - 1)
    return f"{round(value / step) * step:,}"


def figure_of(value: float) -> str:
    """Return a figure as it can be read: whole from 20 up, else with two decimals; or infinity."""
    if math.isinf(value):
        return "∞"
    return f"{value:.0f}" if abs(value) >= 20 or value == int(value) else f"{value:.2f}"


def percent(p: float) -> str:
    """Return a share in per cent; only what never, or always, came about is 0% or 100%."""
    if math.isnan(p):
        return "unknown"
    if 0 < p < 0.005:
        return "<1%" if p >= 0.0005 else "<0.1%"
    if 0.995 < p < 1:
        return ">99%"
    return f"{100 * p:.0f}%"


def percent_range(low: float, high: float) -> str:
    """Return an interval of shares: ``57-66%``, with a tenth where it is narrow and low."""
    digits = 1 if high < 0.1 and high - low < 0.05 else 0
    return f"{100 * low:.{digits}f}–{100 * high:.{digits}f}%"


def source(what: str, caveat: str = CAVEAT) -> str:
    """Return the line at a chart's foot: what the figures come from, and what they are not."""
    return f"Source: escalation, agent-based simulation, {what}. {caveat}"


def counted(number: int) -> str:
    """Return a small number as a word, a larger one in figures."""
    return _SMALL[number] if 0 <= number < len(_SMALL) else f"{number:,}"


def signed(value: float, digits: int = 0) -> str:
    """Return a number with its sign, a true minus."""
    text = f"{value:+.{digits}f}".replace("-", "\u2212")
    return text[1:] if float(f"{value:.{digits}f}") == 0 else text


def upper_first(text: str) -> str:
    """Return a sentence with its first letter large, and the rest as it was."""
    return text[:1].upper() + text[1:]
