"""Where the draws lie: a Sobol sequence, shifted at random by the seed.

Draw ``i`` is point ``i`` of the sequence, so any range of draws can be made on its own and an
ensemble can be extended without touching what it has. Each label keeps its own column of the
sequence and its own shift in every scenario: fixing one parameter moves no other, and two
scenarios under one seed are paired draw by draw.

With some 150 dimensions and a few thousand points a Sobol sequence is hardly better than
independent draws in most of its planes (it needs about ``2**d`` points to be better in ``d``
dimensions at once); it helps where a few parameters carry the outcome. Intervals are therefore
computed as for independent draws, which is right at worst and otherwise a little too wide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from escalation.luck.designs import ShiftedSobol
from escalation.scenario import register
from escalation.scenario.truth import POSTERIOR, DrawSpace

if TYPE_CHECKING:
    from escalation.scenario.sections import Scenario

_CLAIM = re.compile(r"claim:([CK])0*(\d{1,2})")
_CLAIM_PLACE = {"C": 0, "K": 100}  # the first night's claims; those of the day after
_CLAIM_ROOM = 200


def columns_of(labels: Sequence[str]) -> NDArray[np.int64]:
    """Return the column of the sequence that belongs to each label, the same in every scenario.

    Facts come first, being what the claims decide; parameters follow in the order of the
    register; then claims by the number in their id, and the row of the posterior sample. A label
    that is none of these gets a column after all of them, in the order given.

    Parameters
    ----------
    labels
        Names of uncertain dimensions, as `DrawSpace.names` gives them.

    Raises
    ------
    ValueError
        If a label comes twice.
    """
    if len(set(labels)) != len(labels):
        raise ValueError("a dimension is named twice")
    known = {f"fact:{name}": place for place, name in enumerate(register.facts())}
    for name in register.parameters():
        known[name] = len(known)
    claims = len(known)
    known[POSTERIOR] = claims + _CLAIM_ROOM
    after = claims + _CLAIM_ROOM + 1
    columns: dict[str, int] = {}
    taken: set[int] = set()
    for label in labels:
        column = known.get(label, -1)
        if column < 0 and (match := _CLAIM.fullmatch(label)):
            column = claims + _CLAIM_PLACE[match.group(1)] + int(match.group(2))
        if column < 0 or column in taken:
            column, after = after, after + 1
        taken.add(column)
        columns[label] = column
    return np.array([columns[label] for label in labels], dtype=np.int64)


class Design(ShiftedSobol):
    """The draws of an ensemble as points of the open unit cube.

    Parameters
    ----------
    labels
        Names of the uncertain dimensions, one column each.
    seed
        The ensemble's seed.
    """

    def __init__(self, labels: Sequence[str], seed: int) -> None:
        self.labels = tuple(labels)
        super().__init__(columns_of(self.labels), seed)

    def __reduce__(self) -> tuple[Any, ...]:
        """Say how a copy is made, as of what it derives from."""
        return Design, (self.labels, self.seed)


def draw_of(scenario: Scenario, number: int, seed: int) -> NDArray[np.void]:
    """Return draw ``number`` (1,) of a scenario's ensemble."""
    space = DrawSpace(scenario)
    return space.transform(Design(space.names, seed).points(number, number + 1))
