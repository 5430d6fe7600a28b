"""A whole game: three rounds, four teams; and the scenario that it is gives the same bits."""

import json

import numpy as np
import pytest

from escalation.mesa import BorderModel
from escalation.scenario.load import load_scenario
from escalation.studies.one_run import draw_of_run, engine_of
from escalation.web.debrief import debrief_page
from escalation.web.play import Room, debrief, leaderboard, replayable, view
from escalation.web.play.playing import bits_of
from tests.web.play.game import begun, computed, decided, resolved, say


@pytest.fixture(scope="module")
def played():
    room = begun()
    room = decided(
        room, "seat-1", kind="state", max_rung=3, line="deny", offers=[{"kind": "truce", "days": 9}]
    )
    room = decided(
        room, "seat-2", kind="state", operation={"rung": 5, "days": 2}, crossings="closed"
    )
    room = decided(
        room, "seat-3", kind="mediators", statement="We talk to both.",
        proposals=[{"kind": "mediation", "mediators": ["qatar"]}, {"kind": "channel"}],
    )  # fmt: skip
    room = decided(room, "seat-4", kind="press", article="<b>Fire</b> on the line")
    for seat, chance in (("seat-5", 0.9), ("seat-1", 0.2)):
        chances = {"war": chance, "de_escalated_14d": 1 - chance}
        room, _ = say(room, "forecast", by=seat, chances=chances)
    room = resolved(room)
    room, _ = say(room, "next", by="facilitator")
    accept = [{"offer": name, "accept": True} for name in ("r1-mediators-0", "r1-mediators-1")]
    room = decided(room, "seat-1", kind="state", answers=accept)
    accept += [{"offer": "r1-kabul-0", "accept": True}]
    room = decided(room, "seat-2", kind="state", max_rung=2, answers=accept)
    room, _ = say(
        room, "put_in", by="facilitator",
        inject={"kind": "attack", "actor": "ttp", "killed": 30, "on_day": 2},
    )  # fmt: skip
    room = resolved(room)
    room, _ = say(room, "next", by="facilitator", days=5)
    both = {"kind": "state", "offers": [{"kind": "agreement", "monitored": True}]}
    room = decided(decided(room, "seat-1", **both), "seat-2", **both)
    room, _ = say(room, "forecast", by="seat-5", chances={"war": 0.5})
    room = resolved(room)
    room, _ = say(room, "close", by="facilitator")
    return computed(room)


def test_the_scenario_of_a_game_gives_its_chronicle_to_the_bit(played, tmp_path):
    path = tmp_path / "game.yaml"
    path.write_text(replayable(played), encoding="utf-8")
    scenario = load_scenario(path)
    assert scenario.ensemble.seed == played.seed
    draw = draw_of_run(scenario, played.run, played.seed, scenario.ensemble.replicates)
    engine = engine_of(scenario)
    for one in played.rounds:
        again = engine.watch(draw, played.run, played.seed, one.next_day)
        assert bits_of(again) == one.result.bits
    whole = engine.watch(draw, played.run, played.seed)
    model = BorderModel(scenario, run=played.run)
    model.run_model()
    assert (model.events == whole.events).all()
    row = engine.run(draw, np.array([played.run]), played.seed).runs[0]
    final = played.final
    assert final.came_about["war"] == (row["war_day"] >= 0)
    days = whole.days
    assert final.killed == sum(
        days[f"killed_{side}_{who}"].sum() for side in ("afg", "pak")
        for who in ("state", "civilians")
    )  # fmt: skip
    by_groups = [days[f"killed_{side}_by_groups"].sum() for side in ("afg", "pak")]
    of_groups = days["killed_ttp"].sum() + days["killed_isis_k"].sum()
    assert list(final.killed_by_groups) == by_groups
    assert final.killed_of_groups == of_groups > 0
    told = debrief_page(played, None, alone=True)
    assert f"killed {by_groups[0]:,.0f} in Afghanistan and {by_groups[1]:,.0f} in Pakistan" in told
    assert f"of their own fighters {of_groups:,.0f} were killed" in told


