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
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from escalation.luck import streams
from escalation.scenario import register
from escalation.scenario.truth import POSTERIOR

if TYPE_CHECKING:
    from numpy.typing import NDArray

SEQUENCE_BITS = 30  # SciPy can skip ahead in no longer one; a billion draws fit
BITS = 52
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


class Design:
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
        self.seed = seed
        self._columns = columns_of(self.labels)
        key = streams.run_key(seed, 0)
        self._shifts = np.array(
            [streams.bits(key, streams.DESIGN, int(c), 0) >> (62 - BITS) for c in self._columns],
            dtype=np.int64,
        )
        self._sequence: Any = _sequence(int(self._columns.max(initial=0)) + 1)
        self._lock = threading.Lock()

    @property
    def size(self) -> int:
        """Return the number of dimensions."""
        return len(self.labels)

    def points(self, first: int, last: int) -> NDArray[np.float64]:
        """Return draws ``first`` to ``last - 1``; may be called from any thread.

        Returns
        -------
        ndarray
            Shape (last - first, size), each value an odd multiple of 2**-53 in (0, 1).
        """
        first, last = int(first), int(last)  # SciPy takes no integers of NumPy
        if not 0 <= first <= last:
            raise ValueError(f"there are no draws from {first} to {last}")
        if first == last:
            return np.empty((last - first, self.size))
        with self._lock:
            whole = self._from_sequence(first, last)[:, self._columns] << (BITS - SEQUENCE_BITS)
        return ((whole ^ self._shifts).astype(np.float64) + 0.5) * 2.0**-BITS

    def _from_sequence(self, first: int, last: int) -> NDArray[np.int64]:
        """Return the unshifted points as integers, shape (last - first, columns)."""
        sequence = self._sequence
        at = sequence.num_generated
        if first < at:
            sequence.reset()
            at = 0
        if first > at:
            sequence.fast_forward(first - at)
        top = 2**SEQUENCE_BITS
        if first > 0:
            return np.asarray(sequence.integers(0, u_bounds=top, n=last - first))
        # SciPy warns of a first batch that is no power of two; the first point alone is one.
        parts = [sequence.integers(0, u_bounds=top, n=1)]
        if last > 1:
            parts.append(sequence.integers(0, u_bounds=top, n=last - 1))
        return np.concatenate(parts)


def _sequence(columns: int) -> Any:
    """Return SciPy's unscrambled Sobol sequence: its direction numbers, none of its luck."""
    from scipy.stats import qmc

    return qmc.Sobol(columns, scramble=False, bits=SEQUENCE_BITS)
