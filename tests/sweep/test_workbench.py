"""The results file for the EMA Workbench: its format, and reading it back with the real thing."""

import json
import tarfile

import numpy as np
import pandas as pd
import pytest

from escalation.sweep.workbench import write_workbench


@pytest.fixture
def table():
    from escalation.sweep.columns import FIGURES

    frame = pd.DataFrame(
        {
            "point": range(5),
            "status": ["done", "done", "failed", "done", "done"],
            "reason": "",
            "parameters.audience_cost": [0.1, 0.2, 0.3, 0.4, 0.1 + 0.2],
            "Pakistan's line": ["silent", "denies", "silent", "denies", "vows"],
            "actors.dyad.monitored": [True, False, True, False, True],
            "horizon_days": [10, 20, 30, 40, 50],
        }
    )
    figures = {name: np.linspace(0, 1, 5) ** 2 for name in FIGURES}
    figures["war"] = np.array([0.1, np.nan, 0.3, 0.4, 1 / 3])
    figures["durable"] = np.full(5, np.nan)
    return frame.assign(**figures)


AXES = ["parameters.audience_cost", "Pakistan's line", "actors.dyad.monitored", "horizon_days"]


def test_the_archive_holds_what_the_format_asks_for(table, tmp_path):
    path = tmp_path / "workbench.tar.gz"
    assert write_workbench(table, AXES, path) == 4
    with tarfile.open(path, "r:gz") as archive:
        metadata = json.load(archive.extractfile("metadata.json"))
        experiments = pd.read_csv(archive.extractfile("experiments.csv"))
        assert set(metadata) == {"version", "outcomes", "experiments"}
        assert list(experiments) == list(metadata["experiments"])
        assert list(experiments)[-3:] == ["scenario", "policy", "model"]
        for kind, name, file in metadata["outcomes"]:
            assert kind == "ScalarOutcome"
            assert file == f"{name}.cls"
            assert len(archive.extractfile(file).read().splitlines()) == 4
        assert "durable" not in [name for _, name, _ in metadata["outcomes"]]


def test_the_workbench_reads_it_back(table, tmp_path):
    workbench = pytest.importorskip("ema_workbench")
    path = tmp_path / "workbench.tar.gz"
    write_workbench(table, AXES, path)
    experiments, outcomes = workbench.load_results(str(path))
    good = table.loc[table["status"] == "done"].reset_index(drop=True)
    assert experiments["parameters.audience_cost"].tolist() == good[AXES[0]].tolist()
    assert experiments["Pakistan's line"].astype(str).tolist() == good[AXES[1]].tolist()
    assert str(experiments["Pakistan's line"].dtype) == "category"
    assert experiments["horizon_days"].tolist() == [10, 20, 40, 50]
    np.testing.assert_array_equal(outcomes["war"], good["war"])
    np.testing.assert_array_equal(outcomes["relapsed"], good["relapsed"])
