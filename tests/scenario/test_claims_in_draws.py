"""Which claims hold in a draw, and what follows: signs, and voices that are one speaker's."""

import math
from itertools import pairwise

import numpy as np
import pytest
from scipy import special

from escalation.ensemble.design import Design
from escalation.luck.designs import sobol_grid
from escalation.scenario.load import load_scenario
from escalation.scenario.register import facts, parameters
from escalation.scenario.truth import DrawSpace, correlated, voices_of, yes_probability

POINTS = 1 << 13


def drawn(*settings):
    """Return which claims hold in an even sample of the baseline's draws, and the draws."""
    space = DrawSpace(load_scenario("baseline", list(settings)))
    unit = sobol_grid(POINTS, space.size)
    return dict(zip(space.claim_ids, space.claims_held(unit).T, strict=True)), space.transform(unit)


def any_of(held, *names):
    return float(np.any([held[name] for name in names], axis=0).mean())


# --- what a claim does when it holds ---------------------------------------------------------


@pytest.mark.parametrize(
    ("c08", "c09", "mean"), [(0, 0, 0.3), (1, 0, 0.4), (0, 1, 0.2), (1, 1, 0.3)]
)
def test_a_clique_raises_the_hawks_weight_and_a_reluctant_majority_lowers_it(c08, c09, mean):
    _, draws = drawn(f"claims.C08.credence={c08}", f"claims.C09.credence={c09}")
    assert draws["pakistan_hawkish_weight"].mean() == pytest.approx(mean, abs=0.003)


def test_what_opposes_a_parameter_bears_on_it_and_says_what_then():
    for one in parameters().values():
        assert set(one.opposing) <= set(one.claims)
        assert bool(one.opposing) == (one.if_opposed is not None)


def test_no_draw_hangs_on_a_library_s_last_bit(monkeypatch):
    """NumPy's and SciPy's functions differ there between versions and between processors."""
    space = DrawSpace(
        load_scenario("baseline", ["parameters.local_fire={loguniform: {low: 0.1, high: 1}}"])
    )
    unit = sobol_grid(256, space.size)
    before = space.transform(unit)

    def off(function):
        return lambda *args: np.nextafter(function(*args), np.inf)

    for module in (np, math):
        for name in ("exp", "log", "expm1", "log1p"):
            monkeypatch.setattr(module, name, off(getattr(module, name)))
    for name in ("ndtri", "ndtr", "betaincinv", "betainc", "expit", "logit"):
        monkeypatch.setattr(special, name, off(getattr(special, name)))
    assert space.transform(unit).tobytes() == before.tobytes()
    assert DrawSpace(space.scenario).transform(unit).tobytes() == before.tobytes()


# --- voices of one speaker -------------------------------------------------------------------


def test_one_speaker_s_claims_on_one_thing_are_found():
    claims = load_scenario("baseline").claims
    found = {frozenset(group) for group in voices_of(claims)}
    assert {frozenset({"C08", "C09"}), frozenset({"C10", "C11", "C12"})} <= found
    assert frozenset({"C14", "C15"}) in found
    spoken = {name for group in found for name in group}
    assert not {"C07", "C22", "C16", "C17"} & spoken  # one thing, but two speakers


def test_each_claim_holds_with_its_credence_however_its_speaker_s_others_do():
    claims = load_scenario("baseline").claims
    for correlation in (0, 0.5, 1):
        held, _ = drawn(f"parameters.speaker_correlation={correlation}")
        for name in ("C08", "C09", "C10", "C11", "C12"):
            assert held[name].mean() == pytest.approx(claims[name].credence, abs=0.01)


def test_without_correlation_the_draws_are_those_of_separate_voices():
    space = DrawSpace(load_scenario("baseline", ["parameters.speaker_correlation=0"]))
    unit = Design(space.names, 1).points(0, POINTS)
    alone = [
        unit[:, space.names.index(f"claim:{name}")] < space.scenario.claims[name].credence
        for name in space.claim_ids
    ]
    assert np.array_equal(space.claims_held(unit), np.stack(alone, axis=1))
    held = dict(zip(space.claim_ids, space.claims_held(unit).T, strict=True))
    assert any_of(held, "C10", "C11", "C12") == pytest.approx(1 - 0.7 * 0.65 * 0.8, abs=0.01)


@pytest.mark.slow
def test_the_more_they_are_one_voice_the_less_often_any_of_them_holds():
    shares = [
        any_of(drawn(f"parameters.speaker_correlation={rho}")[0], "C10", "C11", "C12")
        for rho in (0, 0.3, 0.6, 1)
    ]
    assert all(later < earlier - 0.05 for earlier, later in pairwise(shares))
    assert shares[-1] == pytest.approx(0.35, abs=0.01)  # the likeliest of the three
    assert any_of(drawn()[0], "C10", "C11", "C12") < 0.55


@pytest.mark.parametrize("rho", [0.0, 0.25, 0.8, 1.0])
def test_the_copula_keeps_margins_and_has_the_correlation_it_is_given(rho):
    from scipy.special import ndtri

    unit = sobol_grid(POINTS, 3).T
    found = correlated(unit, np.full(POINTS, rho))
    for one in found:
        tenths = np.histogram(one, bins=10, range=(0, 1))[0] / POINTS
        assert tenths == pytest.approx(np.full(10, 0.1), abs=0.01)
    scores = ndtri(np.clip(found, 1e-12, 1 - 1e-12))
    assert np.corrcoef(scores)[np.triu_indices(3, 1)] == pytest.approx(np.full(3, rho), abs=0.02)
    assert np.array_equal(found[0], unit[0]) or rho > 0


def test_two_words_of_one_government_count_as_one_where_they_are_one_voice():
    fact = facts()["kabul_struck"]
    claims = [load_scenario("baseline").claims[name] for name in ("C14", "C15")]
    apart, half, one = (float(yes_probability(fact, claims, rho)) for rho in (0.0, 0.5, 1.0))
    assert apart == pytest.approx(0.6**2 / (0.6**2 + 0.4**2))
    assert apart > half > one == pytest.approx(0.6)
    _, draws = drawn("parameters.speaker_correlation=1")
    assert draws["kabul_struck"].mean() == pytest.approx(0.6, abs=0.01)


# --- what few cases can tell -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("inflation", "admission", "ratios"),
    [
        ("taliban_inflation", "pakistan_admission", (9 / 2, 6 / 5, 19 / 1)),
        ("pakistan_inflation", "taliban_admission", (50 / 2, 10 / 2)),
    ],
)
def test_habits_are_as_wide_as_the_few_cases_leave_them(inflation, admission, ratios):
    known = parameters()
    middle = known[inflation].default.median / known[admission].default.median
    assert middle == pytest.approx(np.exp(np.log(ratios).mean()), rel=0.05)
    logs = [np.log((9 / 2, 6 / 5, 19 / 1)), np.log((50 / 2, 10 / 2))]
    pooled = np.sqrt(sum(((one - one.mean()) ** 2).sum() for one in logs) / 3)
    width = np.hypot(known[inflation].default.sigma, known[admission].default.sigma)
    assert width == pytest.approx(pooled / np.sqrt(len(ratios)), rel=0.05)
