"""After the game: what was decided and what it did, what was said and what was so, who knew."""

from __future__ import annotations

from typing import Any

from escalation.errors import InputError
from escalation.scenario.load import override, resolved_yaml
from escalation.web.play.playing import events_until, scenario_with
from escalation.web.play.room import Ending, Room
from escalation.web.play.scores import leaderboard


def game_name(room: Room) -> str:
    """Return what a game is called as a scenario, and its files without their ending."""
    return f"game_{room.code.lower()}"


def replayable(room: Room) -> str:
    """Return the whole game as a scenario file: `escalation watch FILE --run RUN` plays it again.

    Its seed is the room's, so that run ``room.run`` of it is the room's one world, to the bit;
    without the teams' events it is the room's scenario.
    """
    last = len(room.rounds) - 1
    played = last if last >= 0 and room.rounds[last].result is not None else last - 1
    scenario = scenario_with(room, events_until(room, played))
    settings = {
        "name": game_name(room),
        "title": f"{room.title}, as it was played"[:200],
        "ensemble.seed": room.seed,
    }
    return resolved_yaml(override(scenario, settings))


def final_of(room: Room) -> Ending:
    """Return how a game ended.

    Raises
    ------
    InputError
        If it is not closed.
    """
    if room.final is None:
        raise InputError.single("room", "has no debrief before it is closed")
    return room.final


def debrief(room: Room) -> dict[str, Any]:
    """Return all that a debrief shows, as plain JSON; which moments it hung on comes beside it.

    `escalation.studies.pivots.pivots` of the replayable scenario's run tells those.

    Raises
    ------
    InputError
        If the game is not closed.
    """
    final = final_of(room)
    rounds = [
        {
            "number": one.number,
            "first_day": one.first_day,
            "days": one.days,
            "odds_before": one.result.odds_before,
            "odds_decided": one.result.odds_decided,
            "odds_after": one.result.odds_after,
            "decisions": [part.model_dump(mode="json") for part in one.result.parts],
            "moves": {team: move.model_dump(mode="json") for team, move in one.moves.items()},
            "believed": {who: list(told) for who, told in one.result.reports.items()},
            "truth": list(one.result.truth),
            "standing": one.result.standing.model_dump(mode="json"),
            "forecasts": one.forecasts,
        }
        for one in room.rounds
        if one.result is not None
    ]
    return {
        "code": room.code,
        "title": room.title,
        "seed": room.seed,
        "run": room.run,
        "rounds": rounds,
        "final": final.model_dump(mode="json"),
        "leaderboard": leaderboard(room),
        "seats": [{"seat": s.id, "name": s.name, "team": s.team} for s in room.all_seats],
        "scenario": replayable(room),
    }
