"""Shares in the record's voice: scored by leaving pairs of states out, equal where in doubt."""

import numpy as np
import pytest

from escalation.analysis.record import stacking
from escalation.analysis.record.base_rates import like_starts
from escalation.analysis.record.dyads import became, like, load_dyad_episodes
from escalation.analysis.record.markov import count_transitions, fit, fit_without_each
from escalation.analysis.record.stacking import EQUAL, SCORED, losses_by_pair, stack


@pytest.mark.parametrize("name", ["ordinary", "seed"])
def test_a_share_is_used_only_if_it_can_be_told_from_a_half(name):
    found = stack(name)
    assert found.low <= found.best <= found.high
    in_doubt = found.low <= EQUAL <= found.high
    assert found.share == (EQUAL if in_doubt else found.best)
    assert ("count alike" in found.told) == in_doubt


def test_a_clear_winner_gets_its_share_and_a_tie_none(monkeypatch):
    def made(of_class):
        shares = np.linspace(0, 1, 101)
        monkeypatch.setattr(
            stacking, "losses_by_pair", lambda _: (np.square(shares - of_class[:, None]), 30)
        )
        stack.cache_clear()
        return stack("seed")

    try:
        clear = made(np.full(30, 0.9))
        assert (clear.share, clear.best) == (0.9, 0.9)
        tie = made(np.tile([0.0, 1.0], 15))
        assert tie.share == tie.best == EQUAL
        leaning = made(np.r_[np.ones(17), np.zeros(13)])
        assert leaning.best == pytest.approx(0.57)
        assert leaning.share == EQUAL
    finally:
        stack.cache_clear()


def test_the_pair_that_is_forecast_is_left_out_of_both():
    episodes = load_dyad_episodes()
    pair = "750-770"
    others = episodes[episodes["dyad"] != pair]
    transitions = count_transitions(episodes)
    mine = fit_without_each(transitions)[transitions.dyads.index(pair)]
    assert mine == pytest.approx(fit(count_transitions(others), 1).matrices[0])
    starts = like_starts("seed", 180)
    said = starts.said_without_each()[pair]
    cases = starts.cases["war"]
    fitted = stacking.like_starts("seed", 180).fits["war"].without(*cases[pair])
    assert said["war"] == pytest.approx(fitted.mean())
    assert said["war"] != pytest.approx(starts.fits["war"].mean(), abs=1e-4)


def test_losses_are_log_scores_by_hand():
    losses, episodes = losses_by_pair("seed")
    chosen = like(load_dyad_episodes(), "seed")
    assert (episodes, len(losses)) == (len(chosen), chosen["dyad"].nunique())
    # Share 1 is the class alone: the log score of what it says of each pair without it.
    said = like_starts("seed", 180).said_without_each()
    pair = chosen["dyad"].iloc[0]
    mine = chosen[chosen["dyad"] == pair]
    by_hand = 0.0
    for outcome in SCORED:
        came, _ = became(mine, 180)[outcome]
        p = said[pair][outcome]
        by_hand -= np.log(np.where(came, p, 1 - p)).sum()
    assert losses[0, -1] == pytest.approx(by_hand)
