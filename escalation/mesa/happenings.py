"""The scenario's timed events and fixed decisions, carried out on their day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escalation import vocabulary as words
from escalation.day.conditions import dead_reach, last_day, may_happen, reaches
from escalation.vocabulary import FAR, NO_CEASEFIRE

if TYPE_CHECKING:
    from escalation.mesa.border_model import BorderModel


def happen_today(model: BorderModel) -> None:
    """Let every event of the timetable whose time has come take hold, in the scenario's order."""
    for place, event in enumerate(model.world.schedule):
        if _is_time(model, event, model.fired[place]):
            model.fired[place] = model.day
            _ON_KIND[int(event["kind"])](model, event)


def _is_time(model: BorderModel, event: Any, fired: int) -> bool:
    """Return whether an event happens today: on its day, or because what it asks for holds."""
    if event["conditional"] == 0:
        return int(event["day"]) == model.day
    if may_happen(model.day, int(event["day"]), int(event["once"]), fired) == 0:
        return False
    a, b = model.states
    whose = int(event["whose"])
    sums = model.record.sums
    dead_a, dead_b = (total.killed + total.civilians for total in sums)
    return (
        model.record.quiet_streak >= int(event["quiet_days"])
        and reaches(int(event["rung"]), a.rung, b.rung, whose) == 1
        and dead_reach(int(event["killed"]), dead_a, dead_b, whose) == 1
        and reaches(int(event["attack"]), a.attack_dead, b.attack_dead, whose) == 1
    )


def _last_day(model: BorderModel, event: Any) -> int:
    return last_day(model.day, int(event["until"]), int(event["lasts"]))


def _set_line(model: BorderModel, event: Any) -> None:
    state = model.states[int(event["actor"])]
    state.line_fixed = int(event["which"])
    state.line_from, state.line_until = model.day, _last_day(model, event)


def _act(model: BorderModel, event: Any) -> None:
    state = model.states[int(event["actor"])]
    state.act_rung, state.act_until = int(event["which"]), _last_day(model, event)


def _restrain(model: BorderModel, event: Any) -> None:
    state = model.states[int(event["actor"])]
    state.cap, state.cap_until = int(event["which"]), _last_day(model, event)


def _mediate(model: BorderModel, event: Any) -> None:
    model.mediators[int(event["which"])].engage()


def _set_channel(model: BorderModel, event: Any) -> None:
    model.dyad.set_channel(int(event["which"]))


def _cease(model: BorderModel, event: Any) -> None:
    kind, days = int(event["which"]), int(event["amount"])
    if kind == NO_CEASEFIRE:
        model.dyad.end_ceasefire(broken=0)
    else:
        until = model.day + days if event["amount"] > 0.0 else FAR
        model.dyad.cease(kind, int(event["flag"]), until)


def _set_crossings(model: BorderModel, event: Any) -> None:
    model.states[int(event["actor"])].set_crossings(int(event["which"]))


def _set_tempo(model: BorderModel, event: Any) -> None:
    group = model.groups[int(event["actor"])]
    group.factor, group.factor_until = float(event["amount"]), _last_day(model, event)


def _attack(model: BorderModel, event: Any) -> None:
    group = model.groups[int(event["actor"])]
    group.forced, group.forced_at = int(event["amount"]), int(event["which"])


_ON_KIND = {
    words.SET_LINE: _set_line,
    words.ACT: _act,
    words.RESTRAIN: _restrain,
    words.MEDIATE: _mediate,
    words.SET_CHANNEL: _set_channel,
    words.SET_CEASEFIRE: _cease,
    words.SET_CROSSINGS: _set_crossings,
    words.SET_TEMPO: _set_tempo,
    words.ATTACK: _attack,
}
