"""Checks that look across sections, over plain data, so that they run beside the typed ones.

Each check takes what a file says after merging (mappings, lists, scalars), skips what has the
wrong shape (the typed sections complain about that), and returns every problem it finds as a path
and a message. That way one pass reports everything at once, and scenarios built in code meet the
same checks.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeGuard

from escalation.errors import suggest
from escalation.naming import listed
from escalation.numbers import counted
from escalation.scenario.declaration import Fact, Parameter
from escalation.scenario.distributions import KINDS, Distribution, Fixed, keywords
from escalation.scenario.fields import REACHES_CAPITAL
from escalation.scenario.register import facts, parameters
from escalation.scenario.slips import number_hint
from escalation.vocabulary import CAPITAL_STRIKES, STATES

#: Units of what runs from 0 to 1, chances of a day and the like included.
_SHARES = ("share", "probability", "per day", "branching ratio")

#: Each claim is a dimension of the draws, of which `escalation.luck.sobol` has 1,600.
MOST_CLAIMS: Final = 1_000

Path = tuple[str | int, ...]
Problems = list[tuple[Path, str]]


def path_text(path: Sequence[str | int]) -> str:
    """Return a path as an analyst reads it: ``events[2].day``."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text


def cross_problems(tree: Mapping[str, Any], places: Sequence[str]) -> Problems:
    """Return everything that is wrong between the sections of a scenario.

    ``places`` are the paths under ``actors`` that a claim may inform.
    """
    return [
        *_parameter_problems(_mapping(tree.get("parameters"))),
        *_claim_problems(_mapping(tree.get("claims")), places),
        *_posture_problems(tree),
        *_event_problems(tree),
    ]


# --- parameters -----------------------------------------------------------------------------


def distribution_problems(value: Any, declared: Parameter | Fact | None = None) -> Problems:
    """Return what is wrong with a value for a parameter or fact, or for whichever it may be."""
    if _is_number(value):
        return [] if math.isfinite(value) else [((), "must be a finite number")]
    if type(value) in KINDS.values():
        complaint = value.complaint()
        return [((), complaint)] if complaint else []
    if not isinstance(value, Mapping):
        said = "must be a number or a distribution such as {uniform: {low: 0, high: 1}}"
        return [((), said + _hint(value, declared))]
    if len(value) != 1:
        return [((), f"must name exactly one distribution, one of {', '.join(KINDS)}")]
    kind, figures = next(iter(value.items()))
    if kind not in KINDS:
        known = ", ".join(KINDS)
        return [((kind,), f"is no distribution; known are {known}{suggest(str(kind), KINDS)}")]
    wanted = keywords(kind)
    if not isinstance(figures, Mapping):
        return [((kind,), f"must give {listed(wanted)}, such as {_example(kind)}")]
    problems: Problems = [
        ((kind, name), f"is not known to {kind}, which takes {listed(wanted)}"
         + suggest(str(name), wanted))
        for name in figures if name not in wanted
    ]  # fmt: skip
    problems += [((kind,), f"lacks {name}") for name in wanted if name not in figures]
    problems += [
        ((kind, name), f"must be a finite number{_hint(figures[name], declared)}")
        for name in wanted
        if name in figures and not (_is_number(figures[name]) and math.isfinite(figures[name]))
    ]
    if not problems and (complaint := distribution_of(value).complaint()):
        problems.append(((kind,), complaint))
    return problems


def _hint(value: Any, declared: Parameter | Fact | None) -> str:
    """Return what was meant by a text that should be a number."""
    if not isinstance(value, str):
        return ""
    if declared is None or declared.unit.startswith(_SHARES):
        return number_hint(value, "share")
    return number_hint(value, declared.unit, declared.reads)


def distribution_of(value: Any) -> Distribution:
    """Return the distribution that a sound value stands for."""
    if _is_number(value):
        return Fixed(float(value))
    if isinstance(value, Mapping):
        kind, figures = next(iter(value.items()))
        made: Distribution = KINDS[kind](**{name: float(figures[name]) for name in keywords(kind)})
        return made
    sound: Distribution = value
    return sound


