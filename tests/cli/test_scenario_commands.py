"""The commands about scenarios, as a user runs them."""

import json
import subprocess
import sys

import pytest

from escalation.cli import main
from escalation.cli.main import COMMANDS

#: What we depend on, by the name it is imported by.
HEAVY = {
    *("IPython", "SALib", "distributed", "filelock", "matplotlib", "mesa", "networkx", "numba"),
    *("numpy", "pandas", "pyarrow", "pydantic", "rich", "scipy", "sklearn", "typer", "yaml"),
}


@pytest.fixture
def call(capsys, monkeypatch, tmp_path):
    """Run the command in an empty folder, in this process."""
    monkeypatch.chdir(tmp_path)

    def run(*args: str) -> tuple[int, str, str]:
        code = main(args)
        out, err = capsys.readouterr()
        return code, out, err

    return run


# --- the door ---------------------------------------------------------------------------------


def test_help_lists_every_command(call):
    code, out, err = call("--help")
    assert (code, err) == (0, "")
    assert all(f"\n  {name} " in out for name in COMMANDS)
    assert call("-h")[1] == out


def test_every_command_has_its_own_help(call):
    for name, (place, _) in COMMANDS.items():
        if place.startswith("escalation.cli.scenario_commands"):
            code, out, _ = call(name, "--help")
            assert code == 0
            assert out.startswith(f"Usage: escalation {name} ")


def test_version(call):
    import escalation

    assert call("--version") == (0, f"escalation {escalation.__version__}\n", "")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["validat", "x"], "did you mean 'validate'"),
        (["zzz"], "commands are"),
        (["--foo"], "No such option"),
        (["validate"], "Missing argument"),
        (["validate", "--jsn", "x"], "No such option"),
        (["new"], "Missing argument"),
    ],
)
def test_wrong_usage_is_two_and_on_stderr(call, args, said):
    code, out, err = call(*args)
    assert (code, out) == (2, "")
    assert said in err


def test_no_command_shows_the_help(call):
    code, out, err = call()
    assert code in (0, 2)
    assert "validate" in out + err


def test_errors_become_exit_codes(call, monkeypatch):
    from escalation.errors import PurposeError
    from escalation.scenario import schema

    def fail(error):
        def raise_it():
            raise error

        return raise_it

    monkeypatch.setattr(schema, "json_schema", fail(PurposeError("no luck")))
    assert call("schema") == (1, "", "error: no luck\n")
    monkeypatch.setattr(schema, "json_schema", fail(KeyboardInterrupt()))
    code, out, _ = call("schema")
    assert (code, out) == (130, "")
    monkeypatch.setattr(schema, "json_schema", fail(RuntimeError("a bug")))
    with pytest.raises(RuntimeError, match="a bug"):
        call("schema")


