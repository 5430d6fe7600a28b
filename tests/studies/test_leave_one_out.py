"""An episode that the posterior was fitted to doesn't inform its own forecast."""

import numpy as np
import pandas as pd
import pytest

from escalation.analysis.record.episodes import load_episodes
from escalation.studies.leave_one_out import COUNTED, row_weights, weights

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
        assert (weight >= 1).all()
