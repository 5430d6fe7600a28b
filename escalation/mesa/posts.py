"""Border posts: they wait for their moment, fire, are taken and given up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mesa.discrete_space import FixedAgent

from escalation.day.agents import nth_from, place_of, strength_now
from escalation.day.border_fire import uses_artillery
from escalation.day.losses import event_deaths, share_of_losses
from escalation.day.perception import clarity
from escalation.luck.purposes import (
    BLAME,
    EXCHANGE,
    POST_CLOCK,
    WITHDRAWAL,
)
from escalation.luck.streams import exponential, uniform, whole
from escalation.vocabulary import AFGHAN, LOCAL_FIRE, SHELLING
from escalation.vocabulary import EXCHANGE as EXCHANGED
from escalation.vocabulary import WITHDRAWAL as GIVEN_UP

if TYPE_CHECKING:
    from mesa.discrete_space import Cell

    from escalation.mesa.border_model import BorderModel
    from escalation.mesa.segments import Segment
    from escalation.mesa.states import StateActor


class Post(FixedAgent):  # type: ignore[misc, unused-ignore]
    """A post fires on the post opposite when its segment's clock reaches the time it waits for.

    Attributes
    ----------
    number
        Index over both sides' posts; names its luck.
    due
        Reading of the segment's clock at which it fires next.
    lost
        Whether it is in the other side's hands.
    """

    model: BorderModel

    def __init__(
        self,
        model: BorderModel,
        number: int,
        owner: StateActor,
        segment: Segment,
        cell: Cell,
        fortification: float,
    ) -> None:
        super().__init__(model)
        self.cell = cell
        self.number = number
        self.owner = owner
        self.segment = segment
        self.fortification = fortification
        self.lost = False
        self.garrison = model.p.post_garrison
        self.touched_day = 0
        self.due = exponential(uniform(model.run_key, POST_CLOCK, number, 0))
        self.draws = 1

    @property
    def strength(self) -> float:
        """Return its soldiers today, replacements included."""
        p = self.model.p
        days = self.model.day - self.touched_day
        return strength_now(self.garrison, p.post_garrison, p.replacement, days)

    def weaken(self, dead: int) -> None:
        """Lose soldiers; somebody always answers the radio."""
        self.garrison = max(1.0, self.strength - dead)
        self.touched_day = self.model.day

    def watch(self, clock: float, local_share: float) -> None:
        """Fire if the clock has come to the time it waits for, then draw the next."""
        if clock < self.due:
            return
        wait = exponential(uniform(self.model.run_key, POST_CLOCK, self.number, self.draws))
        self.draws += 1
        self.due = clock + wait
        if not self.lost:
            self.open_fire(local_share)

    def open_fire(self, local_share: float) -> None:
        """Fire on a post opposite, by order or (``local_share``) without; it fires back."""
        m, p, key, n = self.model, self.model.p, self.model.key, self.number
        target = opposing_post(self.segment, self.owner.side, uniform(key, EXCHANGE, n, 0))
        if target is None:
            return
        state, other = self.owner, self.owner.other
        ordered = 1 if uniform(key, EXCHANGE, n, 1) >= local_share else 0
        guns = uses_artillery(state.rung, ordered, uniform(key, EXCHANGE, n, 2), p.artillery_share)
        median = p.artillery_deaths if guns == 1 else p.exchange_deaths
        civil = p.shelling_civilian_share if guns == 1 else 0.0
        deaths = event_deaths(uniform(key, EXCHANGE, n, 3), median, p.death_sigma, p.death_cap)
        own, enemy = self.strength, target.strength
        share = share_of_losses(
            own, enemy, p.attacker_burden, p.lanchester_own, p.lanchester_enemy,
            uniform(key, EXCHANGE, n, 4),
        )  # fmt: skip
        soldiers = deaths * (1.0 - civil)
        mine = min(whole(soldiers * share, uniform(key, EXCHANGE, n, 5)), int(own))
        theirs = min(whole(soldiers * (1.0 - share), uniform(key, EXCHANGE, n, 6)), int(enemy))
        civilians = whole(deaths * civil, uniform(key, EXCHANGE, n, 7))
        if mine > 0:
            self.weaken(mine)
        if theirs > 0:
            target.weaken(theirs)
        state.lose(mine)
        other.lose(theirs)
        other.civilians += civilians
        m.count_incident(self.segment, mine + theirs + civilians)
        if ordered == 1 and guns == 1:
            state.shellings += 1
        elif ordered == 1:
            state.exchanges += 1
        elif theirs > 0:
            self._is_blamed()
        dead_afg = mine if state.side == AFGHAN else theirs
        m.record.note(
            SHELLING if guns == 1 else EXCHANGED, state.side, self.segment.index, n,
            float(ordered), dead_afg, mine + theirs - dead_afg, civilians,
        )  # fmt: skip

    def _is_blamed(self) -> None:
        """Pass for a deed of the state, unless an open channel explains the fire."""
        m = self.model
        clear = clarity(m.dyad.channel, m.dyad.monitored, m.p.channel_clarity, 0.0)
        if uniform(m.key, BLAME, self.number, 0) < clear:
            self.owner.exchanges += 1
        m.record.last_cause = LOCAL_FIRE

    def fall(self) -> None:
        """Come into the other side's hands."""
        self.lost = True
        self.model.lost_posts.append(self)
        self.owner.other.posts_held += 1

    def return_home(self) -> None:
        """Come back to its owner."""
        self.lost = False
        self.model.lost_posts.remove(self)
        self.owner.other.posts_held -= 1

    def may_be_given_up(self, chance: float) -> None:
        """Be left by the other side without a fight, by chance."""
        if uniform(self.model.key, WITHDRAWAL, self.number, 0) < chance:
            self.return_home()
            holder = self.owner.other.side
            self.model.record.note(GIVEN_UP, holder, self.segment.index, self.number)


def opposing_post(segment: Segment, side: int, u: float) -> Post | None:
    """Return a post of the other side in this segment that it still holds, at the uniform ``u``."""
    posts = segment.posts[1 - side]
    count = len(posts)
    if count == 0:
        return None
    start = place_of(u, count)
    for step in range(count):
        post = posts[nth_from(start, step, count)]
        if not post.lost:
            return post
    return None
