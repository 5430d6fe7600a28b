"""The points of a sweep come out again from its folder alone, and a plan that lies is refused."""

import json
import shutil

import pytest

from escalation import run_sweep
from escalation.errors import InputError
from escalation.results.layout import SWEEP_FILES
from escalation.sealing import sealed, sha256_of
from escalation.sweep.folder import PLAN, verify
from escalation.sweep.reproduce import reproduce_sweep

SWEEP = {
    "sweep": "x", "scenario": ["baseline", "pakistan_retaliates"], "runs": 8,
    "set": {"horizon_days": 60},
    "vary": {
        "parameters.audience_cost": [0.1, 0.25],
        "what": {"options": {"nothing": {}, "talks": {"events": [{"kind": "mediation", "day": 3,
                                                                  "mediators": ["qatar"]}]}}},
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    place = tmp_path_factory.mktemp("sweep") / "s"
    run_sweep(SWEEP, place, charts=False)
    return place


@pytest.fixture
def claim(path, tmp_path):
    """Return a function that copies the folder and rewrites its plan, hashes and all."""

    def change(alter):
        folder = shutil.copytree(path, tmp_path / "s")
        told = json.loads((folder / PLAN).read_text())
        alter(told)
        (folder / PLAN).write_text(json.dumps(told, indent=1))
        files = json.loads((folder / SWEEP_FILES).read_text())["files"]
        files[PLAN] = sha256_of(folder / PLAN)
        (folder / SWEEP_FILES).write_text(sealed(json.dumps({"files": files}, indent=2) + "\n"))
        return folder

    return change


def test_every_point_comes_out_again(path):
    found = reproduce_sweep(path)
    assert found.same, found.as_dict()
    assert (found.runs, found.changed, found.notes) == (64, (), ())
    assert [table.rows for table in found.tables] == [8, 8]


def test_too_many_runs_are_told(path):
    with pytest.raises(InputError, match="asks for 64 runs, and 63 are the most"):
        reproduce_sweep(path, most_runs=63)


@pytest.mark.parametrize(
    ("alter", "why"),
    [
        (lambda told: told.update(runs=10**12), "is no plan that this program writes"),
        (lambda told: told.update(seed="x"), "is no plan that this program writes"),
        (lambda told: told.pop("axes"), "is no plan that this program writes"),
        (
            lambda told: told["axes"][1]["levels"].append({"value": 1, "set": []}),
            "holds no finished",
        ),
        (lambda told: told.update(more=1), "is no plan that this program writes"),
        (lambda told: told.update(format=9), "is of format 9"),
        (lambda told: told["scenarios"].update(baseline=["extends: baseline"]), "extends"),
        (lambda told: told.update(seed=1), "holds no finished point"),
    ],
)
def test_a_plan_that_no_sweep_has_is_refused(claim, alter, why):
    with pytest.raises(InputError, match=why):
        reproduce_sweep(claim(alter))


def test_a_table_that_was_changed_is_refused_by_its_hash(claim):
    folder = claim(lambda told: None)
    (folder / "results.csv").write_text("point\n1\n")
    with pytest.raises(InputError, match="is damaged: it is not as it was written"):
        reproduce_sweep(folder)


@pytest.mark.parametrize("axes", [None, 3, [3], [{"block": []}], [{"block": 0, "levels": 3}]])
def test_verify_tells_a_plan_that_lies_too(claim, axes):
    folder = claim(lambda told: told.update(axes=axes))
    for look in (verify, reproduce_sweep):
        with pytest.raises(InputError, match="is no plan that this program writes"):
            look(folder)


@pytest.mark.parametrize("files", [None, [], {"../../etc/passwd": "0"}, {"/etc/passwd": "0"}])
def test_a_list_of_files_that_leads_out_is_refused(path, tmp_path, files):
    folder = shutil.copytree(path, tmp_path / "s")
    (folder / SWEEP_FILES).write_text(sealed(json.dumps({"files": files}, indent=2) + "\n"))
    for look in (verify, reproduce_sweep):
        with pytest.raises(InputError, match="is no list of files that this program writes"):
            look(folder)
