"""Declarations of every parameter and fact, one file for each process of the model's day."""

from __future__ import annotations

from escalation.scenario.parameters import (
    border_fire,
    decisions,
    diplomacy,
    groups,
    losses,
    outset,
    reporting,
)

ALL = (
    *decisions.PARAMETERS,
    *diplomacy.PARAMETERS,
    *border_fire.PARAMETERS,
    *losses.PARAMETERS,
    *groups.PARAMETERS,
    *reporting.PARAMETERS,
    *outset.PARAMETERS,
)
FACTS = outset.FACTS

__all__ = ["ALL", "FACTS"]
