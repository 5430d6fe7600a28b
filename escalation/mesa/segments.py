"""A segment of the line: where tension lives, and the clocks by which its posts fire."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from escalation.mesa.posts import Post


@dataclass(slots=True)
class Segment:
    """About 25 km of the line, both sides.

    Attributes
    ----------
    index
        0 to 89, from the Wakhan to Iran.
    contact
        1.0 where both states have posts, else 0.0.
    background
        Ordinary tension, 1 on average.
    tension
        Excess over the background; incidents raise it, days and neighbours level it.
    weight
        Today's share in the border's fire, before it is normalised.
    clock
        For each side, the fire due to one of its posts here, added up since day 0.
    excitement
        Attacks a day that earlier ones of the TTP and of ISIS-K have excited here.
    posts
        For each side, its posts here.
    counts
        Incidents, lethal ones, deaths, captures, strikes, TTP attacks so far.
    """

    index: int
    contact: float
    background: float
    tension: float = 0.0
    weight: float = 0.0
    clock: list[float] = field(default_factory=lambda: [0.0, 0.0])
    excitement: list[float] = field(default_factory=lambda: [0.0, 0.0])
    posts: tuple[list[Post], list[Post]] = field(default_factory=lambda: ([], []))
    counts: list[int] = field(default_factory=lambda: [0] * 6)

    @property
    def ordinary_weight(self) -> float:
        """Return the weight without excess tension."""
        return self.contact * self.background
