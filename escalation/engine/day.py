"""One day of a run, phase by phase, in the order of ``escalation.day.schedule``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escalation.compiling import rule
from escalation.engine import evening, ground, happenings, militants, strategy, strikes
from escalation.luck.streams import day_key
from escalation.vocabulary import RAIDS, STRIKES

if TYPE_CHECKING:
    from escalation.engine.plan import Plan
    from escalation.engine.state import State


@rule
def one_day(plan: Plan, p: Any, run: int, day: int, st: State, counts: Any) -> None:
    """Move the run with key ``run`` by one day; ``counts`` (S, 6) gathers events by segment.

    A phase in which nothing could happen today is not entered, and a phase is handed no more than
    it needs.
    """
    key = day_key(run, day)
    led = st.ledger[0]
    if len(plan.schedule) > 0:
        happenings.happen(plan.schedule, st.fired, st.mediator_day, p, day, led, st.log)
    strategy.perceive(p, key, led)
    strategy.decide(p, key, day, led, st.log)
    strategy.speak(p, key, day, led, st.log)
    strategy.negotiate(plan.mediators, st.mediator_day, p, key, day, led, st.log)
    strategy.remember(led)
    ground.carry_out(p, key, day, led)
    if led.dyad.n_lost > 0:
        ground.give_up_posts(plan, p, key, day, st)
    ground.fire(plan, p, run, key, day, st, counts)
    highest = max(led.actors[0].rung, led.actors[1].rung)
    if highest >= RAIDS:
        ground.raid(plan, p, run, key, day, st, counts)
    if highest >= STRIKES:
        strikes.strike(plan, p, key, day, st, counts)
    militants.set_tempo(p, key, day, led, st.segments)
    militants.ttp(plan, p, run, key, day, st, counts)
    militants.isis_k(plan, p, run, key, day, st)
    ground.deeds(led)
    if led.dyad.lethal > 0:
        evening.report(p, key, day, led, st.log)
    evening.feel(p, led)
    evening.cool(p, led.pace.tension, st.segments)
    evening.judge(plan.figures[0].limits, day, led, st.window, st.log)
