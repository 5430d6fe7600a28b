"""Densities of the headline odds under each fit, from the quantiles that the posterior keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

#: The fits in the order in which they are shown.
FITS: Final = ("prior", "posterior", "without P09")
_POINTS: Final = 201
_LEVELS: Final = 400


def densities(odds: Mapping[str, Mapping[str, Any]]) -> pd.DataFrame:
    """Return the density of each headline odds over draws, under each fit.

    Parameters
    ----------
    odds : mapping
        By the odds' name and the fit: ``quantiles``, evenly spaced from 2.5% to 97.5%; as
        ``posterior.json`` has them.

    Returns
    -------
    DataFrame
        ``odds``, ``fit``, ``p`` (0 to 1), ``density`` (of the middle 95% of draws, by a Gaussian
        kernel reflected at 0 and 1; it integrates to 1).
    """
    import pandas as pd

    p = np.linspace(0, 1, _POINTS)
    parts = [
        pd.DataFrame({"odds": name, "fit": fit, "p": p, "density": _density(fits[fit], p)})
        for name, fits in odds.items()
        for fit in FITS
        if fit in fits
    ]
    return pd.concat(parts, ignore_index=True)


def spreads(odds: Mapping[str, Mapping[str, Any]]) -> pd.DataFrame:
    """Return mean, and between which odds 95% of draws lie, of each headline odds and fit.

    Returns
    -------
    DataFrame
        ``odds``, ``fit``, ``mean``, ``between_draws_low``, ``between_draws_high``.
    """
    import pandas as pd

    return pd.DataFrame(
        {
            "odds": name, "fit": fit, "mean": fits[fit]["mean"],
            "between_draws_low": fits[fit]["quantiles"][0],
            "between_draws_high": fits[fit]["quantiles"][-1],
        }
        for name, fits in odds.items() for fit in FITS if fit in fits
    )  # fmt: skip


def _density(fit: Mapping[str, Sequence[float]], p: Floats) -> Floats:
    from scipy.stats import gaussian_kde

    quantiles = np.asarray(fit["quantiles"], dtype=np.float64)
    known = np.linspace(0, 1, len(quantiles))
    draws = np.interp((np.arange(_LEVELS) + 0.5) / _LEVELS, known, quantiles)
    kernel = gaussian_kde(draws)
    found: Floats = kernel(p) + kernel(-p) + kernel(2 - p)
    return found
