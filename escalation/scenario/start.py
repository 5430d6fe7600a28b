"""How a scenario starts, in the few plain facts by which like cases are found in the record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from escalation.luck.designs import sobol_grid
from escalation.scenario.events import Act
from escalation.scenario.truth import DrawSpace

if TYPE_CHECKING:
    from escalation.scenario.sections import Scenario

#: The dead of both states' forces on day 0.
DEAD_DAY0: Final = ("pakistan_killed_day0", "taliban_killed_day0")

#: Points of what is not known over which their median is taken.
_POINTS: Final = 256


@dataclass(frozen=True)
class Start:
    """What is known of day 0, whichever side did it.

    Attributes
    ----------
    dead_day0
        The dead of both states' forces on day 0: the median over what is not known of them.
    highest_rung
        The highest rung at which either state stands, or has acted, on day 0: 0 to 8.
    later_events
        How many events the scenario fixes after day 0, rules among them; no record of like starts
        knows of them.
    """

    dead_day0: float
    highest_rung: int
    later_events: int = 0


def start_of(scenario: Scenario) -> Start:
    """Return how a scenario starts; what it fixes for day 0 counts, what it fixes later doesn't."""
    states = (scenario.actors.afghan_taliban, scenario.actors.pakistan_military)
    acts = [e.rung for e in scenario.events if isinstance(e, Act) and e.day == 0 and e.when is None]
    return Start(
        dead_day0=_median_dead(scenario),
        highest_rung=max(
            *acts, *(state.rung for state in states), *(state.deed for state in states)
        ),
        later_events=sum(e.day > 0 or e.when is not None for e in scenario.events),
    )


def _median_dead(scenario: Scenario) -> float:
    """Return the median of the dead on day 0, over evenly spread points of what is not known."""
    space = DrawSpace(scenario)
    draws = space.facts_at(sobol_grid(_POINTS, space.size))
    return float(np.median(sum(draws[name] for name in DEAD_DAY0)))
