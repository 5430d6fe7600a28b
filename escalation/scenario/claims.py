"""A scenario's claims as rows: who says what, how far it is believed, and what hangs on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from escalation.scenario.register import facts, parameters
from escalation.scenario.sections import Claim, Scenario


@dataclass(frozen=True)
class ClaimRow:
    """One claim as tables and reports show it.

    Attributes
    ----------
    id, claim, speaker, date, status, kind, credence, note
        As the scenario has them; the date as text.
    figure
        The figure and what it counts (``"58 killed"``), or an empty string.
    informs
        Names of the parameters, facts and places it bears on.
    contradicts
        Ids of the claims that cannot hold together with it.
    why_not
        Why it informs nothing, when it doesn't.
    """

    id: str
    claim: str
    speaker: str
    date: str
    status: str
    kind: str
    figure: str
    credence: float
    informs: tuple[str, ...]
    contradicts: tuple[str, ...]
    why_not: str
    note: str

    @property
    def told(self) -> str:
        """The claim with its figure: ``Pakistani soldiers killed (58 killed)``."""
        return f"{self.claim} ({self.figure})" if self.figure else self.claim


def claim_rows(scenario: Scenario) -> list[ClaimRow]:
    """Return the claims of a scenario in its order."""
    return [_row(name, claim) for name, claim in scenario.claims.items()]


def bearing_on(scenario: Scenario, name: str) -> tuple[str, ...]:
    """Return the ids of the claims of a scenario that bear on a parameter, fact or place."""
    return tuple(id_ for id_, claim in scenario.claims.items() if name in claim.informs)


def meaning_of(name: str) -> str:
    """Return what a parameter or fact means, or an empty string for a place under ``actors``."""
    known = parameters().get(name) or facts().get(name)
    return known.meaning if known else ""


def uninformative(scenario: Scenario) -> Iterable[str]:
    """Return the ids of the claims that inform nothing."""
    return [name for name, claim in scenario.claims.items() if not claim.informs]


def _row(name: str, claim: Claim) -> ClaimRow:
    figure = ""
    if claim.value is not None:
        figure = f"{claim.value:g} {(claim.quantity or '').replace('_', ' ')}".strip()
    return ClaimRow(
        id=name,
        claim=claim.claim,
        speaker=claim.speaker,
        date=claim.date.isoformat(),
        status=claim.status,
        kind=claim.kind,
        figure=figure,
        credence=claim.credence,
        informs=claim.informs,
        contradicts=claim.contradicts,
        why_not=claim.why_not or "",
        note=claim.note or "",
    )
