"""Which parameters are calibrated, by a stated rule.

Calibrated is every uncertain parameter whose basis is *judgement* and that governs decisions,
diplomacy, fire along the line or the TTP, except those in `UNFELT`, which no pattern's statistic
can feel; and, by name, those in `WEAKLY_KNOWN`, whose source gives their existence and sign but
not their size. What day 0 was like, how losses arise and how sides report is left to its evidence:
no pattern used here speaks about it.
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

#: Judgements that stay as they are, and why the patterns can't speak about them.
UNFELT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "isis_k_pakistan_share": "no pattern is about ISIS-K",
        "isis_k_lethal_share": "no pattern is about ISIS-K",
        "isis_k_death_median": "no pattern is about ISIS-K",
        "isis_k_own_share": "no pattern is about ISIS-K",
        "isis_k_trigger": "no pattern is about ISIS-K",
        "isis_k_blame_on_kabul": "no pattern is about ISIS-K",
        "ttp_recruitment": "strength, not tempo",
        "unit_march": "where reserves stand, not how often they fight",
        "tension_diffusion": "where the next incident falls, not whether",
        "fortification_weight": "which post falls, not how many raids there are",
        "raid_success": "who holds a post, not whether it is fought over",
        "recapture_drive": "posts are taken too seldom",
        "tension_per_incident": "known only as a product with tension_fire_gain",
        "taliban_air_capability": "strikes are counted of Pakistan's",
        "grievance_per_post": "posts are taken too seldom to be told from deaths",
        "line_confirm": "the choice of words after losses",
        "deny_relief": "the choice of words after losses",
        "channel_clarity": "known only as a product with misperception",
        "belief_weight": "known only as a product with threat_weight",
        "monitoring_chance": "ceasefires are counted together, monitored or not",
    }
)

#: Calibrated although their basis is more than judgement, and why.
WEAKLY_KNOWN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "choice_precision": "size from the first trial",
        "audience_cost": "size from the first trial",
        "overshoot_penalty": "set by hand to meet P05",
        "mediation_weight": "set by hand to meet P23",
        "threat_weight": "size is a judgement",
        "stand_down": "two episodes",
        "local_fire": "set by hand to meet P26",
        "local_fire_posture": "a claim gives the sign only",
        "ordered_fire": "read off few episodes",
        "trigger_base": "set by hand to meet P11",
        "ttp_self_excitation": "poorly identified by its own evidence (P18)",
        "ttp_tempo_spread": "set by hand to meet P15",
        "ceasefire_decay": "set by hand to meet P24",
        "talks_rate": "read off few episodes",
        "stance_pressure": "set by hand to meet P23",
    }
)


@cache
def calibrated() -> Mapping[str, Parameter]:
    """Return the calibrated parameters by name, in the order of the register."""
    found: dict[str, Parameter] = {}
    for process in PROCESSES:
        for parameter in process.PARAMETERS:
            judged = parameter.basis == "judgement" and parameter.name not in UNFELT
            open_ = parameter.uncertain and not isinstance(parameter.default, Fixed)
            if open_ and (judged or parameter.name in WEAKLY_KNOWN):
                found[parameter.name] = parameter
    return MappingProxyType(found)
