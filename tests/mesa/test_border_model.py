"""The Mesa model behaves as Mesa's users expect, in the order that the schedule prints."""

import numpy as np
import pytest

from escalation.day.records import DAY_FIELDS
from escalation.day.schedule import SCHEDULE
from escalation.mesa import (
    Band,
    BorderModel,
    IsisCell,
    IsisK,
    Mediator,
    MobileUnit,
    Post,
    StateActor,
    Ttp,
)


@pytest.fixture(scope="module")
def model():
    made = BorderModel.of("baseline", run=17)
    for _ in range(20):
        made.step()
    return made


def test_the_population_is_that_of_the_scenario():
    model = BorderModel.of("baseline")
    sizes = {kind: len(model.agents_by_type[kind]) for kind in model.agent_types}
    assert sizes == {
        StateActor: 2, Ttp: 1, IsisK: 1, Mediator: len(model.source.actors.mediators),
        Post: 1090, MobileUnit: 60, Band: 120, IsisCell: 40,
    }  # fmt: skip
    assert len(model.agents) == sum(sizes.values())
    assert model.day == -1
    assert model.steps == 0


def test_agents_can_be_selected_and_asked(model):
    posts = model.agents_by_type[Post]
    held = posts.select(lambda post: post.lost)
    assert {post.number for post in held} == {post.number for post in model.lost_posts}
    assert sum(model.agents_by_type[Band].get("strength")) > 0


def test_everybody_stands_on_the_cell_where_it_should(model):
    for post in model.agents_by_type[Post]:
        assert post.cell.coordinate == (post.segment.index, 4 if post.owner.side == 0 else 5)
        assert post in post.cell.agents
    for band in model.agents_by_type[Band]:
        assert band.cell.coordinate == (band.segment.index, 6 if band.inside else 3)
    for unit in model.agents_by_type[MobileUnit]:
        assert unit.cell.coordinate[0] == unit.segment.index


def test_the_grids_layers_show_the_evening(model):
    assert (model.grid.width, model.grid.height) == (90, 10)
    tension = [segment.tension for segment in model.segments]
    np.testing.assert_array_equal(model.grid.tension.data[:, 0], tension)
    assert model.grid[44, 5].tension == model.segments[44].tension
    hot = model.grid.select_cells(extreme_values={"tension": "highest"})
    assert {cell[0] for cell in hot} == {int(np.argmax(tension))}


def test_the_data_collector_holds_the_days(model):
    frame = model.datacollector.get_model_vars_dataframe()
    assert list(frame.columns) == list(DAY_FIELDS)
    assert len(frame) == model.steps == 20
    np.testing.assert_array_equal(frame["tension"].to_numpy(), model.days["tension"])


def test_a_day_keeps_the_order_of_the_schedule(monkeypatch):
    seen = []
    for phase, *_ in SCHEDULE:
        original = getattr(BorderModel, phase)

        def traced(self, phase=phase, original=original):
            seen.append(phase)
            original(self)

        monkeypatch.setattr(BorderModel, phase, traced)
    model = BorderModel.of("baseline")
    assert not seen
    model.step()
    assert seen == [phase for phase, *_ in SCHEDULE]


def test_it_stops_running_at_the_horizon():
    from escalation.scenario.load import load_scenario

    model = BorderModel.of(load_scenario("baseline", ["horizon_days=3"]))
    model.run_model()
    assert model.steps == len(model.days) == 3


def test_mesas_own_luck_is_never_asked(model):
    twin = BorderModel.of("baseline", run=17)
    before = (twin.random.getstate(), twin.rng.bit_generator.state)
    for _ in range(20):
        twin.step()
    assert (twin.random.getstate(), twin.rng.bit_generator.state) == before
    assert twin.days.tobytes() == model.days.tobytes()


def test_seed_and_run_make_the_luck():
    def days(**names):
        model = BorderModel.of("baseline", **names)
        for _ in range(5):
            model.step()
        return model.days.tobytes()

    assert days(run=1) != days(run=2)
    assert days(run=1, seed=1) != days(run=1, seed=2)
    assert days(run=1, seed=1) == days(run=1, seed=1)


def test_the_old_name_of_the_room_still_leads_here() -> None:
    import escalation.mesa
    import escalation.model

    with pytest.warns(DeprecationWarning, match="from escalation.mesa import BorderModel"):
        assert escalation.model.BorderModel is escalation.mesa.BorderModel
    with pytest.raises(AttributeError, match="Bordr"):
        _ = escalation.model.Bordr
