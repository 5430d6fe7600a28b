"""Distributions of what is uncertain, as small frozen records that turn a uniform into a value.

Every distribution answers four questions: its value at a probability (``quantile``), its central
value (``central``), the keywords an analyst writes for it (``FIELDS``), and what it says in words
(``str``). What computes quantiles is imported only when one is asked for, so that validation stays
quick.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, ClassVar, Final, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


class Distribution(Protocol):
    """What every distribution offers."""

    kind: ClassVar[str]

    @property
    def central(self) -> float:
        """Return the median (or the only value)."""
        ...

    def quantile(self, u: Array) -> Array:
        """Return the values at the probabilities ``u`` (any shape, each in (0, 1))."""
        ...

    def complaint(self) -> str:
        """Return what is wrong with the figures, or an empty string."""
        ...


@dataclass(frozen=True)
class Fixed:
    """One value, known or decided."""

    value: float
    kind: ClassVar[str] = "fixed"

    @property
    def central(self) -> float:
        """Return the value."""
        return self.value

    def quantile(self, u: Array) -> Array:
        """Return the value in the shape of ``u``."""
        import numpy as np

        return np.full(np.shape(u), float(self.value))

    def complaint(self) -> str:
        """Return what is wrong with the figures, or an empty string."""
        return "" if math.isfinite(self.value) else "the value must be a finite number"

    def __str__(self) -> str:
        """Return the distribution in words."""
        return f"{self.value:g}"


@dataclass(frozen=True)
class Uniform:
    """Every value between two ends equally likely."""

    low: float
    high: float
    kind: ClassVar[str] = "uniform"

    @property
    def central(self) -> float:
        """Return the median."""
        return (self.low + self.high) / 2

    def quantile(self, u: Array) -> Array:
        """Return the values at the probabilities ``u``."""
        return self.low + (self.high - self.low) * u

    def complaint(self) -> str:
        """Return what is wrong with the figures, or an empty string."""
        return "" if self.low < self.high else "low must be below high"

    def __str__(self) -> str:
        """Return the distribution in words."""
        return f"uniform from {self.low:g} to {self.high:g}"


@dataclass(frozen=True)
class LogUniform:
    """Every order of magnitude between two positive ends equally likely."""

    low: float
    high: float
    kind: ClassVar[str] = "loguniform"

    @property
    def central(self) -> float:
        """Return the median."""
        return math.sqrt(self.low * self.high)

    def quantile(self, u: Array) -> Array:
        """Return the values at the probabilities ``u``."""
        from escalation.luck.quantiles import exps, logs

        bottom, top = logs([self.low, self.high])
        return exps(bottom + (top - bottom) * u)

    def complaint(self) -> str:
        """Return what is wrong with the figures, or an empty string."""
        return "" if 0 < self.low < self.high else "low must be above 0 and below high"

    def __str__(self) -> str:
        """Return the distribution in words."""
        return f"log-uniform from {self.low:g} to {self.high:g}"


@dataclass(frozen=True)
class Normal:
    """The bell curve; the parameter's range cuts its tails."""

    mean: float
    sd: float
    kind: ClassVar[str] = "normal"

    @property
    def central(self) -> float:
        """Return the median."""
        return self.mean

    def quantile(self, u: Array) -> Array:
        """Return the values at the probabilities ``u``."""
        from escalation.luck.quantiles import normal_quantiles

        return self.mean + self.sd * normal_quantiles(u)

    def complaint(self) -> str:
        """Return what is wrong with the figures, or an empty string."""
        return "" if self.sd > 0 else "sd must be above 0"

    def __str__(self) -> str:
        """Return the distribution in words."""
        return f"normal, mean {self.mean:g}, sd {self.sd:g}"


#: Beyond it, a quantity would vary by more than numbers of a computer hold.
MOST_SIGMA: Final = 50


@dataclass(frozen=True)
class LogNormal:
    """A positive quantity whose logarithm is normal: ``median`` times or over ``exp(sigma)``."""

    median: float
    sigma: float
    kind: ClassVar[str] = "lognormal"

    @property
    def central(self) -> float:
        """Return the median."""
        return self.median

    def quantile(self, u: Array) -> Array:
        """Return the values at the probabilities ``u``."""
        from escalation.luck.quantiles import exps, normal_quantiles

        return self.median * exps(self.sigma * normal_quantiles(u))

    def complaint(self) -> str:
        """Return what is wrong with the figures, or an empty string."""
        if not (self.median > 0 and self.sigma > 0):
            return "median and sigma must be above 0"
        if self.sigma > MOST_SIGMA:
            return f"sigma must be at most {MOST_SIGMA}: it is the spread of a logarithm"
        return ""

    def __str__(self) -> str:
        """Return the distribution in words."""
        return f"lognormal, median {self.median:g}, sigma {self.sigma:g}"


@dataclass(frozen=True)
class Beta:
    """A share between 0 and 1, by its mean and by how many observations it is worth."""

    mean: float
    weight: float
    kind: ClassVar[str] = "beta"

    @property
    def central(self) -> float:
        """Return the mean (close to the median, and needs no search)."""
        return self.mean

    def quantile(self, u: Array) -> Array:
        """Return the values at the probabilities ``u``."""
        from escalation.luck.quantiles import beta_quantiles

        a, b = self.mean * self.weight, (1 - self.mean) * self.weight
        return beta_quantiles(a, b, u)

    def complaint(self) -> str:
        """Return what is wrong with the figures, or an empty string."""
        if not 0 < self.mean < 1:
            return "mean must lie between 0 and 1"
        return "" if self.weight > 0 else "weight must be above 0"

    def __str__(self) -> str:
        """Return the distribution in words."""
        return f"beta, mean {self.mean:g}, worth {self.weight:g} observations"


@dataclass(frozen=True)
class Triangular:
    """Two ends and a most likely value between them."""

    low: float
    mode: float
    high: float
    kind: ClassVar[str] = "triangular"

    @property
    def central(self) -> float:
        """Return the median."""
        return self._at(0.5)

    def _at(self, u: float) -> float:
        width, turn = self.high - self.low, (self.mode - self.low) / (self.high - self.low)
        if u <= turn:
            return self.low + math.sqrt(u * width * (self.mode - self.low))
        return self.high - math.sqrt((1 - u) * width * (self.high - self.mode))

    def quantile(self, u: Array) -> Array:
        """Return the values at the probabilities ``u``."""
        import numpy as np

        return np.vectorize(self._at, otypes=[float])(u)  # type: ignore[no-any-return]

    def complaint(self) -> str:
        """Return what is wrong with the figures, or an empty string."""
        ordered = self.low <= self.mode <= self.high and self.low < self.high
        return "" if ordered else "low, mode and high must be in that order"

    def __str__(self) -> str:
        """Return the distribution in words."""
        return f"triangular from {self.low:g} over {self.mode:g} to {self.high:g}"


KINDS: Mapping[str, type] = {
    cls.kind: cls for cls in (Fixed, Uniform, LogUniform, Normal, LogNormal, Beta, Triangular)
}


def keywords(kind: str) -> tuple[str, ...]:
    """Return the keywords that a distribution of this kind takes, in order."""
    return tuple(field.name for field in fields(KINDS[kind]))


def as_mapping(distribution: Distribution) -> dict[str, dict[str, float]]:
    """Return the distribution as an analyst writes it: ``{kind: {keyword: figure}}``."""
    figures = {name: getattr(distribution, name) for name in keywords(distribution.kind)}
    return {distribution.kind: figures}
