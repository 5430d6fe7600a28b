"""The JSON Schema of scenario files, so that editors complete and check them while one types.

It is made from the typed sections and the register. It describes what a *file* may say, before
merging: a file that extends another may leave out or delete (``null``) what its parent has. What
looks across sections (days within the horizon, claims that exist) only `load_scenario` checks.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from escalation.scenario.declaration import Fact, Parameter
from escalation.scenario.distributions import KINDS, keywords
from escalation.scenario.register import facts, parameters
from escalation.scenario.sections import PROVINCES, Scenario

#: Sections that merge with a parent's, so that a file may give a part of them.
_MERGING = (
    "Outcomes", "Claim", "AfghanTaliban", "PakistanMilitary", "Group", "Cells", "Dyad", "Mediator",
    "Actors", "Ensemble",
)  # fmt: skip


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a scenario file."""
    schema = deepcopy(Scenario.model_json_schema())
    definitions = schema["$defs"]
    _let_entries_go(schema["properties"]["claims"])
    _let_entries_go(definitions["Actors"]["properties"]["mediators"])
    for name in _MERGING:
        definitions[name].pop("required", None)
        _let_null_delete(definitions[name]["properties"])
    definitions["Dyad"]["properties"]["sectors"]["items"] = {
        "anyOf": [{"enum": list(PROVINCES)}, {"type": "integer", "minimum": 1, "maximum": 90}]
    }
    for name, definition in definitions.items():
        # An event's kind picks the event: it must be there for an editor to know which.
        if name not in _MERGING and "kind" in definition.get("properties", {}):
            definition["required"] = ["kind", *definition.get("required", [])]
    properties = schema["properties"]
    known: dict[str, Parameter | Fact] = {**parameters(), **facts()}
    definitions["distribution"] = _distribution()
    properties["parameters"] = {
        "type": "object",
        "description": properties["parameters"]["description"],
        "properties": {name: _parameter(declared) for name, declared in known.items()},
        "additionalProperties": False,
    }
    own = {key: properties.pop(key) for key in ("name", "title")}
    # Whether there is a posterior to draw from is a matter of the installation, not of the format.
    properties["ensemble"].get("default", {}).pop("drawn_from", None)
    _let_null_delete(properties)
    extends = {
        "type": "string",
        "minLength": 1,
        "description": "A shipped scenario's name, or a path from here that ends in .yaml.",
    }
    schema |= {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Scenario of the escalation simulation",
        "description": "A scenario file: what it supposes, on its own or on top of another.",
        "required": ["name", "title"],
        "properties": {**own, "extends": extends, **properties},
    }
    order = ("$schema", "title", "description", "type", "required", "additionalProperties")
    return {key: schema[key] for key in (*order, "properties", "$defs") if key in schema}


def _let_null_delete(properties: dict[str, Any]) -> None:
    """Let each of these keys be ``null``, which deletes what a parent says."""
    for key, value in properties.items():
        if {"type": "null"} in value.get("anyOf", ()):
            continue
        words = {name: value[name] for name in ("title", "description") if name in value}
        rest = {name: value[name] for name in value if name not in words}
        properties[key] = words | {"anyOf": [rest, {"type": "null"}]}


def _let_entries_go(schema: dict[str, Any]) -> None:
    """Let ``null`` delete an entry of a mapping by name."""
    held = schema["patternProperties"]
    schema["patternProperties"] = {
        pattern: {"anyOf": [value, {"type": "null"}]} for pattern, value in held.items()
    }
    schema["additionalProperties"] = False


def _distribution() -> dict[str, Any]:
    return {
        "description": "A number, or one distribution with its figures.",
        "anyOf": [
            {"type": "number"},
            {"type": "null"},
            *(
                {
                    "type": "object",
                    "properties": {
                        kind: {
                            "type": "object",
                            "properties": {name: {"type": "number"} for name in keywords(kind)},
                            "required": list(keywords(kind)),
                            "additionalProperties": False,
                        }
                    },
                    "required": [kind],
                    "additionalProperties": False,
                }
                for kind in KINDS
            ),
        ],
    }


def _parameter(declared: Parameter | Fact) -> dict[str, Any]:
    default = declared.default if isinstance(declared, Parameter) else declared.prior
    return {
        "$ref": "#/$defs/distribution",
        "description": (
            f"{declared.explained} In {declared.unit}, {declared.low:g} to {declared.high:g}; "
            f"by default {default}."
        ),
    }
