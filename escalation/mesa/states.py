"""The two states, what stands between them, and the mediators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mesa import Agent

from escalation.day import rows
from escalation.mesa import calls
from escalation.mesa.window import Window
from escalation.vocabulary import ACTORS, NEVER, NO_CAP
from escalation.vocabulary import INITIATIVE as OWN_INITIATIVE

if TYPE_CHECKING:
    from escalation.mesa.border_model import BorderModel
    from escalation.mesa.places import Post
    from escalation.mesa.units import MobileUnit


class StateActor(Window, rows.Actor, Agent, on=rows.Actor):  # type: ignore[misc, unused-ignore]
    """A state answers the deeds done to it; at rest it seldom starts something itself.

    Its attributes beside those below are the fields of `escalation.day.rows.Actor`: posture
    (``rung``), yesterday's ``deed``, ``grievance``, ``rancour``, what it is resolved to do
    (``pending_rung``).

    Attributes
    ----------
    side
        0 Afghan Taliban, 1 Pakistan's military.
    posts, units
        Its own.
    """

    model: BorderModel

    def __init__(self, model: BorderModel, side: int) -> None:
        super().__init__(model)
        self.columns, self.row = model.columns["actors"], side
        self.side = side
        self.name = ACTORS[side]
        self.posts: list[Post] = []
        self.units: list[MobileUnit] = []

    @property
    def other(self) -> StateActor:
        """Return the other state."""
        return self.model.states[1 - self.side]

    @property
    def allowed_rung(self) -> int:
        """Return the highest rung the scenario leaves it today."""
        return self.cap if self.model.day <= self.cap_until else NO_CAP

    def perceive(self) -> None:
        """Read the other's deed and line of yesterday, sometimes one rung off; update belief."""
        calls.perceive_one(self.model, self.side)

    def decide(self) -> None:
        """Answer the other's deed, weigh a mass-casualty attack, or start something, or nothing."""
        calls.decide_one(self.model, self.side)

    def order(self, rung: int, in_days: int = 0, cause: int = OWN_INITIATIVE) -> None:
        """Resolve to act and log it; of two resolutions the higher rung and earlier day stand."""
        calls.order(self.model, self.side, rung, self.model.day + in_days, cause)

    def speak(self) -> None:
        """Take a public line on yesterday's losses; be bound by it and by the other's claims."""
        calls.speak_one(self.model, self.side)

    def set_crossings(self, *, closed: bool) -> None:
        """Close or reopen its crossings."""
        calls.set_crossings(self.model, self.side, int(closed))

    def remember(self) -> None:
        """Let grievance, rancour, commitment and weariness fade by a day."""
        calls.remember_one(self.model, self.side)

    def carry_out(self) -> None:
        """Act on what it resolved, go on with an operation, or stand down."""
        calls.carry_out_one(self.model, self.side)

    def strike(self) -> None:
        """Strike from the air at rung 5 and above; Pakistan at least once on an order's day."""
        calls.strike_one(self.model, self.side)

    def name_deed(self) -> None:
        """Put a rung on what it did today; tomorrow the other answers it."""
        calls.name_deed(self.model, self.side)

    def report(self) -> None:
        """Claim the other's dead, inflated, and admit its own, deflated."""
        calls.report_one(self.model, self.side)

    def feel(self) -> None:
        """Let losses embitter and fighting weary; keep today's attack in mind for tomorrow."""
        calls.feel_one(self.model, self.side)


class Dyad(Window, rows.Dyad, on=rows.Dyad):
    """The relation of the two states: trust, back channel, talks, ceasefire."""

    def __init__(self, model: BorderModel) -> None:
        self.model = model
        self.columns, self.row = model.columns["dyad"], 0

    @property
    def highest(self) -> int:
        """Return the higher of the two rungs."""
        return max(state.rung for state in self.model.states)

    @property
    def worst(self) -> int:
        """Return the harder of the two deeds of yesterday."""
        return max(state.deed for state in self.model.states)

    def set_channel(self, *, opened: bool) -> None:
        """Open or close the back channel."""
        calls.set_channel(self.model, int(opened))

    def cease(self, kind: int, until: int, *, monitored: bool = False) -> None:
        """Put a truce or an agreement in force: operations stop, resolutions are dropped."""
        calls.cease(self.model, kind, int(monitored), until)

    def end_ceasefire(self, *, broken: bool) -> None:
        """End a ceasefire; a broken one embitters both."""
        calls.end_ceasefire(self.model, int(broken))


class Mediator(Agent):  # type: ignore[misc, unused-ignore]
    """A third party that may step in from rung 4 up; what it can move fades with its half-life.

    Attributes
    ----------
    rate
        Chance to engage on a day at rung 4 or above.
    leverage
        On the Afghan Taliban and on Pakistan.
    """

    model: BorderModel

    def __init__(self, model: BorderModel, number: int, name: str) -> None:
        super().__init__(model)
        self.number = number
        self.name = name
        figures = model.board.mediators[number]
        self.rate = float(figures["rate"])
        self.leverage: tuple[float, float] = tuple(figures["leverage"].tolist())

    @property
    def engaged_day(self) -> int | None:
        """Return the day on which it engaged; None before that, and after it has left."""
        day = self.model.rows.mediator_day.item(self.number)
        return None if day == NEVER else day

    def mediate(self) -> int:
        """Engage by chance, press on both states, leave in time; return whether at work."""
        return int(calls.mediate_one(self.model, self.number))
