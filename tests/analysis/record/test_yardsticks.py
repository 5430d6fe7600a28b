"""The model beside its yardsticks: the right class, the right silences, and plain figures."""

import json
import math

import pytest

from escalation.analysis.odds.headline import OddsTable
from escalation.analysis.odds.intervals import Estimate
from escalation.analysis.odds.outcomes import OUTCOMES, too_short
from escalation.analysis.record.base_rates import pooled_by_outcome, reference
from escalation.analysis.record.blend import Chance, blend
from escalation.analysis.record.episodes import load_episodes
from escalation.analysis.record.markov import count_transitions, fit
from escalation.analysis.record.yardsticks import CHAIN, KEYS, MODEL, REFERENCE, compare
from escalation.scenario.start import Start

SEED = Start(4, air_strikes=True, ground_fighting=True)
ORDINARY = Start(2, air_strikes=False, ground_fighting=False)


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


@pytest.mark.parametrize(
    ("start", "name", "episodes", "state"),
    [
        (SEED, "seed", 2, "heavy"),
        (ORDINARY, "ordinary", 28, "clash"),
        (Start(5, True, False), "strikes", 5, "heavy"),
        (Start(4, False, True), "seed", 2, "heavy"),
    ],
)
def test_the_start_chooses_class_and_state(start, name, episodes, state):
    beside = compare(table(), start, 180)
    assert (beside.name, beside.episodes, beside.chain_start) == (name, episodes, state)


def test_each_column_is_what_its_maker_says():
    episodes = load_episodes()
    beside = compare(table(0.4), SEED, 180)
    assert beside.columns[MODEL]["war"] == pytest.approx(Chance(0.4, 0.39, 0.41))
    known = pooled_by_outcome(reference(episodes, "seed", 180))
    for outcome, chance in beside.columns[REFERENCE].items():
        assert tuple(chance) == known[outcome]
    exact = fit(count_transitions(episodes)).odds("heavy", 180)
    for outcome in OUTCOMES:
        assert beside.columns[CHAIN][outcome].p == exact[outcome].p
    assert beside.blended == blend(beside.columns)
    assert "escalated_further" not in beside.columns[REFERENCE]


def test_what_the_horizon_cannot_show_is_silent_everywhere():
    beside = compare(table(horizon=30), SEED, 30)
    for column in beside.shown().values():
        assert not {"de_escalated_30d", "de_escalated_90d"} & set(column)
    assert "de_escalated_14d" in beside.blended
    assert any("whenever it came" in remark for remark in beside.remarks)


def test_without_a_run_the_yardsticks_still_stand():
    beside = compare(table(math.nan), SEED, 180)
    assert beside.columns[MODEL] == {}
    assert beside.disagreements == ()
    assert beside.blended["war"].p > 0


def test_a_model_far_from_the_record_is_told_and_one_near_it_is_not():
    far = compare(table(0.3, war=0.95), SEED, 180)
    assert [s for s in far.disagreements if s.startswith("On 'war between")] == [
        "On 'war between the states' the model says 95% (94 to 96%), "
        "the reference class 27% (9 to 46%).",
        "On 'war between the states' the model says 95% (94 to 96%), "
        "the Markov chain 15% (6 to 29%).",
    ]
    chain = far.columns[CHAIN]
    near = compare(table(**{name: chance.p for name, chance in chain.items()}), SEED, 180)
    assert near.disagreements == ()


def test_remarks_say_what_limits_the_comparison():
    assert compare(table(), SEED, 180).remarks == (
        "2 episodes can contradict little: the class leaves 34 to 100% for quiet by day 14.",
    )
    assert compare(table(), ORDINARY, 180).remarks == ()
    changed = compare(table(), Start(2, False, False, later_events=1), 180, 21).remarks
    assert any("1 event after day 0" in remark for remark in changed)
    assert any("this scenario 21" in remark for remark in changed)


def test_the_files_hold_the_same_figures():
    beside = compare(table(), SEED, 180)
    told = json.loads(json.dumps(beside.as_dict(), allow_nan=False))
    assert list(told["columns"]) == list(KEYS.values())
    assert told["class"]["title"] == "air strikes plus ground retaliation"
    assert told["disagreements"] == list(beside.disagreements)
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
