"""Swings of a sweep: known answers, and how often their intervals hold the truth."""

import numpy as np
import pandas as pd
import pytest

from escalation.analysis.odds.intervals import ENDS
from escalation.analysis.odds.outcomes import OUTCOMES
from escalation.analysis.sweeps.points import BLOCKS, SweepTable, Varied, block_shares
from escalation.analysis.sweeps.swings import findings, swings
from escalation.luck.streams import run_key, uniform

RUNS, DRAWS = 160, 40


def luck(n, slot, seed):
    return np.array([uniform(run_key(seed, i), 1, 0, slot) for i in range(n)])


def sweep(axes, rows, chance, seed=1):
    """Return a sweep whose points share a uniform a run: it happens where that is below a chance.

    Shared uniforms of a draw make runs of one draw alike, as a real ensemble's are.
    """
    draw = np.arange(RUNS) // (RUNS // DRAWS)
    u = 0.5 * luck(RUNS, 0, seed) + 0.5 * luck(DRAWS, 1, seed)[draw]
    own = np.array([[*row] for row in rows], dtype=object)
    table = pd.DataFrame(own, columns=[axis.name for axis in axes]).infer_objects()
    table["status"] = "done"
    shares, blocks = [], []
    for row in rows:
        happened = u < chance(*row)
        shares.append(happened.mean())
        blocks.append(block_shares(draw, np.stack([happened] * len(OUTCOMES), axis=1), DRAWS))
    for name in OUTCOMES:
        table[name] = shares
        for end, by in zip(ENDS[:2], (-0.2, 0.2), strict=True):
            table[f"{name}{end}"] = (table[name] + by).clip(0, 1)
        table[f"{name}_low"], table[f"{name}_high"] = table[name] - 0.08, table[name] + 0.08
    table[BLOCKS] = blocks
    return SweepTable("t", "n", "i", RUNS, (120,), tuple(axes), table)


COST = Varied("parameters.cost", (3, 1, 2), True)
WORD = Varied("word", ("a", "b", "c"), True)
GRID = [(cost, word) for cost in COST.levels for word in WORD.levels]


def test_swings_compare_first_and_last_of_numbers_and_are_told_by_what_runs_share():
    data = sweep((COST, WORD), GRID, lambda cost, _: 0.3 + 0.1 * cost)
    table = swings(data, "war").set_index("axis")
    assert table.index.tolist() == ["parameters.cost", "word"]
    row = table.loc["parameters.cost"]
    assert (row["low"], row["high"]) == ("1", "3")
    assert row["change"] == pytest.approx(row["at_high"] - row["at_low"])
    assert row["told"]
    assert 0 < row["change_low"] < row["change"] < row["change_high"]
    assert table.loc["word", "change"] == pytest.approx(0)
    assert not table.loc["word", "told"]


def test_a_point_alone_tells_no_swing():
    data = sweep((Varied("x", (1,), True),), [(1,)], lambda _: 0.5)
    row = swings(data, "war").iloc[0]
    assert row["change"] == 0
    assert np.isnan(row["change_low"])
    assert not row["told"]


def test_findings_name_what_moves_most_and_count_what_is_luck():
    said = findings(sweep((COST, WORD), GRID, lambda cost, _: 0.3 + 0.1 * cost))
    assert len(said) == 3
    assert said[2].startswith("War between the states is moved most by cost (")
    assert said[2].endswith("; 1 can't be told from luck.")
    said = findings(sweep((COST, WORD), GRID, lambda *_: 0.4))
    assert all("nothing that was varied moves it" in sentence for sentence in said)


def test_intervals_hold_the_true_swing():
    tries, held = 200, 0
    for seed in range(tries):
        data = sweep((COST, WORD), GRID, lambda cost, _: 0.35 + 0.1 * cost, seed)
        row = swings(data, "war").set_index("axis").loc["parameters.cost"]
        held += row["change_low"] <= TRUE <= row["change_high"]
    assert 0.91 <= held / tries <= 0.99


def _share(p):
    """Return the chance that the mean of two uniforms is below ``p``."""
    return 2 * p**2 if p < 0.5 else 1 - 2 * (1 - p) ** 2


TRUE = _share(0.65) - _share(0.45)


def test_scattered_points_are_told_apart_less_surely():
    x = np.linspace(0, 1, 30)
    other = luck(30, 5, 9)
    axes = (Varied("x", tuple(x), False), Varied("other", tuple(other), False))
    rows = list(zip(x, other, strict=True))
    quiet = swings(sweep(axes, rows, lambda a, _: 0.3 + 0.3 * a), "war").set_index("axis")
    loud = swings(sweep(axes, rows, lambda a, b: 0.1 + 0.3 * a + 0.4 * b), "war").set_index("axis")
    wide = [t.loc["x", "change_high"] - t.loc["x", "change_low"] for t in (quiet, loud)]
    assert wide[1] > 1.5 * wide[0]


def test_what_is_chosen_as_least_and_greatest_is_seldom_told_by_luck():
    tries, told = 200, 0
    words = Varied("word", ("a", "b", "c", "d"), True)
    for seed in range(tries):
        data = sweep((words,), [(one,) for one in words.levels], lambda _: 0.5, seed)
        own = data.table[BLOCKS]  # luck of their own for each level: the hardest case
        data.table[BLOCKS] = [
            list(np.clip(np.asarray(one) + 0.2 * (luck(len(one), 7 + i, seed) - 0.5), 0, 1))
            for i, one in enumerate(own)
        ]
        shares = np.array(data.table[BLOCKS].tolist()).reshape(4, len(OUTCOMES), -1)
        for place, name in enumerate(OUTCOMES):
            data.table[name] = shares[:, place, :].mean(axis=1)
        told += bool(swings(data, "war").iloc[0]["told"])
    assert told / tries <= 0.09
