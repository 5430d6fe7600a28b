"""The events of a run in sentences: what happened, where, and whom it cost.

Both sides are told of in the same words. A sentence says what happens in the model; it claims
nothing about the world.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from escalation import numbers
from escalation import vocabulary as words
from escalation.border import load_border
from escalation.naming import SIDE_NAMES

if TYPE_CHECKING:
    from escalation.scenario.sections import Scenario

PEOPLES = tuple(name.people for name in SIDE_NAMES.values())
#: Mediators whose name is spelt otherwise than their key in a scenario.
_SPELT = {"turkiye": "Türkiye"}

STATES = tuple(name.forces[:1].upper() + name.forces[1:] for name in SIDE_NAMES.values())
CAPITALS = ("Kabul", "Islamabad")
NEAR_ROWS = range(2, 8)  # rows within 50 km of the line
WHY = (
    "for no stated reason",
    "after fire without orders",
    "after a militant attack",
    "of its own accord",
    "to win back posts",
    "as the scenario has it",
    "in answer to a deed",
)
LINES = ("kept silent on", "confirmed", "denied", "vowed to answer")


@dataclass(frozen=True)
class Happening:
    """An event with names for its fields; counts are of the dead."""

    day: int
    kind: int
    actor: int
    segment: int
    agent: int
    value: float
    dead_afg: int
    dead_pak: int
    dead_civilians: int
    dead_militants: int

    @classmethod
    def of(cls, row: Any) -> Happening:
        """Make one from a row of ``EVENT_DTYPE``, or from a tuple in its order."""
        day, kind, actor, segment, agent, value, *dead = row
        numbers = (int(day), int(kind), int(actor), int(segment), int(agent))
        return cls(*numbers, float(value), *(int(n) for n in dead))

    @property
    def dead(self) -> int:
        """Return all its dead."""
        return self.dead_afg + self.dead_pak + self.dead_civilians + self.dead_militants


def date_of(scenario: Scenario, day: int) -> str:
    """Return the date of a day, such as ``14 Oct``; with the year when it is another."""
    return date_after(scenario.as_of, day)


def date_after(start: dt.date, day: int) -> str:
    """Return the date so many days after another, as `date_of` has it."""
    when = start + dt.timedelta(days=day)
    text = f"{when.day} {when:%b}"
    return text if when.year == start.year else f"{text} {when.year}"


def tell(row: Any, scenario: Scenario) -> str:
    """Return an event as a sentence without its date."""
    event = Happening.of(row)
    return _TELLERS[event.kind](event, scenario)


def who_of(row: Any, scenario: Scenario) -> str:
    """Return whose an event is: a side's people, a group, a mediator, or both states.

    An operation against the TTP is the Pakistani army's, though the log has it at the TTP.
    """
    event = Happening.of(row)
    if event.kind == words.MEDIATOR_ENGAGED:
        return _named_mediator(event, scenario)
    if event.kind == words.ARMY_OPERATION:
        return PEOPLES[words.PAKISTANI]
    if event.actor in (words.AFGHAN, words.PAKISTANI):
        return PEOPLES[event.actor]
    return {words.TTP: "TTP", words.ISIS_K: "ISIS-K"}.get(event.actor, "both states")


def chronicle(rows: Iterable[Any], scenario: Scenario) -> list[str]:
    """Return events as dated sentences, in order."""
    told = []
    for row in rows:
        day = int(row[0])
        told.append(f"{date_of(scenario, day)} (day {day}): {tell(row, scenario)}")
    return told


@cache
def place_on(segment: int, side: int | None = None) -> str:
    """Return where a segment is, in words: a crossing, a town, or the provinces beside it.

    Parameters
    ----------
    segment
        Index; -1 where the scenario leaves it open.
    side
        0 or 1 for a place on Afghan or Pakistani soil, None for the line itself.
    """
    if segment < 0:
        return "at a place unnamed" if side is None else f"in {('Afghanistan', 'Pakistan')[side]}"
    border = load_border()
    if side is None:
        crossings = border.crossings_on(segment)
        if crossings:
            return f"near {crossings[0].name}"
    for place in border.places_on(segment):
        if place.row in NEAR_ROWS and side in (None, place.side):
            return f"near {place.name}"
    afghan, pakistani = border.afghan_province[segment], border.pakistan_region[segment]
    pakistani = pakistani.replace("Former FATA", "the former tribal areas")
    if side is not None:
        return f"in {(afghan, pakistani)[side]}"
    return f"between {afghan} and {pakistani}"


def toll(event: Happening) -> str:
    """Return the dead of an event as a clause, both states' soldiers named alike."""
    parts = []
    soldiers = (event.dead_afg, event.dead_pak)
    noun = "soldier" if sum(soldiers) == 1 else "soldiers"
    if event.actor in (words.AFGHAN, words.PAKISTANI) and sum(soldiers) > 0:
        parts.append(f"{soldiers[0]:,} {PEOPLES[0]} and {soldiers[1]:,} {PEOPLES[1]} soldiers")
    else:
        named = zip(soldiers, PEOPLES, strict=True)
        parts += [f"{count:,} {people} {noun}" for count, people in named if count]
    if event.dead_civilians:
        parts.append(counted(event.dead_civilians, "civilian"))
    if event.dead_militants:
        parts.append(counted(event.dead_militants, "militant"))
    return f"{_joined(parts)} died" if parts else "nobody died"


