"""What is loaded beforehand: the model first, the rest beside; only what needs it waits."""

import json
import threading

import pytest

from escalation import compiler
from escalation.engine import branching, futures, warm_up
from escalation.web.server import warming
from escalation.web.server.desk import Desk
from escalation.web.server.messages import continues_a_run, read
from escalation.web.server.turns import Turns
from escalation.web.server.warming import Warming, parts_of_the_rest
from tests.web.play.game import computed, resolved, say, seated

SETTING = {"scenario": "baseline"}


@pytest.fixture
def held(monkeypatch):
    """Return what lets the rest through, which waits until then."""
    let, begun = threading.Event(), threading.Event()

    def part():
        begun.set()
        let.wait(30)

    monkeypatch.setattr(warming, "parts_of_the_rest", lambda: [part])
    let.begun = begun
    yield let
    let.set()


def question(**told):
    return read(json.dumps({"request": 1, "setting": SETTING, **told}))


def test_only_what_needs_the_rest_waits_for_it(held):
    warm_up()
    said, done, last = [], threading.Event(), threading.Event()

    def steps(name, ended):
        def run(stop):
            yield {"name": name}
            ended.set()

        return run

    with Desk.open(catalogue=None, threads=1) as desk:
        assert held.begun.wait(30)
        needs = desk.warming.rest
        later = desk.turns.enter("a", "pivots", steps("later", last), said.append, needs=needs)
        first = desk.turns.enter("b", "ask", steps("first", done), said.append)
        assert done.wait(30)
        assert [one["name"] for one in said] == ["first"]
        assert desk.place_told(later) == warming.LOADING_REST
        assert desk.place_told(first) == ""
        held.set()
        assert last.wait(30)
    assert [one["name"] for one in said] == ["first", "later"]


def test_compiling_is_said_only_while_it_is_so():
    made = Warming(turns=None)
    counts = compiler._compilations
    assert made.told(None) == warming.LOADING
    counts.begun += 1
    assert made.told(None) == warming.COMPILING
    made.model.set()
    assert made.told(None) == ""
    assert made.told(made.rest) == warming.COMPILING_REST
    counts.ended += 1
    assert made.told(made.rest) == warming.LOADING_REST
    made.rest.set()
    assert made.told(made.rest) == ""


def test_the_compiler_is_seen_at_work():
    seen = []
    listener = compiler.numba.core.event.Listener
    ours = type("Seen", (listener,), {
        "on_start": lambda self, event: seen.append(compiler.is_compiling()),
        "on_end": lambda self, event: None,
    })()  # fmt: skip
    compiler.numba.core.event.register("numba:compile", ours)
    try:
        assert not compiler.is_compiling()
        compiler.numba.njit(lambda x: x + 1)(1)
    finally:
        compiler.numba.core.event.unregister("numba:compile", ours)
    assert seen == [True]
    assert not compiler.is_compiling()


def test_the_rest_is_all_that_continues_a_run():
    warm_up()
    for part in parts_of_the_rest():
        part()
    for compiled in (futures._run_futures, futures._run_without, branching.turn):
        assert len(compiled.signatures) == 1
    begun = compiler._compilations.begun
    room = computed(say(seated(), "start", by="facilitator")[0])
    room = resolved(say(room, "next", by="facilitator")[0])
    computed(say(room, "close", by="facilitator")[0])
    assert compiler._compilations.begun == begun  # nor does a game need more
    event = {"kind": "truce", "day": 3}
    assert continues_a_run(question(kind="pivots", run=3))
    assert continues_a_run(question(kind="watch", run=3, without=0))
    assert continues_a_run(question(kind="watch", run=3, branch={"day": 2, "events": [event]}))
    assert not continues_a_run(question(kind="watch", run=3))
    assert not continues_a_run(question(kind="ask"))


def test_what_can_not_be_warmed_is_left_to_who_needs_it(monkeypatch, caplog):
    def broken():
        raise OSError("no room")

    monkeypatch.setattr(warming, "parts_of_the_rest", lambda: [broken])
    turns = Turns()
    made = Warming(turns)
    made._warm_rest()
    turns.close()
    assert made.rest.is_set()
    assert "could not be compiled beforehand" in caplog.text
