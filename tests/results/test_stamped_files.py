"""Every file of a run folder says whose it is, in the place that its format has, to any reader."""

import json
from dataclasses import replace

import pandas as pd
import pyarrow.parquet as pq
import pytest

from escalation import compare, load_scenario, simulate
from escalation.results.keeping import keep, write
from escalation.results.reading import load
from escalation.scenario.load import resolved_yaml
from escalation.stamp import Stamp, scenario_hash

COMMAND = ["escalation", "run", "my file.yaml", "--runs", "40"]


@pytest.fixture(scope="module")
def result():
    return simulate("baseline", runs=40)


@pytest.fixture(scope="module")
def folder(result, tmp_path_factory):
    return keep(result.to_keep(), tmp_path_factory.mktemp("runs"), charts=False, command=COMMAND)


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
    return Stamp.from_text(file.read_text().splitlines()[0])


def test_every_file_says_the_same_and_all_of_it(result, folder):
    files = [file for file in folder.path.rglob("*") if file.is_file()]
    assert {file.suffix for file in files} == {".json", ".parquet", ".csv", ".yaml"}
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
    tables = replace(found.to_keep(), charts=dict)
    written = write(tables, tmp_path, command=["escalation", "explain"])
    assert {said(file).command for file in written} == {"escalation explain"}
    assert {said(file).run_id for file in written} == {found.run_id}
