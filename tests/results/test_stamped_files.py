"""Every file of a run folder says whose it is, in the place that its format has, to any reader."""

import json
from dataclasses import replace
from xml.etree import ElementTree as ET

import pandas as pd
import pyarrow.parquet as pq
import pytest
from PIL import Image

from escalation import compare, load_scenario, run_sweep, simulate
from escalation.charts.saving import save
from escalation.results.keeping import keep, write
from escalation.results.reading import load
from escalation.results.tracing.whence import whence
from escalation.scenario.load import resolved_yaml
from escalation.stamp import Stamp, scenario_hash

DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
COMMAND = ["escalation", "run", "my file.yaml", "--runs", "40"]


@pytest.fixture(scope="module")
def result():
    return simulate("baseline", runs=40)


@pytest.fixture(scope="module")
def folder(result, tmp_path_factory):
    charts = {name: draw for name, draw in result.to_keep().charts().items() if name == "odds"}
    found = replace(result.to_keep(), charts=lambda: charts)
    return keep(found, tmp_path_factory.mktemp("runs"), command=COMMAND)


def said(file):
    """What a file says, by the plainest reader of its format."""
    if file.suffix == ".json":
        return Stamp.from_json(json.loads(file.read_text())["made_by"])
    if file.suffix == ".parquet":
        metadata = pq.read_schema(file).metadata
        return Stamp.from_mapping({key.decode(): text.decode() for key, text in metadata.items()})
    if file.suffix == ".csv":
        (text,) = set(pd.read_csv(file)["made_by"])
        return Stamp.from_text(text)
    if file.suffix == ".png":
        return Stamp.from_mapping(Image.open(file).text)
    if file.suffix == ".svg":
        (found,) = ET.parse(file).iter(f"{DUBLIN_CORE}identifier")
        return Stamp.from_text(found.text)
    return Stamp.from_text(file.read_text().splitlines()[0])


def test_every_file_says_the_same_and_all_of_it(result, folder):
    files = [file for file in folder.path.rglob("*") if file.is_file()]
    assert {file.suffix for file in files} == {
        ".json", ".parquet", ".csv", ".yaml", ".png", ".svg",
    }  # fmt: skip
    told = {file.name: said(file) for file in files}
    (stamp,) = set(told.values())
    assert stamp == load(folder.path).stamp
    assert (stamp.run_id, stamp.seed) == (result.run_id, str(result.seed))
    assert stamp.command == "escalation run 'my file.yaml' --runs 40"
    assert stamp.started == load(folder.path).manifest["started"]


def test_the_comment_changes_neither_scenario_nor_hash(result, folder):
    kept = load(folder.path)
    assert kept.scenario_path.read_text().startswith("# ")
    assert load_scenario(kept.scenario_path) == result.scenario
    assert kept.stamp.scenario_sha256 == scenario_hash([resolved_yaml(result.scenario)])


def test_a_folder_from_before_stamps_has_one_all_the_same(folder):
    kept = load(folder.path)
    del kept.manifest["made_by"]
    assert kept.stamp == load(folder.path).stamp


def test_a_comparison_has_one_hash_of_all_its_scenarios(tmp_path):
    found = compare("baseline", "pakistan_retaliates", runs=40)
    kept = load(found.save(tmp_path, charts=False)[0])
    texts = [resolved_yaml(arm.scenario) for arm in found.arms]
    assert kept.stamp.scenario_sha256 == scenario_hash(texts)
    assert kept.stamp == found.stamp
    assert len(kept.scenario_names) == 2
    del kept.__dict__["stamp"], kept.manifest["made_by"]
    assert kept.stamp == found.stamp
    assert {said(file) for file in kept.path.rglob("*") if file.is_file()} == {found.stamp}


def test_what_a_study_writes_says_which_run_and_which_command(tmp_path):
    found = simulate("baseline", runs=400).explain("war")
    written = write(found.to_keep(), tmp_path, command=["escalation", "explain"])
    assert {file.suffix for file in written} == {".json", ".csv", ".png", ".svg"}
    assert {said(file).command for file in written} == {"escalation explain"}
    assert {said(file).run_id for file in written} == {found.run_id}


def test_a_sweep_says_which_sweep_and_its_points_hold_no_command(tmp_path):
    vary = {"parameters.audience_cost": [0.1, 0.2]}
    sweep = {"sweep": "x", "scenario": "baseline", "runs": 8, "vary": vary, "keep_runs": True}
    found = run_sweep(sweep, tmp_path / "s", command=["escalation", "sweep"])
    made = ["results.csv", "results.parquet", "summary.json"]
    charts = [*(tmp_path / "s" / "charts").iterdir()]
    assert charts
    told = {said(file) for file in [*charts, *(tmp_path / "s" / name for name in made)]}
    assert told == {replace(found.plan.stamp, command="escalation sweep")}
    points = {
        said(file) for name in ("points", "runs") for file in (tmp_path / "s" / name).iterdir()
    }
    assert points == {found.plan.stamp}
    assert found.plan.stamp.run_id == found.summary["sweep_id"]
    assert said(tmp_path / "s" / "sweep.json") == found.plan.stamp
    assert said(tmp_path / "s" / "sweep.yaml") == found.plan.stamp
    first = said(tmp_path / "s" / "files.json")
    assert replace(first, started="") == replace(found.plan.stamp, command="escalation sweep")
    (packed,) = whence(tmp_path / "s" / "workbench.tar.gz").traces
    assert packed.stamp == replace(found.plan.stamp, command="escalation sweep")
    # Who goes on says nothing of when it was begun, and by which command.
    run_sweep(sweep, tmp_path / "s", charts=False, command=["escalation", "again"])
    assert said(tmp_path / "s" / "files.json") == first


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_the_same_chart_of_the_same_result_is_the_same_file(result, tmp_path, suffix):
    for name in ("one", "two"):
        save(result.plot_odds(), tmp_path / f"{name}.{suffix}", result.stamp)
    one, two = ((tmp_path / f"{name}.{suffix}").read_bytes() for name in ("one", "two"))
    assert one == two
    assert whence(tmp_path / f"one.{suffix}").traces[0].stamp == result.stamp
