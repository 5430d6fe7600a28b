"""A run's tables as one `Result`, and the folders in which results are kept.

``result`` is what may be asked of a run, just made or read back, ``explain`` what its odds hinge
on; ``keeping`` writes what was found, ``folder`` builds a run folder out of sight, ``manifest``
says how its results came about, ``reading`` finds, opens and lists what was kept. In ``checking``
it is held against its hashes and against the same made again; ``tracing`` says of any file which
run made it.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from escalation.results.result import Result, open_run

__all__ = ["Result", "open_run"]


def __getattr__(name: str) -> Any:
    """Import what is asked of a run when it is: a list of what was kept needs no NumPy."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from escalation.results import result

    return getattr(result, name)
