"""What a side says of losses: the enemy's inflated, its own deflated, with noise.

The same model serves three times: to infer the truth of day 0 from the seed's claims
(``escalation.scenario.truth``), here to make the claims of a run, and as the likelihood when real
reports are assimilated.
"""

from __future__ import annotations

from escalation.compiling import rule
from escalation.luck.arithmetic import exp


@rule
def claimed(true_value: float, habit: float, noise: float, z: float) -> float:
    """Return what is claimed of ``true_value``: times the speaker's habit, lognormal noise."""
    return true_value * habit * exp(noise * z)


@rule
def publicly_believed(admitted: float, claimed_by_enemy: float, trust: float) -> float:
    """Return the own losses a public believes: between the admission and the enemy's claim."""
    return admitted + trust * max(0.0, claimed_by_enemy - admitted)
