"""Extending, overriding, and writing a scenario out whole."""

import datetime as dt
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.errors import InputError
from escalation.scenario.diff import Change, diff
from escalation.scenario.distributions import Fixed, LogNormal, Uniform
from escalation.scenario.library import shipped
from escalation.scenario.load import load_scenario, override, resolved_yaml
from escalation.scenario.sections import Scenario

HEAD = "name: {0}\ntitle: {0}\n"


@pytest.fixture
def write(tmp_path):
    def write_(name: str, text: str):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEAD.format(path.stem) + text, encoding="utf-8")
        return path

    return write_


def problems(path, overrides=()) -> list[str]:
    with pytest.raises(InputError) as caught:
        load_scenario(path, overrides)
    return [str(problem) for problem in caught.value.problems]


# --- extends ----------------------------------------------------------------------------------


def test_a_child_merges_mappings_replaces_lists_and_deletes_by_null(write):
    write(
        "parent.yaml",
        "extends: baseline\nparameters: {audience_cost: 0.1, answer_lag: 1}\n"
        "events: [{day: 1, kind: back_channel, open: true}]\nhorizon_days: 90\n",
    )
    child = write(
        "child.yaml",
        "extends: parent.yaml\nclaims: {C01: {credence: 0.9}, C25: null}\n"
        "parameters: {audience_cost: {uniform: {low: 0, high: 1}}}\n"
        "events: []\nhorizon_days: null\n",
    )
    scenario, base = load_scenario(child), load_scenario("baseline")
    assert scenario.name == "child"
    assert scenario.claims["C01"].credence == 0.9
    assert scenario.claims["C01"].value == 25
    assert set(base.claims) - set(scenario.claims) == {"C25"}
    assert scenario.parameters == {"audience_cost": Uniform(0.0, 1.0), "answer_lag": Fixed(1.0)}
    assert scenario.events == ()
    assert scenario.horizon_days == 180
    assert scenario.actors == base.actors


def test_a_distribution_is_replaced_whole(write):
    write("p.yaml", "parameters: {audience_cost: {uniform: {low: 0, high: 1}}}\n")
    child = write(
        "c.yaml",
        "extends: p.yaml\nparameters: {audience_cost: {lognormal: {median: 1, sigma: 1}}}\n",
    )
    assert load_scenario(child).parameters == {"audience_cost": LogNormal(1.0, 1.0)}


def test_paths_are_told_from_the_file_that_extends(write, monkeypatch, tmp_path):
    write("deep/parent.yaml", "extends: ../top.yaml\nhorizon_days: 9\n")
    write("top.yaml", "as_of: 2025-01-02\n")
    child = write("other/child.yaml", "extends: ../deep/parent.yaml\n")
    monkeypatch.chdir(tmp_path.parent)
    scenario = load_scenario(child)
    assert (scenario.as_of, scenario.horizon_days) == (dt.date(2025, 1, 2), 9)


def test_names_are_not_handed_down(tmp_path):
    path = tmp_path / "child.yaml"
    path.write_text("extends: baseline\nname: child\n")
    assert problems(path) == [f"{path}:1: lacks title (Title, as charts carry it)"]


def test_circles_are_one_message(write):
    a, b = write("a.yaml", "extends: b.yaml\n"), write("b.yaml", "extends: a.yaml\n")
    (said,) = problems(a)
    assert said.startswith(f"{b}:3: extends: goes round in a circle: ")
    assert said.count("a.yaml") == 2
    (said,) = problems(write("self.yaml", "extends: self.yaml\n"))
    assert "circle" in said
    assert said.endswith("one of them must extend another scenario, or none")


def test_a_circle_through_a_link_is_seen(write, tmp_path):
    real = write("a.yaml", "extends: link.yaml\n")
    (tmp_path / "link.yaml").symlink_to(real)
    assert "circle" in problems(real)[0]


def test_a_long_chain_ends(write):
    for i in range(20):
        write(f"c{i}.yaml", f"extends: c{i + 1}.yaml\n")
    (said,) = problems(write("c.yaml", "extends: c0.yaml\n"))
    assert "more than 16 files" in said


