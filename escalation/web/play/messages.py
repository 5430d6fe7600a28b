"""What may be said to a room: typed, with limits. ``by`` is set by the server, never by a browser.

Who may say what: anybody joins and comes back; a seat decides for its own team and forecasts for
itself; the facilitator does the rest. What decides on a round, or moves the game on, names the
moment that it was said of, since it may come late. `Played` and `Finished` bring back what was
computed.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter

from escalation.scenario.fields import Flag, Share, Whole
from escalation.web.play.moves import Days, Inject, Move, Team, Told
from escalation.web.play.names import NewName
from escalation.web.play.room import MOST_SEATS, At, Ending, Key, Result, SeatId


class Timely(Told):
    """What is said of the moment that somebody looks at; once the game went on it is too late."""

    by: SeatId
    at: At


class Join(Told):
    """Somebody takes a seat in a team."""

    say: Literal["join"] = "join"
    name: NewName
    team: Team
    key: Key


class ComeBack(Told):
    """Somebody comes back to the seat that is theirs by its key."""

    say: Literal["come_back"] = "come_back"
    key: Key


class DropOut(Told):
    """A seat's phone is gone; the seat stays."""

    say: Literal["drop_out"] = "drop_out"
    by: SeatId


class Reseat(Told):
    """The facilitator puts a seat into another team."""

    say: Literal["reseat"] = "reseat"
    by: SeatId
    seat: SeatId
    team: Team


class Free(Told):
    """The facilitator frees seats: whoever had them may come in again only by a new one.

    What the rounds that were played hold of them stays, and is scored. In the round that is being
    decided their forecasts fall. Their team's move is the team's: it stays, unsealed, while
    somebody else sits in the team, and falls with the last.
    """

    say: Literal["free"] = "free"
    by: SeatId
    seats: Annotated[tuple[SeatId, ...], Field(min_length=1, max_length=MOST_SEATS)]


class Start(Timely):
    """The game begins."""

    say: Literal["start"] = "start"


class Decide(Timely):
    """A team's move, in place of what it had decided before; sealed until the round is played."""

    say: Literal["decide"] = "decide"
    move: Move


class Ready(Timely):
    """A team is done, or is not yet."""

    say: Literal["ready"] = "ready"
    ready: Flag = True


class Forecast(Timely):
    """The chance that a seat gives to questions of the room."""

    say: Literal["forecast"] = "forecast"
    chances: Annotated[dict[str, Share], Field(min_length=1, max_length=8)]


class PutIn(Timely):
    """The facilitator puts something into the round."""

    say: Literal["put_in"] = "put_in"
    inject: Inject


class Pause(Timely):
    """Nobody decides for a while, or again."""

    say: Literal["pause"] = "pause"
    paused: Flag = True


class Resolve(Timely):
    """The round is played as it is decided by now."""

    say: Literal["resolve"] = "resolve"


class Next(Timely):
    """The next round begins, of as many days as the room's rounds have, or of these."""

    say: Literal["next"] = "next"
    days: Days | None = None


class Undo(Timely):
    """The round that was played last is decided again; what was decided in it stays, to change.

    While the model plays one, that one is stopped.
    """

    say: Literal["undo"] = "undo"


class Extend(Timely):
    """There are to be so many rounds more."""

    say: Literal["extend"] = "extend"
    rounds: Annotated[Whole, Field(ge=1, le=20)] = 1


class Reveal(Timely):
    """All see what happened, beside what was said of it."""

    say: Literal["reveal"] = "reveal"


class Close(Timely):
    """The game ends; the room's world plays on to the scenario's end, and forecasts are scored."""

    say: Literal["close"] = "close"


class Played(Told):
    """What came of the round, or of day 0."""

    say: Literal["played"] = "played"
    round: Whole
    result: Result


class Finished(Told):
    """How the room's world went on."""

    say: Literal["finished"] = "finished"
    ending: Ending


Message = Annotated[
    Join
    | ComeBack
    | DropOut
    | Reseat
    | Free
    | Start
    | Decide
    | Ready
    | Forecast
    | PutIn
    | Pause
    | Resolve
    | Next
    | Undo
    | Extend
    | Reveal
    | Close
    | Played
    | Finished,
    Field(discriminator="say"),
]

#: Reads a message: ``MESSAGES.validate_json(text)``, or ``validate_python`` of a mapping.
MESSAGES: Final[TypeAdapter[Message]] = TypeAdapter(Message)
