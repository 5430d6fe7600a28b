"""What is said of a sweep's charts, a file a kind of chart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from escalation.charts.told import Told
from escalation.charts.told.sweeps import heat, multiples, tornado

if TYPE_CHECKING:
    from escalation.analysis.sweeps.points import SweepTable

#: What is said of an outcome, by the kinds of `escalation.charts.sweep_charts.SWEEP_CHARTS`.
SWEEP_TOLD: Final[Mapping[str, Callable[[SweepTable, str], Told]]] = MappingProxyType(
    {"heat": heat.told, "multiples": multiples.told, "tornado": tornado.told}
)
