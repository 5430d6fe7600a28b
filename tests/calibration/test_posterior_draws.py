"""Draws from a posterior sample: rows stay together, what a scenario says of its own leaves."""

import numpy as np
import pandas as pd
import pytest

from escalation import vocabulary as words
from escalation.analysis.odds.outcomes import happened
from escalation.analysis.patterns import run_logs
from escalation.calibration import posterior_files
from escalation.calibration.calibrate import METHOD
from escalation.calibration.calibrated import PROCESSES, WEAKLY_KNOWN, calibrated
from escalation.calibration.measures import DTYPES, boil_down, statistics
from escalation.calibration.plan import Plan
from escalation.calibration.scales import share_of
from escalation.calibration.targets import FROM_SEED, ORDINARY, TARGETS
from escalation.engine import Engine
from escalation.ensemble.design import Design
from escalation.errors import InputError
from escalation.scenario import posterior
from escalation.scenario.distributions import Fixed
from escalation.scenario.load import load_scenario
from escalation.scenario.posterior import Posterior, load_posterior, priors_hash, shipped
from escalation.scenario.register import parameters
from escalation.scenario.truth import POSTERIOR, DrawSpace
from escalation.scenario.world import build_world

NAMES = ("answer_base", "audience_cost", "local_fire_posture")
ROWS = Design(NAMES, 1).points(0, 8).round(5)


@pytest.fixture
def sample():
    return Posterior(NAMES, ROWS, {})


def space_of(sample, *overrides, name="baseline"):
    return DrawSpace(load_scenario(name, ["ensemble.drawn_from=posterior", *overrides]), sample)


def write(folder, names=NAMES, rows=ROWS, priors=None):
    lines = [
        ",".join(names),
        *(",".join(f"{u * posterior.PARTS:.0f}" for u in row) for row in rows),
    ]
    (folder / posterior.SAMPLE).write_text("\n".join(lines) + "\n")
    told = {"priors": priors_hash(names) if priors is None else priors}
    posterior_files.write_meta(folder, told)


def test_rows_stay_together(sample):
    space = space_of(sample, name="ordinary_incident")
    assert POSTERIOR in space.names
    assert not set(NAMES) & set(space.names)
    draws = space.transform(Design(space.names, 2).points(0, 64))
    column = np.column_stack([draws[name] for name in NAMES])
    priors = [parameters()[name].default for name in NAMES]
    expected = np.column_stack([one.quantile(u) for one, u in zip(priors, ROWS.T, strict=True)])
    rows = np.array([np.abs(expected - row).max(axis=1).argmin() for row in column])
    assert column == pytest.approx(expected[rows])
    assert np.bincount(rows, minlength=8).tolist() == [8] * 8  # every row equally often


def test_a_claim_still_chooses_the_distribution(sample):
    space = space_of(sample, "claims.C23.credence=1", "claims.C24.credence=1")
    point = Design(space.names, 2).points(0, 1)
    row = ROWS[sample.rows_at(point[:, space.names.index(POSTERIOR)])[0]]
    draw = space.transform(point)
    claimed = parameters()["local_fire_posture"].if_claimed
    assert draw["local_fire_posture"][0] == pytest.approx(claimed.quantile(row[2:])[0])


def test_an_overridden_parameter_leaves_the_sample(sample):
    space = space_of(sample, "parameters.answer_base=-1.5")
    assert space.joint == ("audience_cost", "local_fire_posture")
    draws = space.transform(Design(space.names, 2).points(0, 16))
    assert set(draws["answer_base"]) == {-1.5}
    spread = space_of(sample, "parameters.local_fire_posture={uniform: {low: 1, high: 2}}")
    assert "local_fire_posture" in spread.names
    drawn = spread.transform(Design(spread.names, 2).points(0, 16))["local_fire_posture"]
    assert len(set(drawn)) == 16


def test_nothing_else_moves(sample):
    with_it = space_of(sample)
    without = DrawSpace(load_scenario("baseline", ["ensemble.drawn_from=prior"]))
    a = with_it.transform(Design(with_it.names, 7).points(0, 32))
    b = without.transform(Design(without.names, 7).points(0, 32))
    for name in a.dtype.names:
        assert name in NAMES or np.array_equal(a[name], b[name]), name


def test_files_are_read_back(tmp_path):
    assert not shipped(tmp_path)
    write(tmp_path)
    found = load_posterior(tmp_path)
    assert found.names == NAMES
    assert found.unit == pytest.approx(ROWS)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        ({"priors": "0" * 16}, "other priors"),
        ({"names": ("answer_base", "audience_cost", "no_such")}, "other priors"),
        ({"rows": ROWS + 1}, "no posterior sample"),
        ({"names": NAMES[:2]}, "no posterior sample"),
        ({"rows": ROWS[:0]}, "no posterior sample"),
    ],
)
def test_what_does_not_fit_the_register_is_refused(spoil, said, tmp_path):
    known = {"priors": priors_hash(NAMES)} if "names" in spoil else {}
    write(tmp_path, **known, **spoil)
    with pytest.raises(InputError, match=said) as caught:
        load_posterior(tmp_path)
    assert "escalation calibrate" in str(caught.value)


