"""An episode leaves the base rates that it entered, and draws weigh what they then would."""

import numpy as np
import pytest
from scipy.stats import beta

from escalation.analysis.record.dyads import HERE, like, load_dyad_episodes
from escalation.analysis.record.episodes import load_episodes
from escalation.scenario import posterior
from escalation.studies.leave_out_of_rates import changes, log_weights, without_episode


def test_two_episodes_of_here_are_among_the_seeds_like_and_leave_its_counts():
    seeds_like = like(load_dyad_episodes(), "seed")
    assert len(seeds_like) == 140
    entered = [name for name in load_episodes()["episode_id"] if "P06" in changes(name)]
    assert entered == ["2007-05_TeriMangal", "2008-06_Mohmand"]
    assert set(seeds_like.loc[seeds_like["dyad"] == HERE, "start"].dt.year) >= {2007, 2008}
    for name in entered:  # both were quiet within two weeks: 109 of 140, and 108 of 139
        assert changes(name)["P06"] == pytest.approx(108 / 139 - 109 / 140)


def test_what_followed_has_one_fatal_episode_less_in_the_year_before():
    table, episodes = load_dyad_episodes(), load_episodes().set_index("episode_id")
    row = episodes.loc["2008-06_Mohmand"]
    rest = without_episode(table, row["start_date"].date(), row["last_violent_date"].date())
    assert len(rest) == len(table) - 1
    next_one = (table["dyad"] == HERE) & (table["start"] == "2008-07-11")
    before = table.loc[next_one, "fatal_episodes_year_before"].iloc[0]
    same = (rest["dyad"] == HERE) & (rest["start"] == "2008-07-11")
    assert rest.loc[same, "fatal_episodes_year_before"].iloc[0] == before - 1
    others = rest["dyad"] != HERE
    assert rest[others].equals(table[table["dyad"] != HERE])


def test_later_episodes_entered_none_but_the_gaps():
    assert set(changes("2024-12_Paktika")) == {"P29 60d"}
    assert changes("2013-05_Goshta") == {}
    assert changes("2031-01_Elsewhere") == {}


def test_rows_weigh_what_the_moved_rates_ask_for():
    """The mean over rows moves by the change, less what the record's own error gives way."""
    draws = beta.ppf((np.arange(4000) + 0.5) / 4000, 3, 1)
    patterns = {"P06": draws, "P09": np.full(4000, 0.1)}
    rates = {"P06": {"recorded_sd": 0.03, "strength": 5.0}}
    weight = np.exp(log_weights({"P06": -0.02}, patterns, rates))
    moved = np.average(draws, weights=weight) - draws.mean()
    # E = m - s^2 h: of the change so much is met as the rows' variance is of theirs and s^2.
    assert moved == pytest.approx(-0.02 * draws.var() / (draws.var() + 0.03**2), rel=0.1)
    assert log_weights({}, patterns, rates).tolist() == [0.0] * 4000
    assert log_weights({"P24": 0.1}, patterns, rates).tolist() == [0.0] * 4000


def test_the_shipped_rows_bear_it():
    rates = posterior.load_posterior().meta["base_rates"]
    assert {"P06", "P09", "P29 60d", "P30 30d"} <= set(rates)
