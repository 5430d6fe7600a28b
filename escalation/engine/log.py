"""The event log of a run: one row for each thing worth telling."""

from __future__ import annotations

from typing import Any

from escalation.compiling import rule


@rule
def note(
    led: Any,
    log: Any,
    day: int,
    kind: int,
    actor: int,
    segment: int,
    agent: int,
    value: float,
    afg: int,
    pak: int,
    civilians: int,
    militants: int,
) -> None:
    """Write an event to ``log``, if one is kept; count it in the ledger ``led`` in any case."""
    n = led.track.n_events
    if n < log.shape[0]:
        row = log[n]
        row.day = day
        row.kind = kind
        row.actor = actor
        row.segment = segment
        row.agent = agent
        row.value = value
        row.dead_afg = afg
        row.dead_pak = pak
        row.dead_civilians = civilians
        row.dead_militants = militants
    led.track.n_events = n + 1
