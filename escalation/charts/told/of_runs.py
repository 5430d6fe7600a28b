"""What is said of every chart of a result, by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from escalation.charts.told import (
    Told,
    claims,
    deaths,
    end_states,
    incident_map,
    odds,
    rungs,
    yardsticks,
)

if TYPE_CHECKING:
    from escalation.results.result import Result

#: By the names of `escalation.charts.all_charts.CHARTS`, in their order.
TOLD: Final[Mapping[str, Callable[[Result], Told]]] = MappingProxyType(
    {
        "odds": odds.told,
        "yardsticks": yardsticks.told,
        "rungs": rungs.told,
        "end_states": end_states.told,
        "deaths": deaths.told,
        "map": incident_map.told,
        "claims": claims.told,
    }
)
