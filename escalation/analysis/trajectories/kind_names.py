"""Names of kinds of future: true of what a kind holds, and no two alike.

A name says how the runs of a kind end, each end with its share, and when in the middle run the most
usual of them came. Where that leaves two kinds alike, the soldiers dead in the middle run come too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from escalation.naming import OUTCOME_NAMES
from escalation.numbers import percent, round_number
from escalation.vocabulary import END_STATES

if TYPE_CHECKING:
    import pandas as pd

#: An end that comes less often than this, and isn't the most usual, is left out of a name.
LEAST_NAMED: Final = 0.1

#: When an end came: the column of its day, and how that is told.
_SINCE: Final[Mapping[str, tuple[str, str]]] = {
    "war": ("war_day", "at war from"),
    "relapsed": ("serious_relapse_day", "fighting again from"),
    "durable": ("deescalated_day", "quiet from"),
}


def kind_names(kinds: Sequence[pd.DataFrame]) -> list[str]:
    """Return the name of each kind.

    Parameters
    ----------
    kinds : sequence of DataFrame
        The rows of the ``runs`` table that belong to each kind, at least one row each.
    """
    names = [_ends(runs) for runs in kinds]
    alike = Counter(names)
    names = [
        name if alike[name] == 1 else f"{name}, {_dead(runs)} dead"
        for name, runs in zip(names, kinds, strict=True)
    ]
    alike = Counter(names)
    return [
        name if alike[name] == 1 else f"{name} (kind {number})"
        for number, name in enumerate(names, 1)
    ]


def _ends(runs: pd.DataFrame) -> str:
    """Return how runs end, the most usual first, and since when in the middle run."""
    shares = {
        name: float((runs["end_state"] == code).mean()) for code, name in enumerate(END_STATES)
    }
    ranked = sorted(shares, key=lambda name: -shares[name])
    named = [name for name in ranked if name == ranked[0] or shares[name] >= LEAST_NAMED]
    told = ", ".join(f"{OUTCOME_NAMES[name].brief} {percent(shares[name])}" for name in named)
    if ranked[0] in _SINCE:
        column, words = _SINCE[ranked[0]]
        days = runs.loc[runs["end_state"] == END_STATES.index(ranked[0]), column]
        told += f", {words} day {days.median():.0f}"
    return told[:1].upper() + told[1:]


def _dead(runs: pd.DataFrame) -> str:
    """Return how many soldiers of both sides die in the middle run."""
    return round_number(float((runs["killed_afg_state"] + runs["killed_pak_state"]).median()))
