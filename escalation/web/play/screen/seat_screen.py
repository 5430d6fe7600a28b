"""The whole screen of a seat, but for the rounds that are played."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from escalation.analysis.odds.outcomes import TOLD
from escalation.naming import ENDED
from escalation.numbers import counted, signed
from escalation.telling.chronicle import date_of
from escalation.telling.situation import situation
from escalation.web.play.moves import TEAMS
from escalation.web.play.playing import check_room_scenario
from escalation.web.play.room import FACILITATOR, Ending, Room
from escalation.web.play.scores import leaderboard
from escalation.web.play.screen.facilitating import actions, injects, injects_told
from escalation.web.play.screen.move_form import move_form, move_told
from escalation.web.play.screen.past import FOR_YOU, standing_told, told_and_asked
from escalation.web.play.screen.refusals import LABELS
from escalation.web.play.screen.words import (
    PLUS_MINUS,
    WHO,
    outcome,
    round_told,
    share_told,
    who,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_PHASES: Final = {
    "lobby": "Waiting for everybody to join.",
    "deciding": "Teams decide. What they decide is sealed until the round is played.",
    "computing": "The model plays these days.",
    "shown": "The round is played: look at what came of it.",
    "begun": "Read what reached you of the night before; the first round comes next.",
    "closing": "The model plays on to the scenario's end.",
    "closed": "The game is over.",
}


#: From so many seats on, those that nobody is at can be freed together.
_SEVERAL: Final = 2
_AFTER_FREEING: Final = (
    "Whoever had it is told, and can join again. What was played stays. In the round that is "
    "decided, its forecast falls; its team's move is to be sealed again, and falls if nobody is "
    "left in the team."
)


def screen(
    room: Room,
    seat: str,
    seen: dict[str, Any],
    last: dict[str, Any] | None,
    odds: dict[str, Any] | None,
    *,
    waiting: str = "",
    trouble: str = "",
    pivots: Sequence[str] | None = None,
    backs: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return what a seat's page shows, as plain data in words.

    Parameters
    ----------
    seen, last
        What `escalation.web.play.views` gives this seat now, and of the last round that is played.
    odds
        What `odds_over_the_game` makes of all of these.
    waiting, trouble
        What a computation waits for, and why one failed.
    pivots
        Which moments the game hung on, once that is known.
    backs
        By seat, the code by which somebody comes back to it; for the facilitator alone.
    """
    team = seen["you"]["team"]
    facilitates = team == FACILITATOR
    return {
        "code": room.code,
        "title": room.title,
        "phase": room.phase,
        "at": room.at.model_dump(),
        "round": _round(room),
        "told": trouble or waiting or _now(room, facilitates=facilitates),
        "busy": room.phase in ("computing", "closing") and not trouble,
        "you": {**who(team), "name": seen["you"]["name"],
                "task": "" if room.phase == "closed" else WHO[team].task},
        "teams_title": "Who is here",
        "teams": _teams(room, facilitates=facilitates, backs=backs or {}),
        "free_away": _free_away(room) if facilitates else None,
        "standing": _standing(last) or _before(room),
        "leaks": [{**who("leak"), "text": text} for text in (seen["now"] or {}).get("leaks", ())],
        "move": _move(room, team),
        "forecast": _forecast(room, seen, facilitates=facilitates),
        "actions": actions(room, trouble) if facilitates else [],
        "injects": injects(room) if facilitates else None,
        "sealed_title": f"Decided so far{FOR_YOU}",
        "sealed_moves": _sealed_moves(room) if facilitates else [],
        "odds": odds,
        "rounds_title": "What happened so far",
        "ending": _ending(room, pivots, facilitates=facilitates),
    }  # fmt: skip


def listed_room(room: Room) -> dict[str, str]:
    """Return how the facilitator's door names a room, to tell it from others of its title."""
    if room.phase in ("lobby", "closed"):
        told = _PHASES[room.phase]
    else:
        told = f"Round {room.now.number} of {room.planned_rounds}."
    people = "1 person" if len(room.seats) == 1 else f"{len(room.seats)} people"
    return {"code": room.code, "title": room.title, "told": f"{told} {people}."}


def _round(room: Room) -> str:
    if not room.rounds:
        return f"{counted(room.planned_rounds, 'round')} of {counted(room.round_days, 'day')} each"
    now, scenario = room.now, check_room_scenario(room.scenario)
    return round_told(scenario, now.number, room.planned_rounds, now.first_day, now.days)


