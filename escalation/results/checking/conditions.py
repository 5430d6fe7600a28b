"""What two makings of the same results may differ in: versions, the model, the machine."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from escalation.letters import visible
from escalation.results.manifest import versions
from escalation.sources import model_fingerprint

_LONGEST: Final = 80
#: What a manifest does not say.
UNKNOWN: Final = "not recorded"


@dataclass(frozen=True)
class Condition:
    """Something that was otherwise when results were made.

    Attributes
    ----------
    what
        Its name.
    then, now
        As recorded, and here.
    decides
        Whether the same results can't be expected of both.
    """

    what: str
    then: str
    now: str
    decides: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Return plain figures for JSON."""
        return asdict(self)


def changed_since(manifest: Mapping[str, Any]) -> tuple[Condition, ...]:
    """Return what is otherwise here than where a manifest was written, what decides first."""
    changed = [one for one in _all(manifest) if one.then != one.now]
    return tuple(sorted(changed, key=lambda one: not one.decides))


def _all(manifest: Mapping[str, Any]) -> Iterator[Condition]:
    yield Condition(
        "rules and data of the model",
        _told(manifest.get("model", UNKNOWN)),
        model_fingerprint(),
        decides=True,
    )
    recorded, machine = _mapping(manifest.get("versions")), _mapping(manifest.get("machine"))
    for name, here in versions().items():
        yield Condition(name, _told(recorded.get(name, UNKNOWN)), here)
    yield Condition("system", _told(machine.get("system", UNKNOWN)), platform.system())
    now = platform.machine()
    yield Condition("processor", _told(machine.get("architecture", UNKNOWN)), now)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _told(value: object) -> str:
    """Return what a manifest says as a message may show it: anybody may have written it."""
    return visible(str(value), keep="")[:_LONGEST]
