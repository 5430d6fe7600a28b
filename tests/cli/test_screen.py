"""Tables and lines at the widths of terminals: no figure is cut, no line is too long."""

import io
import itertools
import re

import pytest
from rich.console import Console

from escalation.cli import odds_output, run_output
from escalation.cli.main import main
from escalation.cli.screen import Screen, plain_table
from escalation.cli.watch_command import _parts
from escalation.cli.words import WIDTH, Columns, shortened, wrapped
from escalation.telling import odds

CHANCE = {
    "p": 0.5432, "between_draws_low": 0.2112, "between_draws_high": 0.8671, "low": 0.5012,
    "high": 0.5871, "half_width": 0.0123, "word": "likely", "n": 9,
}  # fmt: skip


def summary():
    names = (*odds.LABELS, odds.AFTER_WAR)
    column = dict.fromkeys(names, CHANCE)
    keys = ("model", "reference_class", "markov_chain", "blend")
    killed = {
        name: {"whose": f"Killed by armed groups in {name}", "q50": 1481, "q05": 886, "q95": 2344}
        for name in odds.DEAD
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
    for figure in (
        ("54%", "21–87", "±1.2", "50–59") if make is odds_output.odds_table else ("1,481", "886")
    ):
        assert figure in text
    assert "…" in shown(make(summary()), 40, Console)  # what Rich by itself would do


def test_the_interval_over_draws_stands_first_and_monte_carlo_is_named():
    head, _, row, *_ = shown(odds_output.odds_table(summary()), 100).splitlines()
    row = row.removeprefix(odds.LABELS["de_escalated_14d"])
    assert row.split()[:4] == ["54%", "21–87", "±1.2", "54%"]
    assert head.index("95%") < head.index("Monte")
    assert "luck taken off" in next(odds.below_odds(_said(summary())))


def test_without_replicates_no_interval_over_draws_is_claimed():
    untold = CHANCE | {"between_draws_low": None, "between_draws_high": None}
    found = _said(summary()) | {"odds": dict.fromkeys(summary()["odds"], untold)}
    head, _, row, *_ = shown(odds_output.odds_table(found), 100).splitlines()
    row = row.removeprefix(odds.LABELS["de_escalated_14d"])
    assert row.split()[:2] == ["54%", "±1.2"]
    assert "95%" not in head
    assert "can't be told from these runs" in next(odds.below_odds(found))


def _said(found):
    return found | {"outcomes": {}}


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


@pytest.fixture
def terminal(monkeypatch):
    """Return a function that makes stdout a terminal of so many columns."""

    def of(width):
        monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
        monkeypatch.setenv("COLUMNS", str(width))

    return of


TABLE = Columns("  sign|<40", "yes|>5", "gain, points|>24", "|<")
ROWS = [
    ("  100 or more killed so far", "41%", "+12.5 (+3.5 to +21.5)", " *"),
    "which may be chance; about 16,000 more runs would show one of 5 points, as far as we can see",
    ("  talks are on", "", "-0.5 (-9.5 to +8.5)", ""),
]


def test_columns_are_a_table_where_they_fit():
    assert TABLE.lines(ROWS)[:2] == [
        "  sign                                    yes            gain, points",
        "  100 or more killed so far               41%   +12.5 (+3.5 to +21.5) *",
    ]
    assert len(TABLE.lines(ROWS)) == 4  # the note fits below its row
    assert len(TABLE.lines(ROWS)[2]) <= WIDTH


@pytest.mark.parametrize("width", [40, 60, 72])
def test_columns_are_told_row_by_row_where_they_do_not_fit(width, terminal):
    terminal(width)
    told = TABLE.lines(ROWS)
    assert max(map(len, told)) <= width
    stacked_rows = width < 71
    assert ("  gain, points: +12.5 (+3.5 to +21.5)" in told) == stacked_rows
    assert "  yes: " not in told  # what says nothing is left out
    words = " ".join(" ".join(told).split())
    for cell in itertools.chain.from_iterable(r if isinstance(r, tuple) else [r] for r in ROWS):
        assert cell.strip() in words


@pytest.mark.parametrize("width", [40, 80, 150])
def test_texts_are_as_wide_as_the_terminal(width, terminal):
    text = "word " * 100
    assert max(map(len, wrapped(text, "  "))) <= WIDTH
    terminal(width)
    lines = wrapped(text, "  ")
    assert width - 5 <= max(map(len, lines)) <= width
    assert len(shortened(text, "    ", 500)) <= width


def test_the_border_is_told_in_parts_where_it_has_no_room():
    strip = "▁x" * 45
    assert _parts(strip, 97) == [strip]
    parts = _parts(strip, 77)
    assert [len(part) for part in parts] == [45, 45]
    assert "".join(parts) == strip


NARROW = ("diff baseline pakistan_retaliates", "watch baseline --horizon 20",
          "watch baseline --events --horizon 8", "watch baseline --horizon 20 --live")  # fmt: skip


@pytest.mark.parametrize("words", NARROW)
def test_no_line_is_wider_than_80_columns(words, terminal, capsys, monkeypatch):
    monkeypatch.setattr("escalation.cli.watch_command.LIVE_SECONDS", 0)
    terminal(80)
    assert main(words.split()) == 0
    lines = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", capsys.readouterr().out).splitlines()
    assert len(lines) > 3
    assert max(map(len, lines)) <= 80
    if words.startswith("watch"):
        assert any(line.startswith("13 Oct (day 1)") for line in lines)


def test_scores_are_whole_on_a_narrow_terminal(terminal, capsys):
    terminal(80)
    assert main(["score", "--runs", "20", "-q"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    assert sum(line.strip().startswith("Brier: 0.") for line in lines) >= 6
