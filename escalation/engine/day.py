"""One day of a run, phase by phase, in the order of ``escalation.rules.schedule``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escalation.engine import evening, ground, militants, strategy, strikes
from escalation.rules.compiling import rule
from escalation.rules.streams import day_key
from escalation.rules.vocabulary import RAIDS, STRIKES

if TYPE_CHECKING:
    from escalation.engine.state import State
    from escalation.scenario.world import World


@rule
def one_day(world: World, p: Any, run: int, day: int, st: State, counts: Any) -> None:
    """Move the run with key ``run`` by one day; ``counts`` (S, 6) gathers events by segment.

    A phase in which nothing could happen today is not entered.
    """
    key = day_key(run, day)
    if len(world.schedule) > 0:
        strategy.happen(world, p, key, day, st)
    strategy.perceive(world, p, key, day, st)
    strategy.decide(world, p, key, day, st)
    strategy.speak(world, p, key, day, st)
    strategy.negotiate(world, p, key, day, st)
    strategy.remember(world, p, key, day, st)
    ground.carry_out(world, p, key, day, st)
    if st.dyad[0].n_lost > 0:
        ground.give_up_posts(world, p, key, day, st)
    ground.fire(world, p, run, key, day, st, counts)
    highest = max(st.actors[0].rung, st.actors[1].rung)
    if highest >= RAIDS:
        ground.raid(world, p, run, key, day, st, counts)
    if highest >= STRIKES:
        strikes.strike(world, p, key, day, st, counts)
    militants.set_tempo(world, p, key, day, st)
    militants.ttp(world, p, run, key, day, st, counts)
    militants.isis_k(world, p, run, key, day, st)
    ground.deeds(world, p, key, day, st)
    if st.dyad[0].lethal > 0:
        evening.report(world, p, key, day, st)
    evening.feel(world, p, key, day, st)
    evening.judge(world, p, key, day, st)
