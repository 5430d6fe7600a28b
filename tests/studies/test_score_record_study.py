"""`escalation.studies.score_record`: starts from the dead alone, rivals without the pair, sums."""

import numpy as np
import pytest

from escalation.analysis.record.base_rates import like_starts
from escalation.analysis.record.dyads import like, load_dyad_episodes
from escalation.analysis.record.markov import count_transitions, fit
from escalation.errors import InputError
from escalation.scenario.load import load_scenario
from escalation.scenario.start import start_of
from escalation.studies.episode_starts import SCENARIO, starts, starts_with_dead
from escalation.studies.score_record import BANDS, OUTCOMES, RecordScored, band_of, score_record


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


def test_every_episode_is_forecast_by_all_three(scored):
    episodes = load_dyad_episodes()
    n = len(like(episodes, "seed")) + len(like(episodes, "ordinary"))
    assert len(scored.forecasts) == n * len(OUTCOMES) * 3
    assert scored.forecasts["p"].between(0, 1).all()
    # Episodes of one band share the model's runs; more dead make quiet no likelier.
    mine = forecast(scored, "model", "de_escalated_14d")
    by_dead = mine.groupby(band_of(mine["dead_day1"].to_numpy()))["p"]
    assert by_dead.nunique().tolist() == [1] * len(BANDS)
    assert by_dead.first().iloc[0] > by_dead.first().iloc[-1]


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


def test_the_findings_say_who_does_better(scored):
    told = " ".join(scored.findings)
    for row in scored.scores[scored.scores["forecaster"] == "reference class"].to_dict("records"):
        words = (
            "does better than"
            if row["difference_high"] < 0
            else "does worse than"
            if row["difference_low"] > 0
            else "can't be told from"
        )
        assert words in told


def test_wrong_numbers_are_refused():
    with pytest.raises(InputError, match="--runs"):
        score_record(runs=3)
    with pytest.raises(InputError, match="--threads"):
        score_record(threads=0)
