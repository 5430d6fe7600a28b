"""The model beside its yardsticks: the right class, the right silences, and plain figures."""

import json
import math

import numpy as np
import pandas as pd
import pytest

from escalation.analysis.odds.headline import OddsTable, headline
from escalation.analysis.odds.intervals import Estimate
from escalation.analysis.odds.outcomes import OUTCOMES, too_short
from escalation.analysis.record.base_rates import forecasts, like_rates
from escalation.analysis.record.blend import CHAIN, MODEL, REFERENCE, Chance, blend
from escalation.analysis.record.dyads import load_dyad_episodes
from escalation.analysis.record.markov import count_transitions, fit
from escalation.analysis.record.stacking import stack
from escalation.analysis.record.yardsticks import COUNTED_OTHERWISE, KEYS, UNJUDGED, compare
from escalation.scenario.start import Start
from escalation.vocabulary import END_DURABLE, END_RELAPSED

SEED = Start(46.0, 4)
ORDINARY = Start(0.0, 2)


def table(p=0.5, half=0.01, horizon=180, **given):
    """Make a model's odds: the same for every outcome but those given."""
    estimates = {
        name: Estimate(
            q := given.get(name, p),
            max(q - half, 0.0),
            min(q + half, 1.0),
            1000,
            250,
            note=too_short(name, horizon),
        )
        for name in OUTCOMES
    }
    return OddsTable(estimates, n_runs=1000, failed=0)


def judged(odds, *given):
    """Compare a model whose draws all have the same odds."""
    return compare(odds, odds, *given)


@pytest.mark.parametrize(
    ("start", "name", "counts", "state"),
    [
        (SEED, "seed", (140, 73, 5), "heavy"),
        (ORDINARY, "ordinary", (2438, 337, 82), "clash"),
        (Start(9.4, 5), "ordinary", (2438, 337, 82), "heavy"),
        (Start(214.0, 4), "seed", (140, 73, 5), "heavy"),
    ],
)
def test_the_start_chooses_class_and_state(start, name, counts, state):
    beside = judged(table(), start, 180)
    assert (beside.name, beside.chain_start) == (name, state)
    assert (beside.episodes, beside.pairs, beside.episodes_here) == counts


def test_each_column_is_what_its_maker_says():
    beside = judged(table(0.4), SEED, 180)
    assert beside.columns[MODEL]["war"] == pytest.approx(Chance(0.4, 0.39, 0.41))
    known = forecasts(like_rates("seed", 180))
    assert beside.columns[REFERENCE] == {name: Chance(*known[name]) for name in OUTCOMES}
    exact = fit(count_transitions(load_dyad_episodes())).odds("heavy", 180)
    for outcome in OUTCOMES:
        assert beside.columns[CHAIN][outcome].p == exact[outcome].p
    assert beside.blended == blend(beside.columns, stack("seed").share)


def test_further_yardsticks_are_told_and_have_no_part_in_a_column():
    beside = judged(table(), SEED, 180)
    told = " ".join(beside.basis)
    for rate in beside.further:
        assert f"{rate.hits} of {rate.known}" in told
        assert rate.selects_on in told
    chances = {chance.p for column in beside.shown().values() for chance in column.values()}
    assert not chances & {rate.forecast for rate in beside.further}


def test_the_day_of_war_comes_from_the_same_episodes():
    beside = judged(table(), SEED, 180)
    assert beside.war_days == (1, 5, 27, 29, 32, 41, 53, 75, 138)
    assert beside.war_day_quartiles == (27, 32, 53)
    assert "a quarter had begun by day 27, half by day 32, three quarters by day 53" in " ".join(
        beside.basis
    )
    assert beside.as_dict()["war_day"] == {"wars": 9, "quartiles": (27, 32, 53)}


def test_what_the_horizon_cannot_show_is_silent_everywhere():
    beside = judged(table(horizon=30), SEED, 30)
    for column in beside.shown().values():
        assert not {"de_escalated_30d", "de_escalated_90d"} & set(column)
    assert "de_escalated_14d" in beside.blended


def test_without_a_run_the_yardsticks_still_stand():
    beside = judged(table(math.nan), SEED, 180)
    assert beside.columns[MODEL] == {}
    assert beside.disagreements == []
    assert beside.blended["war"].p > 0


