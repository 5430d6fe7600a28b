"""Densities from quantiles: where draws are, and no mass beyond 0 and 1."""

import numpy as np
import pytest
from scipy import integrate
from scipy.stats import beta

from escalation.analysis.odds.densities import FITS, densities, spreads
from escalation.scenario.posterior import load_posterior

LEVELS = np.linspace(0.025, 0.975, 39)


def odds(*shape: float):
    return {"mean": beta.mean(*shape), "quantiles": beta.ppf(LEVELS, *shape).tolist()}


def test_a_density_is_where_the_draws_are_and_integrates_to_one():
    table = densities({"war": {"prior": odds(2, 8), "posterior": odds(1, 30)}})
    for fit, part in table.groupby("fit"):
        assert integrate.trapezoid(part["density"], part["p"]) == pytest.approx(1, abs=0.02), fit
    prior = table[table["fit"] == "prior"].set_index("p")["density"]
    assert prior.idxmax() == pytest.approx(1 / 8, abs=0.04)  # the mode of Beta(2, 8)
    posterior = table[table["fit"] == "posterior"].set_index("p")["density"]
    assert posterior.idxmax() < 0.02


def test_spreads_are_the_middle_95_of_draws():
    row = spreads({"war": {"posterior": odds(2, 8)}}).iloc[0]
    assert row["mean"] == pytest.approx(0.2)
    ends = (row["between_draws_low"], row["between_draws_high"])
    assert ends == pytest.approx(tuple(beta.ppf([0.025, 0.975], 2, 8)))


def test_the_shipped_posterior_has_every_fit():
    kept = load_posterior().meta["odds"]
    assert all(set(FITS) <= set(fits) for fits in kept.values())
    assert len(densities(kept)) == len(kept) * len(FITS) * 201
