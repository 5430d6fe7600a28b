"""A run without one of its events, and its futures: in the engine, and the same in Mesa."""

import numpy as np
import pytest

from escalation import vocabulary as words
from escalation.engine.futures import Futures
from escalation.ensemble.design import draw_of
from escalation.mesa import BorderModel
from escalation.scenario.load import load_scenario
from escalation.studies.one_run import engine_of

#: So that every kind of thing that somebody does comes about within a few weeks.
BUSY = """[
  {day: 0, kind: public_line, actor: pakistan_military, line: vow, until_day: 4},
  {day: 1, kind: act, actor: afghan_taliban, rung: 4, days: 5},
  {day: 1, kind: act, actor: pakistan_military, rung: 7, days: 5},
  {day: 2, kind: mediation, mediators: [qatar]},
  {day: 3, kind: back_channel, open: true},
  {day: 4, kind: back_channel, open: false},
  {day: 6, kind: ceasefire, type: truce, days: 2},
  {day: 9, kind: attack, actor: ttp, killed: 60, segment: 45},
  {day: 9, kind: attack, actor: isis_k, killed: 40},
  {day: 10, kind: ceasefire, type: agreement, monitored: true},
  {day: 12, kind: ceasefire, type: none},
  {day: 13, kind: crossings, actor: afghan_taliban, closed: true},
  {day: 15, kind: crossings, actor: afghan_taliban, closed: false},
  {day: 16, kind: act, actor: pakistan_military, rung: 6, days: 3}]"""
SEED = 20251012
NOTED = (25, 26, 27, 28, 30)
#: What the scenario has done, a state's own rules may do a moment later.
AGAIN = range(words.CHANNEL_OPENED, words.CROSSINGS_REOPENED + 1)


@pytest.fixture(scope="module")
def busy():
    return load_scenario("baseline", [f"events={BUSY}", "horizon_days=30"])


@pytest.fixture(scope="module")
def engine(busy):
    return engine_of(busy)


def run_of(scenario, engine, run):
    draw = draw_of(scenario, run, SEED)
    return Futures(engine, draw, run, SEED), engine.watch(draw, run, SEED)


def stopped(otherwise, day):
    return otherwise.engine.watch(otherwise.draw, otherwise.run, otherwise.seed, day)


def as_bits(days):
    return np.ascontiguousarray(days).tobytes()


def without(otherwise, event, day):
    """Return the whole run without an event of a day."""
    morning = otherwise.after(stopped(otherwise, day), event)
    return otherwise.engine.go_on(morning, otherwise.draw, otherwise.run, otherwise.seed)


def test_all_before_is_the_same_and_the_event_alone_is_missing(busy, engine):
    kinds = set()
    for run in range(4):
        otherwise, whole = run_of(busy, engine, run)
        for event in range(0, len(whole.events), 3):
            day, kind = int(whole.events["day"][event]), int(whole.events["kind"][event])
            if kind in NOTED:
                continue
            kinds.add(kind)
            other = without(otherwise, event, day)
            assert as_bits(other.days[:day]) == as_bits(whole.days[:day])
            assert (other.events[:event] == whole.events[:event]).all()
            if kind not in AGAIN and event < len(other.events):
                assert other.events[event] != whole.events[event], (run, event, kind)
    assert len(kinds) >= 20


@pytest.mark.parametrize("kind", [k for k in range(1, len(words.EVENT_KINDS)) if k not in NOTED])
def test_each_kind_can_be_taken_back_and_leaves_nothing_behind(busy, engine, kind):
    """Without the first event of a kind its own mark on the day is gone."""
    marks = {
        words.TTP_ATTACK: "ttp_attacks", words.ISIS_K_ATTACK: "isis_attacks",
        words.STRIKE: "strikes", words.CAPITAL_STRIKE: "strikes",
        words.EXCHANGE: "incidents", words.SHELLING: "incidents",
        words.RAID_REPELLED: "incidents", words.CAPTURE: "incidents", words.RECAPTURE: "incidents",
    }  # fmt: skip
    for run in range(40):
        otherwise, whole = run_of(busy, engine, run)
        found = np.flatnonzero(whole.events["kind"] == kind)
        if kind == words.PUBLIC_LINE:
            found = found[whole.events["value"][found] != words.SILENT]
        if kind in (words.TRUCE_AGREED, words.AGREEMENT_REACHED):  # those that hold that evening
            holds = words.TRUCE if kind == words.TRUCE_AGREED else words.AGREEMENT
            found = found[whole.days["ceasefire"][whole.events["day"][found]] == holds]
        if not len(found):
            continue
        event = int(found[0])
        day = int(whole.events["day"][event])
        other = without(otherwise, event, day)
        assert (other.events[:event] == whole.events[:event]).all()
        assert len(other.events) == event or other.events[event] != whole.events[event]
        if kind in marks:
            before, after = (r.days[marks[kind]][day] for r in (whole, other))
            assert after < before
        if kind in (words.TRUCE_AGREED, words.AGREEMENT_REACHED):
            assert other.days["ceasefire"][day] != whole.days["ceasefire"][day]
        if kind in (words.CROSSINGS_CLOSED, words.CROSSINGS_REOPENED):
            side = ("closed_afg", "closed_pak")[int(whole.events["actor"][event])]
            assert other.days[side][day] != whole.days[side][day]
        return
    pytest.skip(f"no {words.EVENT_KINDS[kind]} in 40 busy runs")


