"""The same runs whatever the threads and chunks; nothing lost, nothing biased, nothing hidden."""

import signal
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest

from escalation.analysis.odds.intervals import nested_interval
from escalation.ensemble import simulate as module
from escalation.ensemble.chunks import Work
from escalation.ensemble.plan import Plan
from escalation.ensemble.session import Session
from escalation.ensemble.simulate import run_ensemble
from escalation.vocabulary import NOT_FINITE, RAISED, STATUS_REASONS
from tests.ensemble.fakes import SCENARIO, FakeEngine, FakeSpace


def ensemble(
    runs=120, *, engine=None, threads=2, precision=None, replicates=4, seed=3, progress=None,
    stop=None, **more,
):  # fmt: skip
    plan = Plan(runs, replicates, seed, precision)
    with Session.open(threads, progress=progress, stop=stop) as session:
        return run_ensemble(SCENARIO, plan, FakeSpace(), engine or FakeEngine(), session, **more)


def width(runs):
    calm = runs["deescalated_day"].to_numpy() >= 0
    return nested_interval(runs["draw"].to_numpy(), calm).half_width


def same(one, other):
    pd.testing.assert_frame_equal(one.runs, other.runs)
    pd.testing.assert_frame_equal(one.draws, other.draws)
    pd.testing.assert_frame_equal(one.days, other.days)
    pd.testing.assert_frame_equal(one.segments, other.segments)


def test_the_tables():
    result = ensemble(10)
    assert list(result.runs["run"]) == list(range(10))
    assert list(result.runs["draw"]) == [0, 0, 0, 0, 1, 1, 1, 1, 2, 2]
    assert list(result.runs["replicate"]) == [0, 1, 2, 3] * 2 + [0, 1]
    assert list(result.draws["draw"]) == [0, 1, 2]
    assert set(result.draws) == {"draw", "posterior_member", "propensity", "toll", "claim_C02"}
    assert len(result.segments) == 90
    assert result.n_runs == 10
    assert result.n_draws == 3
    assert not result.interrupted
    assert result.failed_runs == 0
    assert set(result.runs["reason"]) == {""}


@pytest.mark.parametrize("threads", [1, 3, 8])
@pytest.mark.parametrize("chunk", [1, 7, 5000])
def test_threads_and_chunks_change_nothing(monkeypatch, threads, chunk):
    expected = ensemble(threads=1)
    monkeypatch.setattr("escalation.ensemble.pools.FIRST_CHUNK_RUNS", chunk)
    monkeypatch.setattr(module, "MOST_CHUNK_RUNS", chunk)
    same(expected, ensemble(threads=threads))


def test_more_runs_extend_and_never_change_what_there_is():
    few, many = ensemble(40), ensemble(120)
    pd.testing.assert_frame_equal(few.runs, many.runs.head(40))
    pd.testing.assert_frame_equal(few.draws, many.draws.head(10))


def test_another_seed_is_another_sample():
    assert not ensemble(seed=3).runs.equals(ensemble(seed=4).runs)


def test_a_run_that_raises_is_a_row_and_the_batch_goes_on():
    whole = ensemble()
    broken = ensemble(engine=FakeEngine(raises={17, 63}))
    assert broken.failed_runs == 2
    rows = broken.runs.set_index("run").loc[[17, 63]]
    assert set(rows["status"]) == {RAISED}
    assert set(rows["reason"]) == {"ZeroDivisionError: division by zero"}
    assert set(rows["end_state"]) == {-1}
    assert list(rows["draw"]) == [4, 15]
    others = broken.runs[broken.runs["status"] == 0]
    pd.testing.assert_frame_equal(
        others.reset_index(drop=True),
        whole.runs.drop(index=[17, 63]).reset_index(drop=True),
    )
    assert broken.tally.segments.sum() == 118


def test_every_run_raises():
    broken = ensemble(20, engine=FakeEngine(raises=range(20)))
    assert broken.failed_runs == 20
    assert broken.days.empty
    assert broken.segments.empty
    assert "deescalated_day" in broken.runs


def test_a_run_that_fails_in_the_engine_says_why():
    broken = ensemble(engine=FakeEngine(fails={5}))
    assert broken.failed_runs == 1
    assert broken.runs["reason"][5] == STATUS_REASONS[NOT_FINITE]


