"""Paired differences and patterns lost, by hand."""

import math

import pandas as pd
import pytest

from escalation.analysis.paired import ablations
from escalation.analysis.paired.multiple_comparisons import bonferroni_z
from escalation.analysis.patterns import targets as patterns
from escalation.analysis.patterns.monte_carlo import Measured


def runs(quiet: list[int], broke: tuple[int, ...] = ()) -> pd.DataFrame:
    n = len(quiet)
    return pd.DataFrame(
        {
            "draw": range(n),
            "replicate": 0,
            "status": [int(i in broke) for i in range(n)],
            "deescalated_day": quiet,
            "end_state": [3 if day >= 0 else 1 for day in quiet],
        }
    )


def test_a_difference_is_taken_within_runs() -> None:
    full, less = runs([3, 3, 40, -1]), runs([3, 20, 3, 3])
    by_14 = ablations.ablation_effects(full, less)["de_escalated_14d"]
    assert by_14.value == pytest.approx(0.25)  # gains 0, -1, 1, 1
    assert by_14.error == pytest.approx(math.sqrt((0.75 + 1.5**2 * 0 + 2.0) / 3) / 2, abs=0.02)
    assert by_14.low < 0 < by_14.high
    assert ablations.share_changed(full, less) == 0.75


def test_runs_that_broke_in_either_are_left_out_of_both() -> None:
    full, less = runs([3, 3, 40], broke=(0,)), runs([3, 20, 3], broke=(2,))
    assert ablations.ablation_effects(full, less)["de_escalated_14d"].n == 1
    with pytest.raises(ValueError, match="same runs"):
        ablations.ablation_effects(full, runs([3, 3]))


def test_where_nothing_differs_the_interval_is_no_point() -> None:
    same = ablations.ablation_effects(runs([3] * 100), runs([3] * 100))["war"]
    assert (same.low, same.value, same.high) == (-0.03, 0.0, 0.03)
    assert not same.beyond(2.0)


def rows(value: float, half: float) -> tuple[patterns.Row, ...]:
    return patterns.table({"P01": Measured(value, value - half, value + half, 99)})


def test_lost_won_and_moved() -> None:
    inside, below, near = rows(0.9, 0.02), rows(0.5, 0.02), rows(0.92, 0.02)
    assert ablations.lost(inside, below) == ablations.won(below, inside) == ("P01",)
    assert ablations.moved(inside, below) == ("P01",)
    assert ablations.moved(inside, near) == ablations.lost(inside, near) == ()


def test_the_threshold_grows_with_the_comparisons() -> None:
    assert bonferroni_z(1) == pytest.approx(1.96, abs=0.001)
    assert bonferroni_z(200) == pytest.approx(3.66, abs=0.01)
