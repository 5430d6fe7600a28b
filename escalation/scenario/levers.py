"""Levers: what the parties and third parties could do for a quiet that lasts, declared once.

A lever is what it adds to a scenario: events, rules or a parameter. What one state can do the other
can do too, in the same words and figures. None of them is advice; a lever supposes that somebody
does it, whatever it would take to get there. To choose one of them, or none, is a policy; the
commands ``policies`` and ``value`` choose from this one table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from escalation.errors import InputError, Problem, suggest
from escalation.naming import SIDE_NAMES
from escalation.scenario.given import words

if TYPE_CHECKING:
    from escalation.scenario.sections import Scenario

#: The scenario as it is, the lever that nobody pulls.
AS_IT_IS: Final = "as_it_is"
STATES: Final = {
    "afghan_taliban": f"the {SIDE_NAMES['afg'].chooser}",
    "pakistan_military": SIDE_NAMES["pak"].chooser,
}
#: The same as a label begins with them.
SHORT: Final = {actor: who.removeprefix("the ") for actor, who in STATES.items()}
#: The days of a public line or of a mediation that comes early, later or late.
LINE_DAYS: Final = 14
MEDIATION_DAYS: Final = (1, 7, 21)
#: Dead of its own people in groups' attacks, from which a state's restraint begins, and its days.
MASS_CASUALTY_DEAD: Final = 7
RESTRAINT_DAYS: Final = 7
QUIET_DAYS: Final = 3


@dataclass(frozen=True)
class Lever:
    """Something that could be done.

    Attributes
    ----------
    name
        Short, unique: what ``--lever`` takes and tables in files hold.
    label
        The name as tables and sentences have it, in at most 31 letters.
    family
        Levers of one kind: public line, mediation, monitoring, crossings, restraint, sanctuary,
        hotline.
    title
        What it means, as a clause.
    events
        Events that it adds to the scenario's.
    settings
        Further settings, each ``path=value``.
    """

    name: str
    label: str
    family: str
    title: str
    events: tuple[Mapping[str, Any], ...] = ()
    settings: tuple[str, ...] = ()

    @property
    def typed(self) -> str:
        """Return the label, and in brackets what ``--lever`` takes."""
        return f"{self.label} ({self.name})"


def levers(scenario: Scenario) -> tuple[Lever, ...]:
    """Return the levers that a scenario leaves room for, the scenario as it is first."""
    return _levers(list(scenario.actors.mediators), scenario.horizon_days)


def all_names() -> list[str]:
    """Return the names of all levers that there are, some of which a scenario may have no room for.

    >>> all_names()[:2]
    ['as_it_is', 'afghan_taliban_confirm']
    """
    return [lever.name for lever in _levers(["any"], max(MEDIATION_DAYS) + 1)]


def _levers(mediators: list[str], horizon_days: int) -> tuple[Lever, ...]:
    return (
        Lever(AS_IT_IS, "as it is", "none", "nobody does anything of the kind"),
        *_lines(),
        *_mediations(mediators, horizon_days),
        Lever(
            "monitored_agreements", "monitored agreements", "monitoring",
            "every agreement provides for monitoring",
            settings=("parameters.monitoring_chance=1.0",),
        ),
        *_crossings(),
        *_restraints(),
        *_sanctuaries(),
        Lever(
            "hotline", "hotline", "hotline",
            "a hotline: the back channel opens on day 1 and stands every deed",
            ({"day": 1, "kind": "back_channel", "open": True},),
            ("parameters.channel_break=0.0",),
        ),
    )  # fmt: skip


def chosen(scenario: Scenario, names: str | Iterable[str] = ()) -> tuple[Lever, ...]:
    """Return the levers of these names, in the table's order, the scenario as it is first.

    Parameters
    ----------
    scenario
        What leaves room for them.
    names
        Of levers; all, if there is none. The scenario as it is need not be named.

    Raises
    ------
    InputError
        If the scenario has no lever of a name, one is named twice, or nothing is left to compare.
    """
    names = words(names, "levers")
    there = levers(scenario)
    known = [lever.name for lever in there]
    problems = [
        Problem(
            "--lever",
            f"{name!r} is no lever of {scenario.name}"
            f"{suggest(name, known) or '; there are ' + ', '.join(known)}",
        )
        for name in dict.fromkeys(names)
        if name not in known
    ]
    problems += [
        Problem("--lever", f"{name!r} is named twice; name it once")
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]
    if problems:
        raise InputError(problems)
    found = tuple(lever for lever in there if lever.name in {AS_IT_IS, *(names or known)})
    if len(found) < 2:
        raise InputError.single("--lever", f"name a lever to compare with {AS_IT_IS}")
    return found


def _lines() -> Iterator[Lever]:
    verbs = {
        "afghan_taliban": {"confirm": "confirm", "deny": "play down"},
        "pakistan_military": {"confirm": "confirms", "deny": "plays down"},
    }
    for actor, who in STATES.items():
        for line, verb in verbs[actor].items():
            yield Lever(
                f"{actor}_{line}", f"{SHORT[actor]} {verb}", "public line",
                f"{who} {verb} what the other did, for {LINE_DAYS} days",
                ({"day": 0, "kind": "public_line", "actor": actor, "line": line,
                  "days": LINE_DAYS},),
            )  # fmt: skip


def _mediations(mediators: list[str], horizon_days: int) -> Iterator[Lever]:
    if not mediators:
        return
    event = {"kind": "mediation", "mediators": mediators}
    for day in MEDIATION_DAYS:
        if day < horizon_days:
            yield Lever(
                f"mediation_day_{day}", f"mediation on day {day}", "mediation",
                f"all mediators engage on day {day}",
                ({"day": day, **event},),
            )  # fmt: skip
    yield Lever(
        "mediation_when_quiet", "mediation once quiet", "mediation",
        f"all mediators engage after {QUIET_DAYS} quiet days in a row, once",
        ({"when": {"quiet_days": QUIET_DAYS}, **event},),
    )  # fmt: skip


def _crossings() -> Iterator[Lever]:
    for actor, who in STATES.items():
        plural = actor == "afghan_taliban"
        for closed in (False, True):
            verb = "close" if closed else "open"
            does = verb if plural else f"{verb}s"
            its = "their" if plural else "its"
            yield Lever(
                f"{actor}_{verb}s_crossings", f"{SHORT[actor]} {does} crossings", "crossings",
                f"{who} {does} {its} crossings on day 1",
                ({"day": 1, "kind": "crossings", "actor": actor, "closed": closed},),
            )  # fmt: skip


def _restraints() -> Iterator[Lever]:
    rules = {actor: _restraint(actor) for actor in STATES}
    after = (
        f"rung 1 for {RESTRAINT_DAYS} days after attacks that killed {MASS_CASUALTY_DEAD} or more"
    )
    yield Lever(
        "afghan_taliban_restraint", "restraint by the Afghan Taliban", "restraint",
        f"the Afghan Taliban hold to {after}", (rules["afghan_taliban"],),
    )  # fmt: skip
    yield Lever(
        "pakistan_military_restraint", "restraint by Pakistan", "restraint",
        f"Pakistan holds to {after}", (rules["pakistan_military"],),
    )  # fmt: skip
    yield Lever(
        "both_restraint", "restraint by both states", "restraint",
        f"each state holds to {after}",
        tuple(rules.values()),
    )  # fmt: skip


def _sanctuaries() -> Iterator[Lever]:
    yield Lever(
        "afghan_taliban_denies_sanctuary", "no sanctuary for the TTP", "sanctuary",
        "the Afghan Taliban leave the TTP no sanctuary",
        settings=("parameters.ttp_sanctuary=0.0",),
    )  # fmt: skip
    yield Lever(
        "pakistan_military_denies_sanctuary", "no sanctuary for ISIS-K", "sanctuary",
        "Pakistan leaves ISIS-K no sanctuary",
        settings=("parameters.isis_k_sanctuary=0.0",),
    )  # fmt: skip


def _restraint(actor: str) -> Mapping[str, Any]:
    return {
        "when": {"attack_killed_at_least": MASS_CASUALTY_DEAD, "actor": actor},
        "once": False, "kind": "restrain", "actor": actor, "max_rung": 1, "days": RESTRAINT_DAYS,
    }  # fmt: skip


def pulled(scenario: Scenario, lever: Lever) -> Scenario:
    """Return the scenario with a lever pulled; what it adds comes after the scenario's own events.

    Raises
    ------
    InputError
        If it doesn't fit the scenario.
    """
    from escalation.scenario.load import override, with_events

    settings = list(lever.settings)
    if lever.events:
        settings.append(with_events(scenario, lever.events))
    return override(scenario, settings) if settings else scenario


def contrary_levers(scenario: Scenario, pulled_levers: Iterable[Lever]) -> Iterator[Problem]:
    """Yield which event holds where one that a lever adds meets one that the scenario has."""
    from escalation.scenario.contrary import contrary_to

    for lever in pulled_levers:
        if lever.events and scenario.events:
            added = pulled(scenario, lever).events[len(scenario.events) :]
            yield from contrary_to(scenario.events, [(f"lever {lever.name}", added)])
