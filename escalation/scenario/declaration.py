"""What a declaration of a parameter, or of a fact about day 0, holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from escalation.scenario.distributions import Distribution, Fixed

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
