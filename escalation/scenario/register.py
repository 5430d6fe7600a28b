"""The register: every parameter of the model by its name, each declared once.

Validation, the JSON Schema, the reference page, the engine's record of parameters and the report's
"where does this number come from" are all made from it. The declarations themselves are in
``escalation/scenario/parameters/``, one file for each process of the day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from escalation.scenario.declaration import Fact, Parameter
from escalation.scenario.parameters import ALL, FACTS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@cache
def parameters() -> Mapping[str, Parameter]:
    """Return all parameters by name, in the order of the engine's record."""
    return MappingProxyType(_by_name(ALL))


@cache
def facts() -> Mapping[str, Fact]:
    """Return all day-0 facts by name."""
    return MappingProxyType({fact.name: fact for fact in FACTS})


@cache
def draw_dtype() -> np.dtype[np.void]:
    """Return the record of one draw: every parameter, then every fact, as float64."""
    import numpy as np

    fields = [(name, np.float64) for name in (*parameters(), *facts())]
    return np.dtype((np.record, fields))


def empty_draws(count: int) -> NDArray[np.void]:
    """Return ``count`` draws filled with zeros."""
    import numpy as np

    return np.zeros(count, dtype=draw_dtype())


def _by_name(declared: Iterable[Parameter]) -> dict[str, Parameter]:
    found: dict[str, Parameter] = {}
    for parameter in declared:
        if parameter.name in found:
            raise ValueError(f"parameter {parameter.name} is declared twice")
        found[parameter.name] = parameter
    return found
