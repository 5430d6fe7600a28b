"""Reference forecasts know every episode of the record but the one they forecast."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.analysis.forecasts.reference_forecasts import base_rate, chain
from escalation.analysis.record.dyads import HERE, load_dyad_episodes
from escalation.analysis.record.episodes import load_episodes, state_dead
from escalation.analysis.record.markov import count_transitions, fit, outcome_odds
from escalation.vocabulary import CLASH, HEAVY

STATES = (("clash", CLASH), ("heavy", HEAVY))


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


def test_the_chain_knows_nothing_of_this_border():
    episodes = load_episodes()
    said = chain(episodes, episodes)
    assert all(((p > 0) & (p < 1)).all() for p in said.values())
    everywhere = load_dyad_episodes()
    elsewhere = fit(count_transitions(everywhere[everywhere["dyad"] != HERE]), 1)
    exact = {state: outcome_odds(elsewhere.matrices[:1], place, 44) for state, place in STATES}
    name = "de_escalated_14d"
    dead = state_dead(episodes)
    light, heavy = (dead == 0).fillna(False), (dead > 0).fillna(False)
    assert said[name][light.to_numpy(bool)] == pytest.approx(exact["clash"][name][0])
    assert said[name][heavy.to_numpy(bool)] == pytest.approx(exact["heavy"][name][0])
    mixed = said[name][dead.isna().to_numpy(bool)]
    assert len(mixed) > 0
    assert ((exact["heavy"][name] < mixed) & (mixed < exact["clash"][name])).all()
