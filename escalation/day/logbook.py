"""Events: one row of the log for each thing worth telling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escalation.compiling import rule

if TYPE_CHECKING:
    from escalation.day.rows import Ledger, Records

NOBODY = -1


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