@pytest.mark.parametrize("command", [["claims"], ["parameters", "--markdown"], ["schema"]])
def test_a_reader_that_goes_away_is_no_trouble(root, command):
    done = subprocess.Popen(
        [sys.executable, "-m", "escalation", *command],
        cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert done.stdout
    assert done.stderr
    done.stdout.close()
    said = done.stderr.read()
    done.stderr.close()
    done.wait()
    assert said == b""


def test_a_terminal_without_utf8_gets_no_traceback(escalation, tmp_path):
    path = tmp_path / "t.yaml"
    path.write_text("extends: baseline\nname: t\ntitle: Türkiye\n", encoding="utf-8")
    done = escalation("claims", path, env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C"})
    assert (done.returncode, done.stderr) == (0, "")
    assert "rkiye" in done.stdout


@pytest.mark.parametrize(
    ("words", "needed", "most"),
    [
        (["--help"], {"typer"}, 160),
        (["validate", "scenarios/baseline.yaml"], {"typer", "pydantic", "yaml"}, 330),
    ],
    ids=["help", "validate"],
)
def test_doors_open_quickly(root, words, needed, most):
    """By what they import, not by a clock: of what we depend on, no more than they need."""
    code = (
        "import sys; before = len(sys.modules); from escalation.cli import main;"
        f"assert main({words}) == 0;"
        "print(len(sys.modules) - before, *sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    count, *modules = done.stdout.splitlines()[-1].split()
    assert HEAVY.intersection(modules) == needed
    assert ("escalation.cli.scenario_commands" in modules) == (words != ["--help"])
    assert int(count) < most, modules


# --- validate ---------------------------------------------------------------------------------


def test_validate_says_what_is_valid(call, root):
    files = [str(file) for file in sorted((root / "scenarios").glob("*.yaml"))]
    code, out, err = call("validate", *files)
    assert (code, err) == (0, "")
    assert out.count(": valid (") == len(files)


def test_validate_lists_every_problem_of_every_file(call, tmp_path):
    (tmp_path / "a.yaml").write_text("extends: baseline\nname: a\ntitl: A\nhorizon_days: 0\n")
    (tmp_path / "b.yaml").write_text("name: [\n")
    code, out, err = call("validate", "a.yaml", "b.yaml", "baseline")
    assert code == 2
    assert out == "baseline: valid (baseline)\n"
    assert "a.yaml:3: titl: is not known here; did you mean 'title'?" in err
    assert "a.yaml:4: horizon_days: must be at least 1, not 0" in err
    assert "b.yaml:1: " in err
    assert err.endswith("4 problems\n")


def test_validate_prints_one_json_document(call, tmp_path):
    (tmp_path / "a.yaml").write_text("extends: baseline\nname: a\n")
    code, out, _ = call("validate", "--json", "baseline", "a.yaml")
    document = json.loads(out)
    assert code == 2
    assert document["valid"] is False
    assert [entry["valid"] for entry in document["files"]] == [True, False]
    assert document["files"][1]["problems"][0]["where"] == "a.yaml:1"


def test_validate_takes_settings(call):
    assert call("validate", "baseline", "--set", "horizon_days=9")[0] == 0
    code, _, err = call("validate", "baseline", "--set", "horizon_days=soon")
    assert code == 2
    assert err.startswith("--set horizon_days=soon: horizon_days: must be a whole number")


# --- new --------------------------------------------------------------------------------------


def test_new_writes_a_scenario_that_is_valid_and_keeps_what_is_there(call, tmp_path):
    code, out, _ = call("new", "my_case")
    assert code == 0
    assert "my_case.yaml extends baseline" in out
    assert call("validate", "my_case.yaml")[0] == 0
    (tmp_path / "my_case.yaml").write_text("mine")
    code, _, err = call("new", "my_case")
    assert (code, "--force" in err) == (2, True)
    assert (tmp_path / "my_case.yaml").read_text() == "mine"
    assert call("new", "my_case", "--force")[0] == 0
    assert call("validate", "my_case.yaml")[0] == 0


def test_what_the_new_file_suggests_is_valid_too(call, tmp_path):
    call("new", "my_case")
    path = tmp_path / "my_case.yaml"
    lines = path.read_text().splitlines(keepends=True)
    body = [
        line[2:] if line.startswith(("#  ", "# claims:", "# parameters:", "# events:")) else line
        for line in lines
    ]
    path.write_text("".join(body))
    code, _, err = call("validate", "my_case.yaml")
    assert (code, err) == (0, "")
    assert "events:\n" in path.read_text()


def test_new_from_a_file_in_another_folder(call, tmp_path):
    (tmp_path / "sub").mkdir()
    call("new", "first")
    code, out, _ = call("new", "second", "--from", "first.yaml", "--out", "sub/s.yaml", "--json")
    assert code == 0
    assert json.loads(out) == {"path": "sub/s.yaml", "name": "second", "extends": "first.yaml"}
    assert "extends: ../first.yaml\n" in (tmp_path / "sub/s.yaml").read_text()
    assert call("validate", "sub/s.yaml")[0] == 0


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["Bad Name"], "small letter"),
        (["x", "--from", "baselin"], "did you mean 'baseline'"),
        (["x", "--out", "no/such/x.yaml"], "cannot be written"),
        (["x", "--out", "."], "is there already"),
        (["x" * 65], "small letter"),
    ],
)
def test_new_refuses(call, tmp_path, args, said):
    code, out, err = call("new", *args)
    assert (code, out) == (2, "")
    assert said in err
    assert list(tmp_path.iterdir()) == []


# --- claims, parameters, schema -----------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["", ".", "..", "a/b", "CON", "con", "nul", "com1", "A", "1", "\n"]
)
def test_new_writes_nothing_under_a_name_that_no_file_of_every_system_can_have(
    call, tmp_path, name
):
    code, out, err = call("new", "--", name)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_claims_show_a_table_and_json(call):
    code, out, _ = call("claims", "baseline", "--set", "claims.C01.credence=0.125")
    assert code == 0
    assert "25 claims" in out
    assert "0.12" in out
    document = json.loads(call("claims", "--json")[1])
    assert document["scenario"] == "baseline"
    assert document["claims"][18]["informs"] == ["ttp_sanctuary", "ttp_attribution"]
    assert "no claims" in call("claims", "ordinary_incident")[1]
    assert call("claims", "nowhere.yaml")[0] == 2


def test_parameters_say_where_a_number_comes_from(call):
    _, out, _ = call("parameters", "audience_cost")
    assert "Fearon 1994" in out
    assert "in draws where C24 holds" in out
    assert "prior" in call("parameters", "kabul_struck")[1]
    assert "148" in call("parameters")[1] or "escalation parameters NAME" in call("parameters")[1]
    found = json.loads(call("parameters", "grievance", "--json")[1])
    assert len(found) > 3
    assert {"name", "default", "basis", "source"} <= set(found[0])
    code, out, err = call("parameters", "audience_cots")
    assert (code, out) == (2, "")
    assert "did you mean 'audience_cost'" in err


def test_schema_is_printed_or_written(call, tmp_path):
    code, out, _ = call("schema")
    assert code == 0
    assert call("schema", "--json")[1] == out
    code, nothing, _ = call("schema", "--out", "s.json")
    assert (code, nothing) == (0, "")
    assert json.loads((tmp_path / "s.json").read_text()) == json.loads(out)