def _parameter_problems(given: Mapping[Any, Any]) -> Iterator[tuple[Path, str]]:
    known: dict[str, Parameter | Fact] = {**parameters(), **facts()}
    for name, value in given.items():
        at: Path = ("parameters", name)
        if name not in known:
            yield at, f"is no parameter of the model{suggest(str(name), known)}"
            continue
        if value is None:
            yield at, "is empty, and no parent sets it to delete"
            continue
        problems = distribution_problems(value, known[name])
        for path, message in problems:
            yield at + path, message
        declared = known[name]
        if not problems:
            central = distribution_of(value).central
            if not declared.low <= central <= declared.high:
                middle = "" if _is_number(value) else "has its centre at "
                yield (
                    at,
                    f"{middle}{central:g}"
                    f"{' lies' if not middle else ', which lies'} outside "
                    f"{declared.low:g} to {declared.high:g} ({declared.unit})"
                    + (f"; {declared.reads}" if declared.reads else ""),
                )


# --- claims ---------------------------------------------------------------------------------


def _claim_problems(claims: Mapping[Any, Any], places: Sequence[str]) -> Iterator[tuple[Path, str]]:
    if len(claims) > MOST_CLAIMS:
        yield ("claims",), f"holds {len(claims):,} claims; at most {MOST_CLAIMS:,} can be drawn"
    for name, claim in claims.items():
        at: Path = ("claims", name)
        if is_stub(claim):
            others = [str(other) for other in claims if other != name]
            yield (
                at,
                f"is no claim that a parent makes, nor a whole one{suggest(str(name), others)}",
            )
            continue
        if not isinstance(claim, Mapping):
            continue
        yield from _counted(at, claim)
        yield from _informs(at, claim, places)
        yield from _contradicts(at, name, claim, claims)


def is_stub(claim: Any) -> bool:
    """Return whether this changes or deletes a claim that is not there, or hardly begins one."""
    return claim is None or (isinstance(claim, Mapping) and not {"claim", "speaker"} & set(claim))


