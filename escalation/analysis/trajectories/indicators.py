"""Early indicators: what of the first days best foretells how a run ends, and how well.

An indicator is a yes-or-no question about the days so far. The rule made of it says of each answer
the end state most usual with it. Its hit rate is cross-validated: the rule is made on nine tenths
of the draws and tried on the rest, so that runs of one draw are never on both sides. It stands
beside the base rate, the hit rate of always naming the most usual end state, with the interval of
the difference. A small tree over all indicators shows what they tell together.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from escalation.analysis.odds.intervals import nested_interval
from escalation.errors import needing
from escalation.luck.resampling import orders
from escalation.vocabulary import CAPITAL_STRIKES, END_STATES, END_WAR, RAIDS

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

DAYS: Final = (7, 14)
FOLDS: Final = 10
#: An answer that fewer runs give tells nothing.
LEAST_RUNS: Final = 15


def questions(days: Mapping[str, Floats], by: int) -> dict[str, Mask]:
    """Return the answers to each question about days 0 to ``by``, shape (n,) each."""
    first = {name: values[:, : by + 1] for name, values in days.items()}
    last = {name: values[:, -1] for name, values in first.items()}
    dead = (first["killed_afg_state"] + first["killed_pak_state"]).sum(axis=1)
    highest = np.maximum(first["rung_afg"], first["rung_pak"]).max(axis=1)
    now = np.maximum(last["rung_afg"], last["rung_pak"])
    lately = first["lethal_incidents"][:, -3:].sum(axis=1)
    asked = {
        "a state stood at rung 6 or above": highest >= CAPITAL_STRIKES,
        "strikes from the air": first["strikes"].sum(axis=1) > 0,
        "either side at rung 4 or above that day": now >= RAIDS,
        "both sides at rung 0 or 1 that day": now <= 1,
        "deadly incidents in the last three days": lately > 0,
        "100 or more soldiers killed so far": dead >= 100,
        "300 or more soldiers killed so far": dead >= 300,
        "a ceasefire stands": last["ceasefire"] > 0,
        "talks are on": last["talks"] > 0,
        "the back channel is open": last["channel"] > 0,
        "a mediator has engaged": (first["mediation_afg"] + first["mediation_pak"]).max(axis=1) > 0,
        "posts are held across the line": last["held_by_afg"] + last["held_by_pak"] > 0,
        "either side has closed its crossings": last["closed_afg"] + last["closed_pak"] > 0,
        "a TTP attack killed many": first["ttp_mass_attacks"].sum(axis=1) > 0,
        "either side is vowing an answer": np.maximum(last["line_afg"], last["line_pak"]) >= 3,
    }
    return {name: np.asarray(answer, dtype=bool) for name, answer in asked.items()}


def predictive_skill(asked: Mapping[str, Mask], end_state: Ints, draw: Ints) -> pd.DataFrame:
    """Return how well each question, and all together, foretell the end state; the best first.

    Returns
    -------
    DataFrame
        ``indicator``, ``yes`` (share of runs), ``hit_rate``, ``base_rate``, ``gain`` with ``low``
        and ``high``, the end states most usual with yes and no (``if_yes``, ``if_no``), and the
        share of war with each (``war_if_yes``, ``war_if_no``) with its interval.
    """
    import pandas as pd

    fold = _folds(draw)
    base = _hits_of_base(end_state, fold)
    rows = []
    for name, answer in asked.items():
        if min(int(answer.sum()), int((~answer).sum())) < LEAST_RUNS:
            continue
        hits = _hits_of_rule(answer, end_state, fold)
        row: dict[str, Any] = {"indicator": name, "yes": float(answer.mean())}
        row |= _gain(hits, base, draw)
        for word, chosen in (("yes", answer), ("no", ~answer)):
            row[f"if_{word}"] = END_STATES[_most_usual(end_state[chosen])]
            war = nested_interval(draw[chosen], end_state[chosen] == END_WAR)
            row[f"war_if_{word}"] = war.p
            row[f"war_if_{word}_low"], row[f"war_if_{word}_high"] = war.low, war.high
        rows.append(row)
    rows.sort(key=lambda row: (-row["hit_rate"], -abs(row["war_if_yes"] - row["war_if_no"])))
    if rows:
        together = {"indicator": "all of these together", "yes": math.nan}
        rows.append(together | _gain(_hits_of_tree(asked, end_state, fold), base, draw))
    return pd.DataFrame(rows)


def distinguishing(asked: Mapping[str, Mask], mine: Mask, count: int = 3) -> list[dict[str, Any]]:
    """Return the answers that set some runs apart from the others most.

    Returns
    -------
    list of dict
        ``indicator``, ``mine`` and ``others``: shares that say yes.
    """
    rows: list[dict[str, Any]] = [
        {"indicator": name, "mine": float(yes[mine].mean()), "others": float(yes[~mine].mean())}
        for name, yes in asked.items()
        if LEAST_RUNS <= int(yes.sum()) <= len(yes) - LEAST_RUNS
    ]
    return sorted(rows, key=lambda row: -abs(row["mine"] - row["others"]))[:count]


def _folds(draw: Ints) -> Ints:
    """Return the fold of each run; runs of one draw share theirs."""
    _, which = np.unique(draw, return_inverse=True)
    order = orders(int(which.max()) + 1, 1, 0)[0]
    return np.asarray(order[which] % FOLDS)


def _most_usual(end_state: Ints) -> int:
    return int(np.bincount(end_state, minlength=len(END_STATES)).argmax())


def _hits_of_base(end_state: Ints, fold: Ints) -> Floats:
    hits = np.zeros(len(end_state))
    for number in range(FOLDS):
        out = fold == number
        if out.any() and not out.all():
            hits[out] = end_state[out] == _most_usual(end_state[~out])
    return hits


def _hits_of_rule(answer: Mask, end_state: Ints, fold: Ints) -> Floats:
    hits = np.zeros(len(end_state))
    for number in range(FOLDS):
        out = fold == number
        for side in (answer, ~answer):
            known = side & ~out
            guess = _most_usual(end_state[known] if known.any() else end_state[~out])
            hits[side & out] = end_state[side & out] == guess
    return hits


def _hits_of_tree(asked: Mapping[str, Mask], end_state: Ints, fold: Ints) -> Floats:
    with needing("indicators need", "scikit-learn"):
        from sklearn.tree import DecisionTreeClassifier
    answers = np.stack(list(asked.values()), axis=1).astype(np.float64)
    hits = np.zeros(len(end_state))
    for number in range(FOLDS):
        out = fold == number
        if not out.any() or out.all():
            continue
        tree = DecisionTreeClassifier(max_depth=3, min_samples_leaf=LEAST_RUNS, random_state=0)
        tree.fit(answers[~out], end_state[~out])
        hits[out] = tree.predict(answers[out]) == end_state[out]
    return hits


def _gain(hits: Floats, base: Floats, draw: Ints) -> dict[str, float]:
    """Return hit rates and the paired gain with its interval, runs of one draw taken together."""
    _, which = np.unique(draw, return_inverse=True)
    gap = hits - base
    mean = float(gap.mean())
    by_draw = np.bincount(which, weights=gap - mean)
    count = len(by_draw)
    error = math.sqrt(float((by_draw**2).sum()) * count / max(count - 1, 1)) / len(gap)
    return {
        "hit_rate": float(hits.mean()),
        "base_rate": float(base.mean()),
        "gain": mean,
        "low": mean - 1.96 * error,
        "high": mean + 1.96 * error,
    }
