"""Who sits in a room: seats are taken, come back to, given to another team, and freed."""

from __future__ import annotations

from typing import Final

from escalation.errors import InputError
from escalation.web.play import messages as m
from escalation.web.play.moves import Told
from escalation.web.play.names import folded, is_others
from escalation.web.play.room import MOST_SEATS, MOST_SEATS_EVER, Freed, Room, Seat

#: What whoever had a seat reads once the facilitator has freed it.
FREED: Final = (
    "The facilitator has freed your seat. If you are in this game, join again, under your name."
)


class Seated(Told):
    """A seat was taken, or taken again: the server tells its holder which it is."""

    seat: str


def refused(where: str, why: str) -> InputError:
    """Return the error of a message that can't be said."""
    return InputError.single(where, why)


def team_seat(room: Room, seat_id: str) -> Seat:
    """Return a seat of the room by its id.

    Raises
    ------
    InputError
        If there is none, or none any more.
    """
    seat = room.seat(seat_id)
    if seat is None:
        raise refused("by", f"there is no seat {seat_id!r} in this room")
    return seat


def join(room: Room, message: m.Join) -> tuple[Room, tuple[Seated, ...]]:
    """Take a seat that nobody had before; who joins is there once they come back to it."""
    if room.phase in ("closing", "closed"):
        raise refused("say", "the game is over")
    if any(one.key == message.key for one in room.all_seats):
        raise refused("key", "has a seat already: come back to it")
    name = folded(message.name)
    if is_others(name) or any(folded(seat.name) == name for seat in room.seats):
        raise refused(
            "name",
            f"{message.name!r} is taken in this room; choose another, or "
            "take your seat again with its code",
        )
    taken = len(room.all_seats)
    if len(room.seats) >= MOST_SEATS or taken >= MOST_SEATS_EVER:
        raise refused("say", f"the room is full: it has {MOST_SEATS} seats")
    seat = Seat(
        id=f"seat-{taken + 1}", name=message.name, team=message.team, key=message.key,
        connected=False,
    )  # fmt: skip
    return room.model_copy(update={"seats": (*room.seats, seat)}), (Seated(seat=seat.id),)


def _changed(room: Room, seat: Seat, **changes: object) -> Room:
    seats = (one.model_copy(update=changes) if one.id == seat.id else one for one in room.seats)
    return room.model_copy(update={"seats": tuple(seats)})


def come_back(room: Room, message: m.ComeBack) -> tuple[Room, tuple[Seated, ...]]:
    """Take one's own seat again."""
    for seat in room.seats:
        if seat.key == message.key:
            return _changed(room, seat, connected=True), (Seated(seat=seat.id),)
    raise refused("key", "is that of no seat in this room: join it")


def drop_out(room: Room, message: m.DropOut) -> tuple[Room, tuple[()]]:
    """Note that a seat's phone is gone."""
    return _changed(room, team_seat(room, message.by), connected=False), ()


def reseat(room: Room, message: m.Reseat) -> tuple[Room, tuple[()]]:
    """Put a seat into another team."""
    return _changed(room, team_seat(room, message.seat), team=message.team), ()


def free(room: Room, message: m.Free) -> tuple[Room, tuple[()]]:
    """Free seats; see `escalation.web.play.messages.Free` for what stays of them."""
    last = room.now.number if room.rounds else 0
    going = [team_seat(room, name) for name in dict.fromkeys(message.seats)]
    freed = (Freed(id=one.id, team=one.team, key=one.key, round=last) for one in going)
    seats = tuple(one for one in room.seats if one not in going)
    room = room.model_copy(update={"seats": seats, "freed": (*room.freed, *freed)})
    if room.phase == "deciding":
        teams = {one.team for one in going}
        room = room.with_now(ready=tuple(team for team in room.now.ready if team not in teams))
    return without_freed(room), ()


def without_freed(room: Room) -> Room:
    """Return a room whose open round holds nothing of seats that were freed since it was begun.

    Their forecasts fall, and the move of a team in which nobody is left; so it is the same whether
    a seat is freed before a round is undone or after.
    """
    if room.phase != "deciding":
        return room
    this = room.now
    gone = [one for one in room.freed if one.round >= this.number]
    empty = {one.team for one in gone} - {seat.team for seat in room.seats}
    names = {one.id for one in gone}
    return room.with_now(
        moves={team: move for team, move in this.moves.items() if team not in empty},
        forecasts={who: said for who, said in this.forecasts.items() if who not in names},
    )
