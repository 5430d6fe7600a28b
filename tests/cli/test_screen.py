"""Tables at the widths of terminals: no figure is cut."""

import io

import pytest
from rich.console import Console

from escalation.cli import odds_output, run_output
from escalation.cli.main import main
from escalation.cli.screen import Screen, plain_table

CHANCE = {"p": 0.5432, "low": 0.5012, "high": 0.5871, "half_width": 0.01, "word": "likely", "n": 9}


def summary():
    names = (*odds_output.LABELS, odds_output.AFTER_WAR)
    column = dict.fromkeys(names, CHANCE)
    keys = ("model", "reference_class", "markov_chain", "blend")
    killed = {
        name: {"whose": f"Killed by armed groups in {name}", "q50": 1481, "q05": 886, "q95": 2344}
        for name in run_output.DEAD
    }
    return {
        "odds": column, "yardsticks": {"columns": dict.fromkeys(keys, column)},
        "horizon_days": 180, "killed": killed,
    }  # fmt: skip


def shown(table, width, kind=Screen):
    out = io.StringIO()
    kind(file=out, width=width, highlight=False).print(table)
    return out.getvalue()


@pytest.mark.parametrize("width", [100, 80, 60, 40])
@pytest.mark.parametrize("make", [odds_output.odds_table, run_output._deaths_table])
def test_no_table_cuts_a_figure(make, width):
    text = shown(make(summary()), width)
    assert "…" not in text
    assert max(map(len, text.splitlines())) <= width
    for figure in ("54.3%", "50.1–58.7") if make is odds_output.odds_table else ("1,481", "886"):
        assert figure in text
    assert "…" in shown(make(summary()), 40, Console)  # what Rich by itself would do


def test_a_table_that_is_too_wide_is_told_row_by_row():
    table = plain_table("what", "first", "second")
    table.add_row("  One", "1,234", "")
    table.add_row("Two", "5", "6")
    assert shown(table, 12) == "  One\n    first: \n1,234\nTwo\n  first: 5\n  second: 6\n"


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("words", [("claims", "baseline"), ("parameters",)])
def test_claims_and_parameters_are_whole_on_a_narrow_terminal(words, width, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", str(width))
    assert main(list(words)) == 0
    out = capsys.readouterr().out
    assert "…" not in out
    assert max(map(len, out.splitlines())) <= width
