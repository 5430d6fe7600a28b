"""The register: every parameter of the model is declared once, here is what a declaration holds.

Validation, the JSON Schema, the reference page, the engine's record of parameters and the report's
"where does this number come from" are all made from these declarations. The declarations
themselves are in ``escalation/scenario/parameters/``, one file for each process of the day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from escalation.scenario.distributions import Distribution, Fixed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Basis = Literal["claim", "data", "literature", "judgement"]


@dataclass(frozen=True)
class Parameter:
    """One number of the model, and why it has the value it has.

    Attributes
    ----------
    name
        Identifier, unique in the register; carries the unit where it could be mistaken.
    unit
        Unit in words (``"per day"``, ``"days"``, ``"share"``, ``"logit"``).
    low, high
        Range outside which a value makes no sense; draws are cut to it, input is refused.
    default
        Distribution (or fixed value) that a scenario gets when it says nothing.
    meaning
        One sentence: what the number does in the model.
    basis
        Where the default comes from.
    source
        The claim ids, pattern ids, file or citation behind it; for a judgement, its reason.
    if_claimed
        Distribution that replaces the default in draws where one of ``claims`` holds.
    claims
        Ids of the qualitative claims that bear on it.
    """

    name: str
    unit: str
    low: float
    high: float
    default: Distribution
    meaning: str
    basis: Basis
    source: str
    if_claimed: Distribution | None = None
    claims: tuple[str, ...] = ()

    @property
    def uncertain(self) -> bool:
        """Return whether the default leaves anything open."""
        return not isinstance(self.default, Fixed) or self.if_claimed is not None


@dataclass(frozen=True)
class Fact:
    """One fact about the night before day 0, known only through claims.

    Its value in a draw is the reporting model's answer to the claims about it, not a parameter
    that an analyst sets; see ``escalation.scenario.truth``.

    Attributes
    ----------
    name, unit, low, high, meaning
        As for a parameter.
    quantity, side
        The claim's quantity and the side it is about (``"killed"``, ``"pakistan_military"``).
    prior
        What would be believed of it had nobody claimed anything.
    source
        Basis of the prior.
    """

    name: str
    unit: str
    low: float
    high: float
    quantity: str
    side: str
    prior: Distribution
    meaning: str
    source: str


@cache
def parameters() -> Mapping[str, Parameter]:
    """Return all parameters by name, in the order of the engine's record."""
    from escalation.scenario.parameters import ALL

    return MappingProxyType(_by_name(ALL))


@cache
def facts() -> Mapping[str, Fact]:
    """Return all day-0 facts by name."""
    from escalation.scenario.parameters import FACTS

    return MappingProxyType({fact.name: fact for fact in FACTS})


@cache
def draw_dtype() -> np.dtype[np.void]:
    """Return the record of one draw: every parameter, then every fact, as float64."""
    import numpy as np

    return np.dtype([(name, np.float64) for name in (*parameters(), *facts())])


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
