"""Where a scenario stands on the morning of day 0, and what it fixes, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from escalation import vocabulary as words
from escalation.naming import listed
from escalation.numbers import counted
from escalation.scenario import events as kinds
from escalation.telling.chronicle import STATES, called, date_of

if TYPE_CHECKING:
    from escalation.scenario.sections import Scenario, StateActor

_GROUPS: Final = {"ttp": "the TTP", "isis_k": "ISIS-K"}
_WHO: Final = dict(zip(words.STATES, STATES, strict=True))
#: What a state does in public, as a plural and as a singular subject has it.
_LINES: Final = {
    "silent": ("say nothing in public", "says nothing in public"),
    "confirm": ("confirm in public what was done", "confirms in public what was done"),
    "deny": ("deny in public what was done", "denies in public what was done"),
    "vow": ("vow an answer in public", "vows an answer in public"),
}


def situation(scenario: Scenario) -> list[str]:
    """Return where everybody stands on the morning of day 0, in sentences, both sides alike."""
    actors, dyad = scenario.actors, scenario.actors.dyad
    sides = list(zip(words.STATES, (actors.afghan_taliban, actors.pakistan_military), strict=True))
    said = [
        f"Day 0 is {scenario.as_of.day} {scenario.as_of:%B %Y}; a run lasts "
        f"{counted(scenario.horizon_days, 'day')}.",
        *(_stands(name, state) for name, state in sides),
        _crossings([state.crossings_closed for _, state in sides]),
        _ceasefire(dyad.ceasefire, dyad.monitored),
    ]
    if dyad.sectors:
        named = [f"segment {one}" if isinstance(one, int) else one for one in dyad.sectors]
        said.append(f"Fighting is reported in {listed(named)}.")
    if scenario.claims:
        said.append(
            f"{counted(len(scenario.claims), 'claim')} about the night before "
            f"{'is' if len(scenario.claims) == 1 else 'are'} weighed by credence; none is taken as "
            "fact."
        )
    if actors.mediators:
        said.append(f"Who may mediate: {listed([called(one) for one in actors.mediators])}.")
    return said


def fixed_events(scenario: Scenario) -> list[str]:
    """Return what a scenario fixes, whatever the model would decide, a sentence an event."""
    return [event_in_words(event, scenario) for event in scenario.events]


def event_in_words(event: kinds.AnyEvent, scenario: Scenario) -> str:
    """Return a scenario's event as a sentence that begins with when it happens."""
    return f"{_when(event, scenario)}: {_what(event)}{_until(event)}."


def _stands(name: str, state: StateActor) -> str:
    many = name == words.STATES[words.AFGHAN]
    line = _LINES[state.line][0 if many else 1]
    deed = "" if state.deed == state.rung else f" (its last deed: rung {state.deed})"
    return (
        f"{_WHO[name]} {'stand' if many else 'stands'} at rung {state.rung}, "
        f"{words.RUNGS[state.rung]}{deed}, and {line}."
    )


def _crossings(closed: list[bool]) -> str:
    if all(closed):
        return "Both keep their crossings closed."
    if not any(closed):
        return "The crossings are open on both sides."
    return f"{STATES[closed.index(True)]} alone keep{'' if closed[0] else 's'} crossings closed."


def _ceasefire(kind: str, monitored: bool) -> str:
    if kind == "none":
        return "No ceasefire is in force."
    article = "An" if kind == "agreement" else "A"
    return f"{article} {kind} is in force, {'monitored' if monitored else 'not monitored'}."


def _when(event: kinds.Event, scenario: Scenario) -> str:
    day = f"day {event.day} ({date_of(scenario, event.day)})"
    if event.when is None:
        return f"D{day[1:]}"
    return f"From {day}, {'once' if event.once else 'whenever'} {' and '.join(_conditions(event))}"


def _conditions(event: kinds.Event) -> Iterator[str]:
    when = event.when
    assert when is not None
    who = "either state" if when.actor is None else _mid(_WHO[when.actor])
    if when.quiet_days is not None:
        yield f"{counted(when.quiet_days, 'day')} in a row were quiet"
    if when.rung_at_least is not None:
        yield f"{who} stands at rung {when.rung_at_least} or above"
    if when.killed_at_least is not None:
        yield f"{when.killed_at_least:,} have died between the states"
    if when.attack_killed_at_least is not None:
        killed = f"{when.attack_killed_at_least} or more people of {who}"
        yield f"armed groups' attacks have killed {killed}"


def _what(event: kinds.AnyEvent) -> str:
    if isinstance(event, kinds.PublicLine):
        return f"{_mid(_WHO[event.actor])} {_LINES[event.line][event.actor != words.STATES[0]]}"
    if isinstance(event, kinds.Act):
        acts = f"{_mid(_WHO[event.actor])} {_does(event.actor, 'act')}"
        return f"{acts} at rung {event.rung}, {words.RUNGS[event.rung]}, for " + counted(
            event.days, "day"
        )
    if isinstance(event, kinds.Restrain):
        goes = f"{_mid(_WHO[event.actor])} {_does(event.actor, 'stay')}"
        return f"{goes} at or below rung {event.max_rung}"
    if isinstance(event, kinds.Mediation):
        begin = "begins" if len(event.mediators) == 1 else "begin"
        return f"{listed([called(one) for one in event.mediators])} {begin} to mediate"
    if isinstance(event, kinds.BackChannel):
        return f"the back channel {'opens' if event.open else 'closes'}"
    if isinstance(event, kinds.Ceasefire):
        if event.type == "none":
            return "any ceasefire ends"
        lasts = "" if event.days is None else f" for {counted(event.days, 'day')}"
        return f"{'a truce' if event.type == 'truce' else 'an agreement'} begins{lasts}" + (
            ", monitored" if event.monitored else ""
        )
    if isinstance(event, kinds.Crossings):
        does = _does(event.actor, "close" if event.closed else "open")
        return f"{_mid(_WHO[event.actor])} {does} the crossings"
    if isinstance(event, kinds.Refuse):
        return f"{_mid(_WHO[event.actor])} {_does(event.actor, 'refuse')} {event.what}"
    if isinstance(event, kinds.Tempo):
        return f"attacks by {_GROUPS[event.actor]} are multiplied by {event.factor:g}"
    where = "" if event.segment is None else f" on segment {event.segment}"
    return f"an attack by {_GROUPS[event.actor]}{where} kills {event.killed:,}"


def _until(event: kinds.Event) -> str:
    if isinstance(event, kinds.Lasting):
        if event.until_day is not None:
            return f", until day {event.until_day}"
        if event.days is not None:
            return f", for {counted(event.days, 'day')}"
    return ""


def _does(actor: str, verb: str) -> str:
    """Return a verb as the state's name asks for it: the Taliban act, the military acts."""
    return verb if actor == words.STATES[words.AFGHAN] else f"{verb}s"


def _mid(name: str) -> str:
    """Return a name as it stands inside a sentence."""
    return name[:1].lower() + name[1:] if name.startswith("The ") else name
