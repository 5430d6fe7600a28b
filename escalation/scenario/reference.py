"""The reference page of parameters and facts, made from their declarations."""

from __future__ import annotations

from typing import Any

from escalation.scenario.declaration import Fact, Parameter
from escalation.scenario.distributions import as_mapping
from escalation.scenario.register import facts, parameters

_TITLES = {
    "decisions": "Decisions, postures and the public line",
    "diplomacy": "Diplomacy",
    "border_fire": "Fire on the border",
    "losses": "Losses",
    "groups": "The TTP and ISIS-K",
    "reporting": "Reporting",
    "outset": "Day 0",
}
_HEAD = """# Parameters

Every number of the model, where it comes from, and what a scenario gets when it says nothing. This
page is made from the declarations in `escalation/scenario/parameters/`; renew it with
`escalation parameters --markdown --out docs/reference/parameters.md`.

*Basis* says what a default rests on: a `claim` of the seed report, `data`, `literature`, or a
`judgement`, which is an honest word for a guess: set by hand. *P01* to *P31* are recorded
patterns, *C01* to *C25* the claims of `scenarios/baseline.yaml`. In draws where one of the claims
named holds, the default gives way to the distribution after "if claimed". A draw outside the range
is cut to it.
"""
_FACTS = """## Facts about the night before day 0

Known through claims only: in every draw their value is what the reporting model infers from the
scenario's claims, starting from the prior. A scenario that sets one under `parameters` overrides
its claims.
"""


def described(declared: Parameter | Fact) -> dict[str, Any]:
    """Return a declaration as plain data, for JSON."""
    common = {
        "name": declared.name,
        "unit": declared.unit,
        "low": declared.low,
        "high": declared.high,
        "meaning": declared.meaning,
        "source": declared.source,
    }
    if isinstance(declared, Fact):
        about = {"quantity": declared.quantity, "side": declared.side}
        return common | about | {"type": "fact", "prior": as_mapping(declared.prior)}
    return common | {
        "type": "parameter",
        "default": as_mapping(declared.default),
        "reads": str(declared.reads) if declared.reads else None,
        "basis": declared.basis,
        "claims": list(declared.claims),
        "if_claimed": as_mapping(declared.if_claimed) if declared.if_claimed else None,
        "opposing": list(declared.opposing),
        "if_opposed": as_mapping(declared.if_opposed) if declared.if_opposed else None,
    }


def reference_page() -> str:
    """Return the page as Markdown."""
    parts = [_HEAD]
    for module, group in _groups().items():
        parts.append(f"## {_TITLES.get(module, module)}\n")
        parts.append(_table([_row(parameter) for parameter in group]))
    parts.append(_FACTS)
    parts.append(_table([_row(fact) for fact in facts().values()]))
    return "\n".join(parts)


def _groups() -> dict[str, list[Parameter]]:
    from importlib import import_module

    groups: dict[str, list[Parameter]] = {}
    left = dict(parameters())
    for module in _TITLES:
        declared = import_module(f"escalation.scenario.parameters.{module}").PARAMETERS
        groups[module] = [left.pop(parameter.name) for parameter in declared]
    if left:
        groups["Others"] = list(left.values())
    return groups


def _row(declared: Parameter | Fact) -> tuple[str, ...]:
    if isinstance(declared, Fact):
        default, basis = f"{declared.prior}", "prior"
    else:
        default, basis = f"{declared.default}", str(declared.basis)
        for words, ids, one in declared.alternatives:
            default += f"; {words} ({', '.join(ids)}): {one}"
    span = f"{declared.low:g} to {declared.high:g} {declared.unit}"
    return f"`{declared.name}`", declared.explained, default, span, f"{basis}: {declared.source}"


def _table(rows: list[tuple[str, ...]]) -> str:
    lines = ["| name | meaning | default | range and unit | basis |", "|---|---|---|---|---|"]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"
