"""The same baseline has the same odds, with the same intervals, whichever command is asked."""

import contextlib
import io
import json

import pandas as pd
import pytest

from escalation.analysis.odds.intervals import ENDS
from escalation.cli.main import main
from escalation.naming import OF_A_LEVER, OUTCOME_NAMES
from escalation.numbers import odds_over_draws
from escalation.report.contents.kinds import KINDS, meant
from escalation.results.reading import list_runs
from tests.report.contents.reading import table

HOW_MANY = ("--runs", "400", "--quiet", "--json")
SWEEP = """\
sweep: alike
scenario: baseline
runs: 400
vary:
  channel:
    options:
      as it is: {}
      opened: {events: [{day: 1, kind: back_channel, open: true}]}
"""
OTHER = "back_channel_restored"
#: The share of runs, and the ends of its intervals over draws and by Monte Carlo.
FIGURES = ("", *ENDS)


def asked(*words):
    """Return what a command prints as JSON."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        assert main([*map(str, words)]) == 0, words
    return json.loads(said.getvalue())


def of(row, name):
    """Return the five figures of a row that holds them under a name, and that name with ends."""
    return [row[f"{name}{end}"] for end in FIGURES]


def of_odds(odds):
    """Return the five figures of an outcome's odds in a summary."""
    return [odds["p"], *(odds[end.removeprefix("_")] for end in ENDS)]


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """Return the folder of run folders."""
    return tmp_path_factory.mktemp("runs")


@pytest.fixture(scope="module")
def odds(root):
    """Return the figures of the baseline's odds that a lever's table shows, by command."""
    kept = ("--no-charts", "--out", root)
    lever = ("--lever", "hotline")
    opened = "{kind: back_channel, open: true}"
    run = asked("run", "baseline", *HOW_MANY, *kept)
    other = asked("run", OTHER, *HOW_MANY, *kept)
    found = {"run": {name: of_odds(run["odds"][name]) for name in OF_A_LEVER}}
    tables = {
        "policies": asked("policies", "baseline", *HOW_MANY, *kept, *lever),
        "policies by war": asked(
            "policies", "baseline", *HOW_MANY, *kept, *lever, "--outcome", "war"
        ),
        "value": asked("value", "baseline", *HOW_MANY, *lever),
        "value of the run": asked("value", run["run_id"], "--in", root, *HOW_MANY, *lever),
    }
    for command, summary in tables.items():
        (own,) = [row for row in summary["levers"] if row["lever"] == "as_it_is"]
        found[command] = {name: of(own, name) for name in OF_A_LEVER}
    pairs = {
        "compare": asked("compare", "baseline", OTHER, *HOW_MANY, *kept),
        "compare with itself": asked("compare", "baseline", "baseline", *HOW_MANY, *kept),
        "branch": asked("branch", "baseline", "--day", 6, "--event", opened, *HOW_MANY, *kept),
        "branch of the run": asked(
            "branch", run["run_id"], "--in", root, "--day", 6, "--event", opened, *HOW_MANY, *kept
        ),
        "diff": {
            **asked("diff", run["run_id"], other["run_id"], "--in", root, "--json"),
            "arms": [],
        },
    }
    for command, summary in pairs.items():
        rows = {row["outcome"]: row for row in summary.get("differences") or summary["odds"]}
        found[command] = {name: of(rows[name], "base") for name in OF_A_LEVER}
        for arm in summary.get("arms", ())[:1]:
            found[f"{command}: its arm"] = {name: of_odds(arm["odds"][name]) for name in OF_A_LEVER}
    found["explain"] = {
        name: of_odds(
            asked("explain", run["run_id"], "--in", root, "--outcome", name, "--json")["odds"]
        )
        for name in OF_A_LEVER
    }
    file = root / "alike.yaml"
    file.write_text(SWEEP, encoding="utf-8")
    asked("sweep", file, "--out", root / "alike", "--no-charts", "--quiet", "--json")
    points = pd.read_parquet(root / "alike" / "results.parquet")
    row = points[points["channel"] == "as it is"].iloc[0]
    found["sweep"] = {name: of(row, name) for name in OF_A_LEVER}
    return found


@pytest.mark.parametrize("outcome", OF_A_LEVER)
@pytest.mark.slow
def test_commands_say_one_number_and_both_its_intervals(odds, outcome):
    told = pd.DataFrame(
        {command: found[outcome] for command, found in odds.items()}, index=["p", *ENDS]
    ).T
    assert len(told) == 16
    first = told.loc["run"]
    assert 0 < first["p"] < 1
    assert first["_between_draws_low"] < first["_low"] < first["p"]
    assert first["p"] < first["_high"] < first["_between_draws_high"]
    assert not told.isna().any(axis=None)
    assert (told == first).all(axis=None), told


def told_of_baseline(document, kind, outcome):
    """Yield the cells of a report that tell the baseline's odds of an outcome."""
    label = OUTCOME_NAMES[outcome].label
    if kind == "policies":
        place = 1 + OF_A_LEVER.index(outcome)
        for row in table(document, "levers-in-brief").rows:
            if row[0] == "as it is":
                yield row[place]
    elif kind == "sweep":  # of two points, one is lowest and one highest
        as_it_is = next(row for row in table(document, "points-table").rows if row[1] == "as it is")
        for row in table(document, "ranges-table").rows:
            if row[0] == label:
                yield next(row[place - 1] for place in (2, 5) if row[place] == as_it_is[0])
    else:
        names = {"run": ("odds-in-brief", "odds-beside-yardsticks")}.get(kind, ("arm-1-odds",))
        for name in names:
            yield from (row[1] for row in table(document, name).rows if row[0] == label)


@pytest.mark.slow
def test_reports_of_every_kind_write_that_number(odds, root):
    """Reports have their figures in words, by the functions of everything else."""
    told = {}
    for name in OF_A_LEVER:
        row = dict(zip(FIGURES, odds["run"][name], strict=True))
        told[name] = odds_over_draws({f"p{end}": figure for end, figure in row.items()}, "p")
    assert len(set(told.values())) == len(OF_A_LEVER)
    kinds_seen = set()
    for one in list_runs(root):
        if one.kind not in KINDS or one.scenario == OTHER:
            continue
        kinds_seen.add(one.kind)
        document = meant(one.path).document()
        for name, number in told.items():
            cells = list(told_of_baseline(document, one.kind, name))
            assert cells, (one.kind, name)
            assert all(number in cell for cell in cells), (one.kind, name, number, cells)
    assert kinds_seen == set(KINDS)
