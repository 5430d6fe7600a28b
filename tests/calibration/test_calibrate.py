"""A simulator whose posterior is known recovers it; stopping and going on changes nothing."""

import math
import threading

import numpy as np
import pytest
from scipy.special import ndtri

from escalation.analysis.patterns import targets as patterns
from escalation.calibration import checks, identifiability, simulation_based
from escalation.calibration.base_rates import Tilt, hierarchical_sample, met
from escalation.calibration.calibrate import calibrate
from escalation.calibration.emulators import Emulators, _in_any_term, quadratic
from escalation.calibration.plan import Plan
from escalation.calibration.sampler import (
    effective,
    log_likelihood,
    normals,
    sample,
    systematic,
    uniforms,
)
from escalation.calibration.scales import back, onto, share_of
from escalation.calibration.simulator import Evaluated
from escalation.calibration.targets import (
    FROM_SEED,
    ORDINARY,
    TARGETS,
    Target,
    without,
)
from escalation.cli.calibrate_command import _coverage
from escalation.ensemble.design import Design
from escalation.errors import InputError
from escalation.luck import purposes, streams

NAMES = ("a", "b", "c", "idle")
NOISE = 0.4

TOY = {
    "S": Target("S", "sum", ORDINARY, "log", "log", math.exp(0.4), math.exp(1.6)),
    "D": Target("D", "difference", ORDINARY, "log", "log", math.exp(-0.8), math.exp(0.2)),
}


class Toy:
    """Statistics linear in the unit coordinates: logarithms of a sum and of a difference."""

    parameters = NAMES
    statistics = tuple(TOY)

    def __init__(self, stop_after: int = 10**9) -> None:
        self.calls = 0
        self.stop = threading.Event()
        self.stop_after = stop_after

    def evaluate(self, unit, runs_per_point, seed, first):
        self.calls += 1
        if self.calls >= self.stop_after:
            self.stop.set()
        z = 2 * unit - 1
        exact = np.column_stack([z[:, 0] + z[:, 1], z[:, 0] - z[:, 2]])
        luck = np.array([normals(seed, first + i, 1, 4)[0] for i in range(len(unit))]) * (
            NOISE * math.sqrt(2 / runs_per_point)
        )
        one, other = exact + luck[:, :2], exact + luck[:, 2:]
        return Evaluated(first, unit, (one + other) / 2, one, other)


PLAN = Plan(points=160, runs=20, waves=2, rows=400, seed=3, coverage=0)


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return calibrate(Toy(), PLAN, tmp_path_factory.mktemp("toy"), targets=TOY)


def exact_moments():
    """Mean and spread of the toy's posterior, by weighing a fine design of the cube."""
    unit = Design(NAMES, 99).points(0, 2**16)
    z = 2 * unit - 1
    exact = np.column_stack([z[:, 0] + z[:, 1], z[:, 0] - z[:, 2]])
    weight = np.exp(log_likelihood(tuple(TOY.values()), (0, 1), exact, np.full(2, 1e-6)))
    mean = np.average(unit, axis=0, weights=weight)
    return mean, np.sqrt(np.average((unit - mean) ** 2, axis=0, weights=weight))


def test_the_known_posterior_is_recovered(found):
    mean, sd = exact_moments()
    assert found.unit.mean(axis=0) == pytest.approx(mean, abs=0.04)
    assert found.unit.std(axis=0) == pytest.approx(sd, abs=0.03)
    assert np.corrcoef(found.unit[:, 0], found.unit[:, 2])[0, 1] > 0.3  # a joint sample


def test_what_the_targets_say_nothing_about_stays_unidentified(found):
    verdicts = {one["parameter"]: one["verdict"] for one in found.findings["parameters"]}
    assert verdicts["idle"] == "unidentified"
    assert verdicts["a"] in ("pinned", "leaning")


def test_emulators_know_their_error(found):
    for quality in found.emulators.quality.values():
        assert quality.errors["linear"] == pytest.approx(min(quality.errors.values()), rel=0.03)
        assert quality.of_signal > 0.95
        assert quality.monte_carlo == pytest.approx(NOISE / math.sqrt(20), rel=0.25)


def test_rows_are_ordered_and_inside(found):
    assert found.unit.shape == (400, 4)
    assert (found.unit > 0).all()
    assert (found.unit < 1).all()
    assert (np.diff(found.patterns[:, -1]) >= 0).all()
    assert found.findings["effective_share"] > 0.8