def test_a_model_far_from_the_record_is_told_and_one_near_it_is_not():
    far = judged(table(0.3, war=0.95), SEED, 180)
    assert [s for s in far.disagreements if s.startswith("On 'war between")] == [
        "On 'war between the states' the model says 95% (94 to 96%), "
        "the reference class 3% (<1 to 18%).",
        "On 'war between the states' the model says 95% (94 to 96%), "
        "the Markov chain 4% (3 to 6%).",
    ]
    chain = far.columns[CHAIN]
    near = judged(table(**{name: chance.p for name, chance in chain.items()}), SEED, 180)
    assert near.disagreements == []


def test_remarks_say_what_limits_the_comparison():
    for start in (SEED, ORDINARY):
        assert judged(table(), start, 180).remarks == (COUNTED_OTHERWISE,)
    _, many = judged(table(), Start(214.0, 4), 180).remarks
    assert "about 214 dead on the first day, more than the class, which holds up to 200" in many
    _, offensive = judged(table(), Start(46.0, 7), 180).remarks
    assert "stands at rung 7" in offensive
    _, long = judged(table(horizon=365), SEED, 365).remarks
    assert "wars within 180 days only, not within 365 days" in long
    changed = judged(table(), Start(0.0, 2, later_events=1), 180, 21).remarks
    assert any("1 event after day 0" in remark for remark in changed)
    assert any("this scenario 21" in remark for remark in changed)


def test_the_files_hold_the_same_figures():
    beside = judged(table(), SEED, 180)
    told = json.loads(json.dumps(beside.as_dict(), allow_nan=False))
    assert list(told["columns"]) == list(KEYS.values())
    assert told["class"]["title"] == "10 to 200 dead on the first day"
    assert told["disagreements"] == beside.disagreements
    frame = beside.frame().set_index("outcome")
    assert list(frame.index) == list(OUTCOMES)
    for key in KEYS.values():
        for outcome in OUTCOMES:
            said = told["columns"][key].get(outcome)
            if said is None:
                assert math.isnan(frame.loc[outcome, key])
            else:
                assert frame.loc[outcome, [key, f"{key}_low", f"{key}_high"]].to_list() == [
                    said["p"], said["low"], said["high"],
                ]  # fmt: skip
    disputed = {outcome for outcome, _, _ in beside.apart()}
    assert set(frame.index[~frame["agree"].astype(bool)]) == disputed != set()


def test_the_model_is_judged_by_its_draws_not_by_how_long_it_ran():
    odds = table(0.3, war=0.95)
    assert "war" in judged(odds, SEED, 180).disputed
    wide = compare(odds, {"war": (0.95, 0.05, 1.0)}, SEED, 180)
    assert wide.disputed == []
    # That is the interval that is shown and blended, too; one that can't be told stays as it is.
    assert wide.columns[MODEL]["war"] == Chance(0.95, 0.05, 1.0)
    assert wide.columns[MODEL]["durable"].low == pytest.approx(odds["durable"].low)
    assert wide.blended["war"].low < compare(odds, {}, SEED, 180).blended["war"].low
    assert wide.as_dict()["between_draws"] == {"war": {"p": 0.95, "low": 0.05, "high": 1.0}}


def test_a_model_whose_draws_cannot_be_told_from_luck_is_not_judged():
    beside = compare(table(0.3, war=0.95), {}, SEED, 180)
    assert beside.disagreements == []
    assert UNJUDGED in beside.remarks
    assert UNJUDGED not in judged(table(), SEED, 180).remarks


def test_the_same_outcomes_are_disputed_by_every_count_of_runs():
    found = [
        set(compare(odds, odds.between_draws, SEED, 180).disputed)
        for odds in (headline(_runs(draws), 180) for draws in (300, 1200, 5000))
    ]
    assert found[0] == found[1] == found[2]
    # By the simulation's own error the last of them would be held apart from the class.
    odds, like = headline(_runs(5000), 180), judged(table(), SEED, 180).columns[REFERENCE]
    assert odds["de_escalated_14d"].high < like["de_escalated_14d"].low


def _runs(draws, replicates=4):
    """Make runs whose draws differ widely in how soon it is quiet."""
    number = np.arange(draws * replicates)
    draw = number // replicates
    # Golden sections fall evenly between 0 and 1, and so no luck is needed.
    soon = (draw * 0.618034) % 1.0
    quiet = np.where((number * 0.754878) % 1.0 < soon, 5, 50)
    end = np.where((number * 0.569840) % 1.0 < 0.5, END_RELAPSED, END_DURABLE)
    return pd.DataFrame(
        {
            "draw": draw, "status": 0, "end_state": end, "deescalated_day": quiet,
            "quiet_after_war_day": -1,
        }
    )  # fmt: skip
