"""Reports: each side claims the other's dead inflated and admits its own deflated, with noise.

A claim is the true value times the speaker's habit times lognormal noise. The same model serves
three times: to infer the truth of day 0 from the seed's claims (``escalation.scenario.truth``),
here to make the claims of a run, and as the likelihood when real reports are assimilated. Source:
claims against later admissions before the seed (patterns P20 and P21).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from escalation.compiling import rule
from escalation.day.logbook import is_taken_back, note
from escalation.luck.arithmetic import exp
from escalation.luck.purposes import CLAIM
from escalation.luck.streams import normal, uniform
from escalation.vocabulary import AFGHAN, CLAIM_ENEMY_DEAD, CLAIM_OWN_DEAD

if TYPE_CHECKING:
    from escalation.day.rows import Actor, Draw, Ledger, Records


@rule
def claimed(true_value: float, habit: float, noise: float, z: float) -> float:
    """Return what is claimed of ``true_value``: times the speaker's habit, lognormal noise.

    Source: P20 and P21 (claims over admissions before the seed) for the habits; that the noise is
    lognormal is a judgement of this model.
    """
    return true_value * habit * exp(noise * z)


@rule
def publicly_believed(admitted: float, claimed_by_enemy: float, trust: float) -> float:
    """Return the own losses a public believes: between the admission and the enemy's claim.

    Source: judgement of this model: enemy claims spread, but are enemy claims.
    """
    return admitted + trust * max(0.0, claimed_by_enemy - admitted)


@rule
def report_one(p: Draw, key: int, day: int, side: int, ledger: Ledger, log: Records) -> None:
    """Let a side say what the other lost and what it lost itself."""
    own: Actor = ledger.actors[side]
    other: Actor = ledger.actors[1 - side]
    if other.killed > 0 and is_taken_back(ledger) == 0:
        inflation = p.taliban_inflation if side == AFGHAN else p.pakistan_inflation
        z = normal(uniform(key, CLAIM, side, 0))
        own.claimed = claimed(float(other.killed), inflation, p.report_noise, z)
        note(ledger, log, day, CLAIM_ENEMY_DEAD, side, other.killed, own.claimed)
    if own.killed > 0 and is_taken_back(ledger) == 0:
        admission = p.taliban_admission if side == AFGHAN else p.pakistan_admission
        z = normal(uniform(key, CLAIM, side, 1))
        own.admitted = claimed(float(own.killed), admission, p.report_noise, z)
        note(ledger, log, day, CLAIM_OWN_DEAD, side, own.killed, own.admitted)


@rule
def report(p: Draw, key: int, day: int, ledger: Ledger, log: Records) -> None:
    """Let both sides make their claims."""
    for side in range(2):
        report_one(p, key, day, side, ledger, log)
