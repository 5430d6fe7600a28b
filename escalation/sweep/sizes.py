"""How many points a sweep file asks for, before any of them is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from escalation.scenario.lines import Node
from escalation.sweep.plan import MOST_POINTS

_MOST_TOLD: Final = 6
_BEYOND: Final = 10**15


def asked_sizes(held: Mapping[str, Node]) -> list[int]:
    """Return how many levels, or rows, each block of a sweep file asks for, tables left out.

    What is no sound way to say so counts as one: it is complained of where it is read.
    """
    sizes = []
    scenario = held.get("scenario")
    if scenario is not None and isinstance(scenario.value, list):
        sizes.append(len(scenario.value))
    vary = held.get("vary")
    if vary is not None and isinstance(vary.value, dict):
        sizes += [_levels(spec.value) for spec in vary.value.values()]
    latin = held.get("latin")
    if latin is not None and isinstance(latin.value, dict):
        sizes.append(_whole(latin.value.get("points")))
    return [max(size, 1) for size in sizes]


def _levels(spec: Any) -> int:
    if isinstance(spec, list):
        return len(spec)
    if not isinstance(spec, dict):
        return 1
    options = spec.get("options")
    if options is not None:
        return len(options.value) if isinstance(options.value, dict) else 1
    return _whole(spec.get("steps"))


def _whole(node: Node | None) -> int:
    value = None if node is None else node.value
    return value if isinstance(value, int) and not isinstance(value, bool) else 1


def too_many(sizes: Sequence[int]) -> str:
    """Return what to say if blocks of these sizes, crossed, make too many points; else nothing."""
    points = 1
    for size in sizes:
        points *= size
        if points > _BEYOND:
            break
    if points <= MOST_POINTS:
        return ""
    factors = [f"{size:,}" for size in sorted((s for s in sizes if s > 1), reverse=True)]
    more = f" x {len(factors) - _MOST_TOLD} more" if len(factors) > _MOST_TOLD else ""
    how = f" ({' x '.join(factors[:_MOST_TOLD])}{more})" if len(factors) > 1 else ""
    many = f"more than {_BEYOND:,}" if points > _BEYOND else f"{points:,}"
    return f"makes {many} points{how}; at most {MOST_POINTS:,} are taken"
