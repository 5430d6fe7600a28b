"""What was kept comes out again to the bit; what a folder claims is checked before it is run."""

import json
import shutil
import threading

import pytest

from escalation import branch, compare, policies, simulate
from escalation.errors import InputError
from escalation.results.layout import MANIFEST
from escalation.results.reading import load
from escalation.sealing import sealed, sha256_of
from escalation.studies.reproduce import reproduce

EVENT = "{kind: mediation, mediators: [qatar]}"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return simulate("baseline", runs=42).save(tmp_path_factory.mktemp("run"), charts=False)


@pytest.fixture
def copy(run, tmp_path):
    return shutil.copytree(run, tmp_path / run.name)


def claim(folder, change):
    """Rewrite a manifest with a seal that holds, as anybody can."""
    told = json.loads((folder / MANIFEST).read_text())
    del told["sha256"]
    change(told)
    (folder / MANIFEST).write_text(sealed(json.dumps(told, indent=2) + "\n"))
    return load(folder)


def rewrite(folder, name, content):
    """Put another file in the place of one, and its hash into the manifest."""
    (folder / name).write_bytes(content)
    digest = sha256_of(folder / name)
    return claim(folder, lambda told: told["files"].update({name: digest}))


def test_a_run_comes_out_again_and_its_folder_is_not_touched(run):
    before = {path: path.stat().st_mtime_ns for path in (run, *run.rglob("*"))}
    found = reproduce(load(run))
    assert found.same, found.as_dict()
    assert (found.runs, found.why, found.changed) == (42, "", ())
    assert {table.name: table.rows for table in found.tables} == {
        "tables/runs.parquet": 42, "tables/days.parquet": 180, "tables/segments.parquet": 90,
        "tables/draws.parquet": 11, "headline.csv": 8,
    }  # fmt: skip
    assert {path: path.stat().st_mtime_ns for path in (run, *run.rglob("*"))} == before


def test_a_comparison_a_branch_and_a_ranking_come_out_again(tmp_path, run):
    made = [
        compare("baseline", "pakistan_retaliates", runs=40),
        branch(run, 6, events=[EVENT]),
        policies("baseline", levers=["hotline", "both_restraint"], runs=200, outcome="war"),
    ]
    for study in made:
        folder, _ = study.save(tmp_path, charts=False)
        found = reproduce(load(folder))
        assert found.same, found.as_dict()
        assert len(found.tables) == len(study.to_keep().tables) + len(study.to_keep().csvs)


def test_an_interrupted_run_comes_out_as_far_as_it_came(tmp_path):
    stop = threading.Event()

    def soon(moment):
        if moment.runs_done:
            stop.set()

    result = simulate("baseline", runs=200_000, threads=1, progress=soon, stop=stop)
    assert 0 < result.ensemble.n_runs < 200_000
    found = reproduce(load(result.save(tmp_path, charts=False)))
    assert found.same
    assert found.notes[0].startswith("It was interrupted: ")


def test_a_run_to_a_precision_comes_out_again(tmp_path):
    result = simulate("baseline", precision=0.1)
    assert reproduce(load(result.save(tmp_path, charts=False))).same


def test_another_table_is_told_with_the_row_and_without_an_excuse(copy):
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(copy / "tables" / "runs.parquet")
    frame = table.to_pandas()
    frame.loc[7, "war_day"] += 1
    other = pa.Table.from_pandas(frame, schema=table.schema, preserve_index=False)
    sink = pa.BufferOutputStream()
    pq.write_table(other, sink)
    found = reproduce(rewrite(copy, "tables/runs.parquet", sink.getvalue().to_pybytes()))
    assert not found.same
    (told,) = [table for table in found.tables if not table.same]
    assert told.name == "tables/runs.parquet"
    assert told.differences[0].startswith("war_day: 1 of 42 rows differ, the first is row 7 ")
    assert "the tables were changed after they were made" in found.why


def test_another_model_or_library_is_named_as_the_reason(copy):
    def older(told):
        told["model"] = "0" * 16
        told["versions"]["numpy"] = "1.0\x1b[2J"
        told["seed"] += 1

    found = reproduce(claim(copy, older))
    assert not found.same
    assert found.changed[0].what == "rules and data of the model"
    assert [one.then for one in found.changed if one.what == "numpy"] == ["1.0\\u001b[2J"]
    assert found.why.startswith("The model's rules or data are others")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda told: told["ensemble"].update(runs=10**12), "asks for 1,000,000,000,000 runs"),
        (lambda told: told["ensemble"].update(runs=2_000_000), "2,000,000 runs, and 1,000,000 are"),
        (lambda told: told["ensemble"].update(runs=10**400), "asks for that many runs"),
        (lambda told: told["ensemble"].update(runs=True), "gives no number of runs"),
        (lambda told: told["ensemble"].update(runs=-1), "asks for -1 runs"),
        (lambda told: told.update(ensemble=[]), "gives no number of runs"),
        (lambda told: told.update(seed="12; rm"), "its seed must be a whole number"),
        (lambda told: told.update(replicates=10**9), "asks for 1,000,000,000 replicates"),
        (lambda told: told.update(kind="../x"), "can't be run again"),
        (lambda told: told.update(kind="branch"), "holds no branch"),
        (lambda told: told.update(files={}), "holds no scenario"),
        (lambda told: told.update(files=[]), "is no manifest that this program writes"),
        (lambda told: told["files"].update({"../../x.yaml": "0"}), "is no manifest that"),
        (lambda told: told.pop("tables"), "is no manifest that this program writes"),
    ],
)
def test_what_no_run_may_ask_for_is_told_and_not_obeyed(copy, monkeypatch, change, why):
    monkeypatch.setattr("escalation.studies.run.simulate", lambda *_, **__: pytest.fail("it ran"))
    with pytest.raises(InputError, match=why):
        reproduce(claim(copy, change))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("extends: baseline\n", "extends"),
        ("!!python/object/apply:os.system ['touch /tmp/x']\n", "scenario.yaml:1"),
        ("name: x\ntitle: X\nhorizon_days: 1000000000\n", "horizon_days"),
        ("a: &a [x]\nb: [*a, *a]\n", "scenario.yaml"),
    ],
)
def test_a_scenario_that_no_run_may_have_is_refused_as_any_other(copy, text, why):
    with pytest.raises(InputError, match=why):
        reproduce(rewrite(copy, "scenario.yaml", text.encode()))


@pytest.mark.parametrize("wrong", [{"versions": {}}, {"command": 3}, {"seed": "x"}])
def test_a_manifest_that_says_too_little_of_its_origin_is_told(copy, wrong):
    kept = claim(copy, lambda told: (told.pop("made_by"), told.update(wrong)))
    with pytest.raises(InputError, match="is no manifest that this program writes"):
        _ = kept.stamp


def test_a_damaged_table_is_not_compared(copy):
    content = bytearray((copy / "tables" / "runs.parquet").read_bytes())
    content[len(content) // 2] ^= 1
    (copy / "tables" / "runs.parquet").write_bytes(content)
    with pytest.raises(InputError, match="it is not as it was written"):
        reproduce(load(copy))


def test_no_command_is_ever_run(copy, tmp_path):
    target = tmp_path / "ran"

    def evil(told):
        told["command"] = ["touch", str(target)]
        told["made_by"]["command"] = f"touch {target}"

    assert reproduce(claim(copy, evil)).same
    assert not target.exists()
