"""What was claimed in a game, beside what was so in its one world."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from escalation import vocabulary as words
from escalation.telling.chronicle import STATES, Happening, date_of
from escalation.web.play.playing import World, events_until
from escalation.web.play.room import Room

_KINDS: Final = {
    words.CLAIM_ENEMY_DEAD: "of the other side's dead",
    words.CLAIM_OWN_DEAD: "of its own dead",
}


@dataclass(frozen=True)
class Claimed:
    """A figure that a state gave.

    Attributes
    ----------
    day, who, what
        When, which state, and of which dead, in words.
    claimed, true
        The figure, and that of the room's world.
    """

    day: str
    who: str
    what: str
    claimed: int
    true: int


def claims_of(room: Room) -> list[Claimed]:
    """Return every figure of dead that a state gave in the days that were played, in order."""
    last = max(one.number for one in room.rounds if one.result is not None)
    world = World(room, events_until(room, last))
    found = []
    for row in world.morning(room.rounds[last].next_day).events:
        event = Happening.of(row)
        if event.kind in _KINDS and event.day >= 0:
            day = f"{date_of(world.scenario, event.day)} (day {event.day})"
            found.append(
                Claimed(day, STATES[event.actor], _KINDS[event.kind], round(event.value),
                        event.agent)
            )  # fmt: skip
    return found
