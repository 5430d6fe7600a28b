"""Three columns side by side (reference class, Markov chain, model), their blend and quarrels.

**The blend's rule.** Two voices count alike, the model's and the record's. The record's is the
weighted mean of the log-odds of reference class and chain, which rest on one table and so have one
voice between them, with the share that `escalation.analysis.record.stacking` finds. The blend is
the mean of both voices' log-odds; each chance is first held within `CLIP`, and a voice that is
silent on an outcome has no part in it. Its interval is the same mean of the lower and of the upper
ends: as if all were wrong together, since the model was held against much the same record. The four
end states are then scaled to sum to one, and quiet by a later day is never less likely than quiet
by an earlier one. Model and record count alike since no other share could be learnt: the model
knows this border only, and can't be tried on the record's pairs of states.

**Disagreement.** Two columns disagree about an outcome if their intervals, held within `CLIP` as in
the blend, don't overlap: below that, how small a chance is can't be told from so short a record.
The model's interval is here the one within which 95% of its draws lie: that of the simulation
narrows with every run, so that whether columns disagree would be a matter of how long it ran.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Final, NamedTuple

from escalation.analysis.odds.outcomes import DEADLINES_DAYS, OUTCOMES, WORDS
from escalation.numbers import percent_with
from escalation.vocabulary import END_STATES

if TYPE_CHECKING:
    import pandas as pd

CLIP: Final = 0.005
BLEND: Final = "blend"

#: The names of the columns, as sentences have them.
MODEL: Final = "model"
REFERENCE: Final = "reference class"
CHAIN: Final = "Markov chain"

#: The rule in sentences, for whoever reads the blend.
RULE: Final = (
    "The blend is the mean of the log-odds of two voices, the model's and the record's, which "
    "count alike since nothing tells how much better either is; each chance is first held between "
    f"{100 * CLIP:g}% and {100 * (1 - CLIP):g}%, and the end states are then scaled to sum to one."
)

_QUIET: Final = tuple(f"de_escalated_{days}d" for days in DEADLINES_DAYS)


class Chance(NamedTuple):
    """A chance with its 95% interval."""

    p: float
    low: float
    high: float


#: What one column says: a chance for each outcome it speaks about.
Column = Mapping[str, Chance]


def as_column(odds: Mapping[str, object]) -> dict[str, Chance]:
    """Return a column from anything with ``p``, ``low``, ``high`` or from triples of them.

    Takes the model's `OddsTable`, the chain's odds and `base_rates.forecasts` alike; an
    outcome whose chance is NaN is left out.
    """
    column = {}
    for name, value in odds.items():
        parts = value if isinstance(value, tuple) else [getattr(value, f) for f in Chance._fields]
        chance = Chance(*(float(part) for part in parts))
        if not math.isnan(chance.p):
            column[name] = chance
    return column


def blend(columns: Mapping[str, Column], share: float) -> dict[str, Chance]:
    """Return the blend of the columns, by the rule at the top of this file.

    Parameters
    ----------
    columns : mapping
        Column by its name: `REFERENCE` and `CHAIN` are the record's, any other has a voice of its
        own. An outcome that no column speaks about is left out.
    share : float
        Of the reference class in the record's voice, 0 to 1.

    Raises
    ------
    ValueError
        If a chance or the share lies outside 0 to 1.
    """
    if not 0 <= share <= 1:
        raise ValueError("a share lies between 0 and 1")
    of_record = {REFERENCE: share, CHAIN: 1 - share}
    blended = {}
    for outcome in OUTCOMES:
        said = {name: column[outcome] for name, column in columns.items() if outcome in column}
        record = {name: of_record[name] for name in said if name in of_record}
        if len(record) == 1:
            record = dict.fromkeys(record, 1.0)  # the other one is silent
        weights = {name: record.get(name, 1.0) for name in said}
        if said:
            parts = zip(*said.values(), strict=True)
            blended[outcome] = Chance(*(_mean(part, list(weights.values())) for part in parts))
    _keep_order(blended)
    _sum_to_one(blended)
    return blended


def _mean(chances: Sequence[float], weights: Sequence[float]) -> float:
    """Return the chance whose log-odds are the weighted mean of the others'."""
    if not all(0 <= chance <= 1 for chance in chances):
        raise ValueError("a chance lies between 0 and 1")
    odds = math.fsum(
        weight * math.log(p / (1 - p))
        for weight, p in zip(weights, map(_held, chances), strict=True)
    )
    return 1 / (1 + math.exp(-odds / math.fsum(weights)))


def _held(chance: float) -> float:
    return min(max(chance, CLIP), 1 - CLIP)


def _keep_order(blended: dict[str, Chance]) -> None:
    """Lift the chance of a later day to that of an earlier one; columns may speak of one only."""
    floor = Chance(0.0, 0.0, 0.0)
    for outcome in _QUIET:
        if outcome in blended:
            floor = Chance(*map(max, blended[outcome], floor))
            blended[outcome] = floor


def _sum_to_one(blended: dict[str, Chance]) -> None:
    """Scale the end states, if all are there; the intervals move with their chances."""
    if not all(state in blended for state in END_STATES):
        return
    total = math.fsum(blended[state].p for state in END_STATES)
    for state in END_STATES:
        blended[state] = Chance(*(min(part / total, 1.0) for part in blended[state]))


def disagreements(columns: Mapping[str, Column]) -> list[str]:
    """Return a sentence for each outcome and pair of columns whose intervals don't overlap.

    The model's column must hold the intervals of its draws; see above.
    """
    return [
        _sentence(outcome, first, columns[first][outcome], second, columns[second][outcome])
        for outcome, first, second in apart(columns)
    ]


def apart(columns: Mapping[str, Column]) -> Iterator[tuple[str, str, str]]:
    """Go through what disagrees: an outcome and the names of two columns, by the rule above."""
    for outcome in OUTCOMES:
        speaking = [name for name, column in columns.items() if outcome in column]
        for first, second in combinations(speaking, 2):
            one, other = columns[first][outcome], columns[second][outcome]
            if _held(one.high) < _held(other.low) or _held(other.high) < _held(one.low):
                yield outcome, first, second


def _sentence(outcome: str, first: str, one: Chance, second: str, other: Chance) -> str:
    lower, higher = sorted([(one.p, first, one), (other.p, second, other)])
    return (
        f"On {WORDS[outcome]!r} the {higher[1]} says {percent_with(*higher[2])}, "
        f"the {lower[1]} {percent_with(*lower[2])}."
    )


def column_table(
    columns: Mapping[str, Column], blended: Column, disputed: Collection[str]
) -> pd.DataFrame:
    """Return the columns and their blend as one table, a row an outcome, NaN where one is silent.

    Parameters
    ----------
    columns : mapping
        Column by its name.
    blended : mapping
        Their blend.
    disputed : collection of str
        The outcomes on which two columns disagree, by `apart`.

    Returns
    -------
    DataFrame
        ``outcome``, ``meaning``, then ``<name>``, ``<name>_low``, ``<name>_high`` for each column
        and for ``blend``, and ``agree``: false where two columns disagree.
    """
    import pandas as pd

    silent = Chance(math.nan, math.nan, math.nan)
    shown = {**columns, BLEND: blended}
    rows = []
    for outcome in OUTCOMES:
        row: dict[str, object] = {"outcome": outcome, "meaning": WORDS[outcome]}
        for name, column in shown.items():
            chance = column.get(outcome, silent)
            row |= {name: chance.p, f"{name}_low": chance.low, f"{name}_high": chance.high}
        row["agree"] = outcome not in disputed
        rows.append(row)
    return pd.DataFrame(rows)
