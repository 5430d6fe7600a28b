"""The model to read and watch: actors, posts, units and bands as Mesa agents, one day a step.

Every agent decides by the functions of ``escalation.day`` and draws from the same keyed streams
as the compiled engine, so a run watched here is, to the bit, that run of an ensemble.

>>> from escalation.mesa import BorderModel
>>> model = BorderModel.of("baseline", run=17)  # doctest: +SKIP
>>> model.step()  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from escalation.mesa.border_model import BorderModel
    from escalation.mesa.diplomacy import Mediator
    from escalation.mesa.militants import Band, IsisCell, IsisK, Ttp
    from escalation.mesa.posts import Post
    from escalation.mesa.states import StateActor
    from escalation.mesa.units import MobileUnit

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
    "Band": "militants",
    "BorderModel": "border_model",
    "IsisCell": "militants",
    "IsisK": "militants",
    "Mediator": "diplomacy",
    "MobileUnit": "units",
    "Post": "posts",
    "StateActor": "states",
    "Ttp": "militants",
}


def __getattr__(name: str) -> Any:
    """Import a class when it is asked for: Mesa takes most of a second."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"escalation.mesa.{_HOMES[name]}"), name)
