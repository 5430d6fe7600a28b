"""The model to read and watch: actors, posts, units and bands as Mesa agents, one day a step.

Every agent decides by the functions of ``escalation.day`` and draws from the same keyed streams
as the compiled engine, so a run watched here is, to the bit, that run of an ensemble.

>>> from escalation.mesa import BorderModel
>>> model = BorderModel("baseline", run=17)
>>> model.step()
>>> model.states[1].rung
1
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from escalation.mesa.border_model import BorderModel
    from escalation.mesa.places import Post
    from escalation.mesa.states import Mediator, StateActor
    from escalation.mesa.units import Band, IsisCell, IsisK, MobileUnit, Ttp

__all__ = [
    "Band",
    "BorderModel",
    "IsisCell",
    "IsisK",
    "Mediator",
    "MobileUnit",
    "Post",
    "StateActor",
    "Ttp",
]

_HOMES = {
    "BorderModel": "border_model",
    "Mediator": "states",
    "Post": "places",
    "StateActor": "states",
    **dict.fromkeys(("Band", "IsisCell", "IsisK", "MobileUnit", "Ttp"), "units"),
}


def __getattr__(name: str) -> Any:
    """Import a class when it is asked for: Mesa takes most of a second."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"escalation.mesa.{_HOMES[name]}"), name)
