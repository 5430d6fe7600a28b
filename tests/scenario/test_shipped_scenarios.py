"""The shipped scenarios hold together, with the evidence, the register, the border and the docs."""

import csv
import json
from pathlib import Path

import jsonschema
import pytest

from escalation.border import load_border
from escalation.scenario.claims import bearing_on, claim_rows, meaning_of, uninformative
from escalation.scenario.diff import diff
from escalation.scenario.library import shipped
from escalation.scenario.lines import parse, plain
from escalation.scenario.load import load_scenario
from escalation.scenario.reference import reference_page
from escalation.scenario.register import facts, parameters
from escalation.scenario.schema import json_schema
from escalation.scenario.sections import PROVINCES

WANTED = {
    "baseline", "pakistan_confirms", "pakistan_denies", "pakistan_retaliates",
    "qatar_turkiye_mediate", "back_channel_restored", "ttp_spoiler_surge", "as_kabul_tells_it",
    "as_islamabad_tells_it", "ordinary_incident",
}  # fmt: skip


def evidence(shared: Path, name: str) -> dict[str, dict[str, str]]:
    with (shared / "evidence" / name).open(encoding="utf-8", newline="") as stream:
        return {row["id"]: row for row in csv.DictReader(stream)}


def test_all_are_there_the_baseline_first():
    assert set(shipped()) >= WANTED
    assert next(iter(shipped())) == "baseline"


@pytest.mark.parametrize("name", shipped())
def test_each_loads_under_its_file_name_and_differs_from_the_baseline(name):
    scenario = load_scenario(shipped()[name])
    assert scenario.name == name
    assert scenario.summary
    assert bool(diff(load_scenario("baseline"), scenario)) == (name != "baseline")
    if name != "baseline":
        assert len(shipped()[name].read_text(encoding="utf-8").splitlines()) < 120


@pytest.mark.parametrize("name", shipped())
def test_each_keeps_to_the_schema(name):
    tree, _ = parse(shipped()[name].read_text(encoding="utf-8"), name)
    validator = jsonschema.Draft202012Validator(json_schema())
    assert [error.message for error in validator.iter_errors(plain(tree))] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"foo": 1},
        {"name": None},
        {"actors": {"ttp": {"bands": -1}}},
        {"actors": {"dyad": {"sectors": ["Kabul"]}}},
        {"parameters": {"audience_cots": 1}},
        {"parameters": {"audience_cost": {"normal": {"mean": 1}}}},
        {"events": [{"day": 1, "kind": "act"}]},
        {"claims": {"C01": {"credence": 2}}},
    ],
)
def test_the_schema_refuses(wrong):
    validator = jsonschema.Draft202012Validator(json_schema())
    assert validator.is_valid({"name": "x", "title": "X", "claims": {"C01": None}})
    assert not validator.is_valid({"name": "x", "title": "X", **wrong})


def test_the_baseline_makes_every_claim_of_the_report(shared):
    recorded, claims = evidence(shared, "claims.csv"), load_scenario("baseline").claims
    assert list(claims) == list(recorded)
    for name, row in recorded.items():
        assert claims[name].speaker == row["speaker"]
        if row["kind"] == "numeric":
            assert claims[name].kind == "numeric"
        if row["value"]:
            found = (claims[name].quantity, claims[name].value, claims[name].side)
            assert found == (row["quantity"], float(row["value"]), row["side"])
        assert claims[name].note, "a credence needs its reason"


def test_islamabad_makes_its_own_claims(shared):
    recorded = evidence(shared, "counter_claims.csv")
    claims = load_scenario("as_islamabad_tells_it").claims
    for name, row in recorded.items():
        found = (claims[name].quantity, claims[name].value, claims[name].side)
        assert found == (row["quantity"], float(row["value"]), row["side"])
        assert claims[name].status == row["status"]


def test_every_claim_informs_something_or_says_why_not():
    for name in shipped():
        scenario = load_scenario(name)
        assert all(scenario.claims[id_].why_not for id_ in uninformative(scenario))


def test_baseline_and_register_agree_on_what_rests_on_which_claim():
    baseline = load_scenario("baseline")
    for parameter in parameters().values():
        assert set(bearing_on(baseline, parameter.name)) == set(parameter.claims), parameter.name
        assert bool(parameter.claims) == (parameter.if_claimed is not None), parameter.name


def test_figures_inform_the_fact_of_their_quantity_and_side():
    for name in ("baseline", "as_islamabad_tells_it"):
        for id_, claim in load_scenario(name).claims.items():
            if claim.kind == "numeric":
                about = [
                    fact.name
                    for fact in facts().values()
                    if (fact.quantity, fact.side) == (claim.quantity, claim.side)
                ]
                assert list(claim.informs) == about, id_


def test_the_contradiction_is_one_fact_with_two_voices():
    claims = load_scenario("baseline").claims
    assert claims["C14"].informs == claims["C15"].informs == ("kabul_struck",)
    assert claims["C14"].contradicts == ("C15",)
    assert claims["C15"].contradicts == ("C14",)
    assert claims["C06"].informs == ("actors.dyad.sectors",)
    assert claims["C18"].informs == ("actors.pakistan_military.line",)


def test_the_ordinary_incident_starts_from_nothing():
    scenario = load_scenario("ordinary_incident")
    nothing = [fact for fact in facts() if fact != "reported_sectors_hold"]
    assert {scenario.parameters[name].central for name in nothing} == {0.0}
    assert scenario.claims == {}
    assert scenario.actors.dyad.sectors == ()


def test_provinces_are_those_of_the_border():
    assert tuple(dict.fromkeys(load_border().afghan_province)) == PROVINCES


def test_rows_of_claims_say_what_hangs_on_them():
    rows = {row.id: row for row in claim_rows(load_scenario("baseline"))}
    assert rows["C01"].figure == "25 posts captured"
    assert rows["C14"].contradicts == ("C15",)
    assert all(meaning_of(name) for name in rows["C19"].informs)
    assert meaning_of("actors.dyad.sectors") == ""


def test_generated_pages_are_current(root):
    page = (root / "docs/reference/parameters.md").read_text(encoding="utf-8")
    assert page == reference_page(), "renew: escalation parameters --markdown --out ..."
    schema = json.loads((root / "docs/scenario.schema.json").read_text(encoding="utf-8"))
    assert schema == json_schema(), "renew: escalation schema --out docs/scenario.schema.json"


def test_the_page_names_every_parameter_and_fact():
    page = reference_page()
    assert all(f"| `{name}` |" in page for name in (*parameters(), *facts()))


def test_the_example_of_the_how_to_is_valid(root, tmp_path):
    page = (root / "docs/how-to/write-a-scenario.md").read_text(encoding="utf-8")
    path = tmp_path / "my_case.yaml"
    path.write_text(page.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    assert load_scenario(path).events[0].day == 1


def test_the_folder_lists_every_scenario(root):
    page = (root / "scenarios/README.md").read_text(encoding="utf-8")
    assert [name for name in shipped() if f"]({name}.yaml)" not in page] == []
