"""Odds of de-escalation on the Afghanistan-Pakistan border, from a scenario file.

The names below are what scripts and notebooks hold on to. They load on first use, so that
``import escalation`` and ``escalation --help`` cost next to nothing.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

__all__ = [
    "__version__",
    "branch",
    "compare",
    "load_scenario",
    "load_state",
    "open_run",
    "policies",
    "run_sweep",
    "simulate",
    "stop_run",
]

# By hand: lazy_loader would be a dependency more, and says `No escalation attribute simulat`.
_LAZY = {
    "branch": "escalation.studies.branch",
    "compare": "escalation.studies.compare",
    "load_scenario": "escalation.scenario.load",
    "load_state": "escalation.studies.one_run",
    "open_run": "escalation.api",
    "policies": "escalation.studies.levers",
    "run_sweep": "escalation.sweep.running",
    "simulate": "escalation.api",
    "stop_run": "escalation.studies.one_run",
}


def __getattr__(name: str) -> Any:
    """Import a public name from the module it lives in, the first time it is asked for."""
    module = _LAZY.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(module), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the lazy names too, so that completion finds them."""
    return sorted({*globals(), *__all__})
