"""The queue: first answers first, one place a page and kind, and nobody's trouble ends the rest."""

import threading

import pytest

from escalation.web.server import turns as queue
from escalation.web.server.turns import FullError, Turns


class Gate:
    """Steps that wait until they are let through, so that the order is the queue's."""

    def __init__(self):
        self.said, self.open = [], threading.Event()

    def steps(self, name, count):
        def run(stop):
            for number in range(count):
                self.open.wait(5)
                yield {"name": name, "step": number}

        return run


@pytest.fixture
def turns():
    made = Turns()
    yield made
    made.close()


def test_nobodys_refinement_delays_a_first_answer(turns):
    gate = Gate()
    for name in ("a", "b", "c"):
        turns.enter(name, "ask", gate.steps(name, 3), gate.said.append)
    gate.open.set()
    turns.close(wait_seconds=5)
    assert [(one["name"], one["step"]) for one in gate.said] == [
        (name, step) for step in range(3) for name in ("a", "b", "c")
    ]


def test_what_many_wait_for_comes_before_what_one_does_but_after_first_answers(turns):
    gate, running = Gate(), threading.Event()

    def first(stop):
        running.set()
        yield from gate.steps("first", 1)(stop)

    turns.enter("first", "ask", first, gate.said.append)
    running.wait(5)
    for name in ("a", "b"):
        turns.enter(name, "ask", gate.steps(name, 1), gate.said.append)
    turns.enter("room", "room", gate.steps("room", 2), gate.said.append, people=30)
    gate.open.set()
    turns.close(wait_seconds=5)
    assert [one["name"] for one in gate.said] == ["first", "room", "a", "b", "room"]


def test_a_newer_question_takes_the_place_of_the_one_before(turns):
    gate = Gate()
    turns.enter("first", "ask", gate.steps("first", 1), gate.said.append)
    old = turns.enter("me", "ask", gate.steps("old", 2), gate.said.append)
    turns.enter("me", "other", gate.steps("other", 1), gate.said.append)
    turns.enter("me", "ask", gate.steps("new", 1), gate.said.append)
    assert old.stop.is_set()
    gate.open.set()
    turns.close(wait_seconds=5)
    assert [one["name"] for one in gate.said] == ["first", "other", "new"]


def test_what_is_stopped_while_it_runs_says_nothing_more(turns):
    running, said = threading.Event(), []

    def steps(stop):
        running.set()
        stop.wait(5)
        yield {"late": True}

    turns.enter("me", "ask", steps, said.append)
    assert running.wait(5)
    turns.leave("me")
    turns.close(wait_seconds=5)
    assert said == []


def test_the_place_in_the_queue_is_told(turns):
    gate = Gate()
    entered = [
        turns.enter(name, "ask", gate.steps(name, 1), gate.said.append) for name in ("a", "b", "c")
    ]
    assert [turns.ahead_of(one) for one in entered] == [0, 1, 2]
    gate.open.set()


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (ZeroDivisionError("of /srv/games"), "The server made a mistake"),
        (OSError(28, "No space left on device", "/srv/games/x"), "the disk is full"),
    ],
)
def test_one_pages_trouble_does_not_end_the_others(turns, caplog, error, why):
    def broken(stop):
        raise error
        yield

    said = []
    turns.enter("bad", "ask", broken, said.append)
    turns.enter("good", "ask", lambda stop: iter([{"n": 1}]), said.append)
    turns.close(wait_seconds=5)
    assert said[0]["kind"] == "refused"
    assert why in said[0]["why"]
    assert "/srv" not in said[0]["why"]
    assert "/srv/games" in caplog.text
    assert said[1] == {"n": 1}


def test_too_many_are_told_so(turns, monkeypatch):
    monkeypatch.setattr(queue, "MOST_WAITING", 2)
    gate = Gate()
    for name in ("a", "b"):
        turns.enter(name, "ask", gate.steps(name, 1), gate.said.append)
    with pytest.raises(FullError, match="waiting"):
        turns.enter("c", "ask", gate.steps("c", 1), gate.said.append)
    gate.open.set()


def test_one_address_leaves_places_for_others(turns, monkeypatch):
    monkeypatch.setattr(queue, "MOST_OF_ADDRESS", 3)
    gate = Gate()
    for number in range(3):
        turns.enter(number, "ask", gate.steps("a", 1), gate.said.append, address="a")
    with pytest.raises(FullError):
        turns.enter("more", "ask", gate.steps("a", 1), gate.said.append, address="a")
    turns.enter(2, "ask", gate.steps("again", 1), gate.said.append, address="a")
    turns.enter("b", "ask", gate.steps("b", 1), gate.said.append, address="b")
    for number in range(9):
        turns.enter(f"room {number}", "room", gate.steps("own", 1), gate.said.append)
    gate.open.set()
