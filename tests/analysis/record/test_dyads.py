"""Episodes between states: the shipped table, like starts, and what became of them, by hand."""

import numpy as np
import pandas as pd
import pytest

from escalation.analysis.odds.outcomes import OUTCOMES
from escalation.analysis.record.dyads import (
    HERE,
    LAST_DAY,
    became,
    class_for_start,
    fatal_after,
    like,
    load_dyad_episodes,
    war_days,
)
from escalation.vocabulary import END_STATES

EPISODES = load_dyad_episodes()


def episodes(*rows):
    """Make episodes from days, war_day, serious_after_days and followed_days."""
    names = ["days", "war_day", "serious_after_days", "followed_days"]
    return pd.DataFrame(rows, columns=names)


def test_the_table_is_the_record_that_the_patterns_were_counted_from():
    assert (len(EPISODES), EPISODES["dyad"].nunique()) == (2828, 383)
    assert (EPISODES["dyad"] == HERE).sum() == 87
    assert EPISODES["end"].max() == pd.Timestamp(LAST_DAY)
    lasted = (EPISODES["end"] - EPISODES["start"]).dt.days + 1
    assert (lasted == EPISODES["days"]).all()
    # Cut by the 14-day rule: the next one begins 15 days or more after the last violent day.
    assert EPISODES.loc[EPISODES["days_to_next"] >= 0, "days_to_next"].min() == 15


def test_like_starts_give_the_patterns_p06_p30():
    chosen = like(EPISODES, "seed")
    assert (len(chosen), chosen["dyad"].nunique()) == (140, 73)
    told = became(chosen, 180)
    hits = {name: int((came & known).sum()) for name, (came, known) in told.items()}
    # P06 and P30, less an episode that was over in two weeks by growing into a war.
    assert [hits[f"de_escalated_{by}d"] for by in (14, 30, 90)] == [110 - 1, 122 - 1, 134 - 2]
    assert hits["war"] == 9


def test_wars_after_a_fatal_first_day_give_the_patterns_p27_p28():
    whole = fatal_after(EPISODES, 0, 99)
    assert len(whole) == 811
    assert np.quantile(war_days(whole), [0.25, 0.5, 0.75]) == pytest.approx([20, 49.5, 91.75])
    found = []
    for least, most in ((0, 0), (1, 1), (2, 2), (3, 4), (5, 99)):
        chosen = fatal_after(EPISODES, least, most)
        found.append((int((chosen["war_day"] >= 0).sum()), len(chosen)))
    assert found == [(14, 386), (9, 165), (8, 88), (9, 76), (14, 96)]


def test_the_dead_of_the_first_day_choose_the_class():
    assert [class_for_start(dead) for dead in (0, 9.9, 10, 200, 900)] == [
        "ordinary", "ordinary", "seed", "seed", "seed",
    ]  # fmt: skip
    ordinary = like(EPISODES, "ordinary")
    assert ordinary["dead_day1"].max() == 9
    assert (ordinary["war_battle_day1"] == 0).all()
    with pytest.raises(KeyError):
        like(EPISODES, "no such class")


def came(rows, outcome, horizon=180):
    hit, known = became(rows, horizon)[outcome]
    return [bool(one) if sure else None for one, sure in zip(hit, known, strict=True)]


def test_war_ends_the_count():
    rows = episodes((14, -1, -1, 999), (15, -1, -1, 999), (10, 6, -1, 999), (10, 60, 60, 999))
    # War on day 6 comes before quiet, war on day 60 after it.
    assert came(rows, "de_escalated_14d") == [True, False, False, True]
    assert came(rows, "de_escalated_30d") == [True, True, False, True]
    assert came(rows, "war") == [False, False, True, True]
    assert came(rows, "war", 60) == [False, False, True, False]
    assert came(rows, "durable") == [True, True, False, False]


def test_the_end_states_by_hand():
    rows = episodes(
        (5, -1, 40, 999), (5, -1, 180, 999), (166, -1, -1, 999), (167, -1, -1, 999), (5, 3, 9, 999)
    )
    told = {name: came(rows, name) for name in END_STATES}
    assert told["relapsed"] == [True, False, False, False, False]
    assert told["durable"] == [False, True, True, False, False]
    assert told["never_quiet"] == [False, False, False, True, False]
    assert told["war"] == [False, False, False, False, True]


def test_what_the_record_does_not_follow_to_its_end_is_unknown_whatever_came():
    # 28 days are needed for quiet by day 14: a quick end seen within 27 is left out as well.
    rows = episodes((1, -1, -1, 28), (1, -1, -1, 27), (20, -1, -1, 27), (1, -1, -1, 193))
    assert came(rows, "de_escalated_14d") == [True, None, None, True]
    assert came(rows, "war") == [None, None, None, None]
    assert came(episodes((1, -1, -1, 194)), "war") == [False]


@pytest.mark.parametrize("name", ["ordinary", "seed"])
@pytest.mark.parametrize("horizon", [30, 180, 365])
def test_every_episode_ends_in_one_way(name, horizon):
    told = became(like(EPISODES, name), horizon)
    assert set(told) == set(OUTCOMES)
    assert (sum(told[state][0].astype(int) for state in END_STATES) == 1).all()


def test_serious_relapses_are_looked_up_in_the_same_pair_of_states():
    here = EPISODES[EPISODES["dyad"] == HERE].reset_index(drop=True)
    # The 12 dead of 8 April 1979 come 26 days after 13 March 1979; the next dead in January 1982.
    march = here[here["start"] == "1979-03-13"]["serious_after_days"].item()
    april = here[here["start"] == "1979-04-08"]["serious_after_days"].item()
    assert (march, april) == (26, (pd.Timestamp("1982-01-29") - pd.Timestamp("1979-04-08")).days)
    assert here["serious_after_days"].iloc[-1] == -1
