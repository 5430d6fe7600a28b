"""The same baseline has the same odds, whichever command is asked."""

import json

import pandas as pd
import pytest

from escalation.cli.main import main

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


@pytest.fixture(scope="module")
def odds(tmp_path_factory):
    """Return the baseline's odds of each outcome that a lever's table shows, by command."""
    import contextlib
    import io

    root = tmp_path_factory.mktemp("runs")

    def asked(*words):
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            assert main([*map(str, words)]) == 0, words
        return json.loads(said.getvalue())

    kept = ("--no-charts", "--out", root)
    run = asked("run", "baseline", *HOW_MANY, *kept)
    lever = ("--lever", "hotline")
    tables = {
        "policies": asked("policies", "baseline", *HOW_MANY, *kept, *lever)["levers"],
        "policies by war": asked(
            "policies", "baseline", *HOW_MANY, *kept, *lever, "--outcome", "war"
        )["levers"],
        "value": asked("value", "baseline", *HOW_MANY, *lever)["levers"],
        "value of the run": asked("value", run["run_id"], "--in", root, *HOW_MANY, *lever)[
            "levers"
        ],
    }
    pairs = {
        "compare": asked("compare", "baseline", OTHER, *HOW_MANY, *kept)["differences"],
        "branch": asked(
            "branch", "baseline", "--day", 6, "--event", "{kind: back_channel, open: true}",
            *HOW_MANY, *kept,
        )["differences"],
    }  # fmt: skip
    shown = ("de_escalated_14d", "de_escalated_30d", "durable", "war")
    found = {"run": {name: run["odds"][name]["p"] for name in shown}}
    for command, rows in tables.items():
        (own,) = [row for row in rows if row["lever"] == "as_it_is"]
        found[command] = {name: own[name] for name in shown}
    for command, rows in pairs.items():
        found[command] = {row["outcome"]: row["base"] for row in rows if row["outcome"] in shown}
    found["explain"] = {
        name: asked("explain", run["run_id"], "--in", root, "--outcome", name, "--json")["odds"][
            "p"
        ]
        for name in shown
    }
    file = root / "alike.yaml"
    file.write_text(SWEEP, encoding="utf-8")
    asked("sweep", file, "--out", root / "alike", "--no-charts", "--quiet", "--json")
    points = pd.read_csv(root / "alike" / "results.csv")
    found["sweep"] = points[points["channel"] == "as it is"].iloc[0][list(shown)].to_dict()
    return found


@pytest.mark.parametrize("outcome", ["de_escalated_14d", "de_escalated_30d", "durable", "war"])
@pytest.mark.slow
def test_commands_say_one_number(odds, outcome):
    told = {command: found[outcome] for command, found in odds.items()}
    assert len(told) == 9
    assert 0 < told["run"] < 1
    assert set(told.values()) == {told["run"]}, told
