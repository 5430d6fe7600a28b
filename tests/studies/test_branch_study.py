"""What if, from a day on, over an ensemble."""

import pytest

from escalation import branch, load_scenario, simulate, stop_run
from escalation.errors import InputError
from escalation.scenario.load import override
from escalation.studies.branch import changed_from

MEDIATION = "{kind: mediation, mediators: [qatar, turkiye]}"


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    return simulate("baseline", runs=40, seed=5).save(tmp_path_factory.mktemp("runs"), charts=False)


def test_a_kept_run_is_reproduced_and_its_branch_paired_with_it(kept):
    found = branch(kept, 6, events=[MEDIATION])
    assert found.notes[0].endswith("were reproduced to the bit.")
    assert found.base.ensemble.seed == 5
    assert found.base.ensemble.n_runs == 40
    assert found.about["branch"]["day"] == 6
    assert (found.changed["parts_on_day"] >= 6).all()
    assert [c.path for c in found.others[0].changes] == ["events[0]"]


def test_a_branch_that_changes_nothing_says_so():
    found = branch("pakistan_retaliates", 3, runs=24)
    assert found.findings == [
        "Pakistan retaliates from day 3 changes nothing: all 24 runs are those of Pakistan "
        "retaliates."
    ]


def test_threads_change_nothing():
    one, two = (
        branch("baseline", 6, events=[MEDIATION], runs=48, threads=n).differences for n in (1, 2)
    )
    assert one.equals(two)


def test_a_parameter_that_becomes_uncertain_gets_the_draws_it_always_has():
    fixed = override(load_scenario("baseline"), ["parameters.audience_cost=0.4"])
    free = "parameters.audience_cost={uniform: {low: 0, high: 1}}"
    found = branch(fixed, 0, [free], runs=24)
    assert found.others[0].ensemble.failed_runs == 0
    assert len(found.differences) == 7


@pytest.mark.parametrize(
    ("day", "settings", "events", "said"),
    [
        (180, [], [], "days are 0 to 179"),
        (-1, [], [], "outside the horizon"),
        (6, [], ["{day: 3, kind: back_channel, open: true}"], "lies before the branch on day 6"),
        (6, [], ["nonsense"], "must be a mapping"),
        (6, [], ["{kind: mediation, mediators: [nobody]}"], "there is no mediator 'nobody'"),
        (6, ["horizon_days=90"], [], "a branch may change events, parameters"),
        (6, ["actors.pakistan_military.posts=10"], [], "a branch may change events"),
        (6, ["claims.C02.credence=0.1"], [], "a branch may change events"),
        (6, ["parameters.trust_day0=0.5"], [], "says how day 0 began"),
        (6, ["parameters.pakistan_killed_day0=5"], [], "says how day 0 began"),
        (6, ["parameters.audience_cots=0.5"], [], "did you mean 'audience_cost'"),
        (6, ["actors.mediators.qatar=null"], [], "a branch may change events"),
    ],
)
def test_what_a_branch_cannot_be(day, settings, events, said):
    with pytest.raises(InputError) as error:
        branch("baseline", day, settings, events, runs=4)
    assert said in str(error.value)


def test_what_has_happened_cannot_be_taken_back():
    with pytest.raises(InputError, match="has happened by day 10"):
        branch("qatar_turkiye_mediate", 10, ["events=[]"], runs=4)


def test_a_comparison_is_no_run(tmp_path):
    from escalation import compare

    path, _ = compare("baseline", "pakistan_denies", runs=8).save(tmp_path, charts=False)
    with pytest.raises(InputError, match="holds a comparison"):
        branch(path, 6)
    with pytest.raises(InputError, match="no such run folder"):
        branch(tmp_path / "nowhere", 6)


def test_what_is_wrong_with_an_event_is_told_by_the_option_it_came_by():
    with pytest.raises(InputError) as caught:
        changed_from(
            load_scenario("pakistan_denies"),
            5,
            [],
            ["{kind: back_channel, open: true}", "{kind: mediation, mediators: [saudi]}"],
        )
    assert str(caught.value) == (
        "--event {kind: mediation, mediators: [saudi]}: mediators[0]: there is no mediator 'saudi' "
        "under actors; did you mean 'saudi_arabia'?"
    )


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ("{kind: act, actor: pakistan_military, rung: 5, rung: 6, days: 3}", "stands here again"),
        ("!!map {kind: back_channel, open: true}", "tags (!) are not taken"),
        ("{kind: back_channel, open: true, <<: {}}", "merge keys (<<) are not taken"),
        ("{kind: back_channel, open: true, day: 1" + 5000 * "0" + "}", "larger than any number"),
        (5000 * "[", "nested more than 32 deep"),
        ("{kind: tempo, actor: ttp, factor: .inf, days: 3}", "must be a finite number"),
        ("nonsense", "must be a mapping such as"),
    ],
)
def test_an_event_is_read_as_strictly_as_a_file(event, said):
    with pytest.raises(InputError) as caught:
        changed_from(load_scenario("baseline"), 5, [], [event])
    assert str(caught.value).startswith(f"--event {event[:70]}")
    assert said in str(caught.value)


@pytest.mark.parametrize("run", [-1, 10**7, 10**30])
def test_a_run_has_a_number_that_ensembles_have(run):
    with pytest.raises(InputError, match="is not between 0 and 9,999,999"):
        stop_run("baseline", 3, run)
