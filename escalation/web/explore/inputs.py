"""Everything that may be moved in a scenario, in the words of Python's declarations."""

from __future__ import annotations

import math
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from escalation.charts.words import upper_first
from escalation.luck.designs import sobol_grid
from escalation.naming import in_plain_words
from escalation.scenario.claims import claim_rows
from escalation.scenario.declaration import Fact, Parameter
from escalation.scenario.distributions import Fixed
from escalation.scenario.events import KINDS, Event
from escalation.scenario.grouping import PROCESSES
from escalation.scenario.levers import AS_IT_IS, levers
from escalation.scenario.truth import DrawSpace
from escalation.telling.situation import fixed_events, situation
from escalation.web.explore.setting import was_told

if TYPE_CHECKING:
    from escalation.scenario.sections import Scenario

#: Points of what is not known over which defaults are shown.
_POINTS: Final = 512
_SHOWN: Final = (0.05, 0.5, 0.95)
#: What a slider's middle is at least, as a share of its range: finer and nothing could be hit.
_LEAST_MIDDLE: Final = 0.002

#: Where a default comes from, in words.
BASES: Final = {
    "claim": "a claim of the report",
    "data": "recorded data",
    "literature": "literature",
    "judgement": "judgement: set by hand",
    "claims": "inferred from the claims about it",
}
#: The same in a word or two, beside the default.
_SHORT: Final = {
    "claim": "from a claim",
    "data": "from data",
    "literature": "from literature",
    "judgement": "judgement",
    "claims": "from the claims",
}
CALIBRATED: Final = "fitted to recorded patterns, drawn together with others"
OF_SCENARIO: Final = "set by this scenario"


def inputs_of(scenario: Scenario) -> dict[str, Any]:
    """Return a scenario's situation and all that may be moved in it, as plain data for the page."""
    return {
        "name": scenario.name,
        "label": upper_first(in_plain_words(scenario.name)),
        "title": scenario.title,
        "summary": scenario.summary,
        "situation": situation(scenario),
        "fixed_events": fixed_events(scenario),
        "horizon_days": scenario.horizon_days,
        "claims": _claims(scenario),
        "processes": _processes(scenario),
        "levers": _levers(scenario),
        "event_kinds": [_event_kind(kind, scenario) for kind in KINDS],
    }


def _claims(scenario: Scenario) -> list[dict[str, Any]]:
    """Return the claims, each with its credence and what hangs on it."""
    return [
        {
            "name": row.id,
            "label": row.told,
            "speaker": row.speaker,
            "said_by": upper_first(in_plain_words(row.speaker)),
            "date": row.date,
            "status": row.status,
            "default": row.credence,
            "from": f"judgement; status: {row.status}",
            "low": 0.0,
            "high": 1.0,
            "bend": 1.0,
            "informs": [in_plain_words(name.removeprefix("actors.")) for name in row.informs],
            "against": list(row.contradicts),
            "why_not": row.why_not,
            "note": row.note,
            "source": scenario.claims[row.id].source,
        }
        for row in claim_rows(scenario)
    ]


def _processes(scenario: Scenario) -> list[dict[str, Any]]:
    """Return the parameters and facts, by the process of the day that they serve."""
    space = DrawSpace(scenario)
    draws = space.transform(sobol_grid(_POINTS, space.size))
    groups = []
    for module, words in PROCESSES.items():
        declared = import_module(f"escalation.scenario.parameters.{module}")
        rows: list[Parameter | Fact] = [*declared.PARAMETERS, *getattr(declared, "FACTS", ())]
        inputs = [_number(one, scenario, draws[one.name], one.name in space.joint) for one in rows]
        groups.append({"name": module, "label": upper_first(words), "inputs": inputs})
    return groups