def test_errors_name_the_file_in_which_the_key_stands(write):
    parent = write("parent.yaml", "actors:\n  ttp:\n    bands: 2000\n")
    child = write(
        "child.yaml", "extends: parent.yaml\nhorizon_days: 0\nactors: {isis_k: {cells: 1}}\n"
    )
    assert problems(child) == [
        f"{child}:4: horizon_days: must be at least 1, not 0",
        f"{parent}:5: actors.ttp.bands: must be at most 1000, not 2000",
    ]


def test_a_broken_parent_is_named(write, tmp_path):
    (tmp_path / "bad.yaml").write_text("a: [1\n")
    (said,) = problems(write("child.yaml", "extends: bad.yaml\n"))
    assert said.startswith(f"{tmp_path / 'bad.yaml'}:1: ")
    assert said.endswith(f"({tmp_path / 'child.yaml'}:3 extends this file)")


@pytest.fixture
def odd(tmp_path):
    """A folder of what can't be extended."""
    (tmp_path / "folder.yaml").mkdir()
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "device.yaml").symlink_to("/dev/zero")
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    (tmp_path / "gone.yaml").symlink_to("nowhere")
    (tmp_path / "latin.yaml").write_bytes(b"a: 1\nb: \xe9t\xe9\n")
    (tmp_path / "wide.yaml").write_bytes("a: 1".encode("utf-16"))
    (tmp_path / "huge.yaml").write_bytes(b"#" * ((1 << 20) + 1))
    (tmp_path / "empty.yaml").write_bytes(b"")
    (tmp_path / "list.yaml").write_bytes(b"[a, b]")
    return tmp_path


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("folder.yaml", "{at}/folder.yaml: is a folder; a file is due"),
        ("pipe.yaml", "{at}/pipe.yaml: is not a regular file; a file is due"),
        ("device.yaml", "{at}/device.yaml: is not a regular file; a file is due"),
        ("loop.yaml", "{at}/loop.yaml: can't be read: its links go round in a circle"),
        ("gone.yaml", "{at}/gone.yaml: is a link to a file that is not there"),
        ("latin.yaml", "{at}/latin.yaml:2: is not UTF-8 text: save it as UTF-8"),
        ("wide.yaml", "{at}/wide.yaml: is UTF-16: save it as UTF-8"),
        ("huge.yaml", "{at}/huge.yaml: is larger than 1 MiB"),
        ("empty.yaml", "{at}/empty.yaml: is empty"),
        ("list.yaml", "{at}/list.yaml: must be a mapping (key: value), not a list"),
        ("lst.yaml", "{at}/lst.yaml: there is no such file; did you mean 'list.yaml'?"),
        (
            "baseline.yaml",
            "{at}/baseline.yaml: there is no such file; did you mean 'baseline', the shipped one?",
        ),
        (
            "https://example.org/a.yaml",
            "https://example.org/a.yaml is an address, and nothing is read from one: save the file "
            "here, give its path",
        ),
        (
            "ftp://example.org/a",
            "ftp://example.org/a is an address, and nothing is read from one: save the file here, "
            "give its path",
        ),
    ],
)
def test_what_can_not_be_extended_is_told_at_the_line_that_extends(write, odd, named, said):
    child = write("child.yaml", f"extends: {named}\n")
    assert problems(child) == [f"{child}:3: extends: {said.format(at=odd)}"]


def test_a_link_of_a_long_chain_is_told_where_it_stands(write, odd):
    middle = write("middle.yaml", "horizon_days: 9\nextends: pipe.yaml\n")
    said = f"{middle}:4: extends: {odd / 'pipe.yaml'}: is not a regular file; a file is due"
    assert problems(write("child.yaml", "extends: middle.yaml\n")) == [said]


def test_an_address_is_told_as_it_was_typed():
    address = "https://example.org/a.yaml"
    assert problems(address)[0].startswith(f"{address}: is an address")
    assert problems("shipped.yaml")[0] == "shipped.yaml: there is no such file"
    assert "did you mean 'baseline', the shipped one?" in problems("baseline.yaml")[0]


