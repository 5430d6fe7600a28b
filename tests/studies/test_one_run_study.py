"""One run of an ensemble: stopped, kept in a file, continued as it was and otherwise."""

import json
import zipfile

import numpy as np
import pytest

from escalation import load_scenario, load_state, open_run, simulate, sources, stop_run
from escalation.errors import InputError
from escalation.results import saved_state
from escalation.scenario.load import override, resolved_yaml
from escalation.studies.branch import branch
from escalation.studies.one_run import branch_run
from tests.engine.conftest import same_run
from tests.mesa.test_bit_identity import RULES

MEDIATION = "{kind: mediation, mediators: [qatar, turkiye]}"


def test_one_run_and_its_branch():
    one = branch_run("baseline", 6, 17, events=[MEDIATION])
    assert one.parts_on_day == 6
    same = branch_run("baseline", 6, 17)
    assert (same.parts_on_day, same.parts_in) == (-1, "")
    same_run(same.original, same.branch, "nothing changed")
    same_run(one.original, same.original, "whatever the branch")


@pytest.mark.parametrize("day", [0, 1, 6, 90, 179, 180])
@pytest.mark.parametrize(
    "name", ["baseline", "pakistan_retaliates", "qatar_turkiye_mediate", "ttp_spoiler_surge"]
)
def test_a_saved_run_goes_on_to_the_last_bit_of_the_original(name, day, tmp_path):
    whole = stop_run(name, 180, 17).so_far
    state = load_state(stop_run(name, day, 17).save(tmp_path / "x.state"))
    assert (state.day, state.run, state.scenario) == (day, 17, load_scenario(name))
    same_run(whole, state.until(180).so_far, f"{name} from day {day}")
    found = state.branch()
    assert found.parts_on_day == -1
    same_run(whole, found.original, f"{name} from day {day}, original")
    same_run(whole, found.branch, f"{name} from day {day}, branch")


def test_a_branch_from_a_file_is_the_branch_from_the_scenario(tmp_path):
    scenario = override(load_scenario("baseline"), [f"events={RULES}"])
    change = (["parameters.audience_cost=1.2"], ["{kind: back_channel, open: true}"])
    state = load_state(stop_run(scenario, 6, 17).save(tmp_path / "x.state"))
    for day in (6, 7, 40):
        one = branch_run(scenario, day, 17, *change)
        two = state.branch(*change, day=day)
        assert (one.parts_on_day, one.parts_in) == (two.parts_on_day, two.parts_in)
        assert one.after == two.after
        same_run(one.original, two.original, f"original, day {day}")
        same_run(one.branch, two.branch, f"branch, day {day}")


def test_a_parameter_that_becomes_uncertain_gets_the_draw_it_always_has(tmp_path):
    fixed = override(load_scenario("baseline"), ["parameters.audience_cost=0.4"])
    free = ["parameters.audience_cost={uniform: {low: 0, high: 1}}"]
    state = load_state(stop_run(fixed, 6, 17).save(tmp_path / "x.state"))
    same_run(branch_run(fixed, 6, 17, free).branch, state.branch(free).branch, "freed")


def test_a_state_may_be_saved_again_on_a_later_day(tmp_path):
    early = stop_run("baseline", 6, 17)
    late = load_state(early.save(tmp_path / "early.state")).until(40)
    direct = stop_run("baseline", 40, 17).save(tmp_path / "direct.state")
    assert late.save(tmp_path / "late.state").read_bytes() == direct.read_bytes()


def test_a_run_of_a_kept_ensemble_is_the_one_in_its_table(tmp_path):
    folder = simulate("baseline", runs=20, seed=5, replicates=2).save(tmp_path, charts=False)
    state = load_state(stop_run(folder, 6, 17).save(tmp_path / "x.state"))
    assert (state.seed, state.replicates) == (5, 2)
    track = state.until(180).so_far.state.ledger["track"]
    row = open_run(folder).runs.loc[17]
    assert track["deescalated_day"][0] == row["deescalated_day"]
    assert track["serious_day"][0] == row["serious_relapse_day"]


def test_another_version_of_the_model_is_refused(tmp_path, monkeypatch):
    path = stop_run("baseline", 6, 17).save(tmp_path / "x.state")
    monkeypatch.setattr(sources, "model_fingerprint", lambda: "fedcba9876543210")
    with pytest.raises(InputError, match="saved by another version of the model"):
        load_state(path)


def forged(state, path, **changes):
    """Write a state whose file proves itself but whose content is not a run's."""
    arrays = {**state.so_far.state._asdict(), "days": state.so_far.days, "draw": state.draw}
    fields = {"day": state.day, "run": 17, "seed": state.seed, "replicates": 4}
    arrays |= changes.pop("arrays", {})
    saved = saved_state.SavedState(
        **{**fields, "scenario": resolved_yaml(state.scenario), "arrays": arrays, **changes}
    )
    return saved_state.write_state(path, saved, sources.model_fingerprint())


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"arrays": {"posts": np.zeros(3)}}, "its array 'posts' is not that of a run"),
        ({"arrays": {"log": np.zeros(10_000)}}, "its array 'log' is not that of a run"),
        ({"day": 7}, "its array 'days' is not that of a run"),
        ({"run": 400}, "holds another draw than run 400 has here"),
        ({"seed": 1}, "holds another draw than run 17 has here"),
        ({"scenario": "name: x"}, "x.state: scenario.yaml"),
        ({"scenario": "[]"}, "is no scenario"),
    ],
)
def test_a_state_that_is_none_of_its_scenario_is_refused(tmp_path, changes, said):
    state = stop_run("baseline", 6, 17)
    with pytest.raises(InputError, match=said.replace("(", r"\(")):
        load_state(forged(state, tmp_path / "x.state", **changes))


def test_events_that_do_not_add_up_are_refused(tmp_path):
    state = stop_run("baseline", 90, 17)
    with pytest.raises(InputError, match="don't add up"):
        load_state(forged(state, tmp_path / "x.state", arrays={"log": state.so_far.events[:-1]}))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda state: state.until(5), "5 has passed: the run stands on the morning of day 6"),
        (lambda state: state.until(181), "days 6 to 180"),
        (lambda state: state.branch(day=3), "3 has passed"),
        (lambda state: state.branch(events=["{day: 5, kind: back_channel, open: true}"]), "lies"),
        (lambda state: state.branch(["claims.C02.credence=0.1"]), "a branch may change events"),
        (lambda state: state.until(180).branch(events=[MEDIATION]), "outside the horizon"),
        (lambda state: state.save("x.npz"), r"must end in \.state"),
        (lambda state: state.save("nowhere/x.state"), "its folder does not exist"),
        (lambda _: stop_run("baseline", 181, 17), "mornings of days 0 to 180"),
        (lambda _: stop_run("baseline", -1, 17), "mornings of days 0 to 180"),
        (lambda _: stop_run("baseline", 6, -1), "is not between 0 and 9,999,999"),
        (lambda _: load_state("nowhere.state"), "there is no such file"),
        (lambda _: branch("nowhere.state", 6), "is the state of one run"),
    ],
)
def test_what_cannot_be_is_said(call, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=said):
        call(stop_run("baseline", 6, 17))


def test_the_file_can_be_read_without_the_program(tmp_path):
    path = stop_run("baseline", 6, 17).save(tmp_path / "x.state")
    with np.load(path, allow_pickle=False) as arrays:
        assert arrays["days"]["day"].tolist() == [0, 1, 2, 3, 4, 5]
    with zipfile.ZipFile(path) as archive:
        assert json.loads(archive.read("about.json"))["day"] == 6
