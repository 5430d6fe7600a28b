"""The Mesa model and the engine are one model: equal in every bit of every day."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest

from escalation.scenario.library import shipped
from tests.mesa.conftest import Counts, same_days, same_events

SEEDS = (1, 20251012)
RUNS_PER_SEED = 4

EVENTS = """[
  {day: 0, kind: public_line, actor: pakistan_military, line: deny, until_day: 4},
  {day: 1, kind: act, actor: afghan_taliban, rung: 4, days: 3},
  {day: 2, kind: act, actor: pakistan_military, rung: 6, days: 2},
  {day: 3, kind: mediation, mediators: [qatar, turkiye]},
  {day: 4, kind: back_channel, open: true},
  {day: 6, kind: ceasefire, type: truce, days: 2},
  {day: 9, kind: attack, actor: ttp, killed: 40, segment: 45},
  {day: 9, kind: attack, actor: isis_k, killed: 30},
  {day: 10, kind: restrain, actor: pakistan_military, max_rung: 1, until_day: 20},
  {day: 12, kind: tempo, actor: ttp, factor: 4.0, until_day: 30},
  {day: 12, kind: tempo, actor: isis_k, factor: 0.0, until_day: 20},
  {day: 14, kind: crossings, actor: afghan_taliban, closed: true},
  {day: 15, kind: crossings, actor: pakistan_military, closed: true, days: 9},
  {day: 15, kind: back_channel, open: true, until_day: 22},
  {day: 5, kind: refuse, actor: pakistan_military, what: mediation, days: 7},
  {day: 22, kind: refuse, actor: afghan_taliban, what: talks, until_day: 32},
  {day: 21, kind: ceasefire, type: agreement, monitored: true},
  {day: 25, kind: act, actor: pakistan_military, rung: 8, days: 12},
  {day: 28, kind: ceasefire, type: none},
  {day: 29, kind: act, actor: afghan_taliban, rung: 7, days: 10},
  {day: 33, kind: back_channel, open: false},
  {day: 35, kind: crossings, actor: afghan_taliban, closed: false},
  {day: 36, kind: restrain, actor: afghan_taliban, max_rung: 3, until_day: 60}]"""

RULES = """[
  {when: {quiet_days: 3}, kind: mediation, mediators: [qatar]},
  {when: {rung_at_least: 5}, kind: back_channel, open: true, once: false},
  {when: {rung_at_least: 4, actor: afghan_taliban}, kind: crossings, actor: pakistan_military,
   closed: true},
  {when: {killed_at_least: 40}, kind: ceasefire, type: truce, days: 5},
  {when: {killed_at_least: 60, actor: pakistan_military}, day: 20, kind: public_line,
   actor: pakistan_military, line: vow, days: 9},
  {when: {attack_killed_at_least: 5}, kind: restrain, actor: pakistan_military, max_rung: 1,
   days: 7, once: false},
  {when: {attack_killed_at_least: 3, actor: afghan_taliban}, kind: act, actor: afghan_taliban,
   rung: 3, days: 2},
  {when: {quiet_days: 10, killed_at_least: 5}, kind: tempo, actor: ttp, factor: 2.5, days: 12,
   once: false},
  {when: {quiet_days: 20}, kind: attack, actor: ttp, killed: 30},
  {day: 2, kind: restrain, actor: afghan_taliban, max_rung: 2, days: 4}]"""

EXTREMES = {
    "every kind of scheduled event": (f"events={EVENTS}",),
    "rules instead of dates": (f"events={RULES}",),
    "no TTP": ("actors.ttp.bands=0",),
    "no ISIS-K": ("actors.isis_k.cells=0",),
    "all of ISIS-K in Pakistan": ("actors.isis_k.pakistan_share=1.0",),
    "no Afghan posts": ("actors.afghan_taliban.posts=0",),
    "no Pakistani posts": ("actors.pakistan_military.posts=0",),
    "nobody on the border": (
        "actors.afghan_taliban.posts=0", "actors.pakistan_military.posts=0",
        "actors.afghan_taliban.mobile_units=0", "actors.pakistan_military.mobile_units=0",
        "actors.ttp.bands=0", "actors.isis_k.cells=0",
    ),
    "no mediators": ("actors.mediators=null",),
    "one day": ("horizon_days=1",),
    "choices at random": ("parameters.choice_precision=LOW", "parameters.answer_base=HIGH"),
    "no misperception, no noise": (
        "parameters.misperception=LOW", "parameters.report_noise=LOW",
        "parameters.ttp_tempo_spread=LOW",
    ),
    "war costs everything": ("parameters.rung_cost=HIGH",),
    "war costs nothing": (
        "parameters.rung_cost=LOW", "parameters.answer_base=HIGH", "parameters.provocation=HIGH",
        "parameters.audience_cost=HIGH", "parameters.offensive_raid_rate=HIGH",
    ),
    "no fire at all": (
        "parameters.local_fire=LOW", "parameters.ordered_fire=LOW",
        "parameters.ordered_fire_growth=LOW",
    ),
    "a truce on day 0": ("actors.dyad.ceasefire=truce", "actors.dyad.monitored=true"),
    "a window of one day": ("outcomes.serious_window_days=1", "outcomes.quiet_days=2"),
}  # fmt: skip


def _bounded(override):
    """Put the end of a parameter's range where an override says LOW or HIGH."""
    from escalation.scenario.register import parameters

    path, _, value = override.partition("=")
    if value not in ("LOW", "HIGH"):
        return override
    declared = parameters()[path.removeprefix("parameters.")]
    return f"{path}={declared.low if value == 'LOW' else declared.high}"


