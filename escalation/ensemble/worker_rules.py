"""Whether a worker elsewhere computes by the same rules as this machine, and in words what differs.

Two checkouts may bear one version and hold other rules, and one rule gives other bits under another
NumPy. So a worker is asked for hashes and versions, and computes nothing where they differ.

These functions travel to a worker as code and not as names (`carry_along`), so that one that has
another escalation, or none, can answer all the same; hence what they need is imported inside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

Rules = Mapping[str, str]
#: What a worker answers with where its rules differ: its address too, under this key.
WORKER: Final = "worker"
NONE: Final = "none"


def rules_here() -> dict[str, str]:
    """Return what decides on every bit of a run where this is called, by name.

    The version of escalation, a hash of its sources and data, and the versions of Python and of the
    libraries that figures come from; `NONE` for what isn't there.
    """
    import platform
    from importlib import import_module

    def of(module: str, attribute: str) -> str:
        try:
            found = getattr(import_module(module), attribute)
        except (ImportError, AttributeError):
            return "none"
        return str(found() if callable(found) else found)

    return {
        "escalation": of("escalation", "__version__"),
        "sources and data": of("escalation.sources", "model_fingerprint"),
        "Python": ".".join(platform.python_version_tuple()[:2]),
        "NumPy": of("numpy", "__version__"),
        "SciPy": of("scipy", "__version__"),
        "Numba": of("numba", "__version__"),
    }


def piece_if_alike(rules: Rules, key: str, content: bytes, first: int, last: int) -> Any:
    """Compute a chunk where this is called, or return the rules here where they are others.

    Parameters
    ----------
    rules
        Of whoever asks.
    key, content, first, last
        As for `escalation.ensemble.cluster.piece_on_worker`.
    """
    there = rules_here()
    if there != rules:
        from distributed import get_worker

        return {"worker": get_worker().address, **there}
    from escalation.ensemble.cluster import piece_on_worker

    return piece_on_worker(key, content, first, last)


def carry_along() -> None:
    """Let what stands here travel to workers as code."""
    import sys

    import cloudpickle

    cloudpickle.register_pickle_by_value(sys.modules[__name__])


def differences(here: Rules, there: Rules) -> str:
    """Say what a worker's rules differ in from those here, or return an empty string.

    >>> here = {"escalation": "0.1.0", "sources and data": "aa", "NumPy": "2.1.0"}
    >>> differences(here, {**here, "sources and data": "bb", "NumPy": "1.26.4"})
    'has NumPy 1.26.4, and this machine 2.1.0; sources and data bb, and this machine aa'
    """
    if there["escalation"] == NONE:
        return "has no escalation installed"
    said = [
        f"{name} {there[name]}, and this machine {here[name]}"
        for name in sorted(here)
        if here[name] != there[name]
    ]
    return f"has {'; '.join(said)}" if said else ""
