"""Mobile units: they march to tense segments and raid posts when their state stands at rung 4."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mesa.discrete_space import CellAgent

from escalation.day.agents import strength_now
from escalation.day.border_fire import raid_log_odds
from escalation.day.losses import event_deaths, share_of_losses
from escalation.luck.arithmetic import logistic
from escalation.luck.purposes import RAID, UNIT_CLOCK, UNIT_MARCH
from escalation.luck.streams import exponential, uniform, whole
from escalation.mesa.posts import opposing_post
from escalation.vocabulary import AFGHAN, CAPTURE, CAPTURES, POSTS_HELD, RAID_REPELLED, RECAPTURE

if TYPE_CHECKING:
    from escalation.mesa.border_model import BorderModel
    from escalation.mesa.posts import Post
    from escalation.mesa.segments import Segment
    from escalation.mesa.states import StateActor


class MobileUnit(CellAgent):  # type: ignore[misc, unused-ignore]
    """A unit of a state that raids takes its turn: it marches, fills its ranks, waits, raids.

    Attributes
    ----------
    number
        Index over both sides' units; names its luck.
    strength
        Soldiers.
    due
        Raids of its state still to come, per unit, before its own.
    """

    model: BorderModel

    def __init__(
        self, model: BorderModel, number: int, owner: StateActor, segment: Segment
    ) -> None:
        super().__init__(model)
        self.number = number
        self.owner = owner
        self.strength = model.p.unit_strength
        self.due = exponential(uniform(model.run_key, UNIT_CLOCK, number, 0))
        self.draws = 1
        self.march_to(segment)

    def march_to(self, segment: Segment) -> None:
        """Stand behind this segment's posts."""
        self.segment = segment
        row = self.model.rear_row(self.owner.side)
        self.cell = self.model.grid[segment.index, row]

    def operate(self, raids_per_unit: float) -> None:
        """Spend a day of raids: march by chance, fill the ranks, raid when its turn has come."""
        m, p = self.model, self.model.p
        if uniform(m.key, UNIT_MARCH, self.number, 0) < p.unit_march:
            self.march_to(m.tense_segment(uniform(m.key, UNIT_MARCH, self.number, 1)))
        self.strength = strength_now(self.strength, p.unit_strength, p.replacement, 1)
        self.due = self.due - raids_per_unit
        if self.due <= 0.0:
            self.due = exponential(uniform(m.run_key, UNIT_CLOCK, self.number, self.draws))
            self.draws += 1
            target = self.choose_post()
            if target is not None:
                self.raid(target)

    def choose_post(self) -> Post | None:
        """Choose an own post lost on this segment, first lost first, else one of the other side.

        A state that only wants its posts back takes no others.
        """
        for post in self.model.lost_posts:
            if post.owner is self.owner and post.segment is self.segment:
                return post
        if self.owner.cause == POSTS_HELD:
            return None
        u = uniform(self.model.key, RAID, self.number, 0)
        return opposing_post(self.segment, self.owner.side, u)

    def raid(self, target: Post) -> None:
        """Raid a post: it falls by strength ratio against fortification, and both sides lose."""
        m, p, key, n = self.model, self.model.p, self.model.key, self.number
        own, enemy = self.strength, target.strength
        odds = raid_log_odds(
            p.raid_success, target.fortification, p.fortification_weight, own, enemy
        )
        taken = uniform(key, RAID, n, 1) < logistic(odds)
        deaths = event_deaths(uniform(key, RAID, n, 2), p.raid_deaths, p.death_sigma, p.death_cap)
        share = share_of_losses(
            own, enemy, p.attacker_burden, p.lanchester_own, p.lanchester_enemy,
            uniform(key, RAID, n, 3),
        )  # fmt: skip
        mine = min(whole(deaths * share, uniform(key, RAID, n, 4)), int(own))
        theirs = min(whole(deaths * (1.0 - share), uniform(key, RAID, n, 5)), int(enemy))
        self.strength = max(1.0, own - mine)
        target.weaken(theirs)
        self.owner.lose(mine)
        self.owner.other.lose(theirs)
        self.owner.raids += 1
        m.count_incident(self.segment, mine + theirs)
        kind = self._outcome(target) if taken else RAID_REPELLED
        dead_afg = mine if self.owner.side == AFGHAN else theirs
        m.record.note(
            kind, self.owner.side, self.segment.index, target.number, float(n),
            dead_afg, mine + theirs - dead_afg,
        )  # fmt: skip

    def _outcome(self, target: Post) -> int:
        """Take the post, or take it back; return which it was."""
        if target.owner is self.owner:
            target.return_home()
            return RECAPTURE
        target.fall()
        self.owner.captures += 1
        self.owner.other.posts_lost += 1
        self.segment.counts[CAPTURES] += 1
        return CAPTURE
