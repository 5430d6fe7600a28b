"""A simulator whose posterior is known recovers it; stopping and going on changes nothing."""

import math
import threading

import numpy as np
import pytest
from scipy.special import ndtri

from escalation.analysis.patterns import targets as patterns
from escalation.calibration import checks
from escalation.calibration.calibrate import Plan, calibrate
from escalation.calibration.emulators import Emulators
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
from escalation.calibration.targets import ORDINARY, TARGETS, Target
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


PLAN = Plan(points=160, runs=20, waves=2, rows=400, seed=3)


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
        assert quality.form == "linear"
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
        calibrate(Toy(), Plan(160, 40, 2, 400, 3), tmp_path, targets=TOY)


@pytest.mark.parametrize("wrong", [Plan(points=3), Plan(runs=5), Plan(waves=0), Plan(coverage=-1)])
def test_numbers_that_make_no_sense_are_refused(wrong, tmp_path):
    with pytest.raises(InputError, match="must"):
        calibrate(Toy(), wrong, tmp_path, targets=TOY)


def test_intervals_hold_the_truth_as_often_as_they_say(found):
    truths = Toy().evaluate(Design(NAMES, 5).points(0, 100), 10**6, 8, 0)
    lines = checks.coverage(found.emulators, truths, NAMES, particles=128, seed=4, targets=TOY)
    for line in lines:
        assert line.low - 0.08 <= line.level <= line.high + 0.08, line
    assert [line.level for line in lines[:3]] == [0.5, 0.8, 0.95]
    assert lines[0].parameter == "all"
    told = _coverage([line.as_dict() for line in lines])
    assert len(told) == 3 + len(NAMES)
    assert "80%:" in told[2]


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
        if name.startswith("P") and name != "P10":
            assert (target.low, target.high) == (known[name].low, known[name].high), name
    assert TARGETS["P10"].high == known["P10"].high
    assert TARGETS["P10"].centre == pytest.approx(known["P10"].central)
    assert max(one.sd for one in TARGETS.values()) < 1


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