def _teams(room: Room, *, facilitates: bool, backs: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return who sits in each team, and whether it has sealed its move."""
    told = []
    deciding = room.phase == "deciding"
    asked = room if facilitates and deciding else None
    for team in TEAMS:
        people = [seat for seat in room.seats if seat.team == team]
        sealed = deciding and team in room.now.ready
        state = ""
        if deciding and people and team != "forecasters":
            state = "sealed" if sealed else "deciding"
        told.append(
            {
                **who(team),
                "people": [
                    _person(seat, facilitates=facilitates, back=backs.get(seat.id, ""))
                    | ({} if asked is None else {"forecast": _has_forecast(asked, seat.id)})
                    for seat in people
                ],
                "nobody": "nobody: left to the model's rules"
                if team in ("kabul", "islamabad")
                else "nobody",
                "state": state,
                "sealed": sealed,
            }
        )
    return told


def _has_forecast(room: Room, seat: str) -> dict[str, Any]:
    """Return whether somebody has forecast this round, for the facilitator; not what."""
    said, asked = len(room.now.forecasts.get(seat, {})), len(room.questions)
    if said == asked:
        return {"told": "has forecast", "done": True}
    return {"told": f"has forecast {said} of {asked}" if said else "no forecast yet", "done": False}


def _person(seat: Any, *, facilitates: bool, back: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": seat.name,
        "away": "" if seat.connected else "away",
    }
    if facilitates:
        told["reseat"] = {
            "base": {"say": "reseat", "seat": seat.id},
            "label": f"Team of {seat.name}",
            "options": [
                {
                    "value": team,
                    "label": WHO[team].label,
                    "ask": f"Put {seat.name} into the team {WHO[team].label}? It then sees what "
                    "that team was told and decided.",
                }
                for team in TEAMS
            ],
            "chosen": TEAMS.index(seat.team),
        }
        told["free"] = {
            "base": {"say": "free", "seats": [seat.id]},
            "label": "Free this seat",
            "title": f"Free this seat: {seat.name}",
            "ask": f"Free the seat of {seat.name}? {_AFTER_FREEING}",
        }
        told["back"] = {"label": "code", "title": f"Code of {seat.name} to come back", "code": back}
    return told


def _free_away(room: Room) -> dict[str, Any] | None:
    """Return how all seats are freed that nobody is at; None where it is no more than one."""
    away = [seat.id for seat in room.seats if not seat.connected]
    if len(away) < _SEVERAL:
        return None
    return {
        "base": {"say": "free", "seats": away},
        "label": f"Free the {len(away)} seats that nobody is at",
        "ask": f"Free {len(away)} seats? Phones that are asleep lose theirs. {_AFTER_FREEING}",
    }


def _before(room: Room) -> dict[str, Any]:
    """Return what the scenario says of the morning of day 0, while nothing has begun."""
    scenario = check_room_scenario(room.scenario)
    return {"title": "Where it begins", "lines": situation(scenario)}


def _standing(last: dict[str, Any] | None) -> dict[str, Any] | None:
    if last is None:
        return None
    return {"title": "How things stand", "lines": standing_told(last["standing"])}


def _move(room: Room, team: str) -> dict[str, Any] | None:
    if room.phase != "deciding" or room.paused or team == FACILITATOR:
        return None
    return move_form(room, team)  # type: ignore[arg-type]


def _sealed_moves(room: Room) -> list[dict[str, Any]]:
    """Return what the teams have decided so far, for the facilitator."""
    if room.phase != "deciding":
        return []
    told = [{**who(team), "lines": move_told(room, team)} for team in TEAMS if team in
            room.now.moves]  # fmt: skip
    put_in = injects_told(room)
    return [*told, {**who(FACILITATOR), "lines": put_in}] if put_in else told


def _forecast(room: Room, seen: dict[str, Any], *, facilitates: bool) -> dict[str, Any] | None:
    if room.phase != "deciding" or room.paused or facilitates:
        return None
    mine = seen["now"]["your_forecast"]
    scenario = check_room_scenario(room.scenario)
    ends = f"by {date_of(scenario, scenario.horizon_days - 1)}"
    return {
        "title": LABELS["chances"],
        "meaning": f"Say it before the round is played: chances {ends}, or by the day that is "
        "named. They are scored when the game ends.",
        "base": {"say": "forecast"},
        "into": "chances",
        "questions": [{**outcome(name), "value": mine.get(name)} for name in room.questions],
    }


def odds_over_the_game(room: Room, past: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """Return how the odds stood on each round's last morning, for the chart over the game."""
    shown = [one for one in past if "odds" in one]
    if not shown:
        return None
    scenario = check_room_scenario(room.scenario)
    mornings = [one["first_day"] + one["days"] for one in shown]
    return {
        "title": "The odds over the game",
        "subtitle": f"Shares of {counted(shown[-1]['odds']['futures'], 'future')} of the room's "
        "world from the morning after each round, if the states' own rules decide from there on. "
        f"{PLUS_MINUS}",
        "ticks": [{"day": day, "told": f"day {day}", "date": date_of(scenario, day)}
                  for day in mornings],
        "last": max(mornings[-1], (room.planned_rounds * room.round_days)),
        "rows": [
            {
                **outcome(name),
                "points": [one["odds"]["after"][name] for one in shown],
                "told": _after(shown[-1], name),
            }
            for name in TOLD
        ],
        "table": {
            "caption": "Odds from the morning after each round",
            "columns": ["Outcome", *(f"day {day}" for day in mornings)],
            "rows": [
                [outcome(name)["label"], *(_after(one, name) for one in shown)]
                for name in told_and_asked(room)
            ],
        },
    }  # fmt: skip


def _after(past: dict[str, Any], name: str) -> str:
    return share_told(past["odds"]["after"][name], past["odds"]["futures"])


def _now(room: Room, *, facilitates: bool) -> str:
    """Say what the room waits for."""
    if room.paused:
        more = "Nobody can decide until you go on." if facilitates else "The facilitator goes on."
        return f"The game is paused. {more}"
    begun = room.phase == "shown" and room.now.number == 0
    return _PHASES["begun" if begun else room.phase]


def _killed_told(final: Ending) -> str:
    """Say how many died, by whom: between the states, by armed groups, and of these."""
    in_afghanistan, in_pakistan = final.killed_by_groups
    return (
        f"Between the states {_people(final.killed)} killed, civilians included. Armed groups "
        f"killed {in_afghanistan:,} in Afghanistan and {in_pakistan:,} in Pakistan; of their own "
        f"fighters {_people(final.killed_of_groups)} killed."
    )


def _people(number: int) -> str:
    return "1 was" if number == 1 else f"{number:,} were"


def _ending(
    room: Room, pivots: Sequence[str] | None, *, facilitates: bool
) -> dict[str, Any] | None:
    """Return how it ended and who forecast how well, once the game is over."""
    if room.final is None:
        return None
    scenario = check_room_scenario(room.scenario)
    last = scenario.horizon_days - 1
    may_read = facilitates or room.revealed
    return {
        "title": "How it ended",
        "told": f"After the game the model played on to {date_of(scenario, last)} (day {last}): "
        f"the room's world {ENDED[room.final.end]}. {_killed_told(room.final)}",
        "pivots_title": "What it hung on",
        "pivots": [] if pivots is None or not may_read else list(pivots),
        "board_told": "The score is the mean squared miss (Brier): 0 is perfect, 0.25 is what "
        "always saying 50% gets, 1 is sure and wrong. Not everybody forecast the same: beside each "
        "score stands what the model's odds before these rounds get over the same forecasts. Ranks "
        "go by the difference, of which less is better.",
        "board": {
            "caption": "Forecasts, the best first",
            "columns": [
                "Rank", "Name", "Team", "Forecasts", "Score", "Model's score", "Difference",
            ],
            "rows": [
                [f"{row['rank']}", row["name"], WHO[row["team"]].label if row["team"] else "",
                 f"{row['forecasts']}", f"{row['score']:.3f}", f"{row['model_score']:.3f}",
                 signed(row["against_model"], 3)]
                for row in leaderboard(room)
            ],
        },
        "links": [
            {"href": f"/play/{room.code}/debrief", "label": "Open the debrief", "saves": False},
            {"href": f"/play/{room.code}/debrief.html", "label": "Save it as one file",
             "saves": True},
            {"href": f"/play/{room.code}/game.yaml", "label": "Save the game as a scenario",
             "saves": True},
        ] if may_read else [],
        "links_told": "" if may_read else "The facilitator opens the debrief by revealing the "
        "truth.",
    }  # fmt: skip
