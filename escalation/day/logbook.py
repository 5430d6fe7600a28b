"""Events: one row of the log for each thing worth telling, and one that a run may do without.

Events are numbered from 0 as the log holds them. A run that is to do without one of them has its
number in its ledger; whatever acts asks at the moment at which it would happen, before anything of
it has, so that this event alone is missing and all else, luck too, goes on from there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escalation.compiling import rule

if TYPE_CHECKING:
    from escalation.day.rows import Ledger, Records

NOBODY = -1


@rule
def is_taken_back(ledger: Ledger) -> int:
    """Return whether the event that comes next is the one that this run does without.

    To be asked once by what is about to happen and to be noted, and only then: the answer is 1 a
    single time, so that whatever gets the number instead comes about.
    """
    if ledger.track.n_events + 1 != ledger.track.taken_back:
        return 0
    ledger.track.taken_back = 0
    return 1


@rule
def note_dead(
    ledger: Ledger,
    log: Records,
    day: int,
    kind: int,
    actor: int,
    segment: int,
    agent: int,
    value: float,
    afghan: int,
    pakistani: int,
    civilians: int,
    militants: int,
) -> None:
    """Write an event and its dead to ``log``, if one is kept; count it in any case."""
    n = ledger.track.n_events
    if n < log.shape[0]:
        row: Any = log[n]
        row.day = day
        row.kind = kind
        row.actor = actor
        row.segment = segment
        row.agent = agent
        row.value = value
        row.dead_afg = afghan
        row.dead_pak = pakistani
        row.dead_civilians = civilians
        row.dead_militants = militants
    ledger.track.n_events = n + 1


@rule
def note(
    ledger: Ledger, log: Records, day: int, kind: int, actor: int, agent: int, value: float
) -> None:
    """Write an event of an actor, -1 for none, that has neither place nor dead."""
    note_dead(ledger, log, day, kind, actor, NOBODY, agent, value, 0, 0, 0, 0)