def test_stopping_leaves_whole_chunks_from_the_start():
    stop = threading.Event()
    seen = []

    def progress(moment):
        seen.append(moment)
        if moment.runs_done >= 40:
            stop.set()

    result = ensemble(4000, engine=FakeEngine(seconds=0.0005), stop=stop, progress=progress)
    assert result.interrupted
    assert 40 <= result.n_runs < 4000
    assert result.n_runs % 4 == 0
    assert list(result.runs["run"]) == list(range(result.n_runs))
    pd.testing.assert_frame_equal(result.runs, ensemble(result.n_runs).runs)
    pd.testing.assert_frame_equal(result.days, ensemble(result.n_runs).days)


def test_control_c_keeps_what_is_finished():
    def progress(moment):
        if moment.runs_done >= 40 and not pressed:
            pressed.append(True)
            signal.raise_signal(signal.SIGINT)

    pressed = []
    result = ensemble(4000, engine=FakeEngine(seconds=0.0005), progress=progress)
    assert result.interrupted
    assert 40 <= result.n_runs < 4000
    pd.testing.assert_frame_equal(result.runs, ensemble(result.n_runs).runs)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_second_control_c_is_obeyed_at_once():
    def progress(_):
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        ensemble(4000, engine=FakeEngine(seconds=0.0005), progress=progress)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_elsewhere_than_in_the_main_thread_signals_are_left_alone():
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(ensemble, 20).result().n_runs == 20


def test_control_c_while_the_precision_is_judged():
    def judge(runs):
        signal.raise_signal(signal.SIGINT)
        return width(runs)

    result = ensemble(100_000, precision=0.01, half_width=judge)
    assert result.interrupted
    assert result.n_runs == 512
    assert result.precision_reached is False


def test_stopped_before_anything_was_done():
    stop = threading.Event()
    stop.set()
    result = ensemble(stop=stop)
    assert result.interrupted
    assert result.n_runs == 0
    assert result.n_draws == 0
    assert result.days.empty
    assert len(result.draws) == 0


def test_precision_stops_when_reached_and_on_every_machine_alike():
    one = ensemble(100_000, precision=0.05, half_width=width, threads=1)
    two = ensemble(100_000, precision=0.05, half_width=width, threads=4)
    same(one, two)
    assert one.precision_reached
    assert one.half_width == width(one.runs) <= 0.05
    assert 512 <= one.n_runs < 4000
    assert one.plan.requested_runs is None


def test_precision_out_of_reach_says_so():
    result = ensemble(600, precision=0.001, half_width=width)
    assert result.n_runs == 600
    assert result.precision_reached is False
    assert not result.interrupted


def test_precision_gives_up_when_every_run_breaks():
    result = ensemble(
        100_000, engine=FakeEngine(raises=range(600)), precision=0.05, half_width=lambda _: 0.5
    )
    assert result.n_runs == 512
    assert result.precision_reached is False


def test_progress_tells_rate_and_time_left():
    seen = []
    ensemble(400, engine=FakeEngine(seconds=0.0002), progress=seen.append)
    assert [m.runs_done for m in seen] == sorted(m.runs_done for m in seen)
    assert seen[-1].runs_done == seen[-1].runs_total == 400
    assert seen[-1].seconds_left == 0
    assert seen[0].runs_per_second > 0


def test_chunks_adapt_to_the_speed_of_the_engine():
    slow, fast = FakeEngine(seconds=0.01), FakeEngine(seconds=0.00001)
    ensemble(60, engine=slow, threads=1)
    ensemble(3000, engine=fast, threads=1)
    assert max(slow.calls) <= 24
    assert max(fast.calls) > 300


def test_a_piece_passes_each_run_its_own_draw():
    from escalation.ensemble.design import Design

    seen = {}

    class Spy(FakeEngine):
        def run(self, draws, runs, seed):
            seen.update(zip(runs.tolist(), draws["propensity"].tolist(), strict=True))
            return super().run(draws, runs, seed)

    design = Design(FakeSpace.names, 3)
    Work(Spy(), FakeSpace(), design, 3, 4, 30).piece(5, 8)
    assert sorted(seen) == list(range(20, 30))
    assert np.allclose([seen[20], seen[24]], design.points(5, 7)[:, 0])
