"""The game as a state machine: a room and a message make the next room, or an error says why not.

    lobby -> computing -> shown -> deciding -> computing -> shown -> ... -> closing -> closed

`step` is pure: no clock, no luck, no files. Playing a round takes seconds, so it is asked for by
the effect `Compute`; its result comes back as `Played` or `Finished`. One that comes late, after a
round was undone, is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Literal

from escalation.analysis.odds.outcomes import OUTCOMES
from escalation.ensemble.plan import run_number
from escalation.errors import InputError, suggest
from escalation.luck.seeds import checked_seed
from escalation.numbers import counted
from escalation.web.play import messages as m
from escalation.web.play import seats
from escalation.web.play.decisions import open_offers
from escalation.web.play.moves import MOVES, StateMove, Told
from escalation.web.play.playing import check_room_scenario, mediators_of, play_problem
from escalation.web.play.room import (
    FACILITATOR,
    MOST_INJECTS,
    MOST_ROUNDS,
    QUESTIONS,
    At,
    Room,
    Round,
)
from escalation.web.play.seats import Seated, refused, team_seat


class Compute(Told):
    """What the server is to compute next: `escalation.web.play.play`, or ``finish`` at the end."""

    what: Literal["play", "finish"]
    round: int


Effect = Seated | Compute
Stepped = tuple[Room, tuple[Effect, ...]]

#: What only the facilitator may say.
_FACILITATORS: Final = (
    m.Reseat, m.Free, m.Start, m.PutIn, m.Pause, m.Resolve, m.Next, m.Undo, m.Extend, m.Reveal,
    m.Close,
)  # fmt: skip


def open_room(
    code: str,
    title: str,
    scenario: str,
    *,
    seed: int,
    run: int = 0,
    round_days: int = 3,
    rounds: int = 5,
    questions: tuple[str, ...] = QUESTIONS,
    odds_shown: bool = True,
) -> Room:
    """Return a room in its lobby.

    Parameters
    ----------
    code
        By which teams find it; the server's to choose.
    scenario
        The whole scenario as YAML; see `escalation.scenario.load.resolved_yaml`.
    seed, run
        Which run of the scenario's ensemble is the room's one world.
    round_days, rounds
        Days of a round, and how many rounds there are to be.
    questions
        What everybody forecasts: names of outcomes.

    Raises
    ------
    InputError
        If the scenario has mistakes or is too short, or a number is wrong.
    pydantic.ValidationError
        If a field is none of its kind.
    """
    loaded = check_room_scenario(scenario)
    for name in questions:
        if name not in OUTCOMES:
            raise InputError.single("questions", f"no outcome {name!r}{suggest(name, OUTCOMES)}")
    room = Room(
        code=code, title=title, scenario=scenario, mediators=mediators_of(loaded),
        horizon_days=loaded.horizon_days, seed=checked_seed(seed, "seed"),
        run=run_number(run, "run"), round_days=round_days, planned_rounds=rounds,
        questions=questions, odds_shown=odds_shown,
    )  # fmt: skip
    if rounds * round_days > loaded.horizon_days:
        raise InputError.single(
            "rounds",
            f"{counted(rounds, 'round')} of {counted(round_days, 'day')} each would go beyond the "
            f"scenario's {counted(loaded.horizon_days, 'day')}",
        )
    return room


def step(room: Room, message: m.Message) -> Stepped:
    """Return the room after a message, and what the server is to do.

    Raises
    ------
    InputError
        If the message can't be said now, or not by that seat; the room is then as it was.
    """
    if isinstance(message, _FACILITATORS) and message.by != FACILITATOR:
        raise refused("by", "only the facilitator may do that")
    if isinstance(message, m.Timely) and message.at != room.at:
        raise refused(
            "say",
            f"this comes too late, and was not taken: it was made when the room was "
            f"{_where(message.at)}, and now it is {_where(room.at)}",
        )
    return _STEPS[type(message)](room, message)


def _deciding(room: Room) -> None:
    if room.phase != "deciding":
        raise refused("say", f"nothing can be decided now: the room is {_PHASES[room.phase]}")
    if room.paused:
        raise refused("say", "the game is paused")


_PHASES: Final = {
    "lobby": "still in its lobby",
    "deciding": "deciding",
    "computing": "waiting for the model",
    "shown": "looking at a result",
    "closing": "being closed",
    "closed": "closed",
}


def _where(at: At) -> str:
    """Return where a game is, after "the room is"."""
    return _PHASES[at.phase] + (f" (round {at.round})" if at.round else "")


def _in(room: Room, *phases: str) -> None:
    if room.phase not in phases:
        raise refused("say", f"can't be done now: the room is {_PHASES[room.phase]}")


# --- deciding ---------------------------------------------------------------------------------


def _decide(room: Room, message: m.Decide) -> Stepped:
    _deciding(room)
    team, move = team_seat(room, message.by).team, message.move
    if MOVES.get(team) != move.kind:
        wanted = MOVES.get(team)
        what = f"makes moves of the kind {wanted!r}" if wanted else "forecasts, and decides nothing"
        raise refused("move", f"a seat in the team {team!r} {what}, not {move.kind!r}")
    if isinstance(move, StateMove):
        _check_state_move(room, team, move)
    for offer in getattr(move, "offers", getattr(move, "proposals", ())):
        _check_offer(room, offer)
    moves = {**room.now.moves, team: move}
    ready = tuple(one for one in room.now.ready if one != team)
    return room.with_now(moves=moves, ready=ready), ()


def _check_state_move(room: Room, team: str, move: StateMove) -> None:
    if move.operation is not None and move.operation.days > room.now.days:
        raise refused(
            "move.operation.days",
            f"{move.operation.days} days are more than the round's {room.now.days}",
        )
    known = {made.id: made for made in open_offers(room, room.now.number)}
    for answer in move.answers:
        if answer.offer not in known or team not in known[answer.offer].to:
            raise refused("move.answers", f"no offer {answer.offer!r} is open to {team}")


def _check_offer(room: Room, offer: Any) -> None:
    if offer.kind == "mediation":
        for name in offer.mediators:
            if name not in room.mediators:
                near = suggest(name, room.mediators)
                raise refused("mediators", f"there is no mediator {name!r} here{near}")
    if offer.kind == "monitoring":
        before = room.rounds[room.now.number - 1].result
        if before is None or before.standing.ceasefire == "none":
            raise refused("offers", "there is no ceasefire in force that could be monitored")


def _ready(room: Room, message: m.Ready) -> Stepped:
    _deciding(room)
    team = team_seat(room, message.by).team
    others = tuple(one for one in room.now.ready if one != team)
    return room.with_now(ready=(*others, team) if message.ready else others), ()


def _forecast(room: Room, message: m.Forecast) -> Stepped:
    _deciding(room)
    seat = team_seat(room, message.by)
    for name in message.chances:
        if name not in room.questions:
            near = suggest(name, room.questions) or f"; asked are {', '.join(room.questions)}"
            raise refused("chances", f"nobody asks for {name!r}{near}")
    mine = {**room.now.forecasts.get(seat.id, {}), **message.chances}
    return room.with_now(forecasts={**room.now.forecasts, seat.id: mine}), ()


def _put_in(room: Room, message: m.PutIn) -> Stepped:
    _in(room, "deciding")
    if len(room.now.injects) >= MOST_INJECTS:
        raise refused("inject", f"a round holds {MOST_INJECTS} at most")
    inject = message.inject
    if inject.kind == "attack" and inject.on_day > room.now.days:
        raise refused("inject.on_day", f"day {inject.on_day} is beyond the round's {room.now.days}")
    if inject.kind == "attack" and any(
        one.kind == "attack" and (one.actor, one.on_day) == (inject.actor, inject.on_day)
        for one in room.now.injects
    ):
        raise refused("inject", "there is an attack by that group on that day already")
    if inject.kind == "offer":
        _check_offer(room, inject.offer)
    return room.with_now(injects=(*room.now.injects, inject)), ()


def _pause(room: Room, message: m.Pause) -> Stepped:
    _in(room, "deciding", "shown")
    return room.model_copy(update={"paused": message.paused}), ()


# --- rounds -----------------------------------------------------------------------------------


def _start(room: Room, _: m.Start) -> Stepped:
    _in(room, "lobby")
    eve = Round(number=0, first_day=0, days=0)
    room = room.model_copy(update={"phase": "computing", "rounds": (eve,)})
    return room, (Compute(what="play", round=0),)


def _resolve(room: Room, _: m.Resolve) -> Stepped:
    _deciding(room)
    if problem := play_problem(room):
        raise problem
    room = room.model_copy(update={"phase": "computing"})
    return room, (Compute(what="play", round=room.now.number),)


def _played(room: Room, message: m.Played) -> Stepped:
    _in(room, "computing")
    if message.round != room.now.number:
        raise refused("round", f"{message.round} is not the round that is played")
    room = room.with_now(result=message.result)
    return room.model_copy(update={"phase": "shown"}), ()


def _next(room: Room, message: m.Next) -> Stepped:
    _in(room, "shown")
    if room.now.number >= room.planned_rounds:
        raise refused("say", "all rounds are played: extend the game, or close it")
    days = room.round_days if message.days is None else message.days
    first = room.now.next_day
    if first + days > room.horizon_days:
        left = room.horizon_days - first
        raise refused("days", f"{days} days are more than the scenario has left, {left}")
    new = Round(number=room.now.number + 1, first_day=first, days=days)
    return room.model_copy(update={"phase": "deciding", "rounds": (*room.rounds, new)}), ()


def _undo(room: Room, _: m.Undo) -> Stepped:
    _in(room, "deciding", "shown", "computing")
    if room.phase == "computing":  # nothing has come of it yet: it is decided on
        begun = room.now.number > 0
        changes = {"phase": "deciding"} if begun else {"phase": "lobby", "rounds": ()}
        return seats.without_freed(room.model_copy(update=changes)), ()
    rounds = room.rounds[:-1] if room.now.result is None else room.rounds
    if rounds[-1].number == 0:
        raise refused("say", "no round has been played that could be undone")
    last = rounds[-1].model_copy(update={"result": None, "ready": ()})
    undone = {"phase": "deciding", "rounds": (*rounds[:-1], last)}
    return seats.without_freed(room.model_copy(update=undone)), ()


def _extend(room: Room, message: m.Extend) -> Stepped:
    _in(room, "lobby", "deciding", "shown")
    planned = room.planned_rounds + message.rounds
    if planned > MOST_ROUNDS:
        raise refused("rounds", f"a game has {MOST_ROUNDS} rounds at most")
    first = room.now.next_day if room.rounds else 0
    left = planned - room.at.round
    if first + left * room.round_days > room.horizon_days:
        raise refused(
            "rounds",
            f"{planned} in all, with {counted(room.round_days, 'day')} each, would go beyond the "
            f"scenario's {counted(room.horizon_days, 'day')}",
        )
    return room.model_copy(update={"planned_rounds": planned}), ()


def _reveal(room: Room, _: m.Reveal) -> Stepped:
    _in(room, "shown", "closed")
    return room.model_copy(update={"revealed": True}), ()


def _close(room: Room, _: m.Close) -> Stepped:
    _in(room, "shown")
    room = room.model_copy(update={"phase": "closing"})
    return room, (Compute(what="finish", round=room.now.number),)


def _finished(room: Room, message: m.Finished) -> Stepped:
    _in(room, "closing")
    return room.model_copy(update={"phase": "closed", "final": message.ending}), ()


_STEPS: Final[dict[type[Any], Callable[[Room, Any], Stepped]]] = {
    m.Join: seats.join, m.ComeBack: seats.come_back, m.DropOut: seats.drop_out,
    m.Reseat: seats.reseat, m.Free: seats.free,
    m.Start: _start, m.Decide: _decide, m.Ready: _ready, m.Forecast: _forecast,
    m.PutIn: _put_in, m.Pause: _pause, m.Resolve: _resolve, m.Next: _next, m.Undo: _undo,
    m.Extend: _extend, m.Reveal: _reveal, m.Close: _close, m.Played: _played,
    m.Finished: _finished,
}  # fmt: skip
