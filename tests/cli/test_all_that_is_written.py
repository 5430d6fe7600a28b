"""Every file that a command writes says which run made it, or it is named here why not."""

import json
import re

import pytest

from escalation.cli.main import main
from escalation.results.tracing.whence import whence

SWEEP = """\
sweep: small
scenario: baseline
runs: 40
keep_runs: true
vary: {parameters.audience_cost: [0.1, 0.4]}
"""
EVENT = "{kind: back_channel, open: true}"

#: What is written, in order; RUN stands for the folder of the first. Each writes under its place.
COMMANDS = {
    "run": "run baseline --runs 400 --out PLACE --quiet",
    "sweep": "sweep small.yaml --out PLACE --quiet",
    "compare": "compare baseline pakistan_retaliates --runs 40 --out PLACE --quiet",
    "branch": f"branch baseline --day 6 --event '{EVENT}' --runs 40 --out PLACE --quiet",
    "state": "branch baseline --day 6 --run 3 --save-state PLACE/a.state",
    "policies": "policies baseline --lever hotline --runs 40 --out PLACE --quiet",
    "explain": "explain RUN --out PLACE --quiet",
    "value": "value baseline --runs 400 --out PLACE --quiet",
    "storylines": "storylines RUN --out PLACE --quiet",
    "pivots": "pivots baseline --run 3 --out PLACE --quiet",
    "workbook": "workbook RUN --out PLACE/a.xlsx",
    **{
        f"report {suffix}": f"report RUN --out PLACE/a.{suffix}"
        for suffix in ("html", "pdf", "docx", "pptx")
    },
    "border": "border --out PLACE/a.svg",
    "new": "new x --out PLACE/x.yaml",
}
#: Printed as JSON, which is what is kept of it.
PRINTED = {
    "run": "run baseline --runs 40 --no-charts --out PLACE --json",
    "compare": "compare baseline pakistan_retaliates --runs 40 --out PLACE --json",
    "branch": f"branch baseline --day 6 --event '{EVENT}' --runs 40 --out PLACE --json",
    "policies": "policies baseline --lever hotline --runs 40 --out PLACE --json",
    "explain": "explain RUN --json",
    "storylines": "storylines RUN --json",
    "pivots": "pivots baseline --run 3 --json",
    "watch": "watch baseline --run 3 --json",
}
#: Files that say nothing of a run, by what their path ends in, and why.
OF_NO_RUN = {
    "sweep/.lock": "held by the process that computes, and empty",
    "border/a.svg": "the map of the border: no scenario and no run is in it",
    "new/x.yaml": "a scenario to be written, of which nothing was run",
}
#: What a stamp lacks that is told, and why.
LACKS = {
    r"sweep/(points|runs)/.*\.parquet": ("command", "the same bytes in every sitting"),
    r"sweep/sweep\.(json|yaml)": ("command", "the same bytes in every sitting; files.json has it"),
    r"(pivots|value|watch)[^/]*(/.*)?": ("run_id", "asked of a scenario: no run is kept"),
    r"state/a\.state": ("run_id command", "belongs to a scenario and a seed, to no run"),
}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Return the folder in which every command has written into a place of its own."""
    import contextlib
    import io
    import shlex

    root = tmp_path_factory.mktemp("written")
    (root / "small.yaml").write_text(SWEEP, encoding="utf-8")
    kept = ""
    with pytest.MonkeyPatch.context() as patch, contextlib.chdir(root):
        for said in (COMMANDS, PRINTED):
            for name, line in said.items():
                place = root / ("printed" if said is PRINTED else ".") / name.replace(" ", "-")
                place.mkdir(parents=True)
                words = shlex.split(line.replace("RUN", kept).replace("PLACE", str(place)))
                patch.setattr("sys.argv", ["escalation", *words])
                with contextlib.redirect_stdout(io.StringIO()) as out:
                    assert main(words) == 0, line
                if said is PRINTED:
                    for folder in place.iterdir():
                        folder.rename(root / f"{name}-again")
                    (place.parent / f"{name}.json").write_text(out.getvalue(), encoding="utf-8")
                    place.rmdir()
                kept = kept or str(next(place.iterdir()))
    return root


@pytest.mark.slow
def test_every_file_says_where_it_comes_from_or_is_named_here(written):
    silent, lacking = set(), {}
    for file in sorted(written.rglob("*")):
        name = file.relative_to(written).as_posix()
        if not file.is_file() or name == "small.yaml":
            continue
        stamps = [trace.stamp for trace in whence(file).traces if trace.stamp is not None]
        if not stamps:
            silent.add(name)
            continue
        found = stamps[0].as_json()
        found.pop("started")
        if lacks := [key for key, text in found.items() if not text]:
            lacking[name.removeprefix("printed/")] = " ".join(lacks)
    assert silent == set(OF_NO_RUN)
    for name, lacks in lacking.items():
        (why,) = [due for pattern, (due, _) in LACKS.items() if re.fullmatch(pattern, name)] or [""]
        assert lacks == why, name


@pytest.mark.slow
def test_what_is_printed_says_the_command_that_printed_it(written):
    for name in PRINTED:
        made = json.loads((written / "printed" / f"{name}.json").read_text())["made_by"]
        assert made["command"].startswith(f"escalation {name} ")
        assert made["command"].endswith("--json")
        assert len(made["scenario_sha256"]) == 64
