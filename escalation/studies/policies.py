"""The choices among which the value of knowing is weighed: each adds events to a scenario.

They are suppositions about what could be tried on the first days, for both sides alike; none is
advice, and what it would cost is not in the model.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from escalation.scenario.model import Scenario

AS_IT_IS: Final = "as_it_is"


@dataclass(frozen=True)
class Policy:
    """One choice: a name, what it means, and the events it adds."""

    name: str
    meaning: str
    events: tuple[dict[str, Any], ...] = ()


#: Every policy, the one that changes nothing first.
POLICIES: Final = (
    Policy(AS_IT_IS, "the scenario as it is"),
    Policy(
        "early_mediation",
        "all of the scenario's mediators engage on days 2 and 9",
        (
            {"kind": "mediation", "day": 2, "mediators": "all"},
            {"kind": "mediation", "day": 9, "mediators": "all"},
        ),
    ),
    Policy(
        "hotline",
        "the back channel between the two is opened on days 1, 8 and 15",
        tuple({"kind": "back_channel", "day": day, "open": True} for day in (1, 8, 15)),
    ),
    Policy(
        "restraint",
        "both states stay at small arms or below until day 10",
        tuple(
            {"kind": "restrain", "day": 1, "actor": actor, "max_rung": 2, "until_day": 10}
            for actor in ("afghan_taliban", "pakistan_military")
        ),
    ),
)


def under(scenario: Scenario, policy: Policy) -> Scenario:
    """Return a scenario with a policy's events added to its own.

    Events that fall beyond the horizon, or ask for mediators where there are none, are left out.
    """
    from escalation.scenario.model import Scenario as Model

    document = scenario.model_dump(mode="json", exclude_none=True)
    mediators = list(scenario.actors.mediators)
    added = []
    for event in policy.events:
        if event["day"] >= scenario.horizon_days or (
            event["kind"] == "mediation" and not mediators
        ):
            continue
        changed = dict(event)
        if "until_day" in changed:
            changed["until_day"] = min(changed["until_day"], scenario.horizon_days - 1)
        if event["kind"] == "mediation":
            changed["mediators"] = mediators
        added.append(changed)
    if not added:
        return scenario
    events = Model.model_validate({**document, "events": [*document.get("events", []), *added]})
    return scenario.model_copy(update={"events": events.events})
