"""What the year before has left a start: its own pair's, before it, fatal, faded, and drawn."""

import math

import numpy as np
import pandas as pd
import pytest

from escalation.analysis.record.dyads import load_dyad_episodes
from escalation.analysis.record.memory import lasting_share, level_of_groups
from escalation.analysis.record.prior_episodes import (
    BANDS,
    DRAWS,
    FACTS,
    band_of,
    left_by,
    prior_fatal,
    rancour_in,
)
from escalation.scenario.register import parameters

SEED = 7


def starts():
    table = load_dyad_episodes()
    return table[(table["war_battle_day1"] == 0) & (table["dead_day1"] <= 200)]


def alone(days, dead):
    """Return prior episodes of one start: how long they are over, and how many died."""
    return pd.DataFrame({"place": 0, "dead": dead, "days": days})


def test_they_are_those_that_the_table_counts():
    chosen = starts()
    prior = prior_fatal(chosen, load_dyad_episodes())
    count = np.bincount(prior["place"], minlength=len(chosen))
    assert count.tolist() == chosen["fatal_episodes_year_before"].tolist()
    assert prior["dead"].min() > 0
    assert prior["days"].between(1, 365).all()


def test_nothing_later_and_no_other_pair_has_a_part():
    chosen, table = starts(), load_dyad_episodes()
    start = chosen.iloc[[1000]]
    own = prior_fatal(start, table)
    mine = table["dyad"] == start["dyad"].iloc[0]
    before = table["end"] < start["start"].iloc[0]
    pd.testing.assert_frame_equal(prior_fatal(start, table[mine & before]), own)
    later = table.assign(dead=table["dead"].where(mine & before, 5000))
    pd.testing.assert_frame_equal(prior_fatal(start, later), own)


def test_it_fades_and_grows_with_the_dead():
    near, far = (left_by(alone([day], [40]), 1, SEED) for day in (1, 181))
    assert far / near == pytest.approx(np.full_like(near, lasting_share() ** 180))
    few = left_by(alone([1], [2]), 1, SEED)
    assert (near >= few).all()
    assert near.mean() > few.mean()
    two = left_by(alone([1, 1], [40, 40]), 1, SEED)
    assert two.mean() == pytest.approx(2 * near.mean(), rel=0.25)


def test_what_is_unknown_is_drawn_alike_for_both_states():
    left = left_by(alone([30] * 400, [20] * 400), 1, SEED)[0] / 400
    assert left.shape == (DRAWS, 2)
    one = left_by(alone([30], [20]), 1, SEED)[0]
    assert one.std() > 0.1 * one.mean()  # how they fell, strikes and civilians are not known
    sides = left.mean(axis=0)
    assert sides[0] == pytest.approx(sides[1], rel=0.03)  # neither state is the one that is struck


def test_a_quiet_year_leaves_what_armed_groups_keep_up():
    none = np.zeros((3, DRAWS, 2))
    assert band_of(none).tolist() == [0, 0, 0]
    for fact, group in zip(FACTS, level_of_groups(), strict=True):
        found = rancour_in(none)[fact]
        assert found.median == pytest.approx(group)
        assert found.sigma == pytest.approx(parameters()[fact].default.sigma)


def test_bands_keep_mean_and_spread_of_what_is_in_them():
    chosen = starts()
    left = left_by(prior_fatal(chosen, load_dyad_episodes()), len(chosen), SEED)
    band = band_of(left)
    assert sorted(set(band.tolist())) == list(range(len(BANDS)))
    means = [left[band == place].mean() for place in range(len(BANDS))]
    assert means == sorted(means)
    for place in range(1, len(BANDS)):
        inside = left[band == place]
        for fact, group in zip(FACTS, level_of_groups(), strict=True):
            found = rancour_in(inside)[fact]
            own = parameters()[fact].default.sigma
            drawn = found.sigma**2 - own**2
            mean = found.median * math.exp(drawn / 2)
            assert mean == pytest.approx(inside.mean() + group)
            assert mean * math.sqrt(math.expm1(drawn)) == pytest.approx(inside.std())
