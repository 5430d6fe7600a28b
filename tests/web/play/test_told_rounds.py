"""What is told of played rounds is made once, and is another only when it has to be."""

import pytest

from escalation import vocabulary as words
from escalation.telling.chronicle import place_on
from escalation.vocabulary import EVENT_KINDS
from escalation.web.play import view
from escalation.web.play.playing import check_room_scenario
from escalation.web.play.screen import ToldRounds
from escalation.web.play.screen import told_rounds as module
from escalation.web.play.screen.past import told_round
from escalation.web.play.screen.seat_screen import odds_over_the_game
from tests.web.play.game import begun, computed, decided, resolved, say

SEATS = {"kabul": "seat-1", "press": "seat-4", "facilitator": "facilitator"}


@pytest.fixture
def made(monkeypatch):
    """Return the numbers of the rounds that are put into words, as that is done."""
    found = []

    def noted(room, past, team):
        found.append((past["number"], team))
        return told_round(room, past, team)

    monkeypatch.setattr(module, "told_round", noted)
    return found


def after(room, *words):
    for say_this in words:
        room = say(room, say_this, by="facilitator")[0]
    return room


@pytest.mark.parametrize("odds_shown", [True, False])
def test_what_is_kept_is_what_is_made_anew_in_every_state_of_a_game(odds_shown):
    kept = ToldRounds()
    room = begun(odds_shown=odds_shown)

    def holds(room):
        for team, seat in SEATS.items():
            rounds, odds = kept.of(room, team)
            fresh = view(room, seat)["rounds"]
            assert [one.seen for one in rounds] == fresh
            assert [one.told for one in rounds] == [told_round(room, one, team) for one in fresh]
            assert odds == odds_over_the_game(room, fresh)
        return room

    holds(room)
    room = holds(resolved(decided(room, "seat-1", kind="state", max_rung=1)))
    room = holds(after(room, "extend"))
    again = holds(after(room, "undo"))
    again = holds(resolved(decided(again, "seat-1", kind="state", max_rung=8)))
    room = holds(resolved(holds(after(again, "next"))))
    for end in (after(room, "reveal"), computed(after(room, "close"))):
        holds(end)
        holds(room)
    other = resolved(
        decided(after(after(room, "undo"), "undo"), "seat-1", kind="state", max_rung=5)
    )
    holds(
        resolved(after(other, "next"))
    )  # another game up to there, with rounds of the same numbers


def test_a_round_is_told_once_to_a_team_however_long_the_game_is(made):
    kept = ToldRounds()
    room = begun(rounds=6)
    for _ in range(3):
        room = resolved(room)
        kept.of(room, "press")
        room = after(room, "next")
        for ready in (True, False):
            room = say(room, "ready", by="seat-1", ready=ready)[0]
            rounds, odds = kept.of(room, "press")
            assert kept.of(room, "press") == (rounds, odds)
            assert kept.of(room, "press")[1] is odds
    assert made == [(number, "press") for number in range(4)]
    kept.of(after(room, "undo"), "press")
    assert len(made) == 4  # those before are told already
    kept.of(after(room, "extend"), "press")
    assert len(made) == 8  # each says how many rounds there are


def test_what_is_shown_as_zero_has_no_sign():
    room = resolved(decided(begun(), "seat-1", kind="state", max_rung=2))
    past = view(room, "facilitator")["rounds"][1]
    effect = past["odds"]["parts"][0]["effects"][0]
    for with_it, low, high, told, between in (
        (0.504, -0.004, 0.012, "0", "0 to +1"),
        (0.496, -0.012, 0.004, "0", "-1 to 0"),
        (0.54, 0.01, 0.07, "+4", "+1 to +7"),
    ):
        effect |= {"with_it": with_it, "without_it": 0.5, "low": low, "high": high}
        shown = told_round(room, past, "facilitator")["odds"]["shares"][0]["effects"][0]
        assert (shown["told"], shown["between"]) == (told, between)


def test_the_first_briefing_has_both_sides_claims_and_ones_own_first():
    room = begun()
    scenario = check_room_scenario(room.scenario)
    afghan = [one.claim for one in scenario.claims.values() if one.speaker == "afghan_taliban"]
    pakistani = [
        one.claim for one in scenario.claims.values() if one.speaker == "pakistan_military"
    ]

    def claims(seat):
        team = next((one.team for one in room.seats if one.id == seat), seat)
        told = told_round(room, view(room, seat)["rounds"][0], team)
        heads, *others = told["reports"]["days"]
        assert not any("claimed:" in line for line in heads["lines"])
        return {one["day"].partition(": ")[2]: one["lines"] for one in others}

    kabul, islamabad, press = (claims(seat) for seat in ("seat-1", "seat-2", "seat-4"))
    first, second, *rest = kabul
    assert (first, second) == (
        "The Afghan Taliban, your side", "Pakistan's military, the other side")  # fmt: skip
    assert list(islamabad)[:2] == [
        "Pakistan's military, your side", "The Afghan Taliban, the other side"]  # fmt: skip
    assert list(press)[:2] == ["The Afghan Taliban", "Pakistan's military"]
    assert [*islamabad.values()][1] == kabul[first] == press["The Afghan Taliban"]
    for lines, said in ((kabul[first], afghan), (kabul[second], pakistani)):
        assert all(line.startswith(one) for line, one in zip(lines, said, strict=True))
    assert {"Press", "Analyst"} <= set(rest)
    assert "Pakistani soldiers killed (58 killed)." in kabul[first]


def test_the_map_tells_fighting_from_attacks_and_from_posts_given_up():
    room = resolved(begun())
    past = view(room, "seat-1")["rounds"][1]
    kinds = [EVENT_KINDS[kind] for kind in (words.SHELLING, words.TTP_ATTACK, words.WITHDRAWAL)]
    past["incidents"] = [
        {"day": past["first_day"], "kind": kind, "segment": segment}
        for segment, kind in enumerate([*kinds, kinds[0]], start=10)
    ]
    past["incidents"].append({**past["incidents"][0], "kind": kinds[1]})
    day = told_round(room, past, "kabul")["map"][0]
    shown = dict(day["places"])  # the last stands, as on the map
    assert [shown[segment] for segment in (10, 11, 12)] == ["war", "relapsed", "quiet"]
    clashes, attacks, given_up = day["cells"]
    assert clashes == f"{place_on(10)}; {place_on(13)}"
    assert attacks.split("; ") == [place_on(11), place_on(10)]
    assert given_up == place_on(12)
