"""What pydantic finds wrong, said in an analyst's words and with the nearest right name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from escalation.errors import suggest
from escalation.scenario import sections as model
from escalation.scenario.crosschecks import Path
from escalation.scenario.declaration import Multiplier
from escalation.scenario.events import KINDS, TEMPO_READS, When
from escalation.scenario.fields import SLUG
from escalation.scenario.slips import key_slip, list_slip, number_hint

_EVENTS = {kind.model_fields["kind"].default: kind for kind in KINDS}
_COLLECTIONS = {
    "dict_type": "must be a mapping (key: value)",
    "mapping_type": "must be a mapping (key: value)",
    "model_type": "must be a mapping (key: value)",
    "model_attributes_type": "must be a mapping (key: value)",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
}
_SCALARS = {
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "int_parsing": "must be a whole number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "finite_number": "must be a finite number",
    "string_type": "must be text",
}
_BOUNDS = {
    "greater_than_equal": ("ge", "at least"),
    "greater_than": ("gt", "more than"),
    "less_than_equal": ("le", "at most"),
    "less_than": ("lt", "less than"),
}


def findings(error: ValidationError) -> list[tuple[Path, str]]:
    """Return each error of a scenario as a path in the file and a message."""
    return [_finding(detail) for detail in error.errors(include_url=False)]


def _finding(detail: ErrorDetails) -> tuple[Path, str]:
    path, kind, value = _path(detail["loc"]), detail["type"], detail["input"]
    context: Mapping[str, Any] = detail.get("ctx", {})
    if detail["loc"] and detail["loc"][-1] == "[key]":
        return path, "is no good as a name here: " + _pattern(context.get("pattern", ""))
    if kind == "missing":
        *above, name = path
        about = _described(tuple(above), str(name))
        return tuple(above), f"lacks {name}" + (f" ({about})" if about else "")
    if kind == "extra_forbidden":
        known = tuple(getattr(_section(path[:-1], detail), "model_fields", ()))
        known = (*known, "extends") if len(path) == 1 else known
        return path, f"is not known here{suggest(str(path[-1]), known) or _among(known)}"
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return _event(path, value)
    if kind == "string_type" and (pattern := _wanted_pattern(path)):
        return path, f"{_pattern(pattern)}, not {shown(value)}"
    reads = TEMPO_READS if path and path[-1] == "factor" else None
    return path, _message(kind, value, context, detail["msg"], reads)


def _message(
    kind: str,
    value: Any,
    context: Mapping[str, Any],
    otherwise: str,
    reads: Multiplier | None = None,
) -> str:
    if kind in _COLLECTIONS:
        slip_of = key_slip if "mapping" in _COLLECTIONS[kind] else list_slip
        slip = slip_of(value) if isinstance(value, str) else ""
        return f"{_COLLECTIONS[kind]}, not {shown(value)}{slip and f'; {slip}'}"
    if kind in _SCALARS:
        return f"{_SCALARS[kind]}, not {shown(value)}{_number_hint(kind, value, reads)}"
    if kind in _BOUNDS:
        key, words = _BOUNDS[kind]
        direction = f"; {reads}" if reads else ""
        return f"must be {words} {_bound(context[key])}, not {shown(value)}{direction}"
    if kind == "bool_type":
        hint = ""
        if isinstance(value, str) and value.casefold() in ("yes", "on", "no", "off", "y", "n"):
            meant = "true" if value.casefold() in ("yes", "on", "y") else "false"
            hint = f"; readers of YAML disagree about {value}, write {meant}"
        return f"must be true or false, not {shown(value)}{hint}"
    if kind == "literal_error":
        known = re.findall(r"'([^']*)'", str(context.get("expected", "")))
        near = _nearest(value, known) if isinstance(value, str) else ""
        return f"must be {_choice(known)}, not {shown(value)}{near}"
    if kind == "string_pattern_mismatch":
        return f"{_pattern(context['pattern'])}, not {shown(value)}"
    if kind == "string_too_long":
        return f"must be at most {context['max_length']} characters long"
    if kind in ("string_too_short", "too_short"):
        return "must not be empty"
    if kind in ("value_error", "assertion_error"):
        said = str(context.get("error", otherwise))
        return (
            said
            if said.endswith("?") or isinstance(value, Mapping)
            else f"{said}, not {shown(value)}"
        )
    return f"{otherwise[:1].lower()}{otherwise[1:]}"


def _bound(value: float) -> str:
    """Return a bound in full: a seed's largest has 19 digits."""
    return str(value) if isinstance(value, int) else f"{value:g}"


