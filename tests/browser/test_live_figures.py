"""What pages without a server draw: data of fresh results and of kept ones, and of no others."""

import json

import pytest

from escalation.browser.bundle import drawing_modules
from escalation.browser.figures import IN_PLACE_OF, live_figure
from escalation.charts.all_charts import CHARTS
from escalation.errors import InputError
from escalation.results.result import open_run
from escalation.studies.run import simulate


@pytest.fixture(scope="module")
def fresh():
    return simulate("baseline", runs=60)


def test_each_stands_in_place_of_a_chart_and_has_a_module_that_draws(fresh):
    assert set(IN_PLACE_OF) <= set(CHARTS)
    for chart in IN_PLACE_OF:
        module, data = live_figure(chart, fresh)
        assert "export function draw(element, data" in drawing_modules()[f"drawing/{module}.js"]
        assert json.loads(json.dumps(data, allow_nan=False)) == data
    with pytest.raises(KeyError):
        live_figure("war", fresh)


def test_a_kept_run_is_drawn_as_the_fresh_one(fresh, tmp_path):
    kept = open_run(fresh.save(tmp_path, charts=False))
    for chart in IN_PLACE_OF:
        assert live_figure(chart, kept) == live_figure(chart, fresh)


def test_the_map_is_not_made_of_other_runs_than_those_told(fresh, tmp_path):
    kept = open_run(fresh.save(tmp_path, charts=False))
    kept.runs.loc[7, "incidents"] += 1
    with pytest.raises(InputError, match="this version makes others of them"):
        live_figure("map", kept)