def test_what_was_decided_is_in_it(played):
    text = replayable(played)
    events = load_scenario_events(text)
    kinds = {event["kind"] for event in events}
    assert {"restrain", "public_line", "act", "crossings", "mediation", "back_channel"} <= kinds
    truce, agreement = (event for event in events if event["kind"] == "ceasefire")
    assert (truce["day"], truce["days"]) == (3, 9)
    assert (agreement["day"], agreement["type"], agreement["monitored"]) == (6, "agreement", True)
    attack = next(event for event in events if event["kind"] == "attack")
    assert (attack["day"], attack["killed"]) == (4, 30)


def load_scenario_events(text):
    import yaml

    return yaml.safe_load(text)["events"]


def test_each_decision_has_its_share(played):
    first = played.rounds[1].result
    assert [part.id for part in first.parts] == [
        "r1-kabul-posture", "r1-kabul-line", "r1-islamabad-operation", "r1-islamabad-crossings",
    ]  # fmt: skip
    for part in first.parts:
        for effect in part.effects:
            assert effect.low <= effect.with_it - effect.without_it <= effect.high
            assert effect.with_it == first.odds_decided[effect.outcome]
    second = played.rounds[2].result
    assert {part.by for part in second.parts} == {"islamabad", "both", "facilitator"}
    assert second.odds_before == first.odds_after  # the same morning, nothing decided yet


def test_the_agreement_is_reached_and_all_hear_of_it(played):
    told = played.rounds[3].result.reports["public"]
    assert any("reached an agreement with monitors" in sentence for sentence in told)


def test_reports_are_not_truth(played):
    for one in played.rounds[1:]:
        for team, told in one.result.reports.items():
            text = " ".join(told)
            assert "in this run" not in text
            assert "Afghan and" not in text  # both sides' dead of a clash stand in the truth alone
            if team in ("public", "mediators"):
                assert "resolved to act" not in text
                assert "own dead" not in text
    assert any("(in this run: " in line for one in played.rounds for line in one.result.truth)
    mine, theirs = (
        " ".join(t for one in played.rounds for t in one.result.reports[team])
        for team in ("kabul", "islamabad")
    )
    assert "The Afghan Taliban resolved" not in theirs
    assert "Pakistan's military resolved" not in mine


def test_forecasts_are_scored_by_brier(played):
    rows = {row["name"]: row for row in leaderboard(played)}
    war = 1.0 if played.final.came_about["war"] else 0.0
    quiet = 1.0 if played.final.came_about["de_escalated_14d"] else 0.0
    misses = [(0.9 - war) ** 2, (0.1 - quiet) ** 2, (0.5 - war) ** 2]
    assert rows["Ebba"]["score"] == pytest.approx(sum(misses) / 3)
    assert rows["Ebba"]["forecasts"] == 3
    assert rows["the model's odds"]["forecasts"] == 6
    assert [row["rank"] for row in leaderboard(played)] == [1, 2, 3]


def test_a_room_goes_to_json_and_back(played):
    again = Room.model_validate_json(played.model_dump_json())
    assert again == played
    told = debrief(again)
    json.dumps(told, allow_nan=False)
    assert len(told["rounds"]) == 4
    assert told["rounds"][1]["moves"]["press"]["article"] == "<b>Fire</b> on the line"


def test_a_view_is_json_and_keeps_keys(played):
    for seat in ("facilitator", "seat-1", "seat-4"):
        text = json.dumps(view(played, seat), allow_nan=False)
        assert "key-of" not in text
        assert ("(in this run: " in text) == (seat == "facilitator")
    revealed, _ = say(played, "reveal", by="facilitator")
    assert "(in this run: " in json.dumps(view(revealed, "seat-4"))