def test_stopped_and_continued_is_the_same(found, tmp_path):
    for stop_after in (3, 25, 60):  # in the first wave, in the second, at the confirmation
        toy = Toy(stop_after)
        assert calibrate(toy, PLAN, tmp_path, targets=TOY, stop=toy.stop, threads=2) is None
        assert list(tmp_path.glob("wave1-0*.parquet"))
    whole = calibrate(Toy(), PLAN, tmp_path, targets=TOY)
    assert whole.unit.tobytes() == found.unit.tobytes()
    assert whole.patterns.tobytes() == found.patterns.tobytes()


def test_a_folder_of_another_plan_is_refused(tmp_path):
    toy = Toy(1)
    calibrate(toy, PLAN, tmp_path, targets=TOY, stop=toy.stop)
    with pytest.raises(InputError, match="begun with another runs"):
        calibrate(Toy(), Plan(160, 40, 2, 400, 3, 0), tmp_path, targets=TOY)


@pytest.mark.parametrize("wrong", [Plan(points=3), Plan(runs=5), Plan(waves=0), Plan(coverage=-1)])
def test_numbers_that_make_no_sense_are_refused(wrong, tmp_path):
    with pytest.raises(InputError, match="must"):
        calibrate(Toy(), wrong, tmp_path, targets=TOY)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["prior", "posterior"])
def test_intervals_hold_the_truth_as_often_as_they_say(found, kind):
    unit = Design(NAMES, 6).points(0, 100) if kind == "prior" else found.unit[::4]
    truths = Toy().evaluate(unit, 10**6, 8, 0)
    tilt = Tilt.none(TOY, found.emulators.statistics) if kind == "posterior" else None
    ranked = simulation_based.ranks(
        found.emulators, truths, TOY, tilt, kind=kind, particles=128, seed=4
    )
    covered = simulation_based.covered(ranked, NAMES)
    for line in (covered["all"], *covered["parameters"].values()):
        assert [one["level"] for one in line["levels"]] == [0.5, 0.8, 0.95]
        for one in line["levels"]:
            assert one["low"] - 0.08 <= one["level"] <= one["high"] + 0.08, one
    assert min(line["uniform"] for line in covered["parameters"].values()) > 0.02
    told = _coverage({kind: covered})
    assert len(told) == 4
    assert "80%:" in told[-1]


@pytest.mark.slow
def test_truths_from_the_posterior_need_what_made_them_likely(found):
    """Without what was seen, the same truths are not where their posteriors look for them."""
    truths = Toy().evaluate(found.unit, 10**6, 8, 0)
    ranked = simulation_based.ranks(
        found.emulators, truths, TOY, None, kind="posterior", particles=128, seed=4
    )
    covered = simulation_based.covered(ranked, NAMES)["parameters"]
    assert min(line["uniform"] for line in covered.values()) < 0.005


def test_a_conflict_is_found(found):
    torn = TOY | {"S2": Target("S", "sum", ORDINARY, "log", "log", math.exp(-1.7), math.exp(-1.3))}
    lines = checks.left_out(_Twice(found.emulators), torn, len(NAMES), particles=200, seed=1)
    assert {line["target"]: line["conflict"] for line in lines}["S2"]


class _Twice:
    """The toy's emulators with the first statistic a second time."""

    statistics = ("S", "D", "S2")

    def __init__(self, emulators: Emulators) -> None:
        self._inner = emulators
        self.error = np.append(emulators.error, emulators.error[0])

    def predict(self, unit):
        values = self._inner.predict(unit)
        return np.column_stack([values, values[:, 0]])


# --- base rates -------------------------------------------------------------------------------


def rate(name, central, half, kind="share"):
    return Target(
        name, name, FROM_SEED, "share", kind, central - half, central + half, over_draws=True,
        central=central,
    )  # fmt: skip


class _Rates:
    """Emulators of two exact shares: of one coordinate, and of the product of two others."""

    statistics = ("R", "Q")
    error = np.full(2, 1e-3)

    def predict(self, unit):
        shares = np.column_stack([0.4 * unit[:, 0], unit[:, 1] * unit[:, 2]])
        return onto("share", shares)


def held_to(*rates):
    targets = {one.name: one for one in rates}
    drawn, tilt = hierarchical_sample(_Rates(), targets, 3, particles=4000, seed=6)
    return drawn.unit, met(tilt, _Rates().predict(drawn.unit))


