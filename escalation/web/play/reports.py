"""What reaches whom: reports, not truth.

A state knows its own dead, its own resolutions and what is public; of a clash it knows that it
happened, of the other's dead what it claims itself. The public knows that there was a clash and
what civilians died in it, what either side says, and what armed groups did. Mediators and states
know of the back channel. Truth is kept beside it, for when it is revealed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from escalation import vocabulary as words
from escalation.analysis.patterns.run_logs import KINETIC
from escalation.numbers import counted
from escalation.telling.chronicle import Happening, chronicle, date_of, tell

if TYPE_CHECKING:
    from escalation.scenario.sections import Scenario

PUBLIC: Final = "public"
#: Side of a team that decides for a state.
SIDE_OF: Final = {"kabul": words.AFGHAN, "islamabad": words.PAKISTANI}

_CLASHES: Final = frozenset(KINETIC)
#: The same by their names in rows.
CLASHES: Final = frozenset(words.EVENT_KINDS[kind] for kind in KINETIC)
ATTACKS: Final = frozenset(
    words.EVENT_KINDS[kind] for kind in (words.TTP_ATTACK, words.ISIS_K_ATTACK)
)
WITHDRAWALS: Final = frozenset({words.EVENT_KINDS[words.WITHDRAWAL]})
_RESOLVED: Final = frozenset({words.ORDER, words.STRIKE_DECIDED})
_CHANNEL: Final = frozenset({words.CHANNEL_OPENED, words.CHANNEL_CLOSED})
_CLAIMS: Final = frozenset({words.CLAIM_ENEMY_DEAD, words.CLAIM_OWN_DEAD})
_MAPPED: Final = _CLASHES | {words.TTP_ATTACK, words.ISIS_K_ATTACK, words.WITHDRAWAL}


def reports_of(log: Any, scenario: Scenario) -> dict[str, tuple[str, ...]]:
    """Return the dated sentences that each team gets of some events, and the public."""
    return {
        who: tuple(told for row in log if (told := _told(row, scenario, who)))
        for who in (PUBLIC, "kabul", "islamabad", "mediators")
    }


def truth_of(log: Any, scenario: Scenario) -> tuple[str, ...]:
    """Return the dated sentences of what happened."""
    return tuple(chronicle(log.tolist(), scenario))


def seen_by_all(row: Any) -> bool:
    """Return whether everybody sees on the map that an event happened."""
    return int(row["kind"]) in _MAPPED and int(row["segment"]) >= 0


def _told(row: Any, scenario: Scenario, who: str) -> str:
    """Return an event as it reaches somebody, or an empty string."""
    event = Happening.of(row)
    side = SIDE_OF.get(who)
    if event.kind in _RESOLVED and event.actor != side:
        return ""
    if event.kind in _CHANNEL and who == PUBLIC:
        return ""
    if event.kind in _CLASHES:
        sentence = _clash(event, scenario, side)
    elif event.kind in _CLAIMS:
        sentence = tell(row, scenario).replace(f" (in this run: {event.agent})", "")
    elif event.kind == words.WAR:
        sentence = "By the scenario's thresholds this is war."
    else:
        sentence = tell(row, scenario)
    return f"{date_of(scenario, event.day)} (day {event.day}): {sentence}"


def _clash(event: Happening, scenario: Scenario, side: int | None) -> str:
    """Return a clash without the dead of whoever does not tell them."""
    row = (event.day, event.kind, event.actor, event.segment, event.agent, event.value, 0, 0, 0, 0)
    what = tell(row, scenario).removesuffix("; nobody died.")
    parts = []
    if side is not None:
        own = (event.dead_afg, event.dead_pak)[side]
        parts.append(f"own dead: {own}")
    if event.dead_civilians:
        parts.append(f"{counted(event.dead_civilians, 'civilian')} reported dead")
    return f"{what}; {', '.join(parts)}." if parts else f"{what}."
