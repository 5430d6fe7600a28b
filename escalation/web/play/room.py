"""A room: who sits in it, the rounds so far, and what the model made of them. Values, all JSON."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from escalation.scenario.fields import Flag, Share, Whole
from escalation.web.play.moves import Days, Inject, Move, Offer, Team, Told

#: What everybody forecasts, unless a room asks otherwise: of `escalation.analysis.odds.outcomes`.
QUESTIONS: Final = ("de_escalated_14d", "war")
MOST_SEATS: Final = 80
#: Seats that a room ever has, the freed ones too: no number is given twice.
MOST_SEATS_EVER: Final = 999
MOST_ROUNDS: Final = 60
MOST_INJECTS: Final = 12

Phase = Literal["lobby", "deciding", "computing", "shown", "closing", "closed"]
#: Letters of a title: a scenario's, with an escape for each that can't be seen.
MOST_TITLE: Final = 6 * 200
Name = Annotated[str, Field(min_length=1, max_length=40)]
Key = Annotated[str, Field(min_length=8, max_length=128)]
SeatId = Annotated[str, Field(pattern=r"^(facilitator|seat-[0-9]{1,3})$")]
FACILITATOR: Final = "facilitator"


class Seat(Told):
    """A person's place, which stays theirs when a phone drops out.

    Attributes
    ----------
    key
        By which a person comes back; whatever the server gives, told to nobody.
    """

    id: SeatId
    name: Name
    team: Team
    key: Key
    connected: Flag = True


class Freed(Told):
    """A place that the facilitator has freed; its number is given to nobody else.

    Attributes
    ----------
    key
        By which whoever had it is told so.
    round
        Which round was the last when it was freed; 0 before the first.
    """

    id: SeatId
    team: Team
    key: Key
    round: Whole

    @property
    def name(self) -> str:
        """Return what it is called, since a name goes with whoever had it."""
        return self.named(self.id)

    @staticmethod
    def named(seat: str) -> str:
        """Return what the place of a seat is called once it is freed."""
        return f"{seat.replace('-', ' ').capitalize()}, freed"


class Standing(Told):
    """How things stand on a morning, as both states and everybody know.

    Attributes
    ----------
    rungs, crossings_closed
        Of the Afghan and the Pakistani side.
    ceasefire
        Of `escalation.vocabulary.CEASEFIRES`.
    ceasefire_days
        Days that a truce has left; None for what has no end.
    """

    day: Whole
    rungs: tuple[Whole, Whole]
    crossings_closed: tuple[Flag, Flag]
    ceasefire: str
    ceasefire_days: Whole | None
    monitored: Flag
    channel_open: Flag
    talks: Flag


class Effect(Told):
    """What a decision did to the odds of an outcome.

    Attributes
    ----------
    with_it, without_it
        Shares of the same futures from the round's first morning.
    low, high
        Of ``with_it - without_it``; they hold together for all decisions of a round at 95%.
    """

    outcome: str
    with_it: Share
    without_it: Share
    low: float
    high: float
    told_apart: Flag


class Part(Told):
    """A decision of the round, in a sentence, and what it did."""

    id: str
    by: str
    told: str
    effects: tuple[Effect, ...]


class Happened(Told):
    """An incident on the map: that it happened and where, which everybody sees."""

    day: Whole
    kind: str
    segment: Whole


class Result(Told):
    """What came of a round, or of day 0 if no day has passed.

    Attributes
    ----------
    odds_before, odds_decided, odds_after
        By outcome, shares of futures: from the first morning as if nothing were decided, with all
        that was decided, and from the next round's first morning.
    parts
        What each decision did.
    reports
        By team, and ``public``: dated sentences that it got; reports, not truth.
    truth
        What happened, for the facilitator, and for all once it is revealed.
    incidents
        For the map.
    bits
        A hash of the run's days and events so far, by which a replay is known to be the same.
    """

    standing: Standing
    odds_before: dict[str, float]
    odds_decided: dict[str, float]
    odds_after: dict[str, float]
    parts: tuple[Part, ...]
    reports: dict[str, tuple[str, ...]]
    truth: tuple[str, ...]
    incidents: tuple[Happened, ...]
    futures: Whole
    bits: str


class Made(Told):
    """An offer, by whom, to whom."""

    id: str
    by: str
    to: tuple[Team, ...]
    offer: Offer


class At(Told):
    """A moment of a game, as somebody looks at it.

    Attributes
    ----------
    round
        Which round was last; 0 before the first.
    """

    round: Annotated[Whole, Field(ge=0, le=MOST_ROUNDS)]
    phase: Phase


class Round(Told):
    """A round: its days, what was decided in it, and its result once it is played.

    Attributes
    ----------
    moves, ready
        By team.
    forecasts
        By seat: the chance that it gives to each question.
    """

    number: Whole
    first_day: Whole
    days: Annotated[Whole, Field(ge=0)]
    moves: dict[Team, Move] = Field(default_factory=dict)
    ready: tuple[Team, ...] = ()
    forecasts: dict[str, dict[str, Share]] = Field(default_factory=dict)
    injects: tuple[Inject, ...] = ()
    result: Result | None = None

    @property
    def next_day(self) -> int:
        """Return the day on whose morning the round is over."""
        return self.first_day + self.days


class Ending(Told):
    """How the room's world went on to the scenario's end, by its states' rules alone.

    Attributes
    ----------
    end
        Of `escalation.vocabulary.END_STATES`.
    came_about
        By outcome, whether it did.
    killed
        Dead between the states since day 0, civilians included.
    killed_by_groups
        Dead by armed groups since day 0: in Afghanistan, in Pakistan.
    killed_of_groups
        Dead fighters of armed groups since day 0.
    """

    end: str
    came_about: dict[str, bool]
    killed: Whole
    killed_by_groups: tuple[Whole, Whole]
    killed_of_groups: Whole


class Room(Told):
    """A game.

    Attributes
    ----------
    scenario
        The whole scenario as YAML, as `escalation.scenario.load.resolved_yaml` gives it.
    seed, run
        The room's one world: a run of the scenario's ensemble.
    round_days, planned_rounds
        Days of the next round, and how many rounds there are to be.
    odds_shown
        Whether participants see odds after each round, or only in the debrief.
    seats, freed
        The places that are taken, and those that the facilitator has freed.
    rounds
        The first is day 0, before anything is decided.
    """

    code: Annotated[str, Field(min_length=4, max_length=32)]
    title: Annotated[str, Field(min_length=1, max_length=MOST_TITLE)]
    scenario: str
    mediators: tuple[str, ...]
    horizon_days: Whole
    seed: Whole
    run: Whole
    round_days: Days
    planned_rounds: Annotated[Whole, Field(ge=1, le=MOST_ROUNDS)]
    questions: tuple[str, ...] = QUESTIONS
    odds_shown: Flag = True
    phase: Phase = "lobby"
    paused: Flag = False
    revealed: Flag = False
    seats: tuple[Seat, ...] = ()
    freed: tuple[Freed, ...] = ()
    rounds: tuple[Round, ...] = ()
    final: Ending | None = None

    @property
    def now(self) -> Round:
        """Return the round that is played, or was last."""
        return self.rounds[-1]

    @property
    def at(self) -> At:
        """Return where the game is."""
        return At(round=self.now.number if self.rounds else 0, phase=self.phase)

    @property
    def all_seats(self) -> tuple[Seat | Freed, ...]:
        """Return the places that are taken, and those that were: what rounds hold is of these."""
        return (*self.seats, *self.freed)

    def seat(self, seat_id: str) -> Seat | None:
        """Return a seat by its id."""
        return next((seat for seat in self.seats if seat.id == seat_id), None)

    def with_now(self, **changes: object) -> Room:
        """Return the room with its last round changed."""
        last = self.rounds[-1].model_copy(update=changes)
        return self.model_copy(update={"rounds": (*self.rounds[:-1], last)})


def check_room(room: Room) -> None:
    """Look whether the parts of a room agree with each other, as any room's do that was played.

    Raises
    ------
    ValueError
        If they don't.
    """
    played = [one.result is not None for one in room.rounds]
    over = room.phase in ("shown", "closing", "closed")
    agrees = (
        [one.number for one in room.rounds] == list(range(len(room.rounds)))
        and bool(room.rounds) == (room.phase != "lobby")
        and all(played[:-1])
        and (not played or played[-1] == over)
        and (room.final is not None) == (room.phase == "closed")
    )
    if not agrees:
        raise ValueError(f"the parts of room {room.code} do not agree")
