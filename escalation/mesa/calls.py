"""The day's compiled functions, called from Python on a model's arrays.

Numba takes a record that Python hands over some hundred times more slowly than an array. So each
function of the day that a model calls gets a compiled way in that takes the arrays it needs and
looks up the rows itself. Arguments are found by their names, as in `escalation.day.schedule`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from operator import attrgetter
from typing import Any

from escalation.compiling import arguments_of, rule_of_source
from escalation.day import (
    closing,
    decision,
    deeds,
    diplomacy,
    feelings,
    fire,
    isis_k,
    logbook,
    other_luck,
    outset,
    perception,
    posture,
    public_line,
    raids,
    reports,
    strikes,
    ttp,
)
from escalation.day.board import Board
from escalation.day.schedule import ARGUMENTS, SCHEDULE
from escalation.day.state import State

#: Where a function finds what it asks for by name; ``draws`` is the draw as an array of one.
FOUND = {
    **ARGUMENTS,
    "p": "draws[0]",
    "ledger": "state.ledger[0]",
    "figures": "board.figures[0]",
    "inside_share": "board.figures[0].inside_share",
    "events": "state.log",
}
#: What of this is an attribute of the model, and of which name.
ON_MODEL = {
    **{name: name for name in ("board", "draws", "key", "day", "counts")},
    "run": "run_key",
    "state": "rows",
    **{f"board_{name}": f"board.{name}" for name in Board._fields},
    **{f"state_{name}": f"rows.{name}" for name in State._fields},
}


def called(work: Any, *own: str, **rows: str) -> Callable[..., Any]:
    """Return a function of a model that calls a function of the day on the model's arrays.

    Parameters
    ----------
    work
        Compiled.
    own
        Names of what the caller gives beside the model, in order.
    rows
        For an argument that is not found by its name: how it is.
    """
    found = [one if one in own else rows.get(one) or FOUND[one] for one in arguments_of(work)]
    # a single array where one is enough: handing over all of them takes ten times as long
    given = [re.sub(r"\b(board|state)\.(\w+)", r"\1_\2", one) for one in found]
    words = set(re.findall(r"\w+", " ".join(given)))
    taken = [name for name in ON_MODEL if name in words and name not in own]
    name = f"{work.__module__.rpartition('.')[2]}_{work.__name__}"
    source = f"def {name}({', '.join([*taken, *own])}):\n    return work({', '.join(given)})"
    compiled = rule_of_source(name, source, {"work": work, "__name__": __name__}, __file__)
    of_model = [attrgetter(ON_MODEL[one]) for one in taken]
    return lambda model, *its_own: compiled(*[get(model) for get in of_model], *its_own)


#: A phase of the schedule as a whole, by name.
PHASES = {phase.name: called(phase.work) for phase in SCHEDULE}

reset = called(outset.reset)
wait_anew = called(other_luck.wait_anew)
is_taken_back = called(logbook.is_taken_back)
write_day = called(closing.write_day, "days", row="days[day]")
write_run = called(closing.write_run, "runs", row="runs[0]")
note = called(
    logbook.note_dead,
    "kind", "actor", "segment", "agent", "value", "afghan", "pakistani", "civilians", "militants",
)  # fmt: skip

perceive_one = called(perception.perceive_one, "side")
decide_one = called(decision.decide_one, "side")
order = called(decision.order, "side", "rung", "due", "cause")
speak_one = called(public_line.speak_one, "side")
remember_one = called(feelings.remember_one, "side")
begin_day = called(posture.begin_day)
carry_out_one = called(posture.carry_out_one, "side")
strike_one = called(strikes.strike_one, "side")
name_deed = called(deeds.name_deed, "side")
end_deeds = called(deeds.end_deeds)
report_one = called(reports.report_one, "side")
feel_one = called(feelings.feel_one, "side")

begin_mediation = called(diplomacy.begin_mediation)
mediate_one = called(diplomacy.mediate_one, "number")
end_mediation = called(diplomacy.end_mediation, "at_work")
relate = called(diplomacy.relate, "mediated")
set_channel = called(diplomacy.set_channel, "opened")
set_crossings = called(diplomacy.set_crossings, "side", "closed")
cease = called(diplomacy.cease, "kind", "monitored", "until")
end_ceasefire = called(diplomacy.end_ceasefire, "broken")

weigh = called(fire.weigh)
local_rate = called(fire.local_rate, "excess")
ordered_today = called(fire.ordered_today, "side", own="state.ledger[0].actors[side]")
exchange = called(fire.exchange, "side", "segment", "post", "local_share")
soldiers_at = called(fire.soldiers_at, "number", post="state.posts[number]")
weaken = called(fire.weaken, "number", "dead", post="state.posts[number]")
return_post = called(raids.return_post, "post", "owner")
raids_per_unit = called(raids.raids_per_unit, "side")
operates = called(raids.operates, "unit", "share", one="state.units[unit]")
choose_post = called(raids.choose_post, "unit", "number")
raid_post = called(raids.raid_post, "unit", "number", "target")

ttp_forced_attack = called(ttp.forced_attack)
waits_or_rests = called(
    ttp.waits_or_rests, "band",
    one="state.bands[band]", rate="state.segments[state.bands[band].segment].rate",
    full="draws[0].unit_strength", rest="draws[0].ttp_recruitment * draws[0].ttp_sanctuary",
)  # fmt: skip
band_attack = called(ttp.attack, "band")
march = called(ttp.march, "band")
clear_fighters = called(ttp.clear_fighters)
count_fighters = called(ttp.count_fighters, "band")

isis_k_forced_attack = called(isis_k.forced_attack)
hazard_of = called(isis_k.hazard_of, "side")
cell_waits = called(
    isis_k.waits, "cell", "hazard", one="state.cells[cell]",
    near="board.places[board.cell_homes[cell].segment].cells",
    place="state.segments[board.cell_homes[cell].segment]",
)  # fmt: skip
cell_attack = called(isis_k.attack, "cell", home="board.cell_homes[cell]")