@pytest.fixture(scope="module")
def counts():
    made = Counts()
    yield made
    print(f"\n{made}")


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_shipped_scenario(name, pair, counts):
    both = pair(name)
    for seed in SEEDS:
        for run in range(RUNS_PER_SEED):
            both.compare(run // 2, run, seed, counts)
    counts.scenarios += 1


@pytest.mark.parametrize("what", EXTREMES)
def test_extremes(what, pair, counts):
    both = pair("baseline", tuple(map(_bounded, EXTREMES[what])))
    for run in range(3):
        both.compare(run, run, 7, counts)
    counts.scenarios += 1


def test_the_extremes_bring_out_every_kind_of_event(pair):
    from escalation.vocabulary import EVENT_KINDS

    seen = set()
    for what in ("every kind of scheduled event", "war costs nothing", "choices at random"):
        both = pair("baseline", tuple(map(_bounded, EXTREMES[what])))
        for run in range(6):
            seen |= set(both.engine.watch(both.draw(run, 7), run, 7).events["kind"].tolist())
    missing = [EVENT_KINDS[kind] for kind in range(1, len(EVENT_KINDS)) if kind not in seen]
    assert not missing


@pytest.mark.parametrize("stop", [1, 6, 40, 179])
def test_a_run_stopped_and_continued_is_the_run(stop, pair):
    both = pair("baseline")
    draw, run, seed = both.draw(3, 1), 13, 1
    whole = both.engine.watch(draw, run, seed)
    state = both.engine.start(draw, run, seed, log_capacity=len(whole.events))
    first = both.engine.advance(state, draw, run, seed, 0, stop)
    rest = both.engine.advance(first.state, draw, run, seed, stop, 180 - stop)
    same_days(whole.days, np.concatenate([first.days, rest.days]), f"stopped on day {stop}")
    same_events(whole.events, rest.events, f"stopped on day {stop}")
    # what was saved on that day is still the state of that day
    again = both.engine.advance(first.state, draw, run, seed, stop, 180 - stop)
    same_days(rest.days, again.days, "continued a second time")


UNCOMPILED = """
import json, sys
import numpy as np
from tests.mesa.conftest import load_scenario, build_world, DrawSpace, Design
from escalation.mesa import BorderModel
import numba
assert numba.config.DISABLE_JIT
scenario = load_scenario("baseline", ["horizon_days=25"])
space = DrawSpace(scenario)
model = BorderModel(scenario, space.transform(Design(space.names, 5).points(2, 3)), 2, 5)
model.run_model()
days = {name: model.days[name].view(np.int64).tolist() for name in model.days.dtype.names}
print(json.dumps({"days": days, "events": len(model.events), "counts": model.counts.tolist()}))
"""


@pytest.mark.slow
def test_plain_python_gives_the_same_bits(pair, root):
    both = pair("baseline", ("horizon_days=25",))
    model = both.model(both.draw(2, 5), 2, 5)
    model.run_model()
    done = subprocess.run(
        [sys.executable, "-c", UNCOMPILED],
        env={**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(root)},
        cwd=root,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    plain = json.loads(done.stdout)
    for name in model.days.dtype.names:
        assert plain["days"][name] == model.days[name].view(np.int64).tolist(), name
    assert plain["events"] == len(model.events)
    assert plain["counts"] == model.counts.tolist()