def test_a_base_rate_moves_the_mean_and_leaves_draws_apart():
    """The mean goes from 20 to 12%; a density of every draw would leave a spread of a point."""
    unit, told = held_to(rate("R", 0.12, 0.01))
    assert told["R"]["mean"] == pytest.approx(0.12, abs=0.004)
    # Of a uniform on 0 to 0.4 tilted to that mean: a truncated exponential, by quadrature.
    share = np.linspace(0, 0.4, 4001)
    weight = np.exp(-7.0 * share)
    for _ in range(60):
        mean = np.average(share, weights=weight)
        weight = weight * np.exp(20 * (0.12 - mean) * share)
    sd = math.sqrt(np.average((share - 0.12) ** 2, weights=weight))
    assert told["R"]["sd_over_draws"] == pytest.approx(sd, abs=0.006)
    assert sd > 0.09
    assert unit[:, 1].std() == pytest.approx(12**-0.5, abs=0.01)  # what it doesn't speak of stays


def test_a_rate_that_no_draw_reaches_is_missed_and_told():
    """No draw goes beyond 40%."""
    _, told = held_to(rate("R", 0.5, 0.1))
    assert 0.2 < told["R"]["mean"] < 0.4
    assert told["R"]["missed"]
    _, told = held_to(rate("R", 0.2, 0.02))
    assert told["R"]["strength"] == pytest.approx(0, abs=1.5)  # the prior's own mean
    assert not told["R"]["missed"]


@pytest.mark.parametrize(("bound", "pulls"), [(0.3, False), (0.1, True)])
def test_a_rate_that_bounds_never_pulls_upwards(bound, pulls):
    _, told = held_to(rate("R", bound, 0.01, "at least"))
    assert (told["R"]["strength"] < -1) is pulls
    assert told["R"]["mean"] == pytest.approx(0.1 if pulls else 0.2, abs=0.01)
    assert not told["R"]["missed"]


def test_the_dual_is_solved():
    unit = Design(("a", "b", "c"), 3).points(0, 2048)
    values = _Rates().predict(unit)
    targets = {one.name: one for one in (rate("R", 0.12, 0.02), rate("Q", 0.4, 0.05))}
    tilt = Tilt.none(targets, _Rates.statistics).solved(values, np.zeros(len(unit)))
    weight = np.exp(tilt.log_weight(values))
    for (_, one), strength, share in zip(
        targets.items(), tilt.strength, tilt.shares(values).T, strict=True
    ):
        central, sd = one.rate
        assert np.average(share, weights=weight) == pytest.approx(
            central - sd**2 * strength, abs=1e-6
        )


def test_what_was_reckoned_from_a_target_goes_with_it():
    assert set(TARGETS) - set(without(TARGETS, "P09")) == {"P09", "P27 30d"}
    assert all(one.derived_from in ("", *TARGETS) for one in TARGETS.values())


# --- together ---------------------------------------------------------------------------------


def test_a_direction_is_found_where_no_parameter_is_pinned():
    """Two parameters whose sum is known: each keeps most of its spread, together they do not."""
    scores = normals(1, 900, 1500, 6)
    scores[:, 1] = -0.95 * scores[:, 0] + math.sqrt(1 - 0.95**2) * scores[:, 1]
    from scipy.special import ndtr

    names = tuple("abcdef")
    unit = ndtr(scores)
    assert {one["verdict"] for one in checks.identification(names, unit)} == {"unidentified"}
    told = identifiability.joint(names, unit, seed=2)
    assert told["narrowed"] == 1
    assert set(list(told["directions"][0]["leading"])[:2]) == {"a", "b"}
    assert told["eigenvalues"][0] == pytest.approx(0.05, abs=0.02)
    assert told["information_bits"] == pytest.approx(-0.5 * math.log2(1 - 0.95**2), abs=0.15)


def test_in_a_sample_of_the_prior_no_direction_is_known():
    unit = uniforms(8, 1, 400, 20)
    repeated = unit[np.arange(400) % 250]
    told = identifiability.joint([f"p{i}" for i in range(20)], repeated, seed=2)
    assert told["eigenvalues"][0] < 0.8  # by luck alone
    assert told["narrowed"] == 0
    assert told["information_bits"] < 0.6


