"""A run's tables as one `Result`, and the folders in which results are kept.

``result`` is what may be asked of a run, just made or read back, ``explain`` what its odds hinge
on; ``keeping`` writes what was found, ``folder`` builds a run folder out of sight, ``manifest``
says how its results came about, ``reading`` finds, opens and lists what was kept, ``verifying``
holds it against its hashes.
"""

from escalation.results.result import Result, open_run

__all__ = ["Result", "open_run"]