def test_a_stale_posterior_stops_nothing_that_draws_from_the_priors(monkeypatch):
    from escalation import simulate
    from escalation.scenario import truth

    def stale():
        raise InputError.single("posterior.csv", "was made from other priors")

    monkeypatch.setattr(truth, "load_posterior", stale)
    assert len(simulate(load_scenario("baseline", ["ensemble.drawn_from=prior"]), runs=4).runs) == 4


def test_without_a_posterior_it_says_so(tmp_path):
    with pytest.raises(InputError, match="no posterior is shipped"):
        load_posterior(tmp_path)


def test_the_shipped_posterior_fits_the_register():
    drawn_from = load_scenario("baseline").ensemble.drawn_from
    assert drawn_from == ("posterior" if shipped() else "prior")
    if shipped():
        found = load_posterior()
        if found.meta["method"] == METHOD:  # else it is due, and serves until it is made again
            assert found.names == tuple(calibrated())
            assert set(found.meta["targets"]) == set(TARGETS)


def test_install_refuses_what_does_not_fit(tmp_path):
    folder, package = tmp_path / "a", tmp_path / "b"
    folder.mkdir()
    package.mkdir()
    write(folder)
    (folder / posterior.PATTERNS).write_text("P01\n0.9\n")
    with pytest.raises(InputError, match=r"posterior_patterns.csv: is damaged"):
        posterior_files.install(folder, package)
    write(folder)  # whose meta file then knows of the patterns
    assert len(posterior_files.install(folder, package)) == 4
    assert (package / posterior.SAMPLE).read_bytes() == (folder / posterior.SAMPLE).read_bytes()
    write(folder, priors="other")
    with pytest.raises(InputError, match="other priors"):
        posterior_files.install(folder, package)


def test_the_rule_of_what_is_calibrated():
    chosen = calibrated()
    assert set(WEAKLY_KNOWN) <= set(chosen)
    assert not any(parameters()[name].basis == "judgement" for name in WEAKLY_KNOWN)
    for name, why in WEAKLY_KNOWN.items():
        # What was set by hand says so to whoever looks it up, whatever record it was set to meet.
        assert ("set by hand" in why) == ("set by hand" in parameters()[name].source), name
    # No judgement is passed over, such as one that moves quiet by seven points without a pattern
    # of its own.
    assert {"recapture_drive", "grievance_per_post", "isis_k_trigger"} <= set(chosen)
    judged = {
        one.name
        for process in PROCESSES
        for one in process.PARAMETERS
        if one.basis == "judgement" and one.uncertain and not isinstance(one.default, Fixed)
    }
    assert judged | set(WEAKLY_KNOWN) == set(chosen)


def test_numbers_on_the_command_line_are_checked():
    with pytest.raises(InputError, match="--points"):
        Plan(points=1).check()


@pytest.mark.parametrize("name", [ORDINARY, FROM_SEED])
def test_boiled_down_runs_are_measured_as_the_check_measures_them(name):
    scenario = load_scenario(name, ["horizon_days=180", "ensemble.drawn_from=prior"])
    space, engine = DrawSpace(scenario), Engine(build_world(scenario), 180)
    draws = space.transform(Design(space.names, 3).points(0, 40))
    logs = [engine.watch(draws[i : i + 1], i, 3) for i in range(40)]
    rows = np.zeros(40, DTYPES[name])
    for log, row in zip(logs, rows, strict=True):
        boil_down(name, log, row)
    frame = pd.DataFrame(engine.run(draws, np.arange(40), 3).runs)
    assert rows["quiet_14"].astype(bool).tolist() == happened(frame, "de_escalated_14d").tolist()
    assert rows["war"].astype(bool).tolist() == happened(frame, "war").tolist()
    found = statistics(name, rows)
    if name == FROM_SEED:
        for days in (30, 90):
            came = happened(frame, f"de_escalated_{days}d")
            assert rows[f"quiet_{days}"].astype(bool).tolist() == came.tolist()
        soon = (frame["war_day"] >= 0) & (frame["war_day"] <= 30)
        assert rows["war_30"].astype(bool).tolist() == soon.tolist()
        ended, again = frame["deescalated_day"], frame["minor_relapse_day"]
        gap = again - (ended - 1)
        watched = (ended >= 0) & ((again >= 0) | (180 - 1 - (ended - 1) >= 60))
        came = watched & (again >= 0) & (gap <= 60)
        assert found["P29 60d"] == pytest.approx(share_of(came.sum(), watched.sum()))
    assert set(found) == {key for key, one in TARGETS.items() if one.scenario == name}
    assert np.isfinite(list(found.values())).all()
    if name == ORDINARY:
        days = np.array([run_logs.active_days(log) for log in logs])
        assert abs(np.exp(found["P03"]) - np.median(days)) <= 0.75
        seen = rows["gap_seen"].astype(bool)
        again = frame["minor_relapse_day"] >= 0
        assert seen.tolist() == (again & (frame["deescalated_day"] >= 0)).tolist()


def test_an_episode_begins_after_as_many_quiet_days_as_end_one():
    class Log:
        events = np.array([(words.DE_ESCALATED, 10)], [("kind", "i4"), ("agent", "i4")])
        days = np.zeros(60, [("lethal_incidents", "i4")])

    for day in (3, 24, 26, 40, 55):  # the opening; one of 24, 26 and 40; 55 begins another
        Log.days["lethal_incidents"][day] = 1
    assert run_logs.episodes_begun(Log()) == (2, 50)
