"""What a seat sees of a room: the room's own, its team's, and nothing of another team's.

A view is plain JSON. Moves are sealed until their round is played; reports stay a team's own; keys
by which people come back are told to nobody.
"""

from __future__ import annotations

from typing import Any

from escalation.errors import InputError
from escalation.web.play.decisions import offer_words, open_offers
from escalation.web.play.moves import MediatorsMove, PressMove
from escalation.web.play.reports import PUBLIC
from escalation.web.play.room import FACILITATOR, Result, Room, Round
from escalation.web.play.scores import leaderboard


def view(room: Room, seat_id: str) -> dict[str, Any]:
    """Return what a seat, or the facilitator, may see.

    Raises
    ------
    InputError
        If there is no such seat.
    """
    seen = view_now(room, seat_id)
    team = seen["you"]["team"]
    rounds = [view_round(room, one, team) for one in room.rounds if one.result is not None]
    return {**seen, "rounds": rounds}


def view_now(room: Room, seat_id: str) -> dict[str, Any]:
    """Return what a seat, or the facilitator, may see, but for the rounds that are played.

    Raises
    ------
    InputError
        If there is no such seat.
    """
    seat = room.seat(seat_id)
    if seat is None and seat_id != FACILITATOR:
        raise InputError.single("seat", f"there is no seat {seat_id!r} in this room")
    team = FACILITATOR if seat is None else seat.team
    begun = bool(room.rounds)
    return {
        "code": room.code,
        "title": room.title,
        "phase": room.phase,
        "paused": room.paused,
        "revealed": room.revealed,
        "planned_rounds": room.planned_rounds,
        "questions": list(room.questions),
        "mediators": list(room.mediators),
        "you": {"seat": seat_id, "team": team, "name": "" if seat is None else seat.name},
        "seats": [
            {"seat": one.id, "name": one.name, "team": one.team, "connected": one.connected}
            for one in room.seats
        ],
        "now": _now(room, team, seat_id) if begun else None,
        "final": None if room.final is None else room.final.model_dump(mode="json"),
        "leaderboard": leaderboard(room),
    }


def _now(room: Room, team: str, seat_id: str) -> dict[str, Any]:
    """Return the round that is being decided, or was last."""
    this = room.now
    mine = this.moves.get(team)  # type: ignore[call-overload]
    return {
        "number": this.number,
        "first_day": this.first_day,
        "days": this.days,
        "ready": list(this.ready),
        "your_move": None if mine is None else mine.model_dump(mode="json"),
        "your_forecast": this.forecasts.get(seat_id, {}),
        "open_offers": [
            {"id": made.id, "by": made.by, "told": offer_words(made.offer)}
            for made in open_offers(room, this.number)
            if team in (*made.to, made.by, FACILITATOR)
        ],
        "leaks": [inject.text for inject in this.injects if inject.kind == "leak"],
    }


def may_see_odds(room: Room, team: str) -> bool:
    """Return whether a team, or the facilitator, sees the odds of what is played."""
    return room.odds_shown or room.final is not None or team == FACILITATOR


def may_see_truth(room: Room, team: str) -> bool:
    """Return whether a team, or the facilitator, sees what happened."""
    return room.revealed or team == FACILITATOR


def view_round(room: Room, one: Round, team: str) -> dict[str, Any]:
    """Return a round that is played, with the reports that a team got of it.

    It is another only once the round is, or what `may_see_odds` and `may_see_truth` say.
    """
    assert one.result is not None
    result: Result = one.result
    told = result.reports.get(team, result.reports[PUBLIC])
    shown: dict[str, Any] = {
        "number": one.number,
        "first_day": one.first_day,
        "days": one.days,
        "standing": _standing(result, team),
        "reports": list(told),
        "public": list(result.reports[PUBLIC]),
        "incidents": [incident.model_dump(mode="json") for incident in result.incidents],
        "said": _said(one),
        "decided": [{"by": part.by, "told": part.told} for part in result.parts],
    }
    if may_see_odds(room, team):
        shown["odds"] = {
            "before": result.odds_before,
            "decided": result.odds_decided,
            "after": result.odds_after,
            "futures": result.futures,
            "parts": [part.model_dump(mode="json") for part in result.parts],
        }
    if may_see_truth(room, team):
        shown["truth"] = list(result.truth)
    return shown


def _standing(result: Result, team: str) -> dict[str, Any]:
    """Return how things stand; of the back channel only those who may know."""
    told = result.standing.model_dump(mode="json")
    if team in ("press", "forecasters"):
        del told["channel_open"]
    return told


def _said(one: Round) -> list[dict[str, str]]:
    """Return what teams said in public, inert text."""
    found = [{"by": "leak", "text": i.text} for i in one.injects if i.kind == "leak"]
    for team, move in one.moves.items():
        if isinstance(move, PressMove):
            found.append({"by": team, "text": move.article})
        elif isinstance(move, MediatorsMove) and move.statement:
            found.append({"by": team, "text": move.statement})
    return found
