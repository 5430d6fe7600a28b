"""`escalation.studies.score_record`: starts from the dead alone, rivals without the pair, sums."""

import numpy as np
import pytest

from escalation.analysis.record.base_rates import like_starts
from escalation.analysis.record.dyads import LIKE, like, load_dyad_episodes
from escalation.analysis.record.markov import count_transitions, fit
from escalation.errors import InputError
from escalation.naming import OUTCOME_NAMES
from escalation.scenario.distributions import LogNormal
from escalation.scenario.load import load_scenario
from escalation.scenario.start import start_of
from escalation.studies.episode_starts import SCENARIO, starts, starts_with_dead
from escalation.studies.score_record import (
    BANDS,
    OUTCOMES,
    RIVALS,
    WITHOUT,
    RecordScored,
    band_of,
    score_record,
)

pytestmark = pytest.mark.slow

#: What 400 runs leave to luck in a share, twice its standard error.
MONTE_CARLO = 0.03


@pytest.fixture(scope="module")
def scored() -> RecordScored:
    return score_record(runs=400)


def forecast(scored: RecordScored, forecaster: str, outcome: str):
    table = scored.forecasts
    return table[(table["forecaster"] == forecaster) & (table["outcome"] == outcome)]


def test_bands_are_told_by_their_ends():
    assert band_of(np.array([0, 1, 2, 3, 9, 10, 30, 31, 200])).tolist() == [
        0, 1, 1, 2, 2, 3, 3, 4, 4,
    ]  # fmt: skip
    assert [least for least, _ in BANDS[1:]] == [most + 1 for _, most in BANDS[:-1]]


@pytest.mark.parametrize("dead", [0.0, 1.0, 26.0])
def test_a_start_has_its_dead_and_all_else_is_shared(dead):
    options = starts_with_dead(dead)
    assert sum(one.chance for one in options) == pytest.approx(1)
    assert [one.chance for one in options] == [one.chance for one in starts({})]
    for one in options:
        told = start_of(load_scenario(SCENARIO, one.overrides)).dead_day0
        assert told == pytest.approx(dead, rel=0.35)


def test_a_start_has_the_rancour_that_it_is_given():
    given = {"taliban_rancour_day0": LogNormal(0.9, 0.7)}
    for one in starts_with_dead(4.0, given):
        held = load_scenario(SCENARIO, one.overrides).parameters
        assert held["taliban_rancour_day0"] == LogNormal(0.9, 0.7)
        assert held["pakistan_rancour_day0"] == load_scenario(SCENARIO).parameters[
            "pakistan_rancour_day0"
        ]  # fmt: skip


def test_every_episode_is_forecast_by_all(scored):
    episodes = load_dyad_episodes()
    n = len(like(episodes, "seed")) + len(like(episodes, "ordinary"))
    assert len(scored.forecasts) == n * len(OUTCOMES) * (1 + len(RIVALS))
    assert scored.forecasts["p"].between(0, 1).all()
    # Episodes of one band share the model's runs; more dead make quiet no likelier.
    mine = forecast(scored, WITHOUT, "de_escalated_14d")
    by_dead = mine.groupby(band_of(mine["dead_day1"].to_numpy()))["p"]
    assert by_dead.nunique().tolist() == [1] * len(BANDS)
    assert by_dead.first().iloc[0] > by_dead.first().iloc[-1] - MONTE_CARLO


def test_the_year_before_makes_the_difference_between_the_two_models(scored):
    with_past, without = (forecast(scored, who, "war") for who in ("model", WITHOUT))
    past = with_past["prior_fatal"].to_numpy()
    gap = with_past["p"].to_numpy() - without["p"].to_numpy()
    assert (gap[past == 0] == 0).all()
    counted = load_dyad_episodes().set_index(["dyad", "start"])["fatal_episodes_year_before"]
    known = [
        counted[pair, day]
        for pair, day in zip(with_past["pair"], with_past["start_date"], strict=True)
    ]
    assert past.tolist() == known
    # What is left of it is little, and so is what it does to war.
    assert (gap[past > 0] != 0).mean() > 0.9
    assert np.abs(gap).max() < MONTE_CARLO


def test_no_pair_sways_its_own_forecast(scored):
    pair, episodes = "750-770", load_dyad_episodes()
    said = like_starts("seed", 180).said_without_each()[pair]["de_escalated_14d"]
    mine = forecast(scored, "reference class", "de_escalated_14d")
    mine = mine[(mine["pair"] == pair) & (mine["starts"] == "seed")]
    assert mine["p"].to_numpy() == pytest.approx(said)
    others = fit(count_transitions(episodes[episodes["dyad"] != pair]), 1)
    chain = forecast(scored, "Markov chain", "war")
    chain = chain[(chain["pair"] == pair) & (chain["starts"] == "seed")]
    assert chain["p"].to_numpy() == pytest.approx(others.odds("heavy", 180)["war"].p)


def test_differences_are_paired_by_hand(scored):
    rows = scored.scores.set_index(["starts", "outcome", "forecaster"])
    for starts_like in ("seed", "ordinary"):
        losses = {}
        for who in ("model", "reference class"):
            part = forecast(scored, who, "war")
            part = part[(part["starts"] == starts_like) & part["happened"].notna()]
            p = part["p"].clip(0.01, 0.99)
            losses[who] = -np.log(np.where(part["happened"] == 1, p, 1 - p))
        row = rows.loc[(starts_like, "war", "reference class")]
        gap = (losses["model"] - losses["reference class"]).mean()
        assert row["difference"] == pytest.approx(gap)
        assert row["difference_low"] <= gap <= row["difference_high"]
        assert row["known"] == len(losses["model"])


def test_the_power_follows_from_the_scatter_of_pairs(scored):
    rows = scored.scores.set_index(["starts", "outcome", "forecaster"])
    row = rows.loc[("seed", "de_escalated_14d", "reference class")]
    assert (row["known"], row["pairs"]) == (140, 73)
    assert f"140 episodes of 73 pairs tell {row['tellable']:.3f} nats" in scored.power
    assert f"27 would tell {row['tellable'] * (140 / 27) ** 0.5:.2f}" in scored.power
    assert f"150 {row['tellable'] * (140 / 150) ** 0.5:.2f}." in scored.power
    memory = rows.loc[("seed", "war", WITHOUT)]["tellable"]
    assert f"140 episodes of 73 pairs tell {memory:.3f} nats" in scored.power.split("on war")[1]


def test_the_findings_say_who_does_better(scored):
    told = scored.findings
    for row in scored.scores.to_dict("records"):
        if row["forecaster"] not in (WITHOUT, "reference class"):
            continue
        words = (
            "does better than"
            if row["difference_high"] < 0
            else "does worse than"
            if row["difference_low"] > 0
            else "can't be told from"
        )
        rival = "prior episodes" if row["forecaster"] == WITHOUT else "class"
        start = f"Starts with {LIKE[row['starts']].title}: "
        (sentence,) = [one for one in told if one.startswith(start) and rival in one]
        (part,) = [one for one in sentence.split("; ") if words in one]
        assert OUTCOME_NAMES[row["outcome"]].name in part


def test_wrong_numbers_are_refused():
    with pytest.raises(InputError, match="--runs"):
        score_record(runs=3)
    with pytest.raises(InputError, match="--threads"):
        score_record(threads=0)
