"""A run told in a few sentences: the events that turn it, and its deadliest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from escalation import vocabulary as words
from escalation.telling.chronicle import chronicle, counted

if TYPE_CHECKING:
    from escalation.scenario.sections import Scenario

#: Sentences of a chronicle: its turns, then the deadliest events; of these at least so many.
SENTENCES: Final = 14
DEADLY: Final = 5

_TURNS: Final = frozenset(
    {
        words.CAPITAL_STRIKE, words.MEDIATOR_ENGAGED, words.TRUCE_AGREED, words.AGREEMENT_REACHED,
        words.CEASEFIRE_ENDED, words.CHANNEL_OPENED, words.CHANNEL_CLOSED, words.DE_ESCALATED,
        words.SERIOUS_RELAPSE, words.WAR, words.QUIET_AFTER_WAR,
    }
)  # fmt: skip
#: What stands from one event on until another: the events that begin it, and the one that ends it.
_STANDS: Final = (
    (frozenset({words.TRUCE_AGREED, words.AGREEMENT_REACHED}), words.CEASEFIRE_ENDED),
    (frozenset({words.CHANNEL_OPENED}), words.CHANNEL_CLOSED),
)
#: Turns that are told whatever else must go.
_FIRST: Final = frozenset({words.DE_ESCALATED, words.SERIOUS_RELAPSE, words.WAR})


def short_chronicle(events: Any, scenario: Scenario) -> tuple[str, ...]:
    """Return the events of a run that turn it, and its deadliest, as dated sentences."""
    rows, _, kept = _parted(events)
    return tuple(chronicle([rows[i] for i in kept], scenario))


def left_out_told(events: Any) -> str:
    """Say how many deadly incidents between the states `short_chronicle` leaves out, or nothing."""
    _, dead, kept = _parted(events)
    others = [count for place, count in enumerate(dead) if count > 0 and place not in kept]
    if not others:
        return ""
    return (
        f"Left out here: {counted(len(others), 'more deadly incident')} between the states, with "
        f"{sum(others):,} dead; the whole chronicle has them."
    )


def _parted(events: Any) -> tuple[list[Any], list[int], list[int]]:
    """Return the events between the states, the dead of each, and the places of those kept."""
    militant = (words.TTP_ATTACK, words.ISIS_K_ATTACK, words.ARMY_OPERATION)
    rows = [row for row in events if int(row["kind"]) not in militant]
    dead = [int(row["dead_afg"] + row["dead_pak"] + row["dead_civilians"]) for row in rows]
    turns = _chosen(rows, SENTENCES - DEADLY)
    deadly = [i for i in range(len(rows)) if dead[i] > 0 and i not in turns]
    kept = sorted([*turns, *sorted(deadly, key=lambda i: (-dead[i], i))[: SENTENCES - len(turns)]])
    return rows, dead, kept


def _chosen(rows: Sequence[Any], most: int) -> list[int]:
    """Return the places of the turns that are told, so many at most, the first ones first.

    What stands for a while is told with its beginning and its end, or not at all.
    """
    first: list[list[int]] = []
    others: list[list[int]] = []
    for group in _turns(rows):
        (first if int(rows[group[0]]["kind"]) in _FIRST else others).append(group)
    chosen: list[int] = []
    for group in (*first, *others):
        if len(chosen) + len(group) > most:
            break  # later ones without it would tell of another run
        chosen += group
    return chosen


def _turns(rows: Sequence[Any]) -> list[list[int]]:
    """Return the places of turns, those of what stands for a while together.

    Of strikes on a capital only the first by either side, of a mediator only the first time; no end
    of what had begun before the first day.
    """
    seen: set[tuple[int, int]] = set()
    standing: dict[int, list[int]] = {}
    found: list[list[int]] = []
    for place, row in enumerate(rows):
        kind = int(row["kind"])
        once = {words.CAPITAL_STRIKE: "actor", words.MEDIATOR_ENGAGED: "agent"}.get(kind)
        if once is not None:
            key = (kind, int(row[once]))
            if key not in seen:
                seen.add(key)
                found.append([place])
            continue
        for begin, end in _STANDS:
            if kind in begin:
                if end not in standing:
                    standing[end] = []
                    found.append(standing[end])
                standing[end].append(place)
            elif kind == end and end in standing:
                standing.pop(end).append(place)
        if kind in _TURNS and not any(kind == end or kind in begin for begin, end in _STANDS):
            found.append([place])
    return found
