"""What all runs of a scenario share, and engines built once for scenarios that share a world.

Scenarios that differ in claims and parameters alone share posts, events, thresholds and horizon;
so a sweep over parameters builds one engine, however many points it has.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from escalation.ensemble.chunks import Engine, Space

if TYPE_CHECKING:
    from escalation.scenario.sections import Scenario

MOST_ENGINES = 8


def prepare(scenario: Scenario) -> tuple[Space, Engine]:
    """Compile the model if need be, and build what all runs of a scenario share."""
    from escalation import engine as engines
    from escalation.scenario.world import build_world

    engines.warm_up()
    return space_of(scenario), engines.Engine(build_world(scenario), scenario.horizon_days)


def space_of(scenario: Scenario) -> Space:
    """Return the space of a scenario's draws."""
    from escalation.scenario.truth import DrawSpace

    return DrawSpace(scenario)


class Worlds:
    """The engines last used, by what they were built from; safe to use from several threads.

    Attributes
    ----------
    built
        How many engines were built.
    """

    def __init__(self) -> None:
        self.built = 0
        self._engines: OrderedDict[str, Engine] = OrderedDict()
        self._lock = threading.Lock()

    def prepare(self, scenario: Scenario) -> tuple[Space, Engine]:
        """Return the space of a scenario's draws, and an engine for its world."""
        key = world_key(scenario)
        with self._lock:
            engine = self._engines.get(key)
            if engine is None:
                space, engine = prepare(scenario)
                self.built += 1
                self._engines[key] = engine
                while len(self._engines) > MOST_ENGINES:
                    self._engines.popitem(last=False)
                return space, engine
            self._engines.move_to_end(key)
        return space_of(scenario), engine


def world_key(scenario: Scenario) -> str:
    """Return a hash of all that an engine is built from: all but claims, parameters and words."""
    left_out = {"name", "title", "summary", "claims", "parameters", "ensemble"}
    text = scenario.model_dump_json(exclude=left_out)
    return hashlib.sha256(text.encode()).hexdigest()
