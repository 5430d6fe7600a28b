"""How a scenario starts, in the few plain facts by which like cases are found in the record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from escalation.scenario.events import Act
from escalation.scenario.register import facts
from escalation.scenario.truth import yes_probability

if TYPE_CHECKING:
    from escalation.scenario.sections import Scenario

#: Rungs at which ground forces do more than exchange small arms: artillery, raids, offensive, war.
GROUND_RUNGS: Final = frozenset({3, 4, 7, 8})
#: Rungs of air strikes, near the border or on a capital.
AIR_RUNGS: Final = frozenset({5, 6})


@dataclass(frozen=True)
class Start:
    """What is known of day 0, whichever side did it.

    Attributes
    ----------
    highest_rung
        The highest rung at which either state stands, or has acted, on day 0: 0 to 8.
    air_strikes
        Whether one side struck the other from the air: by its rung or deed, or because the
        scenario makes the strike on Kabul more likely than not.
    ground_fighting
        Whether there was artillery, a raid or more on the ground.
    later_events
        How many events the scenario fixes after day 0, rules among them; no record of like starts
        knows of them.
    """

    highest_rung: int
    air_strikes: bool
    ground_fighting: bool
    later_events: int = 0


def start_of(scenario: Scenario) -> Start:
    """Return how a scenario starts; what it fixes for day 0 counts, what it fixes later doesn't."""
    states = (scenario.actors.afghan_taliban, scenario.actors.pakistan_military)
    acts = [e.rung for e in scenario.events if isinstance(e, Act) and e.day == 0 and e.when is None]
    rungs = {*acts, *(state.rung for state in states), *(state.deed for state in states)}
    return Start(
        highest_rung=max(rungs),
        air_strikes=bool(rungs & AIR_RUNGS) or _strike_is_likely(scenario),
        ground_fighting=bool(rungs & GROUND_RUNGS),
        later_events=sum(e.day > 0 or e.when is not None for e in scenario.events),
    )


def _strike_is_likely(scenario: Scenario) -> bool:
    """Return whether Kabul was struck in more than half of the draws."""
    fact = facts()["kabul_struck"]
    given = scenario.parameters.get(fact.name)
    if given is not None:
        return given.central > 0.5
    about = [claim for claim in scenario.claims.values() if fact.name in claim.informs]
    return yes_probability(fact, about) > 0.5
