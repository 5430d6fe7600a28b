"""What a declaration of a parameter, or of a fact about day 0, holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from escalation.scenario.distributions import Distribution, Fixed

Basis = Literal["claim", "data", "literature", "judgement"]


@dataclass(frozen=True)
class Multiplier:
    """How the values of a number that multiplies something, or adds a share of it, read.

    Attributes
    ----------
    neutral
        The value that changes nothing.
    nothing
        What it is then, in words.
    above, below
        What larger and smaller values do; empty where the range ends at the neutral value.
    logs
        How much of the number makes one natural logarithm of what is multiplied; 0 where the number
        multiplies as it stands.
    """

    neutral: float
    nothing: str
    above: str = ""
    below: str = ""
    logs: float = 0.0

    def __str__(self) -> str:
        """Return it in words: ``1 changes nothing; above 1 more attacks, below 1 fewer``."""
        words = f"{self.neutral:g} {self.nothing}"
        turns = [
            f"{way} {self.neutral:g} {said}"
            for way, said in (("above", self.above), ("below", self.below))
            if said
        ]
        return "; ".join(filter(None, [words, ", ".join(turns)]))


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
    if_opposed
        Distribution that replaces the default in draws where one of ``opposing`` holds and no
        other of ``claims``; where both sides hold, the default stands.
    opposing
        Those of ``claims`` that point the other way.
    reads
        Of a multiplier, which value changes nothing and what others do; None of any other number.
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
    if_opposed: Distribution | None = None
    opposing: tuple[str, ...] = ()
    reads: Multiplier | None = None

    @property
    def explained(self) -> str:
        """Return what it means and, of a multiplier, how its values read."""
        return self.meaning if self.reads is None else f"{self.meaning} {self.reads}."

    @property
    def alternatives(self) -> tuple[tuple[str, tuple[str, ...], Distribution], ...]:
        """Return what else it may be: in words when, by which claims, and how distributed."""
        for_it = tuple(name for name in self.claims if name not in self.opposing)
        found = (
            ("if claimed", for_it, self.if_claimed),
            ("if claimed otherwise", self.opposing, self.if_opposed),
        )
        return tuple((words, ids, one) for words, ids, one in found if one is not None)

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

    @property
    def reads(self) -> None:
        """Return None: facts are counts and answers, and multiply nothing."""

    @property
    def explained(self) -> str:
        """Return what it means."""
        return self.meaning
