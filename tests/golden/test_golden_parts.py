"""The comparison itself: it sees what moved, says so readably, and lets rounding pass."""

import json

import numpy as np
import pandas as pd
import pytest

from tests.golden import __main__ as command
from tests.golden import held, moves
from tests.golden.digest import COLUMN_ROOM, digest, exact
from tests.golden.held import NOTHING, Held, as_text, differences
from tests.golden.measure import printed

WAS = {"odds": {"war": 0.12, "n": 400}, "words": ["a", "b"], "told": True, "none": None}


def moved(now, tolerance=1e-9):
    return [str(one) for one in differences(WAS, now, tolerance)]


def test_nothing_moves_against_itself():
    assert moved(json.loads(as_text(WAS))) == []


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("odds", {"war": 0.1200001, "n": 400}, "odds.war: 0.12 -> 0.1200001"),
        ("odds", {"war": 0.12, "n": 401}, "odds.n: 400 -> 401"),
        ("odds", {"war": 0.12}, f"odds.n: 400 -> {NOTHING}"),
        ("words", ["a", "c"], 'words[1]: "b" -> "c"'),
        ("words", ["a"], "words (entries): 2 -> 1"),
        ("told", 1, "told: true -> 1"),
        ("none", 0, "none: null -> 0"),
        ("more", 0, f"more: {NOTHING} -> 0"),
    ],
)
def test_a_move_is_named_with_both_values(key, value, said):
    assert moved({**WAS, key: value}) == [said]


def test_another_rounding_is_no_move():
    nearly = {**WAS, "odds": {"war": 0.12 * (1 + 1e-8), "n": 400}}
    assert moved(nearly, 1e-6) == []
    assert moved(nearly, 1e-9) != []


def test_of_a_long_sentence_the_part_that_differs_is_shown():
    long = "the same words again and again " * 20
    [one] = differences({"s": long + "until 12%"}, {"s": long + "until 13%"}, 0)
    assert "12%" in one.was
    assert "13%" in one.now
    assert len(str(one)) < 300


def test_one_bit_moves_the_values_and_a_name_the_fields():
    table = np.zeros(3, [("day", "i4"), ("trust", "f8")])
    other = table.copy()
    other["trust"][1] = np.nextafter(0.0, 1.0)
    assert exact(other)["fields"] == exact(table)["fields"]
    assert exact(other)["values"] != exact(table)["values"]
    frame = pd.DataFrame(table)
    assert exact(frame) == exact(table)
    renamed = exact(frame.rename(columns={"trust": "faith"}))
    assert renamed["values"] == exact(table)["values"]
    assert renamed["fields"] != exact(table)["fields"]


def test_text_in_a_table_counts():
    one, two = (exact(pd.DataFrame({"reason": ["", text]})) for text in ("a", "b"))
    assert one["values"] != two["values"]


@pytest.mark.parametrize("place", [0, 70, 199])
@pytest.mark.parametrize("make", [float, lambda i: f"word {i}"])
def test_an_entry_of_a_column_that_is_summed_up_still_counts(place, make):
    rows = [{"p": make(i)} for i in range(200)]
    was = digest({"table": rows})
    assert len(json.dumps(was)) < COLUMN_ROOM
    rows[place] = {"p": make(7_000)}
    assert list(differences(was, digest({"table": rows}), 1e-9))


def test_what_differs_between_machines_is_left_out():
    kept = digest({"path": "x", "p": 1, "rows": [{"run_id": "y", "n": 2}], "timings": {}})
    assert kept == {"p": 1, "rows": {"rows": 1, "n": [2]}}


@pytest.mark.parametrize(
    ("p", "said"),
    [(0, "0%"), (0.004, "<1%"), (0.124, "12%"), (0.984, "98%"), (0.996, ">99%"), (1, "100%")],
)
def test_odds_are_printed_in_whole_per_cent(p, said):
    assert printed(p) == said


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A house of one scenario, whose odds of war are what the test says."""
    figures = {"odds": {"war": {"p": 0.12, "printed": "12%"}}}
    one = Held("scenarios", "small", 1e-9)
    monkeypatch.setattr(held, "HERE", tmp_path)
    monkeypatch.setattr(moves, "MOVES", tmp_path / "moves.csv")
    monkeypatch.setattr(moves, "FIRST", tmp_path / "first_odds.json")
    monkeypatch.setattr(held, "everything", lambda: [one])
    monkeypatch.setattr(Held, "measure", lambda _: json.loads(json.dumps(figures)))
    moves.MOVES.write_text(moves.moves_text([]), encoding="utf-8")
    return figures["odds"]["war"]


def test_the_command_shows_then_renews_and_records_the_move(house, capsys):
    assert command.main([]) == 1
    assert command.main(["--renew"]) == 0
    assert command.main([]) == 0
    assert moves.read_first() == {"small": {"war": "12%"}}
    assert moves.read_moves() == []
    house.update(p=0.15, printed="15%")
    capsys.readouterr()
    assert command.main(["small"]) == 1
    assert 'odds.war.printed: "12%" -> "15%"' in capsys.readouterr().out
    assert moves.read_moves() == []
    assert command.main(["--renew"]) == 0
    assert "- Odds of `small`: `war` from 12% to 15%." in capsys.readouterr().out
    assert moves.read_moves() == [("small", "war", "12%", "15%")]
    assert moves.read_first() == {"small": {"war": "12%"}}
    assert command.main([]) == 0


def test_a_move_below_the_printed_precision_is_no_move_of_the_odds(house):
    command.main(["--renew"])
    house.update(p=0.1201)
    assert command.main([]) == 1
    assert command.main(["--renew"]) == 0
    assert moves.read_moves() == []


def test_a_file_that_belongs_to_nothing_is_said_and_removed(house, tmp_path):
    command.main(["--renew"])
    stray = tmp_path / "scenarios" / "gone.json"
    stray.write_text("{}", encoding="utf-8")
    assert command.main([]) == 1
    assert command.main(["--renew"]) == 0
    assert not stray.exists()