def _counted(at: Path, claim: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    if claim.get("kind") == "numeric":
        for key in ("quantity", "value", "side"):
            if claim.get(key) is None:
                yield at, f"is numeric and lacks {key}"


def _informs(
    at: Path, claim: Mapping[str, Any], places: Sequence[str]
) -> Iterator[tuple[Path, str]]:
    targets = claim.get("informs")
    if not targets:
        if claim.get("why_not") is None:
            could = _could_inform(claim)
            yield at, f"informs nothing and does not say why_not{could}"
        return
    if not isinstance(targets, Sequence) or isinstance(targets, str):
        return
    for index, target in enumerate(targets):
        if isinstance(target, str) and (message := _target_problem(target, claim, places)):
            yield (*at, "informs", index), message


def _could_inform(claim: Mapping[str, Any]) -> str:
    """Return what a claim could inform: facts of what it counts, or what claims can move."""
    counted = (claim.get("quantity"), claim.get("side"))
    if claim.get("kind") == "numeric":
        fitting = [name for name, one in facts().items() if (one.quantity, one.side) == counted]
        return f"; it could inform {listed(fitting)}" if fitting else ""
    movable = [name for name, one in parameters().items() if one.if_claimed is not None]
    return f"; it could inform {listed(movable)}, or a place such as actors.dyad.sectors"


def _target_problem(target: str, claim: Mapping[str, Any], places: Sequence[str]) -> str:
    if target.startswith("actors."):
        found = target in places
        return "" if found else f"{target!r} is no place under actors{suggest(target, places)}"
    if target in facts():
        fact = facts()[target]
        counted = (claim.get("quantity"), claim.get("side"))
        numeric = claim.get("kind") == "numeric" and None not in counted
        if numeric and counted != (fact.quantity, fact.side):
            return (
                f"{target} is about {fact.quantity} of {fact.side}, "
                f"the claim about {counted[0]} of {counted[1]}"
            )
        return ""
    if target not in parameters():
        known = [*parameters(), *facts(), *places]
        return f"{target!r} is no parameter or fact{suggest(target, known)}"
    if parameters()[target].if_claimed is None:
        return (
            f"no claim can move {target}: the register does not say what it would be if one held; "
            "set it under parameters instead"
        )
    return ""


def _contradicts(
    at: Path, name: Any, claim: Mapping[str, Any], claims: Mapping[Any, Any]
) -> Iterator[tuple[Path, str]]:
    others = claim.get("contradicts")
    if not isinstance(others, Sequence) or isinstance(others, str):
        return
    for index, other in enumerate(others):
        here = (*at, "contradicts", index)
        if not isinstance(other, str):
            continue
        if other == name:
            yield here, f"{name} can't contradict itself"
        elif other not in claims:
            yield here, f"there is no claim {other!r}{suggest(other, map(str, claims))}"
        elif isinstance(claims[other], Mapping):
            back = claims[other].get("contradicts")
            if not isinstance(back, Sequence) or name not in back:
                yield here, f"{other} must name {name} under its contradicts too"


# --- actors ---------------------------------------------------------------------------------


def _posture_problems(tree: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Refuse a state that begins at a rung, or with a deed, that it has no means for."""
    for actor in STATES:
        state = _mapping(_mapping(tree.get("actors")).get(actor))
        for key in ("rung", "deed"):
            if state.get(key) == CAPITAL_STRIKES:
                yield from _out_of_reach(tree, actor, ("actors", actor, key))


def _out_of_reach(tree: Mapping[str, Any], actor: Any, at: Path) -> Iterator[tuple[Path, str]]:
    """Refuse rung 6 to a state whose strikes don't reach the other's capital."""
    if actor not in STATES:
        return
    state = _mapping(_mapping(tree.get("actors")).get(actor))
    reaches = state.get("reaches_capital", REACHES_CAPITAL[actor])
    if reaches is False:
        yield (
            at,
            f"rung {CAPITAL_STRIKES}, strikes on a capital, is not open to {actor}, whose strikes "
            f"don't reach one: take rung 5 or 7, or set actors.{actor}.reaches_capital to true",
        )


# --- events ---------------------------------------------------------------------------------


def _event_problems(tree: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    events = tree.get("events")
    if not isinstance(events, Sequence) or isinstance(events, str):
        return
    horizon = tree.get("horizon_days")
    horizon = horizon if _is_whole(horizon) else 180 if horizon is None else None
    mediators = _mapping(_mapping(tree.get("actors")).get("mediators"))
    for index, event in enumerate(events):
        if not isinstance(event, Mapping):
            continue
        yield from _timing(index, event)
        if event.get("kind") == "act" and event.get("rung") == CAPITAL_STRIKES:
            yield from _out_of_reach(tree, event.get("actor"), ("events", index, "rung"))
        day, until = event.get("day"), event.get("until_day")
        if _is_whole(day) and horizon is not None and day >= horizon:
            yield (
                ("events", index, "day"),
                f"day {day} never comes: the horizon is {counted(horizon, 'day')}, "
                f"the last day {horizon - 1}",
            )
        if _is_whole(day) and _is_whole(until) and until < day:
            yield ("events", index, "until_day"), f"day {until} is before the event's day {day}"
        named = event.get("mediators")
        if isinstance(named, Sequence) and not isinstance(named, str):
            for place, name in enumerate(named):
                if isinstance(name, str) and name not in mediators:
                    yield (
                        ("events", index, "mediators", place),
                        f"there is no mediator {name!r} under actors"
                        + suggest(name, map(str, mediators)),
                    )
                elif name in named[:place]:
                    yield ("events", index, "mediators", place), f"names {name} twice"


#: Kinds of event that last until a day, or for some days.
LASTING = ("public_line", "restrain", "refuse", "tempo")
#: Kinds that may last, and are over at once if nothing is said.
HOLDING = ("back_channel", "crossings")


def _timing(index: int, event: Mapping[Any, Any]) -> Iterator[tuple[Path, str]]:
    """Find what an event lacks to say when it begins and ends."""
    at: Path = ("events", index)
    when = event.get("when")
    if event.get("day") is None and when is None:
        yield at, "lacks day, or when"
    if isinstance(when, Mapping):
        named = [key for key, value in when.items() if key != "actor" and value is not None]
        if not named:
            yield (*at, "when"), "names no condition, such as {quiet_days: 3}"
        if when.get("actor") is not None and named == ["quiet_days"]:
            yield (*at, "when", "actor"), "quiet_days is about both states: leave actor out"
    if event.get("once") is False and when is None:
        yield (*at, "once"), "needs a when: an event on a day happens once"
    kind = event.get("kind")
    if kind not in (*LASTING, *HOLDING):
        return
    until, days = event.get("until_day"), event.get("days")
    if until is None and days is None and kind in LASTING:
        yield at, "lacks until_day, or days"
    if until is not None and days is not None:
        yield at, "has both until_day and days: give one"
    if until is not None and when is not None:
        yield (*at, "until_day"), "with a when nobody knows the day: give days instead"


def _mapping(value: Any) -> Mapping[Any, Any]:
    return value if isinstance(value, Mapping) else {}


def _is_whole(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Any) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _example(kind: str) -> str:
    return f"{{{kind}: {{{', '.join(f'{name}: ...' for name in keywords(kind))}}}}}"
