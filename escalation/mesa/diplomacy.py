"""What stands between the two states: back channel, trust, talks, ceasefire, mediators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mesa import Agent

from escalation.day import diplomacy
from escalation.luck.purposes import (
    AGREEMENT,
    CEASEFIRE,
    CHANNEL,
    MEDIATOR,
    OUTSET,
    TALKS,
    TRUCE,
)
from escalation.luck.streams import uniform, whole
from escalation.vocabulary import AGREEMENT as AGREED
from escalation.vocabulary import (
    AGREEMENT_REACHED,
    CEASEFIRE_ENDED,
    CHANNEL_CLOSED,
    CHANNEL_OPENED,
    FAR,
    MEDIATOR_ENGAGED,
    NO_CEASEFIRE,
    RAIDS,
    SMALL_ARMS,
    TALKS_COLLAPSED,
    TALKS_STARTED,
    TRUCE_AGREED,
)
from escalation.vocabulary import TRUCE as TRUCED

if TYPE_CHECKING:
    from escalation.mesa.border_model import BorderModel


class Mediator(Agent):  # type: ignore[misc, unused-ignore]
    """A third party that may step in from rung 4 up; what it can move fades with its half-life.

    Attributes
    ----------
    rate
        Chance to engage on a day at rung 4 or above.
    leverage
        On the Afghan Taliban and on Pakistan.
    engaged_day
        None before it engages and after it has left.
    """

    model: BorderModel

    def __init__(
        self, model: BorderModel, number: int, name: str, rate: float, leverage: tuple[float, float]
    ) -> None:
        super().__init__(model)
        self.number = number
        self.name = name
        self.rate = rate
        self.leverage = leverage
        self.engaged_day: int | None = None

    def engage(self) -> None:
        """Step in today."""
        self.engaged_day = self.model.day
        self.model.record.note(MEDIATOR_ENGAGED, agent=self.number)

    def consider(self, highest: int) -> None:
        """Engage by chance when raids or worse are on, unless engaged already."""
        if self.engaged_day is None and highest >= RAIDS:
            chance = self.rate * self.model.p.mediator_readiness
            if uniform(self.model.key, MEDIATOR, self.number, 0) < chance:
                self.engage()

    def press(self, left: list[float]) -> int:
        """Take this mediator's part of the pressure not yet reached; return whether at work."""
        if self.engaged_day is None:
            return 0
        half_life = self.model.p.mediation_half_life
        age = self.model.day - self.engaged_day
        if age > 5.0 * half_life:
            self.engaged_day = None
            return 0
        share = diplomacy.leverage_left(1.0, age, half_life)
        for side in range(2):
            left[side] = diplomacy.joint_pressure(left[side], share * self.leverage[side])
        return 1 if age <= 2.0 * half_life else 0


