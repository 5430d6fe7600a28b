"""Which levels of an axis are tried on the scenario when a sweep file is read.

Every level of a short axis. Of a long one that holds numbers those next to the ends: a quantity is
sound between two bounds, or sound where it is whole, so what passes at both ends passes between.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Final

from escalation.sweep.plan import Axis

MOST_TRIED: Final = 500


def to_try(axis: Axis) -> Generator[int, bool, None]:
    """Yield numbers of levels to try; be sent, for each, whether it was sound.

    Levels that set nothing, or the same as an earlier one, are left out. Of an axis of more than
    `MOST_TRIED` words or lists the first so many are tried; should another be unsound, its points
    fail with the reason.
    """
    different = list({one.settings: i for i, one in reversed([*enumerate(axis.levels)])}.values())
    different = sorted(i for i in different if axis.levels[i].settings)
    values = {i: axis.levels[i].value for i in different}
    if len(different) <= MOST_TRIED or any(
        isinstance(value, bool | str) or value is None for value in values.values()
    ):
        for number in different[:MOST_TRIED]:
            yield number
        return
    numbers = {i: value for i, value in values.items() if isinstance(value, int | float)}
    whole = [i for i, value in numbers.items() if isinstance(value, int)]
    broken = [i for i, value in numbers.items() if not isinstance(value, int)]
    for kind in (whole, broken):
        order = sorted(kind, key=numbers.__getitem__)
        for ordered in (order, order[::-1]):
            for number in ordered:
                if (yield number):
                    break
