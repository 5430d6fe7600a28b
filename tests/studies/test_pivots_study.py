"""But for that: what turns one run, and how far it moves the odds."""

import numpy as np
import pytest

from escalation import load_scenario, simulate
from escalation import vocabulary as words
from escalation.errors import InputError
from escalation.mesa import BorderModel
from escalation.studies.one_run import run_without, stop_run
from escalation.studies.pivots import pivots, pivots_in_steps

RUN, DAYS = 57, 45  # at war on day 15


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("baseline", {"horizon_days": DAYS})


@pytest.fixture(scope="module")
def found(scenario):
    return pivots(scenario, RUN, futures=60)


def end_of(model):
    model.run_model()
    return words.END_STATES[int(model.outcome["end_state"][0])]


def test_the_run_is_that_of_the_ensemble_and_only_what_counts_is_tried(scenario, found):
    runs = simulate(scenario, runs=RUN + 3).runs
    assert words.END_STATES[runs["end_state"][RUN]] == found.end == "war"
    assert found.last_day == runs["war_day"][RUN]
    assert found.moments["day"].max() <= found.last_day
    assert found.moments["event"].is_monotonic_increasing
    assert not set(found.moments["kind"]) & {"war", "de-escalated", "minor relapse"}


def test_pivots_are_the_moments_whose_undoing_changes_the_end(found):
    assert len(found.pivots) >= 3
    assert (found.pivots["end_without"] != found.end).all()
    rest = found.moments[~found.moments["pivot"]]
    assert (rest["end_without"] == found.end).all()
    assert len(rest) + len(found.pivots) == len(found.moments)


@pytest.mark.slow
def test_mesa_says_the_same_of_a_sample(scenario, found):
    sample = [*found.pivots["event"].iloc[[0, -1]], *found.moments["event"].iloc[::60]]
    ends = found.moments.set_index("event")["end_without"]
    for event in sample:
        assert end_of(BorderModel(scenario, run=RUN, taken_back=int(event))) == ends[event]


def test_the_odds_are_those_of_the_next_mornings_futures(found):
    odds = found.mornings.set_index("day")[found.end]
    for row in found.pivots.to_dict("records"):
        assert row["with_it"] == pytest.approx(odds[row["day"] + 1])
        assert row["difference"] == pytest.approx(row["without_it"] - row["with_it"])
        assert row["told_apart"] == (row["low"] > 0 or row["high"] < 0)
    assert odds.iloc[-1] == 1.0
    ends = found.mornings[list(words.END_STATES)]
    assert np.allclose(ends.sum(axis=1), 1.0)
    assert found.pivots["told_apart"].any()


def test_sentences_say_what_the_tables_say(found):
    said = found.findings
    assert said[0].startswith(f"Run {RUN} of baseline ended in war, on day {found.last_day}.")
    first, last = found.pivots.iloc[0], found.pivots.iloc[-1]
    assert any(s.startswith(f"The earliest: {first['told']}") for s in said)
    assert any(s.startswith(f"The latest: {last['told']}") for s in said)
    assert any(s.startswith("What moved the odds most: ") for s in said)
    assert said[-1].startswith("On the morning of day 0, ")


def test_a_run_that_nothing_turns_says_so(scenario):
    ends = simulate(scenario, runs=60).runs["end_state"].to_numpy()
    for run in np.flatnonzero(ends == words.END_STATES.index("never_quiet")).tolist():
        told = pivots(scenario, int(run), futures=20)
        if not len(told.pivots):
            assert told.findings[1] == (
                "None of them decided it alone: without any one, the run would never have become "
                "quiet all the same."
            )
            return
    pytest.skip("every one of these runs could have been turned")


def test_threads_change_nothing_and_more_futures_begin_with_the_same(scenario, found):
    one, two = (pivots(scenario, RUN, futures=20, threads=n) for n in (1, 3))
    assert one.as_dict() == two.as_dict()
    assert one.moments.equals(found.moments)


def test_a_kept_run_gives_its_own_seed(scenario, tmp_path):
    kept = simulate(scenario, runs=8, seed=5, replicates=2).save(tmp_path, charts=False)
    one = pivots(kept, 3, futures=20)
    assert (one.seed, one.replicates) == (5, 2)
    assert one.as_dict() == pivots(scenario, 3, futures=20, seed=5, replicates=2).as_dict()


@pytest.mark.parametrize(
    ("run", "given", "said"),
    [
        (-1, {}, "--run: -1 is not between 0 and"),
        (1.5, {}, "--run: must be a whole number"),
        (10**9, {}, "--run: 1,000,000,000 is not between 0 and"),
        (0, {"futures": 19}, "--futures: 19 is not between 20 and"),
        (0, {"futures": True}, "--futures: must be a whole number"),
        (0, {"seed": -1}, "--seed"),
        (0, {"threads": 0}, "--threads"),
    ],
)
def test_wrong_numbers_are_told(scenario, run, given, said):
    with pytest.raises(InputError) as error:
        pivots(scenario, run, **given)
    assert said in str(error.value)


def test_steps_come_to_the_same_and_say_early_what_turns_the_run(scenario, found):
    steps, told = pivots_in_steps(scenario, RUN, futures=60, threads=2), []
    while True:
        try:
            told.append(next(steps))
        except StopIteration as ended:
            last = ended.value
            break
    assert last.moments.equals(found.moments)
    assert last.pivots.equals(found.pivots)
    assert last.mornings.equals(found.mornings)
    assert [one.done for one in told] == sorted({one.done for one in told})
    assert told[-1].done == told[-1].total == 2 * (found.last_day + 1) + 1 + len(found.pivots)
    early = next(one for one in told if one.moments is not None)
    assert early.moments.equals(found.moments)
    assert early.done < early.total


def test_the_run_without_a_moment_ends_as_was_said(scenario, found):
    log = stop_run(scenario, DAYS, RUN).so_far.events
    for row in (*found.pivots.to_dict("records"), *found.moments.iloc[::20].to_dict("records")):
        other = run_without(scenario, RUN, row["event"])
        ended = other.branch.state.ledger["track"]["war_day"][0]
        assert (ended >= 0) == (row["end_without"] == "war")
        assert other.day == row["day"]
        assert other.original.events.tobytes() == log.tobytes()
        before = log[: row["event"]]
        assert other.branch.events[: row["event"]].tobytes() == before.tobytes()
        assert other.parts_on_day == -1 or other.parts_on_day >= row["day"]


@pytest.mark.parametrize("event", [-1, 10**6])
def test_what_is_no_event_can_not_be_taken_back(scenario, event):
    with pytest.raises(InputError, match="is no event of run 57"):
        run_without(scenario, RUN, event)
