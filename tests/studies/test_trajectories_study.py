"""`escalation.studies.trajectories`: features of runs by hand, percentiles, and the record."""

from types import SimpleNamespace

import numpy as np
import pytest

from escalation.analysis.trajectories.features import FEATURES, features_of, percentile
from escalation.day.records import DAY_DTYPE, EVENT_DTYPE
from escalation.errors import InputError
from escalation.studies.trajectories import (
    DAYS,
    Trajectories,
    recorded,
    trajectories,
)
from escalation.vocabulary import DE_ESCALATED


@pytest.fixture(scope="module")
def found() -> Trajectories:
    return trajectories(runs=40)


def log(incidents, quiet_day, lethal=(), deeds=(), civilians=()):
    """Make a run's log of 60 days: days with incidents, lethal ones, Afghan deeds, civilians."""
    days = np.zeros(60, DAY_DTYPE)
    days["incidents"][list(incidents)] = 1
    days["lethal_incidents"][list(lethal)] = 1
    for day, rung in deeds:
        days["deed_afg"][day] = rung
    for day, dead in civilians:
        days["killed_pak_civilians"][day] = dead
    events = np.zeros(1, EVENT_DTYPE)
    events["kind"], events["agent"], events["day"] = DE_ESCALATED, quiet_day, quiet_day + 14
    return SimpleNamespace(days=days, events=events)


def test_features_by_hand():
    told = features_of(
        log([0, 2, 3, 30], 4, lethal=[3, 30], deeds=[(1, 1), (2, 3)], civilians=[(3, 5), (30, 9)])
    )
    assert told == {
        "days_until_quiet": 4, "days_active": 3, "civilians_killed": 5, "reply_lag_days": 2,
        "calm_days_after": 26,
    }  # fmt: skip


def test_what_never_came_counts_as_after_the_horizon():
    told = features_of(log([], 1))
    assert told["days_until_quiet"] == told["days_active"] == 1
    assert told["reply_lag_days"] == told["calm_days_after"] == 60


def test_percentiles_count_half_of_those_alike():
    runs = np.array([1.0, 1.0, 2.0, 5.0])
    assert [percentile(value, runs) for value in (0, 1, 2, 9)] == [0, 25, 62.5, 100]


def test_the_record_is_that_of_the_three_episodes():
    told = recorded()
    assert told["2024-03_Strikes"] == {
        "days_until_quiet": 1, "days_active": 1, "reply_lag_days": 0, "calm_days_after": 55,
    }  # fmt: skip
    assert told["2024-05_Kharlachi"] == {
        "days_until_quiet": 6, "days_active": 6, "civilians_killed": 5, "calm_days_after": 85,
    }  # fmt: skip
    assert told["2024-12_Paktika"]["reply_lag_days"] == 4


def test_what_is_told_is_where_the_record_lies_among_the_runs(found):
    assert set(found.features["feature"]) == set(FEATURES)
    for row in found.features.to_dict("records"):
        assert 0 <= row["percentile"] <= 100
        if row["recorded"] < row["model_low"]:
            assert row["percentile"] < 5
    days = found.days.pivot(index="day", columns="episode_id", values=["recorded", "model"])
    assert len(days) == DAYS
    for name in recorded():
        assert (days["model", name].diff().dropna() <= 0).all()
        assert days["model", name].iloc[0] == 1
        assert days["recorded", name].sum() == recorded()[name]["days_until_quiet"]


def test_the_findings_name_what_lies_at_an_end(found):
    out = found.features["percentile"].between(5, 95)
    (said,) = found.findings
    assert said.startswith("None of" if out.all() else f"{(~out).sum()} of")
    moved = found.features.assign(percentile=np.where(found.features.index == 0, 2.0, 50.0))
    (said,) = Trajectories(moved, found.days, 40, 1).findings
    assert "1 of 12 recorded features lie outside the middle 90% of" in said
    assert "March 2024 (2)" in said


def test_wrong_numbers_are_refused():
    with pytest.raises(InputError, match="--runs"):
        trajectories(runs=3)
