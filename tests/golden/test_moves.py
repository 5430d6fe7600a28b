"""The changelog tells every move of the odds, with both values; the check can fail."""

import pytest

from tests.golden import held, moves
from tests.golden.moves import Move, broken_chains, new_moves, untold

FIRST = {"baseline": {"war": "12%", "durable": "26%"}, "surge": {"war": "<1%"}}
WAR = Move("baseline", "war", "12%", "15%")
BACK = Move("baseline", "war", "15%", "12%")
SURGE = Move("surge", "war", "<1%", "2%")


def golden_odds():
    """Return the printed odds of every golden file of a scenario."""
    return {
        one.name: moves.printed_odds(one.stored())
        for one in held.everything()
        if one.kind == "scenarios"
    }


# --- the record itself -----------------------------------------------------------------------


def test_the_golden_odds_are_where_the_moves_lead():
    assert broken_chains(moves.read_first(), moves.read_moves(), golden_odds()) == []


def test_the_changelog_tells_every_move():
    missing = untold(moves.read_moves(), moves.changelog_text(), moves.read_first())
    assert [f"- Odds of {move}." for move in missing] == []


# --- made-up ones -----------------------------------------------------------------------------


def test_a_chain_that_leads_there_is_whole():
    golden = {"baseline": {"war": "15%", "durable": "26%"}, "surge": {"war": "2%"}}
    assert broken_chains(FIRST, [WAR, SURGE], golden) == []


@pytest.mark.parametrize(
    ("recorded", "golden", "said"),
    [
        ([], {"baseline": {"war": "15%"}}, "lead to 12%"),
        ([WAR], {"baseline": {"war": "12%"}}, "lead to 15%"),
        ([BACK], {"baseline": {"war": "12%"}}, "it stood at 12%"),
        ([WAR, WAR], {"baseline": {"war": "15%"}}, "it stood at 15%"),
        ([Move("new", "war", "1%", "2%")], {}, "it stood at nothing"),
        ([], {"new": {"war": "3%"}}, "lead to nothing"),
        ([], {"baseline": {"new": "3%"}}, "lead to nothing"),
    ],
)
def test_a_broken_chain_is_said(recorded, golden, said):
    [line] = broken_chains(FIRST, recorded, golden)
    assert said in line


def test_a_new_move_goes_on_from_the_last():
    now = {"baseline": {"war": "16%", "durable": "26%"}, "fresh": {"war": "1%"}}
    assert new_moves(FIRST, [WAR], now) == [Move("baseline", "war", "15%", "16%")]


TOLD = """# Changelog

## [Unreleased]

### Changed

- Fear grows faster. Odds of `baseline`: `war` from
  12% to 15%; of `surge`: `war` from <1% to 2%.
"""


def test_moves_that_are_told():
    assert untold([WAR, SURGE], TOLD, FIRST) == []
    assert untold([], "", FIRST) == []


@pytest.mark.parametrize(
    "changelog",
    [
        "",
        TOLD.replace("12%", "13%"),
        TOLD.replace("15%", "16%"),
        TOLD.replace("15%", "15.5%"),
        TOLD.replace("from\n  12% to 15%", "at 15%"),
        TOLD.replace("`war` from\n", "`durable` from\n"),
        TOLD.replace("`baseline`", "the `baseline_of_old`"),
        TOLD.replace("`baseline`", "`surge`"),
        TOLD.replace("Odds of `baseline`: ", ""),
        TOLD.replace("Odds of `baseline`: ", "Odds of `baseline` move.\n- "),
        TOLD.replace("Odds of `baseline`: ", "`baseline` moves.\n\n"),
    ],
)
def test_moves_that_are_not_told(changelog):
    assert untold([WAR], changelog, FIRST) == [WAR]


def test_what_moved_twice_alike_is_told_twice():
    recorded = [WAR, BACK, WAR]
    once = "- `baseline`: war from 12% to 15%, war from 15% to 12%."
    assert untold(recorded, once, FIRST) == [WAR]
    assert untold(recorded, f"{once}\n- `baseline`: war from 12% to 15%.", FIRST) == []


def test_a_move_may_be_told_in_a_fragment(tmp_path, monkeypatch):
    (tmp_path / "README.md").write_text(TOLD, encoding="utf-8")  # explains, and tells nothing
    monkeypatch.setattr(moves, "FRAGMENTS", tmp_path)
    assert untold([WAR], moves.changelog_text(), FIRST) == [WAR]
    (tmp_path / "7.changed.md").write_text(f"- Odds of {WAR}.\n", encoding="utf-8")
    assert untold([WAR], moves.changelog_text(), FIRST) == []


def test_a_move_survives_its_file(tmp_path):
    path = tmp_path / "moves.csv"
    path.write_text(moves.moves_text([WAR, SURGE]), encoding="utf-8")
    assert moves.read_moves(path) == [WAR, SURGE]