def _number(
    declared: Parameter | Fact, scenario: Scenario, drawn: np.ndarray[Any, Any], joint: bool
) -> dict[str, Any]:
    """Return a parameter or fact: its words, its range, and where its draws lie by default."""
    name = declared.name
    low90, middle, high90 = (float(q) for q in np.quantile(np.asarray(drawn, float), _SHOWN))
    given = scenario.parameters.get(name)
    kind = "claims" if isinstance(declared, Fact) else declared.basis
    basis, short = BASES[kind], _SHORT[kind]
    if given is not None:
        basis = short = OF_SCENARIO
    elif joint:
        basis, short = f"{CALIBRATED}; before that, {basis}", f"{short}, then fitted to patterns"
    fixed = isinstance(given, Fixed) or low90 == high90
    return {
        "name": name,
        "label": upper_first(in_plain_words(name)),
        "meaning": declared.explained,
        "unit": declared.unit,
        "low": declared.low,
        "high": declared.high,
        "bend": 1.0 if fixed else bend(declared.low, declared.high, middle),
        "default": middle,
        "default_low": low90,
        "default_high": high90,
        "told": f"{middle:.3g}" if fixed else f"{middle:.3g} ({low90:.3g} to {high90:.3g})",
        "drawn_as": was_told(scenario, name),
        "basis": basis,
        "from": short,
        "source": declared.source,
        "claims": [key for key, claim in scenario.claims.items() if name in claim.informs],
    }


def bend(low: float, high: float, middle: float) -> float:
    """Return the power of a slider's scale by which a value stands in its middle, at most.

    A slider at the share ``t`` of its way has the value ``low + (high - low) * t ** power``. Where
    most of a range is far above what is likely, an even scale would leave no room to move.

    >>> bend(0.0, 1.0, 0.25), bend(0.0, 1.0, 0.7)
    (2.0, 1.0)
    """
    share = (middle - low) / (high - low)
    if share >= 0.4:
        return 1.0
    return round(math.log(max(share, _LEAST_MIDDLE)) / math.log(0.5), 3)


def _levers(scenario: Scenario) -> list[dict[str, Any]]:
    return [
        {
            "name": lever.name,
            "label": upper_first(lever.label),
            "family": upper_first(lever.family),
            "meaning": upper_first(lever.title),
        }
        for lever in levers(scenario)
        if lever.name != AS_IT_IS
    ]


# --- events of one's own ------------------------------------------------------------------------


def _event_kind(kind: type[Event], scenario: Scenario) -> dict[str, Any]:
    """Return a kind of event and the fields that one of it has, made from its declaration."""
    schema = kind.model_json_schema()
    parts = schema.get("$defs", {})
    needed = set(schema.get("required", ()))
    fields = [
        _field(name, part, parts, scenario, required=name in needed)
        for name, part in schema["properties"].items()
        if name not in ("kind", "when", "once")
    ]
    conditions = [
        _field(f"when.{name}", part, parts, scenario, required=False)
        for name, part in parts.get("When", {}).get("properties", {}).items()
    ]
    name = schema["properties"]["kind"]["const"]
    meaning = " ".join((kind.__doc__ or "").split()).replace("`", "")
    # The day comes first, then what is done; how long it lasts, last.
    fields.sort(key=lambda field: ("day", "actor").index(field["name"]) if field["name"] in
                ("day", "actor") else 2 + (field["name"] in ("until_day", "days")))  # fmt: skip
    return {
        "kind": name,
        "label": upper_first(in_plain_words(name)),
        "meaning": meaning,
        "fields": fields,
        "conditions": conditions,
    }


def _field(
    name: str, part: dict[str, Any], parts: dict[str, Any], scenario: Scenario, *, required: bool
) -> dict[str, Any]:
    """Return a field of a form: its words, and what may be put in."""
    plain = next((one for one in part.get("anyOf", ()) if one.get("type") != "null"), part)
    plain = parts.get(plain.get("$ref", "").rpartition("/")[2], plain)
    short = name.rpartition(".")[2]
    field: dict[str, Any] = {
        "name": name,
        "label": upper_first(in_plain_words(short)),
        "meaning": part.get("description", "").replace("`", ""),
        "required": required,
        "default": part.get("default"),
    }
    if short == "mediators":
        names = list(scenario.actors.mediators)
        return field | {"type": "many", "options": _options(names)}
    if "enum" in plain:
        return field | {"type": "choice", "options": _options(plain["enum"])}
    if plain.get("type") == "boolean":
        return field | {"type": "flag"}
    low = plain.get("minimum", 0)
    high = plain.get("maximum", plain.get("exclusiveMaximum", 1) - 1)
    if short in ("day", "until_day", "days"):
        high = min(high, scenario.horizon_days - (short != "days"))
    return field | {
        "type": "whole" if plain.get("type") == "integer" else "real",
        "low": low,
        "high": high,
    }


def _options(names: list[str]) -> list[dict[str, str]]:
    return [{"value": name, "label": upper_first(in_plain_words(name))} for name in names]
