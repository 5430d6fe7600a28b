"""Which claims speak to which fact, and in what share of draws a claim was taken to hold."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from escalation.scenario.declaration import Fact
from escalation.scenario.register import facts

if TYPE_CHECKING:
    import pandas as pd

    from escalation.scenario.sections import Scenario

#: The unit of facts that are true or not.
YES_NO = "yes or no"


class Believed(Protocol):
    """What tables of claims are made from, such as a run.

    Attributes
    ----------
    claims
        A scenario's claims, each with its ``id``.
    draws
        The table of draws that rest on them.
    """

    @property
    def claims(self) -> Sequence[Mapping[str, Any]]:
        """Return the claims."""

    @property
    def draws(self) -> pd.DataFrame:
        """Return the draws."""


@dataclass(frozen=True)
class NumericRow:
    """A fact known through figures: what was claimed, the prior, and the truth as drawn.

    ``claimed`` has one entry a claim: its id, speaker, and figure. ``prior`` and ``drawn`` are
    quantiles 0.05, 0.25, 0.5, 0.75 and 0.95; ``drawn`` is None where no draw was kept.
    """

    fact: Fact
    claimed: tuple[tuple[str, str, float], ...]
    prior: NDArray[np.float64]
    drawn: NDArray[np.float64] | None


@dataclass(frozen=True)
class HeldRow:
    """A statement that holds or does not, and the share of draws in which it does."""

    ids: str
    text: str
    speaker: str
    share: float
    credence: float


_QUANTILES = np.array([0.05, 0.25, 0.5, 0.75, 0.95])


def plain_claims(scenario: Scenario) -> list[dict[str, Any]]:
    """Return the claims of a scenario as plain data, each with its ``id``."""
    return [
        {"id": name, **claim.model_dump(mode="json")} for name, claim in scenario.claims.items()
    ]


def numeric_rows(data: Believed) -> list[NumericRow]:
    """Return a row for each counted fact, those that somebody claimed a figure for first."""
    rows = []
    for fact in facts().values():
        if fact.unit == YES_NO:
            continue
        claimed = tuple(
            (str(claim["id"]), str(claim["speaker"]), float(value))
            for claim in claims_about(data.claims, fact)
            if (value := claim.get("value")) is not None and not _unknown(value)
        )
        rows.append(NumericRow(fact, claimed, _prior(fact), _drawn(data.draws, fact.name)))
    return sorted(rows, key=lambda row: not row.claimed)


def held_rows(data: Believed) -> list[HeldRow]:
    """Return a row for each yes-or-no fact and each qualitative claim, the surest first."""
    rows = []
    spoken: set[str] = set()
    for fact in facts().values():
        if fact.unit != YES_NO:
            continue
        about = claims_about(data.claims, fact)
        share = _mean(data.draws, fact.name)
        if not about or share is None:
            continue
        spoken |= {str(claim["id"]) for claim in about}
        ids = ", ".join(str(claim["id"]) for claim in about)
        text = fact.meaning.rstrip(".").removeprefix("Whether ")
        prior = float(fact.prior.quantile(np.array([0.5]))[0])
        rows.append(HeldRow(ids, text[:1].upper() + text[1:], "", share, prior))
    for claim in data.claims:
        if str(claim["id"]) in spoken or claim.get("kind") == "numeric":
            continue
        credence = claim.get("credence")
        if credence is None or _unknown(credence):
            continue
        share = share_held(data.draws, str(claim["id"]))
        rows.append(
            HeldRow(
                str(claim["id"]),
                str(claim["claim"]),
                str(claim["speaker"]),
                float(credence) if share is None else share,
                float(credence),
            )
        )
    return sorted(rows, key=lambda row: -row.share)


def claims_about(claims: Sequence[Mapping[str, Any]], fact: Fact) -> list[Mapping[str, Any]]:
    """Return the claims that bear on a fact: by what they say they inform, or by their figures."""
    found = []
    for claim in claims:
        informs = claim.get("informs")
        if informs:
            bears = fact.name in informs
        else:
            bears = (claim.get("quantity"), claim.get("side")) == (fact.quantity, fact.side)
        if bears:
            found.append(claim)
    return found


def share_held(draws: pd.DataFrame, claim_id: str) -> float | None:
    """Return the share of draws in which a claim holds, or None if the draws don't say.

    The table says so in a column ``claim_C08`` of zeros and ones.
    """
    return _mean(draws, f"claim_{claim_id}")


def _mean(draws: pd.DataFrame, column: str) -> float | None:
    if column not in draws.columns or not len(draws):
        return None
    return float(draws[column].mean())


def _prior(fact: Fact) -> NDArray[np.float64]:
    values = np.asarray(fact.prior.quantile(_QUANTILES), dtype=np.float64)
    return np.clip(values, fact.low, fact.high)


def _drawn(draws: pd.DataFrame, column: str) -> NDArray[np.float64] | None:
    if column not in draws.columns or not len(draws):
        return None
    values = draws[column].to_numpy(dtype=np.float64)
    return np.asarray(np.quantile(values, _QUANTILES), dtype=np.float64)


def _unknown(value: object) -> bool:
    return isinstance(value, float) and math.isnan(value)
