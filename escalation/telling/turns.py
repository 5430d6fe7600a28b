"""A run told in a few sentences: the events that turn it, and its deadliest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from escalation import vocabulary as words
from escalation.telling.chronicle import chronicle

if TYPE_CHECKING:
    from escalation.scenario.sections import Scenario

#: Sentences of a chronicle: its turns, then the deadliest events; of these at least so many.
SENTENCES: Final = 14
DEADLY: Final = 5

_TURNS: Final = frozenset(
    {
        words.CAPITAL_STRIKE, words.MEDIATOR_ENGAGED, words.TRUCE_AGREED, words.AGREEMENT_REACHED,
        words.CEASEFIRE_ENDED, words.CHANNEL_OPENED, words.DE_ESCALATED, words.SERIOUS_RELAPSE,
        words.WAR, words.QUIET_AFTER_WAR,
    }
)  # fmt: skip
#: Turns that are told whatever else must go.
_FIRST: Final = frozenset({words.DE_ESCALATED, words.SERIOUS_RELAPSE, words.WAR})


def short_chronicle(events: Any, scenario: Scenario) -> tuple[str, ...]:
    """Return the events of a run that turn it, and its deadliest, as dated sentences."""
    left_out = (words.TTP_ATTACK, words.ISIS_K_ATTACK, words.ARMY_OPERATION)
    rows = [row for row in events if int(row["kind"]) not in left_out]
    dead = [int(row["dead_afg"] + row["dead_pak"] + row["dead_civilians"]) for row in rows]
    turns = sorted(_turns(rows), key=lambda i: (int(rows[i]["kind"]) not in _FIRST, i))
    turns = turns[: SENTENCES - DEADLY]
    deadly = [i for i in range(len(rows)) if dead[i] > 0 and i not in turns]
    kept = sorted([*turns, *sorted(deadly, key=lambda i: (-dead[i], i))[: SENTENCES - len(turns)]])
    return tuple(chronicle([rows[i] for i in kept], scenario))


def _turns(rows: Sequence[Any]) -> list[int]:
    """Return the places of turns; of strikes on a capital only the first by either side."""
    struck: set[int] = set()
    found = []
    for place, row in enumerate(rows):
        if int(row["kind"]) == words.CAPITAL_STRIKE:
            if int(row["actor"]) in struck:
                continue
            struck.add(int(row["actor"]))
        if int(row["kind"]) in _TURNS:
            found.append(place)
    return found
