"""The line: its segments, where tension lives, and the posts on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mesa.discrete_space import FixedAgent

from escalation.day import rows
from escalation.luck import purposes
from escalation.luck.purposes import POST_CLOCK
from escalation.luck.streams import exponential, uniform
from escalation.mesa import calls
from escalation.mesa.strip import POSTS, cell_of
from escalation.mesa.window import Window
from escalation.vocabulary import NEVER_DUE, WITHDRAWAL

if TYPE_CHECKING:
    from escalation.day.rows import Ints
    from escalation.mesa.border_model import BorderModel
    from escalation.mesa.states import StateActor


class Segment(Window, rows.Segment, on=rows.Segment):
    """About 25 km of the line, both sides; its changing figures are those of `rows.Segment`.

    Attributes
    ----------
    index
        0 to 89, from the Wakhan to Iran.
    contact, background
        1.0 where both states have posts, else 0.0; ordinary tension, 1 on average.
    posts
        For each side, its posts here.
    """

    def __init__(self, model: BorderModel, index: int) -> None:
        self.model = model
        self.columns, self.row = model.columns["segments"], index
        self.index = index
        self.contact = float(model.board.places["contact"][index])
        self.background = float(model.board.places["background"][index])
        self.posts: tuple[list[Post], list[Post]] = ([], [])

    @property
    def counts(self) -> Ints:
        """Return incidents, lethal ones, deaths, captures, strikes and TTP attacks so far."""
        return self.model.counts[self.index]

    def pass_time(self, side: int, scale: float, local_share: float) -> None:
        """Let a side's posts watch the day go by; ``scale`` is its fire a unit of weight."""
        if self.weight <= 0.0:
            return
        posts = self.posts[side]
        clock = float(self.clock[side]) + scale * self.weight * (1.0 / max(len(posts), 1))
        self.clock[side] = clock
        for post in posts:
            post.watch(clock, local_share)
        self.next_due[side] = min((post.due for post in posts), default=NEVER_DUE)


class Post(Window, rows.Post, FixedAgent, on=rows.Post):  # type: ignore[misc, unused-ignore]
    """A post fires on the post opposite when its segment's clock reaches the time it waits for.

    Attributes
    ----------
    number
        Index over both sides' posts; names its luck.
    owner
        Its state, also while it is ``lost`` to the other.
    due
        Reading of the segment's clock at which it fires next.
    """

    model: BorderModel

    def __init__(
        self, model: BorderModel, number: int, owner: StateActor, segment: Segment
    ) -> None:
        super().__init__(model)
        self.columns, self.row = model.columns["posts"], number
        self.number = number
        self.owner = owner
        self.segment = segment
        self.cell = cell_of(model, segment.index, owner.side, POSTS)
        owner.posts.append(self)
        segment.posts[owner.side].append(self)

    @property
    def fortification(self) -> float:
        """Return how hard it is to take."""
        return float(self.model.board.sites["fort"][self.number])

    @property
    def strength(self) -> float:
        """Return its soldiers today, replacements included."""
        return float(calls.soldiers_at(self.model, self.number))

    @strength.setter
    def strength(self, soldiers: float) -> None:
        self.columns["strength"][self.row] = soldiers
        self.touched = self.model.day

    def weaken(self, dead: int) -> None:
        """Lose soldiers; somebody always answers the radio."""
        calls.weaken(self.model, self.number, dead)

    def watch(self, clock: float, local_share: float) -> None:
        """Fire if the clock has come to the time it waits for, then draw the next."""
        if clock < self.due:
            return
        wait = exponential(uniform(self.model.run_key, POST_CLOCK, self.number, self.draws))
        self.draws += 1
        self.due = self.due + wait
        if not self.lost:
            self.open_fire(local_share)

    def open_fire(self, local_share: float) -> None:
        """Fire on a post opposite, by order or (``local_share``) without; it fires back."""
        calls.exchange(self.model, self.owner.side, self.segment.index, self.number, local_share)

    def return_home(self) -> None:
        """Come back to its owner."""
        calls.return_post(self.model, self.number, self.owner.side)

    def may_be_given_up(self, chance: float) -> None:
        """Be left by the other side without a fight, by chance."""
        leaves = uniform(self.model.key, purposes.WITHDRAWAL, self.number, 0) < chance
        if leaves and not calls.is_taken_back(self.model):
            self.return_home()
            self.model.note(WITHDRAWAL, self.owner.other.side, self.segment.index, self.number)
