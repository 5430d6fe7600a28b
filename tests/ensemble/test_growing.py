"""An ensemble that grows is, at every size, the ensemble of that size."""

import threading
from dataclasses import replace

import numpy as np
import pytest

from escalation.ensemble.growing import GrowingEnsemble
from escalation.ensemble.plan import Plan
from escalation.ensemble.session import Session
from escalation.ensemble.simulate import run_ensemble
from escalation.ensemble.worlds import prepare
from escalation.scenario.load import load_scenario

SCENARIO = load_scenario("baseline", {"horizon_days": 40})
PLAN = Plan(runs=160, replicates=4, seed=3)


@pytest.fixture(scope="module")
def parts():
    return prepare(SCENARIO)


def whole(parts, runs, session):
    return run_ensemble(SCENARIO, replace(PLAN, runs=runs), *parts, session)


def test_each_size_is_the_ensemble_of_that_size(parts):
    with Session.open(2, chunk_seconds=0.01) as session:
        growing = GrowingEnsemble(SCENARIO, PLAN, *parts)
        for runs in (40, 40, 160):
            grown, once = growing.grow(runs, session), whole(parts, runs, session)
            assert grown.runs.equals(once.runs)
            assert grown.days.equals(once.days)
            assert grown.segments.equals(once.segments)
            assert not grown.interrupted


def test_what_was_handed_out_stays_what_it_is(parts):
    with Session.open(1) as session:
        growing = GrowingEnsemble(SCENARIO, PLAN, *parts)
        first = growing.grow(40, session)
        counts = [np.array(one) for one in first.tally]
        growing.grow(160, session)
        assert all(np.array_equal(a, b) for a, b in zip(first.tally, counts, strict=True))
        assert len(first.runs) == 40


def test_one_that_was_stopped_says_so_and_goes_on(parts):
    stop = threading.Event()
    stop.set()
    with Session.open(1) as session:
        growing = GrowingEnsemble(SCENARIO, PLAN, *parts)
        stopped = growing.grow(160, replace(session, stop=stop))
        assert stopped.interrupted
        assert growing.runs_done < 160
        assert growing.grow(160, session).runs.equals(whole(parts, 160, session).runs)


def test_it_never_has_more_than_its_plan(parts):
    with Session.open(1) as session:
        assert len(GrowingEnsemble(SCENARIO, PLAN, *parts).grow(10_000, session).runs) == 160


def test_a_precision_is_refused(parts):
    with pytest.raises(ValueError, match="not a precision"):
        GrowingEnsemble(SCENARIO, replace(PLAN, precision=0.01), *parts)