def counted(count: int, noun: str) -> str:
    """Return ``1 day``, ``1,300 days``."""
    return numbers.counted(count, noun)


def _joined(parts: list[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    between = " and " if len(parts) == 2 and " and " not in parts[0] else ", and "
    return f"{', '.join(parts[:-1])}{between}{parts[-1]}"


def _rung(value: float) -> str:
    return f"rung {int(value)} ({words.RUNGS[int(value)]})"


def _of_state(event: Happening) -> tuple[str, str, str]:
    """Return a state's people, the other's, and where."""
    where = place_on(event.segment)
    return PEOPLES[event.actor], PEOPLES[1 - event.actor], where


def _exchange(event: Happening, _: Scenario) -> str:
    mine, other, where = _of_state(event)
    how = "on orders" if event.value == 1.0 else "without orders"
    return (
        f"{_a(mine)} post opened fire {how} on {_an(other)} post {where}, which fired "
        f"back; {toll(event)}."
    )


def _shelling(event: Happening, _: Scenario) -> str:
    mine, other, where = _of_state(event)
    return f"{mine} artillery shelled {_an(other)} post {where}, which fired back; {toll(event)}."


def _raid_repelled(event: Happening, _: Scenario) -> str:
    mine, other, where = _of_state(event)
    return (
        f"{_a(mine)} unit raided a post in {other} hands {where} and was repelled; {toll(event)}."
    )


def _capture(event: Happening, _: Scenario) -> str:
    mine, other, where = _of_state(event)
    return f"{_a(mine)} unit took {_an(other)} post {where}; {toll(event)}."


def _recapture(event: Happening, _: Scenario) -> str:
    mine, _other, where = _of_state(event)
    return f"{_a(mine)} unit took back {_an(mine)} post {where}; {toll(event)}."


def _withdrawal(event: Happening, _: Scenario) -> str:
    mine, other, where = _of_state(event)
    return f"{mine} forces gave up {_an(other)} post they held {where}, without a fight."


def _strike(event: Happening, _: Scenario) -> str:
    what = "targets near the line" if event.agent < 0 else "what it took for a TTP haven"
    where = place_on(event.segment, 1 - event.actor)
    return f"{STATES[event.actor]} struck {what} {where} from the air; {toll(event)}."


def _capital_strike(event: Happening, _: Scenario) -> str:
    city = CAPITALS[1 - event.actor]
    return f"{STATES[event.actor]} struck {city} from the air; {toll(event)}."


def _ttp_attack(event: Happening, _: Scenario) -> str:
    return f"The TTP attacked {place_on(event.segment, 1)}; {toll(event)}."


def _army_operation(event: Happening, _: Scenario) -> str:
    told = toll(replace(event, actor=words.TTP))  # soldiers of one state alone
    whom = counted(int(event.value), "TTP band") if event.value > 1.0 else "a TTP band"
    return f"Pakistan's army went after {whom} {place_on(event.segment, 1)}; {told}."


def _isis_attack(event: Happening, _: Scenario) -> str:
    return f"ISIS-K attacked {place_on(event.segment, int(event.value))}; {toll(event)}."


def _order(event: Happening, _: Scenario) -> str:
    return f"{STATES[event.actor]} resolved to act at {_rung(event.value)}, {WHY[event.agent]}."


def _strike_decided(event: Happening, _: Scenario) -> str:
    blame = "the other side of the line"
    return (
        f"{STATES[event.actor]} resolved to act at {_rung(event.value)}, blaming {blame} for "
        f"militant attacks, which killed {event.agent:,} the day before."
    )


def _public_line(event: Happening, _: Scenario) -> str:
    line = LINES[int(event.value)]
    about = "the other side's deed" if event.agent < words.SMALL_ARMS else (
        f"the other side's deed at {_rung(event.agent)}"
    )  # fmt: skip
    return f"In public {_mid(STATES[event.actor])} {line} {about}."


def _claim_enemy(event: Happening, _: Scenario) -> str:
    said = counted(round(event.value), f"{PEOPLES[1 - event.actor]} soldier")
    return f"{STATES[event.actor]} claimed to have killed {said} (in this run: {event.agent:,})."


def _claim_own(event: Happening, _: Scenario) -> str:
    said = round(event.value)
    own = f"the loss of {counted(said, 'soldier')}" if said else "no loss"
    return f"{STATES[event.actor]} admitted {own} (in this run: {event.agent:,})."


def _mediator(event: Happening, scenario: Scenario) -> str:
    return f"{_named_mediator(event, scenario)} began to mediate."


def _named_mediator(event: Happening, scenario: Scenario) -> str:
    names = list(scenario.actors.mediators)
    return called(names[event.agent]) if event.agent < len(names) else "A third"


def called(mediator: str) -> str:
    """Return a mediator's name as sentences have it, given its key in a scenario."""
    return _SPELT.get(mediator, mediator.replace("_", " ").title())


def _talks(event: Happening, _: Scenario) -> str:
    return f"Talks began, {'with' if event.agent == 1 else 'without'} a mediator."


def _truce(event: Happening, _: Scenario) -> str:
    watched = ", monitored" if event.agent == 1 else ""
    length = f" for {counted(int(event.value), 'day')}" if event.value < 1000.0 else ""
    return f"A truce was agreed{length}{watched}."


def _agreement(event: Happening, _: Scenario) -> str:
    watched = "with monitors" if event.agent == 1 else "without monitors"
    return f"The two states reached an agreement {watched}."


def _ceasefire_ended(event: Happening, _: Scenario) -> str:
    kind = words.CEASEFIRES[int(event.value)]
    return f"The {kind} {'broke down' if event.agent == 1 else 'ended'}."


def _crossings(event: Happening, _: Scenario) -> str:
    done = "closed" if event.kind == words.CROSSINGS_CLOSED else "reopened"
    return f"{STATES[event.actor]} {done} its crossings."


def _de_escalated(event: Happening, scenario: Scenario) -> str:
    since = f"{date_of(scenario, event.agent)} (day {event.agent})"
    days = scenario.outcomes.quiet_days
    return f"De-escalated: {counted(days, 'quiet day')} in a row, the first on {since}."


def _quiet_after_war(event: Happening, scenario: Scenario) -> str:
    since = f"{date_of(scenario, event.agent)} (day {event.agent})"
    days = scenario.outcomes.quiet_days
    return f"Quiet after the war: {counted(days, 'quiet day')} in a row, the first on {since}."


def _relapse(event: Happening, _: Scenario) -> str:
    how = "Serious relapse" if event.kind == words.SERIOUS_RELAPSE else "Minor relapse"
    cause = words.CAUSES[event.agent]
    return f"{how} after the quiet; before it came: {cause}."


def _war(event: Happening, _: Scenario) -> str:
    return (
        f"By the scenario's thresholds this is war; {event.agent:,} have died between the states."
    )


def _fixed(sentence: str) -> Callable[[Happening, Scenario], str]:
    return lambda _event, _scenario: sentence


def _a(people: str) -> str:
    return f"{_article(people).capitalize()} {people}"


def _an(people: str) -> str:
    return f"{_article(people)} {people}"


def _mid(name: str) -> str:
    """Return a name for the middle of a sentence."""
    return f"the {name[4:]}" if name.startswith("The ") else name


def _article(people: str) -> str:
    return "an" if people[0] in "AEIOU" else "a"


_TELLERS: dict[int, Callable[[Happening, Scenario], str]] = {
    words.EXCHANGE: _exchange,
    words.SHELLING: _shelling,
    words.RAID_REPELLED: _raid_repelled,
    words.CAPTURE: _capture,
    words.RECAPTURE: _recapture,
    words.WITHDRAWAL: _withdrawal,
    words.STRIKE: _strike,
    words.CAPITAL_STRIKE: _capital_strike,
    words.TTP_ATTACK: _ttp_attack,
    words.ISIS_K_ATTACK: _isis_attack,
    words.ORDER: _order,
    words.PUBLIC_LINE: _public_line,
    words.CLAIM_ENEMY_DEAD: _claim_enemy,
    words.CLAIM_OWN_DEAD: _claim_own,
    words.MEDIATOR_ENGAGED: _mediator,
    words.TALKS_STARTED: _talks,
    words.TALKS_COLLAPSED: _fixed("Talks collapsed."),
    words.TRUCE_AGREED: _truce,
    words.AGREEMENT_REACHED: _agreement,
    words.CEASEFIRE_ENDED: _ceasefire_ended,
    words.CHANNEL_OPENED: _fixed("A back channel between the two states opened."),
    words.CHANNEL_CLOSED: _fixed("The back channel between the two states closed."),
    words.CROSSINGS_CLOSED: _crossings,
    words.CROSSINGS_REOPENED: _crossings,
    words.DE_ESCALATED: _de_escalated,
    words.MINOR_RELAPSE: _relapse,
    words.SERIOUS_RELAPSE: _relapse,
    words.WAR: _war,
    words.STRIKE_DECIDED: _strike_decided,
    words.QUIET_AFTER_WAR: _quiet_after_war,
    words.ARMY_OPERATION: _army_operation,
}
