"""Which parameters are calibrated, by a stated rule.

Calibrated is every uncertain parameter whose basis is *judgement* and that governs decisions,
diplomacy, fire along the line or the armed groups; and, by name, those in `WEAKLY_KNOWN`, whose
source gives their existence and sign but not their size. None is left out for being felt by no
pattern: that was once judged by hand, and left out one that moves quiet by seven points. What no
pattern feels stays at its prior by itself, and the calibration says what each is felt by, alone and
together with others (`escalation.calibration.checks.felt`). What day 0 was like, how losses arise
and how sides report is left to its evidence: no pattern used here speaks about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from escalation.scenario.declaration import Parameter
from escalation.scenario.distributions import Fixed
from escalation.scenario.parameters import border_fire, decisions, diplomacy, groups

PROCESSES: Final = (decisions, diplomacy, border_fire, groups)

#: Calibrated although their basis is more than judgement, and why.
WEAKLY_KNOWN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "choice_precision": "size set by hand, in the first trial",
        "audience_cost": "size set by hand, in the first trial",
        "overshoot_penalty": "set by hand to meet P05",
        "mediation_weight": "set by hand to meet P23",
        "threat_weight": "size set by hand",
        "stand_down": "set by hand after two episodes",
        "local_fire": "set by hand to meet P26",
        "grievance_half_life": "read off how long others' episodes last",
        "recapture_drive": "one of four episodes",
        "local_fire_posture": "a claim gives the sign only, the size is set by hand",
        "ordered_fire": "set by hand after few episodes",
        "trigger_base": "set by hand to meet P11",
        "ttp_self_excitation": "poorly identified by its own evidence (P18)",
        "ttp_tempo_spread": "set by hand to meet P15",
        "ceasefire_decay": "set by hand to meet P24",
        "talks_rate": "set by hand after few episodes",
        "stance_pressure": "set by hand to meet P23",
    }
)


@cache
def calibrated() -> Mapping[str, Parameter]:
    """Return the calibrated parameters by name, in the order of the register."""
    found: dict[str, Parameter] = {}
    for process in PROCESSES:
        for parameter in process.PARAMETERS:
            judged = parameter.basis == "judgement"
            open_ = parameter.uncertain and not isinstance(parameter.default, Fixed)
            if open_ and (judged or parameter.name in WEAKLY_KNOWN):
                found[parameter.name] = parameter
    return MappingProxyType(found)