class Dyad:
    """The relation of the two states; it moves once a day, after both have decided and spoken."""

    def __init__(self, model: BorderModel, ceasefire: int, monitored: int) -> None:
        p = model.p
        self.model = model
        self.trust = p.trust_day0
        self.channel = 1 if uniform(model.key, OUTSET, 0, 0) < p.back_channel_open_day0 else 0
        self.talks = 0
        self.mediated = 0
        self.ceasefire = ceasefire
        self.monitored = monitored
        self.ceasefire_until = FAR
        if ceasefire == TRUCED:
            self.ceasefire_until = whole(p.truce_days, 0.5)
        self.eventful = 1
        self.incidents = 0
        self.lethal = 0
        self.quiet = 0

    @property
    def highest(self) -> int:
        """Return the higher of the two rungs."""
        return max(state.rung for state in self.model.states)

    @property
    def worst(self) -> int:
        """Return the harder of the two deeds of yesterday."""
        return max(state.deed for state in self.model.states)

    def negotiate(self) -> None:
        """Move mediation, back channel, ceasefire, talks, trust and crossings by a day."""
        highest, worst = self.highest, self.worst
        mediated = self.mediate(highest)
        self.open_or_close_channel(highest, worst)
        if self.ceasefire != NO_CEASEFIRE:
            self.hold_or_break(worst)
        self.talk(highest, worst, mediated)
        p = self.model.p
        self.trust = diplomacy.trust_after(
            self.trust, worst, self.eventful, p.trust_gain, p.trust_loss
        )
        for state in self.model.states:
            state.open_or_close_crossings(highest, self.lethal)

    def mediate(self, highest: int) -> int:
        """Let mediators engage, press on both states and fade; return whether one is at work."""
        left = [1.0, 1.0 - self.model.p.third_party_pressure]
        at_work = 0
        for mediator in self.model.mediators:
            mediator.consider(highest)
            at_work = max(at_work, mediator.press(left))
        for state in self.model.states:
            state.mediation = 1.0 - left[state.side]
        self.model.record.totals["mediation_days"] += at_work
        return at_work

    def open_or_close_channel(self, highest: int, worst: int) -> None:
        """Lose an open back channel to raids or worse, or find a closed one again."""
        u = uniform(self.model.key, CHANNEL, 0, 0)
        if self.channel == 1:
            if worst >= RAIDS and u < self.model.p.channel_break:
                self.set_channel(0)
            return
        pressure = max(state.mediation for state in self.model.states)
        if u < diplomacy.channel_opens(self.model.p.channel_opening, pressure, highest):
            self.set_channel(1)

    def set_channel(self, opened: int) -> None:
        """Open or close the back channel."""
        if self.channel != opened:
            self.channel = opened
            self.model.record.note(CHANNEL_OPENED if opened == 1 else CHANNEL_CLOSED)

    def hold_or_break(self, worst: int) -> None:
        """End a ceasefire on its day unless talks go on; let it break by violation or decay."""
        p = self.model.p
        if self.model.day >= self.ceasefire_until:
            if self.talks == 1:
                self.ceasefire_until = self.model.day + max(1, whole(p.truce_days, 0.5))
            else:
                self.end_ceasefire(broken=0)
            return
        violated = 1 if worst >= RAIDS - 1 else 0
        chance = diplomacy.ceasefire_ends(
            self.ceasefire, self.monitored, violated, p.ceasefire_decay, p.violation_break
        )
        if uniform(self.model.key, CEASEFIRE, 0, 0) < chance:
            self.end_ceasefire(broken=1)

    def cease(self, kind: int, monitored: int, until: int) -> None:
        """Put a truce or an agreement in force: operations stop, resolutions are dropped."""
        record = self.model.record
        self.ceasefire = kind
        self.monitored = monitored
        self.ceasefire_until = until
        for state in self.model.states:
            state.operation_left = 0
            state.pending_rung = 0
        if kind == TRUCED:
            record.totals["truces"] += 1
            record.note(TRUCE_AGREED, agent=monitored, value=float(until - self.model.day))
        else:
            record.totals["agreements"] += 1
            record.note(AGREEMENT_REACHED, agent=monitored)

    def end_ceasefire(self, broken: int) -> None:
        """End a ceasefire; a broken one embitters both."""
        if self.ceasefire == NO_CEASEFIRE:
            return
        self.model.record.note(CEASEFIRE_ENDED, agent=broken, value=float(self.ceasefire))
        self.ceasefire = NO_CEASEFIRE
        self.monitored = 0
        self.ceasefire_until = FAR
        if broken == 1:
            self.model.record.totals["ceasefires_failed"] += 1
            self._embitter()

    def talk(self, highest: int, worst: int, mediated: int) -> None:
        """Let talks start; let those that go on agree, collapse, or bring a truce."""
        busy = highest >= SMALL_ARMS or self.ceasefire == TRUCED
        if self.talks == 0 and (self.ceasefire == AGREED or not busy):
            return
        if self.talks == 0 and self.channel == 0 and mediated == 0:
            return
        afghan, pakistani = self.model.states
        ready = diplomacy.both_ready(afghan.take_stance(), pakistani.take_stance())
        if self.talks == 0:
            self._start_talks(ready, mediated)
        elif not self._agree() and not self._collapse(worst):
            self._pause(ready, highest)

    def _start_talks(self, ready: float, mediated: int) -> None:
        if uniform(self.model.key, TALKS, 0, 0) < self.model.p.talks_rate * ready:
            self.talks = 1
            self.mediated = mediated
            self.model.record.note(TALKS_STARTED, agent=mediated)

    def _agree(self) -> bool:
        p, key = self.model.p, self.model.key
        share = p.agreement_mediated if self.mediated == 1 else p.agreement_unmediated
        rate = diplomacy.agreement_rate(share, p.talks_collapse)
        if uniform(key, AGREEMENT, 0, 0) >= rate:
            return False
        monitored = 1 if uniform(key, AGREEMENT, 1, 0) < p.monitoring_chance else 0
        self.talks = 0
        self.cease(AGREED, monitored, FAR)
        return True

    def _collapse(self, worst: int) -> bool:
        chance = self.model.p.talks_collapse
        if worst >= RAIDS:
            chance = min(1.0, 2.0 * chance)
        if uniform(self.model.key, TALKS, 1, 0) >= chance:
            return False
        self.talks = 0
        self._embitter()
        self.model.record.note(TALKS_COLLAPSED, agent=0)
        return True

    def _pause(self, ready: float, highest: int) -> None:
        p, key = self.model.p, self.model.key
        fighting = self.ceasefire == NO_CEASEFIRE and highest >= SMALL_ARMS
        if fighting and uniform(key, TRUCE, 0, 0) < p.truce_rate * ready:
            days = max(1, whole(p.truce_days, uniform(key, TRUCE, 1, 0)))
            self.cease(TRUCED, 0, self.model.day + days)

    def _embitter(self) -> None:
        for state in self.model.states:
            state.grievance = state.grievance + self.model.p.collapse_grievance