def test_deleting_what_is_not_there_is_a_slip(write):
    (said,) = problems(write("c.yaml", "extends: baseline\nclaims:\n  C99: null\n"))
    assert "c.yaml:5: claims.C99" in said
    (said,) = problems(write("c.yaml", "extends: baseline\nparameters:\n  audience_cots: null\n"))
    assert "did you mean 'audience_cost'" in said


def test_deleting_what_others_need_is_told(write):
    (said,) = problems(write("c.yaml", "extends: baseline\nclaims: {C14: null}\n"))
    assert "scenarios/baseline.yaml:" in said
    assert "there is no claim 'C14'" in said


def test_a_pattern_is_said_of_what_is_no_text(tmp_path):
    path = tmp_path / "child.yaml"
    path.write_text("extends: baseline\nname: 1e3\ntitle: 1e3\n")
    assert problems(path) == [
        f"{path}:2: name: must begin with a small letter and hold small letters, digits, _ and - "
        "only, not 1000.0",
        f"{path}:3: title: must be text, not 1000.0: put it in quotes",
    ]
    path.write_text("extends: baseline\nname: a\ntitle: 1000\n")
    assert problems(path) == [f"{path}:3: title: must be text, not 1000: put it in quotes, '1000'"]


@pytest.mark.parametrize("step", ["\u0660", "\uff10", "\u0966", "0_0", "+0", "-0", " 0x0"])
def test_an_index_has_ordinary_digits(step):
    (said,) = problems("ttp_spoiler_surge", [f"events.{step}.day=3"])
    assert f"there is no item {step.strip()}: the list has 2, counted from 0" in said
    assert said.endswith("; write 0") == (len(step) == 1)
    assert load_scenario("ttp_spoiler_surge", ["events.00.day=3"]).events[0].day == 3


# --- overrides --------------------------------------------------------------------------------


def test_overrides_come_last():
    scenario = load_scenario(
        "pakistan_denies",
        [
            "parameters.audience_cost=0.4",
            "parameters.answer_lag={uniform: {low: 0, high: 1}}",
            "claims.C01.credence=0.2",
            "actors.pakistan_military.rung=5",
            "horizon_days=100",
            "horizon_days=90",
            "events.0.until_day=7",
            "ensemble.precision=0.01",
            "claims.C25=null",
            "title=a=b",
        ],
    )
    assert scenario.parameters == {"audience_cost": Fixed(0.4), "answer_lag": Uniform(0.0, 1.0)}
    assert scenario.claims["C01"].credence == 0.2
    assert scenario.actors.pakistan_military.rung == 5
    assert scenario.horizon_days == 90
    assert scenario.events[0].until_day == 7
    assert scenario.ensemble.precision == 0.01
    assert "C25" not in scenario.claims
    assert scenario.title == "a=b"
    assert load_scenario("pakistan_denies", ["events=[]"]).events == ()


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("horizon_days", "must look like path=value"),
        ("=3", "must look like path=value"),
        ("a..b=3", "must look like path=value"),
        ("horizon_days=", "is empty"),
        ("horizon_days=soon", "whole number"),
        ("horizn_days=3", "did you mean 'horizon_days'"),
        ("parameters.audience_cots=3", "did you mean 'audience_cost'"),
        ("events.3.day=1", "there is no item 3"),
        ("events.x.day=1", "there is no item x"),
        ("extends=baseline", "in a file only"),
        ("claims.C01.credence=[", "a bracket is not closed"),
        ("claims.C77.credence=1", "is no claim"),
        ("as_of=!!python/name:os.system", "tags"),
        ("title=\ud800", "no character"),
    ],
)
def test_a_wrong_override_is_named(setting, said):
    (problem, *_) = problems("pakistan_denies", [setting])
    assert problem.startswith("--set ")
    assert said in problem


def test_an_override_that_breaks_an_event_says_where():
    (said,) = problems("ttp_spoiler_surge", ["horizon_days=3"])
    assert "ttp_spoiler_surge.yaml:15: events[1].day: day 5 never comes" in said


