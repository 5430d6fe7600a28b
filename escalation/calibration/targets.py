"""The patterns as observations: each with the density of what was seen, given the model's value.

This is the one table of them; a pattern more is a line more, and its statistic a line in
`escalation.calibration.measures`. Intervals are those of ``analysis/facts/patterns.csv`` unless a
line says otherwise. There are two kinds of them:

* What was **seen on this border** speaks about its own parameters, whatever they are: every draw is
  weighed by its density (`Target.log_density`). Where cases were counted, it is binomial; otherwise
  the interval is read as the central 95% of a normal: of the logarithm for a positive statistic, of
  the log-odds for a share.
* A **base rate** was counted over many pairs of states, each with parameters of its own. It says
  what share such starts have on average, and nothing of how far one pair may lie from the average:
  it constrains the mean over draws (`escalation.calibration.base_rates`), and no single draw.

Patterns that are put in, by a parameter that no calibration moves, are no targets: deaths (P16,
P17), claims (P20 to P22), the lag of strikes (P12). P28 needs starts after quieter and busier
years, P31 counts on single crossings; neither is measured in these two scenarios.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from escalation.analysis.odds.intervals import Z95
from escalation.analysis.patterns import targets as patterns
from escalation.calibration.scales import Scale

Floats = NDArray[np.float64]
Kind = Literal["counted", "log", "logit", "share", "at least"]

ORDINARY: Final = "ordinary_incident"
FROM_SEED: Final = "baseline"
_EDGE: Final = 1e-4


@dataclass(frozen=True)
class Target:
    """One observation.

    Attributes
    ----------
    name, statistic, scenario
        Pattern, what is compared in words, and in which scenario's runs.
    scale
        Scale of emulation.
    kind
        ``counted``: ``hits`` of ``cases``. ``log``, ``logit``, ``share``: normal on that scale
        (a share itself for ``share``), with its central 95% from ``low`` to ``high``. ``at least``:
        the observed share counts to the end of time and the model's only to the horizon, so the
        model's must not exceed a logit-normal observation.
    low, high
        Central 95% of the observation.
    hits, cases
        Counts of a counted one.
    basis
        Where it is from, if not from the table of patterns as it stands.
    over_draws
        Whether it is a base rate, that constrains the mean over draws. Its interval is then the
        central 95% of a normal around `central`, of the share itself; ``at least`` bounds the mean.
    central
        The base rate itself.
    derived_from
        Another target, from whose figures this one was reckoned: without that one it goes too.
    """

    name: str
    statistic: str
    scenario: str
    scale: Scale
    kind: Kind
    low: float
    high: float
    hits: int = 0
    cases: int = 0
    basis: str = ""
    over_draws: bool = False
    central: float = math.nan
    derived_from: str = ""

    @property
    def centre(self) -> float:
        """Return the observation on the scale of its density."""
        if self.kind == "counted":
            return self.hits / self.cases
        return float(_through(self.kind, self.low) + _through(self.kind, self.high)) / 2

    @property
    def rate(self) -> tuple[float, float]:
        """Return a base rate and its standard deviation, as shares."""
        return self.central, (self.high - self.low) / (2 * Z95)

    @property
    def sd(self) -> float:
        """Return the standard deviation on the scale of its density; 0 for counts."""
        if self.kind == "counted":
            return 0.0
        return float(_through(self.kind, self.high) - _through(self.kind, self.low)) / (2 * Z95)

    def log_density(self, value: ArrayLike) -> Floats:
        """Return the log density of the observation, up to a constant, at the model's values."""
        from scipy.special import log_ndtr

        values = np.asarray(value, dtype=np.float64)
        if self.kind == "counted":
            p = np.clip(values, _EDGE, 1 - _EDGE)
            return np.asarray(
                self.hits * np.log(p) + (self.cases - self.hits) * np.log1p(-p)
                - self._best(), dtype=np.float64,
            )  # fmt: skip
        away = (_through(self.kind, values) - self.centre) / self.sd
        if self.kind == "at least":
            return np.asarray(log_ndtr(-away))
        return np.asarray(-0.5 * away**2)

    def _best(self) -> float:
        p = min(max(self.hits / self.cases, _EDGE), 1 - _EDGE)
        return self.hits * math.log(p) + (self.cases - self.hits) * math.log1p(-p)

    def seen_at(self, value: float, u: float) -> Target:
        """Return the target as it would have been had the truth been ``value``, at luck ``u``."""
        from scipy.special import ndtri
        from scipy.stats import binom

        if self.kind == "counted":
            return replace(self, hits=int(binom.ppf(u, self.cases, min(max(value, 0.0), 1.0))))
        shift = float(_through(self.kind, value)) + self.sd * float(ndtri(u)) - self.centre
        ends = [_back(self.kind, _through(self.kind, end) + shift) for end in (self.low, self.high)]
        return replace(self, low=float(ends[0]), high=float(ends[1]))

    def holds(self, value: ArrayLike) -> NDArray[np.bool_]:
        """Return whether values lie in the target's interval (below its end for ``at least``)."""
        values = np.asarray(value, dtype=np.float64)
        low = -math.inf if self.kind in ("at least", "share") else self.low
        return np.asarray((values >= low) & (values <= self.high))


def _through(kind: Kind, value: ArrayLike) -> Floats:
    values = np.asarray(value, dtype=np.float64)
    if kind == "log":
        return np.asarray(np.log(np.maximum(values, _EDGE)))
    if kind in ("logit", "at least"):
        p = np.clip(values, _EDGE, 1 - _EDGE)
        return np.asarray(np.log(p) - np.log1p(-p))
    return values