def test_the_row_of_a_run_without_an_event_is_that_of_the_run_watched(busy, engine):
    otherwise, whole = run_of(busy, engine, 1)
    day = 9
    events = np.flatnonzero(whole.events["day"] == day)
    rows = otherwise.without(stopped(otherwise, day), events)
    for event, row in zip(events, rows, strict=True):
        other = without(otherwise, int(event), day)
        killed = int(other.days["killed_afg_state"].sum())
        assert killed == row["killed_afg_state"]
    of_no_event = otherwise.without(stopped(otherwise, day), np.array([len(whole.events) + 5]))
    assert of_no_event["incidents"][0] == whole.days["incidents"].sum()


def test_both_drivers_say_the_same_without_an_event_and_in_a_future(busy, engine):
    for run in (0, 2):
        otherwise, whole = run_of(busy, engine, run)
        for event in np.linspace(3, len(whole.events) - 2, 6).astype(int).tolist():
            day = int(whole.events["day"][event])
            if int(whole.events["kind"][event]) in NOTED:
                continue
            model = BorderModel(busy, otherwise.draw, run, SEED, taken_back=event)
            model.run_model()
            other = without(otherwise, event, day)
            assert as_bits(model.days) == as_bits(other.days), (run, event)
            assert (model.events == other.events).all()
        future = BorderModel(busy, otherwise.draw, run, SEED)
        while future.day < 7:
            future.step()
        future.turn_to(3)
        future.run_model()
        row = otherwise.futures(stopped(otherwise, 8), np.array([3]))
        for field in row.dtype.names:
            if field != "run":
                assert row[field][0] == future.outcome[field][0], (run, field)


def test_a_replaced_post_that_is_given_up_can_be_taken_back_too(busy):
    from escalation.mesa.places import Post

    class Own(Post):
        pass

    for run in range(30):
        draw = draw_of(busy, run, SEED)
        model = BorderModel(busy, draw, run, SEED, post_class=Own)
        model.run_model()
        found = np.flatnonzero(model.events["kind"] == words.WITHDRAWAL)
        if len(found):
            other = BorderModel(busy, draw, run, SEED, post_class=Own, taken_back=int(found[0]))
            other.run_model()
            assert (other.events[: found[0]] == model.events[: found[0]]).all()
            assert not np.array_equal(other.events, model.events)
            return
    pytest.fail("no post was given up in 30 runs")


def test_futures_differ_from_each_other_and_are_the_same_again(busy, engine):
    otherwise, _ = run_of(busy, engine, 5)
    morning = stopped(otherwise, 12)
    rows = otherwise.futures(morning, np.arange(40))
    assert len(np.unique(rows["ttp_attacks"])) > 5
    again = otherwise.futures(morning, np.arange(39, -1, -1))[::-1]
    assert (rows == again).all()


def test_futures_of_day_0_are_distributed_as_runs_of_the_draw_are():
    """Drawn anew, what everybody waits for is as it was: the same odds, and the same attacks."""
    # what the eve has drawn is a future's past: let it make no difference to the attacks
    alike = [
        f"parameters.{name}=0" for name in ("ttp_tempo_spread", "isis_k_tempo_spread",
                                            "spoiler_drive", "strike_blowback")
    ]  # fmt: skip
    scenario = load_scenario("baseline", ["horizon_days=20", "ensemble.drawn_from=prior", *alike])
    engine = engine_of(scenario)
    draw, n = draw_of(scenario, 3, SEED), 3000
    futures = Futures(engine, draw, 3, SEED)
    ours = futures.futures(engine.watch(draw, 3, SEED, 0), np.arange(n))
    runs = engine.run(np.repeat(draw, n), np.arange(n), 7).runs
    for field in ("ttp_attacks", "isis_attacks"):
        one, two = ours[field].astype(float), runs[field].astype(float)
        error = np.sqrt(one.var() / n + two.var() / n)
        assert abs(one.mean() - two.mean()) < 5 * error, field
        assert abs(one.std() / two.std() - 1) < 0.15, field