def test_a_scenario_at_hand_is_overridden_too():
    scenario = Scenario(name="x", title="X")
    assert override(scenario, ["horizon_days=9"]).horizon_days == 9
    with pytest.raises(InputError, match="did you mean 'horizon_days'"):
        override(scenario, ["horizon_day=9"])


# --- writing out ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", shipped())
def test_the_resolved_file_gives_the_same_scenario(tmp_path, name):
    scenario = load_scenario(name, ["parameters.answer_lag=0.25"])
    path = tmp_path / "resolved.yaml"
    path.write_text(resolved_yaml(scenario), encoding="utf-8")
    assert load_scenario(path) == scenario
    assert resolved_yaml(load_scenario(path)) == resolved_yaml(scenario)


tricky = st.one_of(
    st.sampled_from(["no", "1e5", "1_000", "0x1F", "2025-10-12", "~", "null", ".nan", "a: b",
                     "# x", "- x", "007", "'", '"', "*a", "&a", "<<", "1:30", "true", "\n\nx\n",
                     "Türkiye", "x" * 300, "{", "@", "%", "\t", "?", "="]),
    st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\ufeff"),
            min_size=1, max_size=60),
).filter(lambda text: text.strip())  # fmt: skip


@given(summary=tricky, value=st.floats(0, 3), cost=st.floats(1e-6, 3, exclude_min=True))
def test_any_text_and_number_survives(tmp_path_factory, summary, value, cost):
    scenario = Scenario(
        name="x",
        title="X",
        summary=summary,
        parameters={"audience_cost": value, "hawk_taste": LogNormal(cost, cost)},
    )
    path = tmp_path_factory.getbasetemp() / "round.yaml"
    path.write_text(resolved_yaml(scenario), encoding="utf-8")
    assert load_scenario(path) == scenario


# --- differences ------------------------------------------------------------------------------


def test_a_scenario_does_not_differ_from_itself():
    assert diff(load_scenario("baseline"), load_scenario("baseline")) == []


def test_differences_are_told_path_by_path():
    changed = load_scenario(
        "baseline",
        ["horizon_days=90", "claims.C21=null", "parameters.audience_cost=0.4",
         "parameters.kabul_struck=1", "actors.dyad.sectors=[Khost]",
         "events=[{day: 2, kind: back_channel, open: true}]"],
    )  # fmt: skip
    found = {change.path: change for change in diff(load_scenario("baseline"), changed)}
    assert found["horizon_days"] == Change("horizon_days", 180, 90)
    assert found["parameters.audience_cost"].old == "lognormal, median 0.2, sigma 0.525"
    assert found["parameters.audience_cost"].new == "0.4"
    assert found["parameters.kabul_struck"] == Change(
        "parameters.kabul_struck", "inferred from the claims", "1"
    )
    assert found["claims.C21"].new is None
    assert "back channel" in found["claims.C21"].old
    assert found["actors.dyad.sectors"].new == ["Khost"]
    assert found["events[0]"].old is None
    assert len(found) == 6


@pytest.mark.parametrize("seed", [0, 1764126000000000000, 2**63 - 1])
def test_a_seed_of_any_length_allowed_is_taken_in_files_and_settings_and_read_back(write, seed):
    path = write("s.yaml", f"extends: baseline\nensemble: {{seed: {seed}}}\n")
    scenario = load_scenario(path)
    assert scenario.ensemble.seed == seed
    assert load_scenario("baseline", [f"ensemble.seed={seed}"]).ensemble.seed == seed
    again = write("again.yaml", resolved_yaml(scenario).split("\n", 2)[2])
    assert load_scenario(again).ensemble == scenario.ensemble


@pytest.mark.parametrize("seed", ["-1", "7.9", "true", "9223372036854775808", "'7'"])
def test_what_is_no_seed_is_refused_at_its_line(write, seed):
    path = write("s.yaml", f"extends: baseline\nensemble: {{seed: {seed}}}\n")
    (said,) = problems(path)
    assert said.startswith(f"{path}:4: ")
    assert "e+" not in said
    assert len(said.splitlines()) == 1
