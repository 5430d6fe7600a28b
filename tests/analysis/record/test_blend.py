"""Columns side by side: the blend's rule by hand, its order and sums, and where columns quarrel."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.analysis.odds.intervals import nested_interval
from escalation.analysis.odds.outcomes import OUTCOMES
from escalation.analysis.record.blend import (
    CHAIN,
    CLIP,
    MODEL,
    REFERENCE,
    Chance,
    as_column,
    blend,
    column_table,
    disagreements,
)
from escalation.vocabulary import END_STATES


def sure(p):
    return Chance(p, p, p)


chance = st.lists(st.floats(0, 1), min_size=3, max_size=3).map(
    lambda parts: Chance(sorted(parts)[1], min(parts), max(parts))
)
column = st.dictionaries(st.sampled_from(OUTCOMES), chance)


def test_the_mean_of_log_odds_by_hand():
    # Odds 9 and 4 have the geometric mean 6: a chance of 6/7.
    said = blend({MODEL: {"war": sure(0.9)}, REFERENCE: {"war": sure(0.8)}}, 0.5)
    assert said["war"].p == pytest.approx(6 / 7)
    said = blend({MODEL: {"war": sure(0.9)}, CHAIN: {"war": sure(0.1)}}, 0.5)
    assert said["war"].p == pytest.approx(0.5)


def test_class_and_chain_have_one_voice_between_them():
    columns = {MODEL: {"war": sure(0.5)}, REFERENCE: {"war": sure(0.9)}, CHAIN: {"war": sure(0.9)}}
    # Both say odds of 9; one voice against the model's even odds makes 3, two would make 4.3.
    assert blend(columns, 0.5)["war"].p == pytest.approx(0.75)
    assert blend(columns, 0.2)["war"].p == pytest.approx(0.75)
    columns[CHAIN] = {"war": sure(0.5)}
    # The class's share of the record's voice: odds of 9 to the power of share / 2.
    for share in (0.0, 0.3, 1.0):
        odds = 9 ** (share / 2)
        assert blend(columns, share)["war"].p == pytest.approx(odds / (1 + odds))
    # What one of them is silent on, the other says alone, whatever its share.
    del columns[CHAIN]
    assert blend(columns, 0.0)["war"].p == pytest.approx(0.75)
    with pytest.raises(ValueError, match="a share lies between"):
        blend(columns, 1.5)


def test_certainty_is_held_within_the_clip():
    assert blend({"a": {"war": sure(0.0)}}, 0.5)["war"].p == pytest.approx(CLIP)
    with pytest.raises(ValueError, match="between 0 and 1"):
        blend({"a": {"war": sure(1.2)}}, 0.5)


def test_a_silent_column_has_no_vote():
    columns = {"a": {"war": sure(0.3)}, "b": {}, "c": {"durable": sure(0.6)}}
    assert set(blend(columns, 0.5)) == {"war", "durable"}
    assert blend(columns, 0.5)["war"].p == pytest.approx(0.3)


@given(
    st.dictionaries(st.sampled_from([MODEL, REFERENCE, CHAIN]), column, min_size=1), st.floats(0, 1)
)
def test_the_blend_is_coherent(columns, share):
    said = blend(columns, share)
    for outcome, value in said.items():
        assert 0 <= value.low <= value.p + 1e-9
        assert value.p <= value.high + 1e-9 <= 1 + 2e-9
        assert any(outcome in column for column in columns.values())
    quiet = [said[f"de_escalated_{d}d"].p for d in (14, 30, 90) if f"de_escalated_{d}d" in said]
    assert quiet == sorted(quiet)
    if all(state in said for state in END_STATES):
        assert math.fsum(said[state].p for state in END_STATES) == pytest.approx(1)


@given(st.lists(chance, min_size=1, max_size=4))
def test_the_blend_lies_among_its_columns_and_knows_no_order(said):
    columns = {str(i): {"war": one} for i, one in enumerate(said)}
    p = blend(columns, 0.5)["war"].p
    held = [min(max(one.p, CLIP), 1 - CLIP) for one in said]
    assert min(held) - 1e-9 <= p <= max(held) + 1e-9
    assert blend(dict(reversed(columns.items())), 0.5)["war"].p == pytest.approx(p)


def test_a_quarrel_is_told_in_a_sentence_and_none_where_intervals_touch():
    columns = {
        "model": {"war": Chance(0.01, 0.0, 0.02), "durable": Chance(0.5, 0.4, 0.6)},
        "reference class": {"war": Chance(0.27, 0.09, 0.46), "durable": Chance(0.7, 0.6, 0.8)},
    }
    assert disagreements(columns) == [
        "On 'war between the states' the reference class says 27% (9 to 46%), "
        "the model 1% (0 to 2%)."
    ]
    table = column_table(columns, blend(columns, 0.5), {"war"}).set_index("outcome")
    assert not table.loc["war", "agree"]
    assert table.loc["durable", "agree"]


def test_chances_too_small_to_tell_apart_are_no_quarrel():
    columns = {"a": {"never_quiet": Chance(0.002, 0.001, 0.003)}, "b": {"never_quiet": sure(1e-9)}}
    assert disagreements(columns) == []
    columns["a"] = {"never_quiet": Chance(0.02, 0.01, 0.03)}
    assert len(disagreements(columns)) == 1


def test_columns_come_from_every_source():
    estimate = nested_interval([0, 1, 2, 3], [True, False, True, True])
    assert as_column({"war": estimate})["war"].p == 0.75
    assert as_column({"war": (0.1, 0.0, 0.2)}) == {"war": Chance(0.1, 0.0, 0.2)}
    assert as_column({"war": (math.nan, 0.0, 1.0)}) == {}
