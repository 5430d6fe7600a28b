"""One day of a run, phase by phase, in the order that ``SCHEDULE`` lists and the Mesa model keeps."""

from __future__ import annotations

from escalation.engine import evening, ground, militants, strategy
from escalation.rules.compiling import rule
from escalation.rules.streams import day_key


@rule
def one_day(world, p, run, day, st, counts):  # type: ignore[no-untyped-def]
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
    ground.strike(world, p, key, day, st, counts)
    militants.set_tempo(world, p, key, day, st)
    militants.ttp(world, p, run, key, day, st, counts)
    militants.isis_k(world, p, run, key, day, st)
    ground.deeds(world, p, key, day, st)
    evening.report(world, p, key, day, st)
    evening.feel(world, p, key, day, st)
    evening.judge(world, p, key, day, st)
