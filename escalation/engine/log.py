"""The event log of a run: one row for each thing worth telling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from escalation.rules.compiling import rule

if TYPE_CHECKING:
    from escalation.engine.state import State


@rule
def note(
    st: State,
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
    """Write an event to the log, if one is kept; count it in any case."""
    n = st.track[0].n_events
    if n < st.log.shape[0]:
        row = st.log[n]
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
    st.track[0].n_events = n + 1