def _back(kind: Kind, value: ArrayLike) -> Floats:
    values = np.asarray(value, dtype=np.float64)
    if kind == "log":
        return np.asarray(np.exp(values))
    if kind in ("logit", "at least"):
        return np.asarray(1 / (1 + np.exp(-values)))
    return values


_KNOWN: Final = patterns.targets()


def _interval(name: str) -> tuple[float, float, float]:
    """Return a pattern's low, high and centre."""
    known = _KNOWN[name]
    middle = (known.low + known.high) / 2
    return known.low, known.high, middle if math.isnan(known.central) else known.central


def _seen(name: str, statistic: str, scale: Scale, kind: Kind, basis: str = "") -> Target:
    """Return what was seen on this border, with the interval of the table of patterns."""
    low, high, _ = _interval(name)
    return Target(name, statistic, ORDINARY, scale, kind, low, high, basis=basis)


def _counted(name: str, statistic: str, hits: int, cases: int, basis: str = "") -> Target:
    """Return what was counted on this border."""
    low, high, _ = _interval(name)
    return Target(name, statistic, ORDINARY, "share", "counted", low, high, hits, cases, basis)


def _judged(name: str, statistic: str, low: float, high: float, basis: str) -> Target:
    """Return what was seen on this border, with an interval that the table doesn't have."""
    return Target(name, statistic, ORDINARY, "log", "log", low, high, basis=basis)


def _rate(
    name: str,
    statistic: str,
    scenario: str,
    kind: Kind = "share",
    *,
    own: tuple[float, float, float] | None = None,
    derived_from: str = "",
    basis: str = "",
) -> Target:
    """Return a base rate; ``own`` is its low, high and centre where the table has none."""
    low, high, central = _interval(name) if own is None else own
    return Target(
        name, statistic, scenario, "share", kind, low, high, basis=basis, over_draws=True,
        central=central, derived_from=derived_from,
    )  # fmt: skip


_MIE: Final = "2,828 episodes between states 1946-2014"

_TABLE: Final = (
    # --- seen on this border: every draw is weighed by it ---
    _counted("P01", "share quiet within 14 days", 25, 27),
    _counted("P02", "share quiet within 30 days", 25, 26),
    _seen("P03", "median days with violence", "log", "log",
          basis="28 pre-seed episodes; the median is interpolated within its day"),
    _counted("P04", "share with air strikes", 5, 28),
    _counted("P05", "share that went beyond the first day's level", 5, 28),
    _seen("P07", "median days from an end to the next start", "log", "log"),
    _seen("P11", "share answered by a strike", "share", "logit"),
    _counted("P13", "strikes met by Taliban force within 4 days", 2, 4,
             basis="April 2022 no, March 2024 yes, December 2024 yes, August 2025 no"),
    _seen("P14", "TTP attacks a month", "log", "log"),
    _seen("P15", "Fano factor of monthly TTP attacks", "log", "log"),
    _seen("P19", "share of lethal attacks in the busiest tenth of segments", "share", "logit"),
    _seen("P26", "episodes begun a month", "log", "log"),
    _judged("G1", "Fano factor of months of lethal TTP attacks", 2.0, 5.0,
            basis="UCDP GED 22.1 by half-year: 3.17; the interval is a judgement"),
    _judged("G2", "pairs of lethal attacks within 25 km and 7 days, seen over expected", 1.2, 1.8,
            basis="UCDP GED 22.1 by half-year: 1.46; the interval is a judgement"),
    # --- base rates over many pairs of states: the mean over draws is held to them ---
    _rate("P06", "share quiet within 14 days", FROM_SEED),
    _rate("P09", "share at war within 180 days", FROM_SEED),
    _rate("P10", "share at war within 180 days", ORDINARY),
    _rate("P23", "mediated crises that talks brought to an agreement or a truce", FROM_SEED),
    _rate("P24", "agreements ended within the horizon", FROM_SEED, "at least",
          basis="those that fail in the end; within 180 days not more can have failed"),
    _rate("P27 30d", "share at war within 30 days", FROM_SEED, own=(0.015, 0.06, 0.036),
          derived_from="P09", basis=f"P09, of which 35% within 30 days (P27: 54 wars of {_MIE})"),
    _rate("P29 60d", "share with another incident within 60 days of the end", FROM_SEED,
          own=(0.30, 0.60, 0.45),
          basis=f"P29: 36% of {_MIE}, after a fatal first day; this pair's own median of 45 to 62 "
          "days is about half, and lesser incidents count here: the interval spans both"),
    _rate("P30 30d", "share quiet within 30 days", FROM_SEED, own=(0.81, 0.92, 0.87),
          basis=f"P30: 140 of {_MIE}"),
    _rate("P30 90d", "share quiet within 90 days", FROM_SEED, own=(0.91, 0.98, 0.96),
          basis=f"P30: 140 of {_MIE}"),
)  # fmt: skip

TARGETS: Final[Mapping[str, Target]] = MappingProxyType({one.name: one for one in _TABLE})


def of_each_draw(targets: Mapping[str, Target]) -> dict[str, Target]:
    """Return those by whose density every draw is weighed."""
    return {name: one for name, one in targets.items() if not one.over_draws}


def of_the_mean(targets: Mapping[str, Target]) -> dict[str, Target]:
    """Return the base rates, to which the mean over draws is held."""
    return {name: one for name, one in targets.items() if one.over_draws}


def without(targets: Mapping[str, Target], name: str) -> dict[str, Target]:
    """Return the targets without one, and without what was reckoned from it."""
    return {key: one for key, one in targets.items() if key != name and one.derived_from != name}
