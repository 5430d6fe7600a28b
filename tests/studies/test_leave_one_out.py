"""An episode that the posterior was fitted to doesn't inform its own forecast."""

import numpy as np
import pandas as pd
import pytest

from escalation.analysis.record.episodes import load_episodes
from escalation.studies.leave_one_out import (
    ANSWERED,
    COUNTED,
    FIGURES,
    REPLIED,
    Seen,
    row_weights,
    weights,
    without,
)

ROWS = {name: np.array([0.9, 0.6, 0.2]) for name in COUNTED}
UNKNOWN = dict.fromkeys(COUNTED.values(), pd.NA)


def test_what_nobody_knows_weighs_nothing():
    assert row_weights(UNKNOWN, ROWS).tolist() == [1.0, 1.0, 1.0]


def test_rows_that_foresaw_the_episode_count_less_without_it():
    quiet = row_weights(UNKNOWN | {"de_escalated_within_14d": True}, ROWS)
    assert quiet == pytest.approx([1 / 0.9, 1 / 0.6, 1 / 0.2])
    loud = row_weights(UNKNOWN | {"de_escalated_within_14d": False}, ROWS)
    assert loud == pytest.approx([1 / 0.1, 1 / 0.4, 1 / 0.8])


def test_outcomes_multiply():
    both = row_weights(UNKNOWN | {"airstrikes": True, "escalated_further": False}, ROWS)
    assert both == pytest.approx([1 / 0.9 / 0.1, 1 / 0.6 / 0.4, 1 / 0.2 / 0.8])


def test_every_recorded_episode_has_a_weight_for_each_run():
    for episode in load_episodes().to_dict("records"):
        weight = weights(episode, 40, 7)
        assert weight is not None
        assert weight.shape == (40,)
        assert (weight > 0).all()
        assert np.ptp(weight) > 0


SEEN = Seen(np.log(2.0), 0.3)


def test_an_episode_leaves_every_target_that_it_entered():
    """By id of the record: one with strikes, late, of more days than most."""
    for name in FIGURES:
        left = without("2024-12_Paktika", name, SEEN)
        assert left.sd > SEEN.sd, name
    assert without("2024-12_Paktika", "P26", SEEN).centre == pytest.approx(np.log(2 * 14 / 15))
    rows = ROWS | {"P13": np.array([0.9, 0.6, 0.2])}
    struck = row_weights(UNKNOWN | {"episode_id": "2024-12_Paktika"}, rows)
    assert struck == pytest.approx([1 / 0.9, 1 / 0.6, 1 / 0.2])
    assert set(REPLIED) <= set(load_episodes()["episode_id"])
    assert sum(REPLIED.values()) / len(REPLIED) == 0.5  # as P13 counts them


def test_an_early_episode_entered_no_figure_since_2021():
    for name, same in (("P03", False), ("P07", True), ("P26", True)):
        assert (without("2013-05_Goshta", name, SEEN) == SEEN) is same, name
    assert all(without("2031-01_Elsewhere", name, SEEN) == SEEN for name in FIGURES)


def test_the_gaps_on_both_sides_of_an_episode_go():
    record = load_episodes()
    middle = without("2024-05_Kharlachi", "P07", SEEN, record)
    last = without("2025-08_Drones", "P07", SEEN, record)
    assert middle.sd == pytest.approx(SEEN.sd * np.sqrt(14 / 12))
    assert last.sd == pytest.approx(SEEN.sd * np.sqrt(14 / 13))


def test_rows_nearer_to_what_is_seen_without_it_count_more():
    rows = {name: np.ones(3) * 0.5 for name in COUNTED} | {"P26": np.array([1.5, 2.0, 3.0])}
    weight = row_weights(UNKNOWN | {"episode_id": "2024-12_Paktika"}, rows, {"P26": SEEN})
    assert weight[0] > weight[1] > 0


def test_an_answer_to_an_attack_leaves_the_share_of_answers():
    seen = Seen(np.log(0.25 / 0.75), 0.56, share=True)
    left = without("2024-12_Paktika", "P11", seen)
    assert left.centre < seen.centre
    assert left.sd > seen.sd
    assert without("2013-05_Goshta", "P11", seen) == seen
    assert set(ANSWERED) <= set(load_episodes()["episode_id"])
    # Read as counts: 17 cases of which 4 were answered; one answer less of one case less.
    counts = 1 / (seen.sd**2 * 0.25 * 0.75)
    p = 1 / (1 + np.exp(-left.centre))
    assert p == pytest.approx((0.25 * counts - 1) / (counts - 1))
    rows = {name: np.ones(3) * 0.5 for name in COUNTED} | {"P11": np.array([0.1, 0.2, 0.4])}
    weight = row_weights(UNKNOWN | {"episode_id": "2024-12_Paktika"}, rows, {"P11": seen})
    assert weight[0] > weight[1] > weight[2]
