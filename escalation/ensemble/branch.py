"""An ensemble that goes on otherwise from a day: both scenarios' draws, point by point."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from escalation.scenario.sections import Scenario
    from escalation.scenario.truth import DrawSpace


class BranchSpace:
    """The draws of two scenarios over what is uncertain in either.

    Dimensions are told by name, so that what both share has one value in both.

    Attributes
    ----------
    names
        Labels of the dimensions: the first scenario's, then what only the second leaves open.
    """

    def __init__(self, before: DrawSpace, after: DrawSpace) -> None:
        self.before, self.after = before, after
        known = set(before.names)
        self.names = (*before.names, *(name for name in after.names if name not in known))
        place = {name: i for i, name in enumerate(self.names)}
        self._columns = [[place[name] for name in space.names] for space in (before, after)]

    @property
    def claim_ids(self) -> tuple[str, ...]:
        """Return the ids of the first scenario's claims."""
        return self.before.claim_ids

    def claims_held(self, unit: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return whether each of these claims holds in each point."""
        return self.before.claims_held(unit[:, self._columns[0]])

    def members_of(self, unit: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return which member of the posterior each point takes under the first scenario."""
        return self.before.members_of(unit[:, self._columns[0]])

    def transform(self, unit: NDArray[np.float64]) -> NDArray[np.void]:
        """Return records with the fields ``before`` and ``after``, a draw each."""
        one = self.before.transform(unit[:, self._columns[0]])
        two = self.after.transform(unit[:, self._columns[1]])
        both = np.zeros(len(unit), dtype=[("before", one.dtype), ("after", two.dtype)])
        both["before"], both["after"] = one, two
        return both


def prepare_branch(before: Scenario, after: Scenario, day: int) -> tuple[BranchSpace, Any]:
    """Build what all runs of a branch share; the engine must have been compiled or loaded."""
    from escalation.engine.branching import BranchEngine
    from escalation.scenario.truth import DrawSpace
    from escalation.scenario.world import build_world

    space = BranchSpace(DrawSpace(before), DrawSpace(after))
    engine = BranchEngine(build_world(before), build_world(after), before.horizon_days, day)
    return space, engine
