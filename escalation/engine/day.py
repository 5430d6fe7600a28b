"""One day of a run, phase by phase, in the order of ``escalation.rules.schedule``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escalation.engine import evening, ground, militants, strategy, strikes
from escalation.rules.compiling import rule
from escalation.rules.streams import day_key

if TYPE_CHECKING:
    from escalation.engine.state import State
    from escalation.scenario.world import World


@rule
def one_day(world: World, p: Any, run: int, day: int, st: State, counts: Any) -> None:
    """Move the run with key ``run`` by one day; ``counts`` (S, 6) gathers events by segment."""
    key = day_key(run, day)
    strategy.happen(world, p, key, day, st)
    strategy.perceive(world, p, key, day, st)
    strategy.decide(world, p, key, day, st)
    strategy.speak(world, p, key, day, st)
    strategy.negotiate(world, p, key, day, st)
    strategy.remember(world, p, key, day, st)
    ground.carry_out(world, p, key, day, st)
    ground.give_up_posts(world, p, key, day, st)
    ground.fire(world, p, run, key, day, st, counts)
    ground.raid(world, p, run, key, day, st, counts)
    strikes.strike(world, p, key, day, st, counts)
    militants.set_tempo(world, p, key, day, st)
    militants.ttp(world, p, run, key, day, st, counts)
    militants.isis_k(world, p, run, key, day, st)
    ground.deeds(world, p, key, day, st)
    evening.report(world, p, key, day, st)
    evening.feel(world, p, key, day, st)
    evening.judge(world, p, key, day, st)