def shown(value: Any) -> str:
    """Return a value as a message quotes it: short, and in YAML's words."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:56]}...{text[-1]}"


def _number_hint(kind: str, value: Any, reads: Multiplier | None) -> str:
    if kind == "string_type":
        if isinstance(value, bool) or not isinstance(value, int | float):
            return ""
        return ": put it in quotes" + (f", '{value}'" if isinstance(value, int) else "")
    if kind.startswith("int") and isinstance(value, float):
        return f"; write {round(value)}" if value == round(value) else ""
    if not isinstance(value, str):
        return ""
    return number_hint(value, "factor" if reads else "share", reads)


def _pattern(pattern: str) -> str:
    if pattern == SLUG:
        return "must begin with a small letter and hold small letters, digits, _ and - only"
    return "must begin with a capital letter and hold letters, digits and _ only, such as C01"


#: What an analyst may call who speaks, and who that is here.
_CALLED = {
    "ngo": "other", "un": "united_nations", "unama": "united_nations", "government": "other",
    "islamabad": "pakistan_military", "kabul": "afghan_taliban", "media": "press",
    "journalist": "press", "expert": "analyst", "think_tank": "analyst",
}  # fmt: skip


def _nearest(value: str, known: list[str]) -> str:
    """Return the nearest of the words that are known, also by another name for it."""
    called = _CALLED.get(value.strip("\u201c\u201d\u2018\u2019'\" ").casefold().replace(" ", "_"))
    return f"; write {called}" if called in known else suggest(value, known)


def _choice(known: list[str]) -> str:
    return " or ".join(filter(None, [", ".join(known[:-1]), known[-1] if known else ""]))


def _among(known: tuple[str, ...]) -> str:
    return f"; known are {', '.join(known)}" if known else ""


def _event(path: Path, value: Any) -> tuple[Path, str]:
    known = ", ".join(_EVENTS)
    kind = value.get("kind") if isinstance(value, Mapping) else None
    if kind is None:
        return path, f"lacks kind, which must be one of {known}"
    near = suggest(kind, _EVENTS) if isinstance(kind, str) else ""
    return (*path, "kind"), f"is no kind of event: {shown(kind)}; known are {known}{near}"


def _path(loc: tuple[str | int, ...]) -> Path:
    """Drop from pydantic's location what does not stand in the file."""
    if loc and loc[-1] == "[key]":
        loc = loc[:-1]
    if len(loc) > 2 and loc[0] == "events" and loc[2] in _EVENTS:
        return (*loc[:2], *loc[3:])
    return loc


def _section(path: Path, detail: ErrorDetails) -> type[BaseModel] | None:
    """Return the section that a path in the file leads to."""
    if path and path[0] == "events":
        loc = detail["loc"]
        if "when" in path[2:]:
            return When
        return _EVENTS.get(str(loc[2])) if len(loc) > 2 else None
    return _walk(path)


def _described(path: Path, name: str) -> str:
    section = _walk(path)
    field = section.model_fields.get(name) if section else None
    return (field.description or "").rstrip(".") if field else ""


def _wanted_pattern(path: Path) -> str:
    """Return the pattern that a text must have at a path, or an empty string."""
    section = _walk(path[:-1])
    field = section.model_fields.get(str(path[-1])) if section and path else None
    found = [getattr(one, "pattern", None) for one in field.metadata] if field else []
    return next((one for one in found if isinstance(one, str)), "")


def _walk(path: Path) -> type[BaseModel] | None:
    here: Any = model.Scenario
    for step in path:
        if isinstance(here, type) and issubclass(here, BaseModel):
            field = here.model_fields.get(str(step))
            here = field.annotation if field else None
        elif get_origin(here) is dict:
            here = get_args(here)[1]
        else:
            return None
    return here if isinstance(here, type) and issubclass(here, BaseModel) else None