def test_a_parameter_that_acts_only_with_another_is_felt():
    class Product:
        statistics = ("Q",)
        error = np.full(1, 1e-3)

        def predict(self, unit):
            return 0.5 + (unit[:, :1] - 0.5) * (unit[:, 1:2] - 0.5)

    told = checks.felt(Product(), {"Q": rate("Q", 0.2, 0.1)}, ("a", "b", "c"), seed=3)
    assert told["a"]["total"] > 0.9
    assert told["a"]["alone"] < 0.1
    assert told["c"]["total"] == 0.0


def test_the_strongest_are_chosen_by_all_their_terms():
    unit = Design(tuple("abcde"), 3).points(0, 256)
    weights = np.zeros(quadratic(unit).shape[1])
    weights[2 * 5 + 1] = 1.0  # the product of the first and the third
    weights[5 + 4] = 0.5  # the square of the last
    assert np.flatnonzero(_in_any_term(weights) > 0).tolist() == [0, 2, 4]
    spread = np.var(quadratic(Design(tuple("abcde"), 3).points(0, 4096)) @ weights)
    assert _in_any_term(weights)[[0, 4]].sum() == pytest.approx(spread, rel=0.03)


# --- the parts --------------------------------------------------------------------------------


def test_blocks_of_uniforms_are_those_of_the_streams():
    block = uniforms(5, 3, 4, 3)
    key = streams.run_key(5, 3)
    assert block[2, 1] == streams.uniform(key, purposes.CALIBRATION, 2, 1)
    assert len(np.unique(uniforms(1, 0, 500, 20))) == 10_000


@pytest.mark.parametrize("scale", ["share", "log"])
def test_scales_go_both_ways(scale):
    values = np.array([0.01, 0.3, 0.9])
    assert back(scale, onto(scale, values)) == pytest.approx(values)
    assert back("share", share_of(30, 60)) == pytest.approx(0.5)
    assert math.isnan(share_of(0, 0))


@pytest.mark.parametrize("target", TARGETS.values(), ids=lambda one: one.name)
def test_a_target_is_likeliest_at_what_was_seen(target):
    if target.over_draws:
        central, sd = target.rate
        assert target.low < central < target.high
        assert sd == pytest.approx((target.high - target.low) / 3.92, rel=1e-3)
        return
    seen = target.log_density(np.linspace(0.005, 0.995, 199) if target.scale == "share" else [2.0])
    assert np.isfinite(seen).all()
    low, high = target.log_density([target.low, target.high])
    if target.kind in ("log", "logit", "share"):
        assert low == pytest.approx(-1.92, abs=0.01)
        assert high == pytest.approx(-1.92, abs=0.01)
    again = target.seen_at(0.3, 0.5)
    if target.kind != "counted":
        assert again.centre == pytest.approx(target.seen_at(0.3, 0.5001).centre, abs=1e-3)
    else:
        assert again.hits in (round(0.3 * target.cases), int(0.3 * target.cases))


def test_targets_are_those_of_the_table_of_patterns():
    known = patterns.targets()
    for name, target in TARGETS.items():
        if name in known:
            assert (target.low, target.high) == (known[name].low, known[name].high), name
        if target.kind == "counted":
            assert target.hits / target.cases == pytest.approx(known[name].central, abs=0.01)
    assert TARGETS["P10"].central == known["P10"].central
    assert max(one.sd for one in TARGETS.values() if not one.over_draws) < 1


def test_the_likelihood_averages_over_the_error():
    target = {"S": TOY["S"]}
    at = np.array([[0.2], [2.0]])
    got = log_likelihood(tuple(target.values()), (0,), at, np.array([0.5]))
    one = TOY["S"]
    both = math.hypot(one.sd, 0.5)
    wanted = -0.5 * ((at[:, 0] - one.centre) / both) ** 2 + math.log(one.sd / both)
    assert got == pytest.approx(wanted, abs=0.05)


def test_resampling_is_in_proportion():
    weight = np.array([1.0, 3.0, 0.0, 4.0])
    assert np.bincount(systematic(weight, 0.5, 800), minlength=4).tolist() == [100, 300, 0, 400]
    assert effective(np.ones(7)) == pytest.approx(7)


def test_without_targets_the_prior_comes_back(found):
    drawn = sample(found.emulators, {}, len(NAMES), particles=2000, seed=2)
    assert np.abs(ndtri(drawn.unit).mean(axis=0)).max() < 0.08
    assert drawn.unit.std(axis=0) == pytest.approx(12**-0.5, abs=0.02)
