"""Reference forecasts know every episode of the record but the one they forecast."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.analysis.forecasts.reference_forecasts import base_rate, chain, same_episode
from escalation.analysis.record.episodes import load_episodes


def record(quiet: list[bool | None]) -> pd.DataFrame:
    """Return a record of which only quiet within 14 days is known, if anything."""
    known = pd.array([pd.NA if came is None else came for came in quiet], dtype="boolean")
    nothing = pd.array([pd.NA] * len(quiet), dtype="boolean")
    return pd.DataFrame(
        {
            "de_escalated_within_14d": known,
            "de_escalated_within_30d": nothing,
            "escalated_further": nothing,
        }
    )


def forecast(quiet: list[bool | None]) -> list[float]:
    """Return the base rate's forecast of each of its own episodes, left out in turn."""
    said = base_rate(record(quiet), list(range(len(quiet))))["de_escalated_14d"]
    return [float(p) for p in said]


def test_the_base_rate_of_all_others_by_hand():
    # Others of the first: one of two; of the third: two of two; of the unknown: two of three.
    said = forecast([True, True, False, None])
    assert said == pytest.approx([1.5 / 3, 1.5 / 3, 2.5 / 3, 2.5 / 4])
    assert forecast([True]) == [0.5]


@given(st.lists(st.sampled_from([True, False, None]), min_size=1, max_size=30))
def test_an_episode_never_sways_its_own_base_rate(quiet):
    said = forecast(quiet)
    assert all(0 < p < 1 for p in said)
    if quiet[0] is not None:
        flipped = forecast([not quiet[0], *quiet[1:]])
        assert flipped[0] == pytest.approx(said[0])


def test_a_left_out_episode_leaves_its_own_forecast_alone():
    episodes = load_episodes()
    said = chain(episodes, episodes, same_episode(episodes, episodes))
    assert all(((p > 0) & (p < 1)).all() for p in said.values())
    # 2012's shelling went on for months: without it the chain expects quiet sooner.
    soon = said["de_escalated_14d"]
    assert episodes["episode_id"][int(np.argmax(soon))] == "2012_KunarShelling"
