"""The patterns as observations: each with the density of what was seen, given the model's value.

This is the one table of them. Where cases were counted, they are binomial; otherwise the target's
interval in ``analysis/facts/patterns.csv`` is read as the central 95% of a normal: of the
logarithm for a positive statistic, of the log-odds for a share. Patterns that are put in, by a
parameter that no calibration moves, are no targets: deaths (P16, P17), claims (P20 to P22), the
lag of strikes (P12).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from escalation.calibration.scales import Scale

Floats = NDArray[np.float64]
Kind = Literal["counted", "log", "logit", "share", "at least"]

ORDINARY: Final = "ordinary_incident"
FROM_SEED: Final = "baseline"
Z95: Final = 1.959963984540054
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

    @property
    def centre(self) -> float:
        """Return the observation on the scale of its density."""
        if self.kind == "counted":
            return self.hits / self.cases
        return float(_through(self.kind, self.low) + _through(self.kind, self.high)) / 2

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


def _counted(
    name: str, statistic: str, low: float, high: float, hits: int, cases: int, basis: str = ""
) -> Target:
    return Target(name, statistic, ORDINARY, "share", "counted", low, high, hits, cases, basis)


_TABLE: Final = (
    _counted("P01", "share quiet within 14 days", 0.77, 0.98, 25, 27),
    _counted("P02", "share quiet within 30 days", 0.81, 0.99, 25, 26),
    Target("P03", "median days with violence", ORDINARY, "log", "log", 1, 3,
           basis="28 pre-seed episodes; the median is interpolated within its day"),
    _counted("P04", "share with air strikes", 0.08, 0.36, 5, 28),
    _counted("P05", "share that went beyond the first day's level", 0.08, 0.36, 5, 28),
    Target("P06", "share quiet within 14 days", FROM_SEED, "share", "logit", 0.30, 0.95),
    Target("P07", "median days from an end to the next start", ORDINARY, "log", "log", 40, 90),
    Target("P09", "share at war within 180 days", FROM_SEED, "share", "logit", 0.09, 0.46,
           basis="two reference classes of different definition"),
    Target("P10", "share at war within 180 days", ORDINARY, "share", "share", -0.008, 0.06,
           basis="0.026 of disputes; the normal is of the share itself, centred there"),
    Target("P11", "share answered by a strike", ORDINARY, "share", "logit", 0.1, 0.5),
    _counted("P13", "strikes met by Taliban force within 4 days", 0.25, 0.85, 4, 7),
    Target("P14", "TTP attacks a month", ORDINARY, "log", "log", 60, 110),
    Target("P15", "Fano factor of monthly TTP attacks", ORDINARY, "log", "log", 2, 6),
    Target("P19", "share of lethal attacks in the busiest tenth of segments", ORDINARY, "share",
           "logit", 0.70, 0.90),
    Target("P23", "mediated crises ending in an agreement or truce", FROM_SEED, "share", "logit",
           0.54, 0.70),
    Target("P24", "agreements ended within the horizon", FROM_SEED, "share", "at least", 0.7, 0.9,
           basis="those that fail in the end; within 180 days not more can have failed"),
    Target("P26", "lethal incidents a month in calm times", ORDINARY, "log", "log", 0.3, 0.8),
    Target("G1", "Fano factor of months of lethal TTP attacks", ORDINARY, "log", "log", 2.0, 5.0,
           basis="UCDP GED 22.1 by half-year: 3.17; the interval is a judgement"),
    Target("G2", "pairs of lethal attacks within 25 km and 7 days, seen over expected", ORDINARY,
           "log", "log", 1.2, 1.8,
           basis="UCDP GED 22.1 by half-year: 1.46; the interval is a judgement"),
)  # fmt: skip

TARGETS: Final[Mapping[str, Target]] = MappingProxyType({one.name: one for one in _TABLE})
