"""A class of one's own takes an agent's place; one that changes nothing changes no bit."""

import re

import numpy as np
import pytest

from escalation.mesa import (
    Band,
    BorderModel,
    IsisCell,
    Mediator,
    MobileUnit,
    Post,
    StateActor,
)
from escalation.vocabulary import ARTILLERY, STRIKES
from tests.mesa.conftest import same_days, same_events
from tests.mesa.test_bit_identity import EVENTS

PLACES = {
    "state_class": StateActor,
    "mediator_class": Mediator,
    "post_class": Post,
    "unit_class": MobileUnit,
    "band_class": Band,
    "cell_class": IsisCell,
}
HARD_TIMES = (f"events={EVENTS}", "horizon_days=60")
SETTLED = 10  # days after which no rung is left of the night before day 0


def methods_of(base):
    return {name for name, value in vars(base).items() if callable(value) and name[0] != "_"}


def asking(base):
    """Return a class that replaces each method of ``base`` by one that asks it and counts."""

    def replaced(name):
        def method(self, *args, **names):
            own.asked[name] = own.asked.get(name, 0) + 1
            return getattr(super(own, self), name)(*args, **names)

        return method

    replacing = {name: replaced(name) for name in methods_of(base)}
    own = type(f"My{base.__name__}", (base,), replacing)
    own.asked = {}
    return own


@pytest.mark.parametrize("place", [*PLACES, "all at once"])
@pytest.mark.parametrize("settings", [(), HARD_TIMES], ids=["baseline", "hard times"])
def test_classes_that_only_ask_their_base_change_no_bit(place, settings, pair):
    both = pair("baseline", settings)
    for run in range(2):
        classes = {
            name: asking(base) for name, base in PLACES.items() if place in (name, "all at once")
        }
        draw = both.draw(run, 7)
        model = BorderModel(both.scenario, draw, run, 7, world=both.world, **classes)
        model.run_model()
        watched, chunk = both.engine.watch(draw, run, 7), both.engine.run(draw, np.array([run]), 7)
        same_days(watched.days, model.days, place)
        same_events(watched.events, model.events, place)
        np.testing.assert_array_equal(chunk.tally.segments, model.counts)
        for name in set(model.rows._fields) - {"log"}:
            ours, theirs = getattr(model.rows, name), getattr(watched.state, name)
            if name == "lost_posts":  # what stands behind the last that is lost means nothing
                ours, theirs = model.lost_numbers, theirs[: len(model.lost_numbers)]
            assert ours.tobytes() == theirs.tobytes(), name


def test_every_method_that_may_be_replaced_is_asked(pair):
    both = pair("baseline", HARD_TIMES)
    classes = {name: asking(base) for name, base in PLACES.items()}
    model = BorderModel(both.scenario, both.draw(1, 7), 1, 7, world=both.world, **classes)
    model.run_model()
    offered = {"order", "set_crossings", "weaken"}  # for a rule of one's own to use
    for base, own in zip(PLACES.values(), classes.values(), strict=True):
        assert set(own.asked) == methods_of(base) - offered


class Dove(StateActor):
    def decide(self):
        super().decide()
        self.pending_rung = min(self.pending_rung, ARTILLERY)


def highest(model):
    late = model.days[SETTLED:]
    return max(late["rung_afg"].max(), late["rung_pak"].max())


def test_a_state_may_decide_otherwise():
    ordinary, doves = (
        BorderModel("baseline", run=7),
        BorderModel("baseline", run=7, state_class=Dove),
    )
    for model in (ordinary, doves):
        model.run_model()
    assert highest(ordinary) >= STRIKES
    assert highest(doves) <= ARTILLERY
    assert {type(state) for state in doves.states} == {Dove}
    assert len(doves.agents_by_type[Dove]) == 2


def test_one_side_may_be_of_another_class():
    model = BorderModel("baseline", run=3, state_class=(StateActor, Dove))
    assert [type(state) for state in model.states] == [StateActor, Dove]
    model.run_model()
    assert model.days["rung_pak"][SETTLED:].max() <= ARTILLERY


def test_a_run_by_its_number_is_that_run_of_the_ensemble(pair):
    both = pair("baseline")
    seed, replicates = both.scenario.ensemble.seed, both.scenario.ensemble.replicates
    model = BorderModel("baseline", run=17)
    model.run_model()
    watched = both.engine.watch(both.draw(17 // replicates, seed), 17, seed)
    same_days(watched.days, model.days, "run 17")
    same_events(watched.events, model.events, "run 17")


def test_an_agents_attribute_is_the_engines_own_number():
    model = BorderModel("baseline", run=17)
    state, band, post = model.states[1], model.bands[5], model.posts[9]
    state.grievance = 2.5
    band.inside = 1 - band.inside
    post.strength = 11.0
    assert model.rows.ledger["actors"][0, 1]["grievance"] == 2.5
    assert model.rows.bands["inside"][5] == band.inside
    assert (model.rows.posts["strength"][9], post.strength) == (11.0, 11.0)
    model.segments[44].clock[1] += 0.5
    assert model.rows.segments["clock"][44, 1] == 0.5
    assert (type(state.rung), type(state.grievance)) == (int, float)


def test_what_a_rule_of_ones_own_notes_is_in_the_log_however_much():
    model = BorderModel("baseline", run=17)
    room = len(model.rows.log)
    for number in range(room + 3):
        model.note(1, 0, 44, number)
    assert model.happened == len(model.events) == room + 3
    assert model.events["agent"][-1] == room + 2
    model.step()
    assert len(model.record.event_rows) == model.happened > room + 3


def test_the_page_shows_a_class_that_works(root):
    """The how-to's own words: its code is run as it stands."""
    page = (root / "docs/how-to/watch-a-run.md").read_text(encoding="utf-8")
    code = next(
        block for block in re.findall(r"(?m)(?:^    .*\n|^\n)+", page) if "class Dove" in block
    )
    names = {}
    exec(re.sub(r"(?m)^    ", "", code), names)
    assert names["doves"].days["rung_pak"][SETTLED:].max() <= ARTILLERY
