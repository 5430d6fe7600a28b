"""Charts of a kept run, drawn here and by helpers."""

import os
import signal
import sys
import threading
from dataclasses import replace

import pytest

from escalation.charts.all_charts import CHARTS
from escalation.results import drawing
from escalation.results.checking.verifying import verify
from escalation.results.drawing import draw_together, helpers
from escalation.results.keeping import keep
from escalation.results.reading import load
from escalation.studies.run import simulate

#: Enough for this process and two helpers to share, where which they are doesn't matter.
FEW = ("odds", "end_states", "rungs")


@pytest.fixture(scope="module")
def result():
    return simulate("baseline", runs=40, seed=5, threads=2)


@pytest.fixture(scope="module")
def findings(result):
    return result.to_keep()


@pytest.fixture(scope="module")
def few(findings):
    """The same with few charts."""
    drawn = {name: chart for name, chart in findings.charts().items() if name in FEW}
    assert len(drawn) == len(FEW)
    return replace(findings, charts=lambda: drawn, telling=lambda: FEW)


@pytest.fixture
def folder(findings, tmp_path):
    """The result kept, with no chart."""
    return keep(findings, tmp_path, charts=False).path


@pytest.mark.slow
def test_a_helper_draws_what_this_process_would_draw(findings, folder, tmp_path):
    stamp = load(folder).stamp
    here, missing = draw_together(findings.charts(), folder, [], stamp=stamp)
    assert (list(here), missing) == (list(CHARTS), {})
    with helpers(1) as (helper,):
        for name, files in here.items():
            expected = [file.read_bytes() for file in files]
            for file in files:
                file.unlink()
            assert helper.draw(folder, name, stamp) == [file.name for file in files]
            assert [file.read_bytes() for file in files] == expected


def test_all_charts_are_drawn_once_and_the_folder_is_whole(findings, tmp_path, monkeypatch):
    asked = []
    draw = drawing.Helper.draw

    def told(helper, folder, name, stamp):
        asked.append(name)
        return draw(helper, folder, name, stamp)

    monkeypatch.setattr(drawing.Helper, "draw", told)
    with helpers(2) as at_hand:
        assert all(helper.is_ready() for helper in at_hand)
        kept = keep(findings, tmp_path, helpers=at_hand)
    assert not kept.not_drawn
    assert sorted(kept.charts) == sorted(CHARTS)
    assert asked
    assert len(asked) == len(set(asked)) < len(CHARTS)
    assert verify(load(kept.path)).whole


def test_a_helper_that_dies_costs_the_chart_in_its_hands(few, tmp_path):
    class Dies(drawing.Helper):
        def draw(self, folder, name, stamp=None):
            os.kill(self._process.pid, signal.SIGKILL)
            return super().draw(folder, name, stamp)

    helper = Dies()
    try:
        assert helper.is_ready()
        kept = keep(few, tmp_path, helpers=[helper])
    finally:
        helper.close()
    (lost,) = kept.not_drawn
    assert set(kept.charts) == set(FEW) - {lost}
    assert "has ended with code" in kept.not_drawn[lost]
    assert verify(load(kept.path)).whole


def test_a_helper_that_never_gets_ready_leaves_the_charts_to_this_process(
    few, tmp_path, monkeypatch
):
    monkeypatch.setattr(drawing, "_START", "raise SystemExit(3)")
    with helpers(1) as at_hand:
        kept = keep(few, tmp_path, helpers=at_hand)
    assert (sorted(kept.charts), kept.not_drawn) == (sorted(FEW), {})


def test_a_chart_that_fails_in_a_helper_is_told_with_its_reason(folder):
    (folder / "tables" / "days.parquet").unlink()
    with helpers(1) as (helper,):
        why = helper.draw(folder, "rungs")
        assert isinstance(why, str)
        assert "days.parquet" in why
        assert helper.draw(folder, "end_states") == ["end_states.png", "end_states.svg"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_helper_that_gives_no_answer_is_told(few, folder):
    class Mute(drawing.Helper):
        def draw(self, folder, name, stamp=None):
            raise RuntimeError

    helper = Mute()
    try:
        assert helper.is_ready()
        drawn, missing = draw_together(few.charts(), folder, [helper])
    finally:
        helper.close()
    assert list(missing.values()) == ["the process that drew it gave no answer"]
    assert len(drawn) == len(FEW) - 1


def test_no_helper_where_none_can_be_started(monkeypatch):
    for nothing in ("/nowhere/python", "", None):
        monkeypatch.setattr(sys, "executable", nothing)
        with helpers(2) as at_hand:
            assert at_hand == []


def test_what_is_not_begun_when_told_to_stop_is_left_out(findings, folder):
    stop = threading.Event()
    stop.set()
    with helpers(1) as at_hand:
        assert at_hand[0].is_ready()
        drawn, missing = draw_together(findings.charts(), folder, at_hand, stop=stop)
    assert (drawn, missing) == ({}, dict.fromkeys(CHARTS, "interrupted"))


def test_helpers_end_with_what_they_were_started_for():
    with helpers(2) as at_hand:
        processes = [helper._process for helper in at_hand]
        assert len(processes) == 2
        assert all(process.poll() is None for process in processes)
    assert all(process.poll() is not None for process in processes)


def test_what_helpers_have_to_say_is_said_once(few, folder, caplog):
    with helpers(2) as two:
        for helper in two:
            helper.notes.append("no font has these letters, a test says")
        draw_together(few.charts(), folder, two)
    assert [record.getMessage() for record in caplog.records] == [
        "no font has these letters, a test says"
    ]
