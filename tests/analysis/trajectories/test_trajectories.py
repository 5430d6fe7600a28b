"""Kinds of future and early indicators on made-up trajectories."""

import numpy as np
import pandas as pd
import pytest

from escalation.analysis.trajectories import clusters, indicators
from escalation.analysis.trajectories.kind_names import kind_names
from escalation.day.records import DAY_FIELDS
from escalation.errors import PurposeError
from escalation.vocabulary import END_DURABLE, END_RELAPSED, END_WAR


def trajectories(n=240, horizon=60):
    """Three kinds: calm, a long middle, war from the first days; each run a draw of its own."""
    luck = np.random.default_rng(5)  # noqa: TID251 - made-up data
    kind = np.arange(n) % 4 % 3  # half calm, a quarter each of the others
    days = {name: np.zeros((n, horizon)) for name in DAY_FIELDS}
    level = np.array([0.5, 3.0, 7.0])[kind][:, None]
    for side in ("rung_afg", "rung_pak"):
        days[side] = np.clip(np.round(level + luck.normal(0, 0.4, (n, horizon))), 0, 8)
    days["quiet"] = (level < 1) * np.ones((n, horizon))
    days["killed_afg_state"] = (level > 5) * 20.0 * np.ones((n, horizon))
    days["ceasefire"] = (level < 1) * np.ones((n, horizon))
    end = np.array([3, 1, 0])[kind]
    return days, kind, end.astype(np.int64), np.arange(n, dtype=np.int64)


def test_the_kinds_are_found_and_their_shares_sum_to_one():
    days, kind, end, draw = trajectories()
    found = clusters.cluster_runs(clusters.weekly_tracks(days), draw, end)
    assert found.table["share"].sum() == pytest.approx(1.0)
    assert found.table["share"].tolist() == pytest.approx([0.5, 0.25, 0.25])
    assert found.silhouette > 0.5
    for row in found.table.to_dict("records"):
        mine = found.kind == row["kind"]
        assert len(np.unique(kind[mine])) == 1
        assert mine[row["medoid"]]
        usual = np.bincount(end[mine]).argmax()
        assert end[row["medoid"]] == usual  # a story must not end otherwise than its name says
        assert sum(row[name] for name in ("war", "never_quiet", "relapsed", "durable")) == 1.0
        assert row["low"] < row["share"] < row["high"]


def test_runs_that_are_all_alike_are_one_story():
    days = {name: np.zeros((120, 30)) for name in DAY_FIELDS}
    shape = clusters.weekly_tracks(days)
    with pytest.raises(PurposeError, match="all runs are alike"):
        clusters.cluster_runs(shape, np.arange(120), np.zeros(120, dtype=np.int64))


def test_a_telling_sign_beats_the_base_rate():
    days, _, end, draw = trajectories()
    table = indicators.predictive_skill(indicators.questions(days, 7), end, draw)
    assert table["base_rate"].iloc[0] == pytest.approx(0.5)
    best = table.iloc[0]
    assert best["hit_rate"] == pytest.approx(0.75)
    assert best["low"] > 0
    assert table.iloc[-1]["indicator"] == "all of these together"
    assert table.iloc[-1]["hit_rate"] == pytest.approx(1.0)
    capital = table.set_index("indicator").loc["a state stood at rung 6 or above"]
    assert (capital["war_if_yes"], capital["war_if_no"]) == (1.0, 0.0)


def test_a_sign_that_is_luck_does_not_seem_to_foretell():
    _, _, end, draw = trajectories()
    luck = np.random.default_rng(9)  # noqa: TID251 - made-up data
    asked = {f"coin {i}": luck.random(len(end)) < 0.5 for i in range(10)}
    table = indicators.predictive_skill(asked, end, draw)
    assert (table["gain"] <= 0.02).all()


def test_runs_of_one_draw_stay_on_one_side():
    luck = np.random.default_rng(3)  # noqa: TID251 - made-up data
    draw = np.repeat(np.arange(30), 10)
    end = np.where(luck.random(30) < 0.5, 0, 3)[draw].astype(np.int64)
    fold = indicators._folds(draw)
    assert all(len(set(fold[draw == number])) == 1 for number in range(30))
    table = indicators.predictive_skill({"one draw": draw == 4, "others": draw > 20}, end, draw)
    # Wide intervals: 300 runs of 30 draws are worth 30.
    assert ((table["high"] - table["low"])[:2] > 0.05).any()


def test_what_sets_runs_apart():
    days, kind, _, _ = trajectories()
    found = indicators.distinguishing(indicators.questions(days, 14), kind == 2)
    assert found[0]["mine"] in (0.0, 1.0)
    assert abs(found[0]["mine"] - found[0]["others"]) > 0.6


def runs_that(end, day, dead, count=20):
    """Make runs that end alike; the days of other ends are -1."""
    rows = pd.DataFrame({"end_state": [end] * count})
    columns = ("war_day", "never", "serious_relapse_day", "deescalated_day")
    for code, column in enumerate(columns):
        rows[column] = day if code == end else -1
    return rows.assign(killed_afg_state=dead, killed_pak_state=0)


def test_a_kind_is_named_by_all_that_it_holds():
    durable, relapsed = runs_that(END_DURABLE, 9, 4, 55), runs_that(END_RELAPSED, 60, 4, 45)
    (name,) = kind_names([pd.concat([durable, relapsed])])
    assert name == "Durable 55%, relapsed 45%, quiet from day 9"


def test_no_two_kinds_have_one_name():
    kinds = [runs_that(END_WAR, day, dead) for day, dead in ((9, 40), (9, 900), (30, 40), (9, 40))]
    assert kind_names(kinds) == [
        "War 100%, at war from day 9, 40 dead (kind 1)",
        "War 100%, at war from day 9, 900 dead",
        "War 100%, at war from day 30",
        "War 100%, at war from day 9, 40 dead (kind 4)",
    ]
