"""The two states: each reads, answers, speaks, orders, strikes, and feels what it has lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mesa import Agent

from escalation.day import border_fire, decision, diplomacy
from escalation.day.losses import grief, wounded
from escalation.day.perception import belief_after, clarity, perceived_deed
from escalation.day.public_line import accused, choose_line, committed
from escalation.day.reporting import claimed, publicly_believed
from escalation.luck.arithmetic import kept, log
from escalation.luck.purposes import (
    ANSWER,
    ANSWER_LAG,
    CLAIM,
    CROSSING,
    INITIATIVE,
    MISREAD,
    OPERATION,
    PUBLIC_LINE,
    RECAPTURE,
    STAND_DOWN,
    STRIKE_COUNT,
    TRIGGER,
    TRIGGER_LAG,
)
from escalation.luck.streams import geometric_days, normal, poisson, uniform
from escalation.mesa.strikes import air_strike
from escalation.vocabulary import (
    ACTORS,
    AFGHAN,
    ANSWERED_DEED,
    CLAIM_ENEMY_DEAD,
    CLAIM_OWN_DEAD,
    CROSSINGS_CLOSED,
    CROSSINGS_REOPENED,
    MILITANT_ATTACK,
    NEVER,
    NO_CAP,
    ORDER,
    PAKISTANI,
    POSTS_HELD,
    RAIDS,
    SCENARIO_EVENT,
    SILENT,
    SMALL_ARMS,
    STRIKE_DECIDED,
    STRIKES,
)
from escalation.vocabulary import INITIATIVE as OWN_INITIATIVE
from escalation.vocabulary import PUBLIC_LINE as SPOKE

if TYPE_CHECKING:
    from escalation.mesa.border_model import BorderModel
    from escalation.mesa.posts import Post
    from escalation.mesa.segments import Segment
    from escalation.mesa.units import MobileUnit


class StateActor(Agent):  # type: ignore[misc, unused-ignore]
    """A state answers the deeds done to it; at rest it seldom starts something itself.

    Attributes
    ----------
    side
        0 Afghan Taliban, 1 Pakistan's military.
    rung, deed
        Posture on the ladder; the hardest thing it did today.
    belief, grievance, commitment, weariness, mediation
        Believed rung of the other; bitterness; publicly committed rung; fatigue; pressure on it.
    pending_rung, pending_day, pending_cause
        What it has resolved to do, when, and why (rung 0 for nothing).
    posts, units
        Its own.
    """

    model: BorderModel

    def __init__(self, model: BorderModel, side: int) -> None:
        super().__init__(model)
        p, world = model.p, model.world
        self.side = side
        self.name = ACTORS[side]
        self.posts: list[Post] = []
        self.units: list[MobileUnit] = []
        self.rung = int(world.rung[side])
        self.deed = int(world.deed[side])
        self.line = int(world.line[side])
        self.closed = int(world.closed[side])
        self.belief = float(world.rung[1 - side])
        afghan = side == AFGHAN
        self.weariness = p.weariness_day0
        self.grievance = p.taliban_grievance_day0 if afghan else p.pakistan_grievance_day0
        self.commitment = p.taliban_commitment_day0 if afghan else p.pakistan_commitment_day0
        self.hawkish = p.taliban_hawkish_weight if afghan else p.pakistan_hawkish_weight
        self.mediation = 0.0 if afghan else p.third_party_pressure
        self.stance = 0.0
        self.perceived = self.considered = 0
        self.acting = self.fresh = self.operation_left = self.cause = 0
        self.pending_rung = self.pending_day = self.pending_cause = 0
        self.attack_dead = self.attack_next = 0
        self.line_fixed, self.line_from, self.line_until = SILENT, NEVER, NEVER
        self.act_rung, self.act_until = 0, NEVER
        self.cap, self.cap_until = NO_CAP, NEVER
        self.posts_held = 0
        self.forget_yesterday()

    def forget_yesterday(self) -> None:
        """Begin a day without losses and deeds."""
        self.killed = self.civilians = self.by_groups = 0
        self.wounded = 0.0
        self.posts_lost = self.struck = self.captures = 0
        self.exchanges = self.shellings = self.raids = self.strikes = self.capital = 0
        self.claimed = self.admitted = self.isis_grievance = 0.0

    @property
    def other(self) -> StateActor:
        """Return the other state."""
        return self.model.states[1 - self.side]

    @property
    def allowed_rung(self) -> int:
        """Return the highest rung the scenario leaves it today."""
        return self.cap if self.model.day <= self.cap_until else NO_CAP

    # --- morning ----------------------------------------------------------------------------

    def perceive(self) -> None:
        """Read the other's deed and line of yesterday, sometimes one rung off; update belief."""
        p, dyad = self.model.p, self.model.dyad
        left = clarity(dyad.channel, dyad.monitored, p.channel_clarity, p.monitoring_clarity)
        u = uniform(self.model.key, MISREAD, self.side, 0)
        self.perceived = perceived_deed(
            self.other.deed, u, p.misperception * left, p.misperception_upward
        )
        self.belief = belief_after(
            self.belief, self.perceived, self.other.line, p.belief_weight, p.vow_alarm
        )

    def decide(self) -> None:
        """Answer the other's deed, weigh a mass-casualty attack, or start something, or nothing."""
        m, p = self.model, self.model.p
        bound = diplomacy.obligation(
            m.dyad.ceasefire, m.dyad.monitored, m.dyad.trust,
            p.truce_obligation, p.agreement_obligation, p.monitoring_obligation,
        )  # fmt: skip
        held_back = decision.restraint(
            self.mediation, self.weariness, bound,
            p.mediation_weight, p.weariness_weight, p.obligation_weight,
        )  # fmt: skip
        if m.day <= self.act_until:
            self.order(self.act_rung, m.day, SCENARIO_EVENT)
        self.answer_deed(held_back)
        if self.attack_dead >= p.mass_casualty_dead:
            self.weigh_attack(held_back)
        at_rest = self.pending_rung == 0 and self.acting == 0
        if at_rest and self.allowed_rung >= SMALL_ARMS:
            self.take_initiative(bound)

    def order(self, rung: int, due: int, cause: int) -> None:
        """Resolve to act and log it."""
        self.resolve(rung, due, cause)
        self.model.record.note(ORDER, self.side, agent=cause, value=float(rung))

    def resolve(self, rung: int, due: int, cause: int) -> None:
        """Resolve to act; of two resolutions the higher rung and the earlier day stand."""
        if self.pending_rung == 0:
            self.pending_rung, self.pending_day, self.pending_cause = rung, due, cause
            return
        if rung > self.pending_rung:
            self.pending_rung, self.pending_cause = rung, cause
        self.pending_day = min(self.pending_day, due)

    def answer_deed(self, held_back: float) -> None:
        """Answer a deed that is news, by logit over passing, lower, in kind and higher."""
        m, p, other = self.model, self.model.p, self.other
        if other.acting == 0:
            self.considered = 0
        if decision.is_news(self.perceived, self.considered, other.fresh, other.acting) == 0:
            return
        self.considered = self.perceived
        answer = self.choose_answer(held_back)
        if answer >= SMALL_ARMS:
            lag = geometric_days(uniform(m.key, ANSWER_LAG, self.side, 0), p.answer_lag, 4)
            self.order(answer, m.day + lag, ANSWERED_DEED)

    def choose_answer(self, held_back: float) -> int:
        """Return the rung at which it answers the deed it perceived, 0 for letting it pass."""
        p, deed = self.model.p, self.perceived
        threat = p.encirclement_threat if self.side == PAKISTANI else 0.0
        drive = decision.pull(
            self.grievance, self.belief, threat,
            p.answer_base, p.grievance_weight, p.threat_weight,
        )  # fmt: skip
        drive = drive - held_back
        return decision.choose_answer(
            uniform(self.model.key, ANSWER, self.side, 0),
            deed,
            self.utility(deed - 1, drive),
            self.utility(deed, drive),
            self.utility(deed + 1, drive),
            p.choice_precision,
            self.allowed_rung,
        )

    def utility(self, rung: int, drive: float) -> float:
        """Return the utility of answering at ``rung``, over letting the deed pass."""
        p = self.model.p
        return decision.answer_utility(
            rung, self.perceived, drive,
            self.grievance, self.commitment, self.weariness, self.hawkish,
            p.provocation, p.rung_cost, p.audience_cost, p.overshoot_penalty,
            p.undershoot_penalty, p.grievance_overshoot, p.hawk_taste,
        )  # fmt: skip

    def weigh_attack(self, held_back: float) -> None:
        """Weigh force against the other for a militant attack that it blames on it."""
        m, p = self.model, self.model.p
        toll = log(self.attack_dead / p.mass_casualty_dead)
        if self.side == PAKISTANI:
            base, blame, rung = p.trigger_base, p.ttp_attribution, STRIKES
        else:
            base, blame, rung = p.isis_k_trigger, p.isis_k_attribution, SMALL_ARMS
        chance = decision.strike_chance(
            self.attack_dead, blame, self.grievance, held_back, base,
            p.trigger_blame, p.trigger_severity, toll, p.grievance_weight,
        )  # fmt: skip
        if uniform(m.key, TRIGGER, self.side, 0) < chance:
            lag = geometric_days(uniform(m.key, TRIGGER_LAG, self.side, 0), p.strike_lag, 3)
            self.resolve(rung, max(m.day, m.day - 1 + lag), MILITANT_ATTACK)
            m.record.note(STRIKE_DECIDED, self.side, agent=self.attack_dead, value=float(rung))

    def take_initiative(self, bound: float) -> None:
        """Start something from rest, or go for its posts that the other still holds."""
        m, p = self.model, self.model.p
        chance = decision.initiative_chance(
            p.initiative, self.grievance, self.commitment, self.mediation, bound
        )
        if uniform(m.key, INITIATIVE, self.side, 0) < chance:
            rung = SMALL_ARMS + int(3.0 * uniform(m.key, INITIATIVE, self.side, 1))
            self.order(rung, m.day, OWN_INITIATIVE)
        elif self.other.posts_held > 0:
            drive = p.recapture_drive * (1.0 - self.mediation) * (1.0 - bound)
            if uniform(m.key, RECAPTURE, self.side, 0) < drive:
                self.order(RAIDS, m.day, POSTS_HELD)

    def speak(self) -> None:
        """Take a public line on yesterday's losses; be bound by it and by the other's claims."""
        m, p, other = self.model, self.model.p, self.other
        hurt = self.killed + self.civilians + self.posts_lost + self.struck > 0
        if m.day <= self.line_until:
            self.line = self.line_fixed
        elif hurt and m.day > 0:
            self.line = choose_line(
                uniform(m.key, PUBLIC_LINE, self.side, 0), float(self.killed + self.civilians),
                self.grievance, p.line_silence, p.line_confirm, p.line_deny, p.line_vow,
            )  # fmt: skip
        elif m.day > 0:
            self.line = SILENT
        if hurt or m.day == self.line_from:
            self.commitment = committed(
                self.commitment, self.line, other.deed, p.vow_step, p.deny_relief
            )
            m.record.note(SPOKE, self.side, agent=other.deed, value=float(self.line))
        if m.day > 0:
            self.commitment = accused(self.commitment, other.claimed, p.accusation_pressure)

    def take_stance(self) -> float:
        """Return (and keep) its readiness to talk."""
        p = self.model.p
        self.stance = diplomacy.stance(
            self.grievance, self.commitment, self.weariness, self.mediation,
            p.stance_base, p.stance_pressure, p.stance_weariness,
            p.stance_grievance, p.stance_commitment,
        )  # fmt: skip
        return self.stance

    def open_or_close_crossings(self, highest: int, lethal: int) -> None:
        """Close its crossings after force by the other; reopen them when both are at rest."""
        u = uniform(self.model.key, CROSSING, self.side, 0)
        if self.closed == 0:
            if self.other.deed >= SMALL_ARMS and u < self.model.p.crossing_closing:
                self.set_crossings(1)
        elif highest <= 1 and lethal == 0 and u < self.model.p.crossing_reopening:
            self.set_crossings(0)

    def set_crossings(self, closed: int) -> None:
        """Close or reopen its crossings."""
        if self.closed != closed:
            self.closed = closed
            kind = CROSSINGS_CLOSED if closed == 1 else CROSSINGS_REOPENED
            self.model.record.note(kind, self.side)

    def remember(self) -> None:
        """Let grievance, commitment and weariness fade by a day."""
        p = self.model.p
        self.grievance = self.grievance * kept(p.grievance_half_life)
        self.commitment = self.commitment * kept(p.commitment_half_life)
        self.weariness = self.weariness * kept(p.weariness_half_life)

    # --- day --------------------------------------------------------------------------------

    def carry_out(self) -> None:
        """Act on what it resolved, go on with an operation, or stand down."""
        m, p, cap = self.model, self.model.p, self.allowed_rung
        self.forget_yesterday()
        self.fresh = 0
        if self.pending_rung > 0 and self.pending_day <= m.day:
            self.begin_operation(min(self.pending_rung, cap))
            self.pending_rung = 0
        elif self.operation_left > 0:
            self.operation_left -= 1
            self.acting = 1
        else:
            self.acting = 0
            u = uniform(m.key, STAND_DOWN, self.side, 0)
            self.rung = decision.stood_down(self.rung, self.closed, u, p.stand_down)
        if self.rung > cap:
            self.rung = cap
            if cap < SMALL_ARMS:
                self.acting = 0
                self.operation_left = 0

    def begin_operation(self, rung: int) -> None:
        """Begin what was resolved, unless a harder operation goes on."""
        if rung < SMALL_ARMS:
            return
        m, p = self.model, self.model.p
        if self.acting == 1 and self.operation_left > 0 and self.rung > rung:
            self.operation_left -= 1
        else:
            self.rung = rung
            self.cause = self.pending_cause
            mean = decision.operation_length(rung, p.operation_growth)
            length = geometric_days(uniform(m.key, OPERATION, self.side, 0), mean, 60)
            self.operation_left = max(self.operation_left, length)
        self.acting = 1
        self.fresh = 1
        if self.pending_cause != ANSWERED_DEED:
            m.record.last_cause = self.pending_cause

    @property
    def fights(self) -> int:
        """Return whether its posts and units fight today."""
        return border_fire.fights_on_ground(self.acting, self.cause, self.rung)

    def posts_watch(self, segments: list[Segment], local: float, total_weight: float) -> None:
        """Let time pass for its posts: ordered fire and ``local`` fire a day, shared by weight."""
        p, side = self.model.p, self.side
        ordered = border_fire.ordered_rate(
            self.fights, self.rung, p.ordered_fire, p.ordered_fire_growth
        )
        rate = local + ordered
        local_share = local / rate if rate > 0.0 else 0.0
        scale = rate / total_weight
        for segment in segments:
            if segment.weight <= 0.0:
                continue
            posts = segment.posts[side]
            clock = segment.clock[side] + scale * segment.weight * (1.0 / len(posts))
            segment.clock[side] = clock
            for post in posts:
                post.watch(clock, local_share)

    def units_operate(self) -> None:
        """Let its mobile units raid, at rung 4 and above."""
        p = self.model.p
        rate = border_fire.raids_a_day(self.fights, self.rung, p.raid_rate, p.offensive_raid_rate)
        if rate <= 0.0:
            return
        for unit in self.units:
            unit.operate(rate / len(self.units))

    def strike(self) -> None:
        """Strike from the air at rung 5 and above; Pakistan at least once on an order's day."""
        m, p = self.model, self.model.p
        capability = 1.0 if self.side == PAKISTANI else p.taliban_air_capability
        mean = border_fire.strikes_a_day(self.acting, self.rung, p.strike_rate, capability)
        if mean <= 0.0:
            return
        count = poisson(uniform(m.key, STRIKE_COUNT, self.side, 0), mean, 20)
        if self.side == PAKISTANI and self.fresh == 1 and count == 0:
            count = 1
        for number in range(count):
            air_strike(self, number)

    def lose(self, dead: int) -> None:
        """Lose soldiers, and have wounded in proportion."""
        self.killed += dead
        self.wounded = self.wounded + wounded(dead, self.model.p.wounded_ratio)

    # --- evening ----------------------------------------------------------------------------

    def name_deed(self) -> None:
        """Put a rung on what it did today; tomorrow the other answers it."""
        self.deed = border_fire.physical_deed(
            self.rung, self.exchanges, self.shellings, self.raids, self.strikes, self.capital
        )

    def report(self) -> None:
        """Claim the other's dead, inflated, and admit its own, deflated."""
        p = self.model.p
        afghan = self.side == AFGHAN
        if self.other.killed > 0:
            inflation = p.taliban_inflation if afghan else p.pakistan_inflation
            self.claimed = self._said_of(self.other.killed, inflation, 0, CLAIM_ENEMY_DEAD)
        if self.killed > 0:
            admission = p.taliban_admission if afghan else p.pakistan_admission
            self.admitted = self._said_of(self.killed, admission, 1, CLAIM_OWN_DEAD)

    def _said_of(self, dead: int, habit: float, slot: int, kind: int) -> float:
        z = normal(uniform(self.model.key, CLAIM, self.side, slot))
        said = claimed(float(dead), habit, self.model.p.report_noise, z)
        self.model.record.note(kind, self.side, agent=dead, value=said)
        return said

    def grieve(self) -> float:
        """Return the grievance of what its public believes lost, less what it inflicted."""
        p = self.model.p
        believed = publicly_believed(self.admitted, self.other.claimed, p.report_trust)
        return grief(
            believed, float(self.civilians), float(self.posts_lost), self.struck, self.claimed,
            p.grievance_per_soldier, p.grievance_per_civilian, p.grievance_per_post,
            p.grievance_airspace, p.loss_aversion,
        )  # fmt: skip

    def feel(self) -> None:
        """Let losses embitter and fighting weary; keep today's attack in mind for tomorrow."""
        p = self.model.p
        self.grievance = self.grievance + self.grieve() + self.isis_grievance
        if self.rung >= RAIDS:
            self.weariness = self.weariness + p.weariness_per_fighting
        elif self.rung >= SMALL_ARMS:
            self.weariness = self.weariness + 0.5 * p.weariness_per_fighting
        if self.closed == 1 or self.other.closed == 1:
            self.weariness = self.weariness + p.crossing_weariness
        self.attack_dead, self.attack_next = self.attack_next, 0
