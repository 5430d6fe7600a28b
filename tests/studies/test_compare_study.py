"""Scenarios compared run by run on the real engine: the same draws, the same chance."""

import numpy as np
import pytest

from escalation import compare, load_scenario
from escalation.ensemble.design import Design
from escalation.errors import InputError
from escalation.scenario.library import shipped
from escalation.scenario.load import override
from escalation.scenario.truth import DrawSpace
from escalation.studies.compare import check_comparable, shared_dimensions

RUNS = 160


@pytest.fixture(scope="module")
def found():
    return compare("baseline", "qatar_turkiye_mediate", "pakistan_retaliates", runs=RUNS)


@pytest.mark.parametrize("name", sorted(shipped()))
def test_draws_of_what_scenarios_share_are_equal(name):
    base, other = (load_scenario(s) for s in ("baseline", name))
    shared, unequal = shared_dimensions([DrawSpace(base), DrawSpace(other)], 20251012)
    assert shared > 50
    assert unequal == []


def test_a_scenario_that_changes_one_parameter_moves_no_other_draw():
    base = load_scenario("baseline")
    other = override(base, ["parameters.audience_cost=0.4"])
    drawn = []
    for scenario in (base, other):
        space = DrawSpace(scenario)
        drawn.append(space.transform(Design(space.names, 5).points(0, 32)))
    differ = [n for n in drawn[0].dtype.names if not np.array_equal(drawn[0][n], drawn[1][n])]
    assert differ == ["audience_cost"]


def test_runs_are_those_of_each_scenario_alone(found):
    from escalation import simulate

    alone = simulate("pakistan_retaliates", runs=RUNS).runs
    assert found.arms[2].ensemble.runs.equals(alone)


def test_threads_change_nothing(found):
    again = compare(
        "baseline", "qatar_turkiye_mediate", "pakistan_retaliates", runs=RUNS, threads=1
    )
    assert again.differences.equals(found.differences)
    assert again.changed.equals(found.changed)


def test_runs_part_no_earlier_than_the_scenarios(found):
    changed = found.changed.set_index("arm")
    mediated = changed.loc["qatar_turkiye_mediate"]
    assert len(mediated) > 5
    assert mediated["parts_on_day"].min() == 3  # the day on which mediators engage
    moved = ("mediation", "rung", "acting", "grievance")  # a truce, soon after, drains grievance
    assert set(mediated["parts_in"]) <= {f"{name}_{of}" for name in moved for of in ("afg", "pak")}


def test_a_parting_is_where_the_day_records_part(found):
    from escalation.engine import Engine
    from escalation.scenario.world import build_world

    row = found.changed[found.changed["arm"] == "pakistan_retaliates"].iloc[0]
    seed = found.base.ensemble.seed
    days = []
    for arm in (found.arms[0], found.arms[2]):
        space = DrawSpace(arm.scenario)
        draw = space.transform(Design(space.names, seed).points(row["draw"], row["draw"] + 1))
        engine = Engine(build_world(arm.scenario), 180)
        days.append(engine.watch(draw, row["run"], seed).days)
    one, two = (d.view(np.float64).reshape(180, -1) for d in days)
    assert np.flatnonzero((one != two).any(axis=1))[0] == row["parts_on_day"]


def test_the_same_scenario_twice_changes_nothing():
    found = compare("baseline", "baseline", runs=40)
    assert [arm.name for arm in found.arms] == ["baseline", "baseline-2"]
    assert len(found.changed) == 0
    assert found.findings == ["baseline-2 changes nothing: all 40 runs are those of baseline."]


def test_scenarios_that_come_to_the_same_are_refused_but_for_the_first_again():
    base, denies = load_scenario("baseline"), load_scenario("pakistan_denies")
    other_words = denies.model_copy(update={"name": "another", "title": "Another"})
    check_comparable([base, base, denies])
    message = "another: comes to the same as pakistan_denies: scenarios 2 and 3 of 3 differ in"
    with pytest.raises(InputError, match=message):
        check_comparable([base, denies, other_words])
    near = override(denies, ["parameters.audience_cost=0.30000001"])
    check_comparable([base, override(denies, ["parameters.audience_cost=0.3"]), near])


def test_a_known_cause_is_found_and_a_null_one_is_not(found):
    table = found.differences.set_index(["arm", "outcome"])
    assert table.loc[("pakistan_retaliates", "de_escalated_14d"), "high"] < 0
    assert table["variance_ratio"].median() > 1


@pytest.mark.parametrize(
    ("overrides", "said"),
    [
        (["horizon_days=90"], "horizon_days is 90 and not 180"),
        (["outcomes.quiet_days=7"], "quiet_days 7 and not 14"),
        (["as_of=2025-10-13"], "as_of is 2025-10-13 and not 2025-10-12"),
    ],
)
def test_what_cannot_be_compared_is_refused(overrides, said):
    base = load_scenario("baseline")
    with pytest.raises(InputError, match=said):
        compare(base, override(base, overrides))


def test_one_scenario_is_nothing_to_compare():
    with pytest.raises(InputError, match="nothing to compare"):
        compare("baseline")


def test_deaths_and_the_record_stand_beside_the_odds(found):
    deaths = found.deaths.set_index(["arm", "killed"])
    base, other = (found.arms[i].ensemble.runs["killed_pak_state"].mean() for i in (0, 2))
    row = deaths.loc[("pakistan_retaliates", "killed_pak_state")]
    assert (row["base"], row["other"]) == pytest.approx((base, other))
    assert row["low"] < row["difference"] < row["high"]
    said = found.summary()["beside"]
    assert "reference class" in said
    assert "Markov chain" in said
    assert "(140 episodes)" in said
