"""Directions that must hold, pairwise on common random numbers: same draws, same luck."""

from collections.abc import Callable

import numpy as np
import pytest

from tests.engine.conftest import Prepared, standard_errors

N = 2400  # enough to see an open channel, the weakest of these, at well over two standard errors
SEED = 5
CLEAR = 2.0
DAYS = {"30": 48, "90": 110, "peace": 180}  # days to run so that quiet by the first is known
Prepare = Callable[..., Prepared]


def quiet_by(runs: np.ndarray, day: int) -> np.ndarray:
    found = runs["deescalated_day"]
    return ((found >= 0) & (found <= day)).astype(float)


def rows(prepared: Prepared, last: int = N) -> np.ndarray:
    engine, draws = prepared
    return engine.run(draws[:last], np.arange(last), SEED).runs


def paired(prepare: Prepare, calmer: list[str], tenser: list[str], outcome: str) -> float:
    """Return the mean paired difference over its standard error; positive where calm helps."""
    both = [prepare("baseline", N, *how, days=DAYS[outcome]) for how in (calmer, tenser)]

    def gains(last: int) -> np.ndarray:
        a, b = (rows(one, last) for one in both)
        if outcome == "peace":
            return (a["end_state"] != 0).astype(float) - (b["end_state"] != 0)
        return quiet_by(a, int(outcome)) - quiet_by(b, int(outcome))

    return standard_errors(gains, N, CLEAR)


MEDIATORS = "[qatar, turkiye]"
PAIRS = {
    "earlier mediation": (
        [f"events=[{{kind: mediation, day: 1, mediators: {MEDIATORS}}}]"],
        [f"events=[{{kind: mediation, day: 25, mediators: {MEDIATORS}}}]"],
        "30",
    ),
    "open back channel": (
        ["events=[{kind: back_channel, day: 0, open: true}]", "parameters.channel_break=0"],
        ["parameters.channel_opening=0", "parameters.back_channel_open_day0=0"],
        "30",
    ),
    "monitored ceasefire": (
        ["events=[{kind: ceasefire, day: 1, type: agreement, monitored: true}]"],
        ["events=[{kind: ceasefire, day: 1, type: agreement, monitored: false}]"],
        "30",
    ),
    "lower TTP tempo": (["parameters.ttp_attacks=20"], ["parameters.ttp_attacks=200"], "90"),
    "lower audience cost": (
        ["parameters.audience_cost=0"], ["parameters.audience_cost=1.2"], "30",
    ),
    "higher cost of a rung": (
        ["parameters.rung_cost=4"], ["parameters.rung_cost=0.4"], "peace",
    ),
    "less grievance": (
        ["parameters.grievance_weight=0.2"], ["parameters.grievance_weight=2.5"], "30",
    ),
    "longer restraint": (
        ["events=[{kind: restrain, day: 0, actor: pakistan_military, max_rung: 1, until_day: 60}]"],
        ["events=[]"],
        "30",
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", PAIRS)
def test_calm_is_helped_by(name: str, prepare: Prepare) -> None:
    calmer, tenser, outcome = PAIRS[name]
    assert paired(prepare, calmer, tenser, outcome) > CLEAR


@pytest.fixture(scope="module")
def as_it_is(prepare: Prepare) -> np.ndarray:
    """Return the baseline's runs."""
    return rows(prepare("baseline", N))


@pytest.mark.slow
def test_retaliation_makes_war_likelier_and_quiet_later(
    prepare: Prepare, as_it_is: np.ndarray
) -> None:
    quiet = as_it_is
    strike = rows(prepare("pakistan_retaliates", N))
    assert quiet_by(strike, 14).mean() < quiet_by(quiet, 14).mean()
    assert (strike["end_state"] == 0).mean() > (quiet["end_state"] == 0).mean()


@pytest.mark.slow
def test_an_ordinary_incident_is_calmer_than_the_seed(
    prepare: Prepare, as_it_is: np.ndarray
) -> None:
    ordinary, seed = rows(prepare("ordinary_incident", N)), as_it_is
    assert quiet_by(ordinary, 14).mean() > quiet_by(seed, 14).mean() + 0.1
    assert (ordinary["end_state"] == 0).mean() < (seed["end_state"] == 0).mean()


def test_credence_of_a_claim_moves_results(prepare: Prepare) -> None:
    believed = prepare("baseline", N, "claims.C02.credence=1.0", "claims.C01.credence=1.0")[1]
    doubted = prepare("baseline", N, "claims.C02.credence=0.0", "claims.C01.credence=0.0")[1]
    assert np.median(believed["pakistan_killed_day0"]) > np.median(doubted["pakistan_killed_day0"])
    spread = {k: np.std(np.log(d["pakistan_killed_day0"] + 1)) for k, d in
              (("believed", believed), ("doubted", doubted))}  # fmt: skip
    assert spread["believed"] < spread["doubted"]


def test_contradictory_claims_are_one_fact(prepare: Prepare) -> None:
    for c14, c15, expected in ((0.5, 0.5, 0.5), (0.9, 0.5, 0.1), (0.5, 0.9, 0.9)):
        draws = prepare(
            "baseline", 4096, f"claims.C14.credence={c14}", f"claims.C15.credence={c15}"
        )[1]
        assert draws["kabul_struck"].mean() == pytest.approx(expected, abs=0.02)
