"""One run told, the map by day, pins and downloads: each says what the library says."""

import io
import json

import numpy as np
import pandas as pd
import pytest

from escalation.analysis.trajectories.typical import typical_runs
from escalation.browser.figures import figure
from escalation.browser.figures.border_map import border_shapes, incidents_by_day
from escalation.browser.figures.one_run import branch_told, run_told
from escalation.ensemble.session import Session
from escalation.errors import InputError
from escalation.scenario.load import load_scenario
from escalation.studies.one_run import stop_run
from escalation.vocabulary import END_STATES
from escalation.web.explore.bench import Bench
from escalation.web.explore.comparison import compared
from escalation.web.explore.pictures import made, names
from escalation.web.explore.setting import Setting, applied

BASE = load_scenario("baseline", {"horizon_days": 60})


@pytest.fixture(scope="module")
def result():
    with Session.open(2) as session:
        yield Bench().result(BASE, 120, session)


def test_a_run_is_told_as_it_is_in_the_table(result):
    for run in (0, 17, 119):
        told, row = run_told(BASE, run), result.runs.iloc[run]
        assert told["end"] == END_STATES[row["end_state"]].replace("_", "-")
        assert len(told["incidents"]) == row["incidents"]
        assert sum(dead > 0 for _, _, dead in told["incidents"]) == row["lethal_incidents"]
        assert f"{row['killed_afg_state']} Afghan" in told["lines"][-1]
        assert max(told["paths"][0]["rungs"]) == row["max_rung_afg"]
        assert len(told["paths"][1]["rungs"]) == 60
        assert json.loads(json.dumps(told, allow_nan=False)) == told


def test_the_table_behind_a_path_tells_the_path():
    told = run_told(BASE, 3)
    for place, path in enumerate(told["paths"], start=1):
        again, rung = [], None
        steps = {
            int(row[0].split(",")[0].removeprefix("day ")): row for row in told["table"]["rows"]
        }
        for day in range(60):
            if day in steps:
                rung = int(steps[day][place].split()[0])
            again.append(rung)
        assert again == path["rungs"]


def test_every_event_of_a_run_is_in_its_chronicle():
    events = stop_run(BASE, 60, 3).so_far.events
    told = run_told(BASE, 3)
    assert sum(len(day["events"]) for day in told["days"]) == len(events)
    assert all(event["text"].endswith(".") for day in told["days"] for event in day["events"])


def test_a_branch_is_the_run_until_its_day_and_says_where_it_parts():
    event = {"kind": "act", "day": 5, "actor": "pakistan_military", "rung": 5, "days": 3}
    told = branch_told(BASE, 3, 5, [event])
    assert told["other"]["paths"] == run_told(BASE, 3)["paths"]
    for before, after in zip(told["other"]["paths"], told["paths"], strict=True):
        assert before["rungs"][:5] == after["rungs"][:5]
    assert told["paths"][1]["rungs"][5] == 5
    assert "Parts from what it was on day 5" in told["parts"]
    with pytest.raises(InputError):
        branch_told(BASE, 3, 5, [{**event, "day": 2}])


def test_the_map_counts_the_runs_in_which_something_happened(result):
    *_, last = incidents_by_day(result)
    assert last["runs"] == 120
    counts = np.zeros((60, 90), dtype=int)
    for day, row in enumerate(last["days"]):
        for segment, runs in row:
            counts[day, segment] = runs
    assert counts.max() == last["most"] <= 120
    expected = np.zeros_like(counts)
    for run in range(120):
        seen = {(d, s) for d, s, _ in run_told(BASE, run)["incidents"] if d >= 0 and s >= 0}
        for day, segment in seen:
            expected[day, segment] += 1
    assert np.array_equal(counts, expected)
    assert all(total >= max((runs for _, runs in row), default=0)
               for total, row in zip(last["totals"], last["days"], strict=True))  # fmt: skip


def test_the_border_is_whole_and_light():
    shapes = border_shapes()
    assert len(shapes["segments"]) == 90
    assert all(one["path"].startswith("M") for one in shapes["segments"])
    assert {city["name"] for city in shapes["cities"]} >= {"Kabul", "Islamabad"}
    assert len(json.dumps(shapes)) < 150_000


def test_a_typical_run_is_one_of_its_kind_near_the_middle(result):
    found = typical_runs(result.runs)
    assert [share for *_, share in found] == sorted((s for *_, s in found), reverse=True)
    assert sum(share for *_, share in found) == pytest.approx(1.0)
    for name, run, _ in found:
        mine = result.runs[result.runs["end_state"] == END_STATES.index(name)]
        dead = mine[["killed_afg_state", "killed_pak_state", "incidents"]].rank(pct=True)
        off = (dead - dead.median()).abs().mean(axis=1)
        assert off[mine["run"] == run].iloc[0] <= off.median()


def test_points_are_runs_that_can_be_watched(result):
    points = figure("runs", result)["points"]
    assert len(points) == 120
    told = {one["run"]: one for one in points}
    row = result.runs.iloc[17]
    assert told[17]["dead"] == row["killed_afg_state"] + row["killed_pak_state"]
    assert told[17]["day"] == row["deescalated_day"]


def test_the_table_of_runs_is_of_the_points_that_are_shown(result):
    found = figure("runs", result)
    for label, _, typical, shown, began, dead in found["table"]["rows"]:
        end = next(one["end"] for one in found["ends"] if one["label"] == label)
        mine = [one for one in found["points"] if one["end"] == end]
        quiet = [one["day"] for one in mine if one["day"] >= 0]
        assert int(shown) == len(mine)
        assert int(typical) in result.runs["run"].tolist()
        assert began == (f"{np.median(quiet):,.0f}" if quiet else "-")
        assert dead == f"{np.median([one['dead'] for one in mine]):,.0f}"


def test_claims_are_told_on_the_page_as_in_their_table(result):
    found = figure("claims", result)
    rows = {name: cells for name, *cells in found["table"]["rows"]}
    for fact in found["facts"]:
        claimed, taken = rows[fact["label"]]
        assert [
            one.removeprefix("claimed: ").removeprefix("taken to be ") for one in fact["told"]
        ] == [claimed, taken]
        assert all(value <= found["end"] for value in (*fact["prior"], *fact["drawn"]))
    for one in found["held"]:
        credence, holds = rows[f"{one['ids']} {one['label']}"]
        assert one["told"][0] == holds
        assert one["told"][1].endswith(f"; {credence}")
    looks = {(one["colour"], one["mark"]) for one in found["speakers"]}
    assert looks >= {(one["colour"], one["mark"]) for one in found["held"]}
    assert len(looks) == len(found["speakers"])
    assert found["ticks"][-1] <= found["end"]


def test_ends_of_runs_are_told_apart_by_shape_as_by_colour(result):
    ends = figure("runs", result)["ends"]
    assert [one["end"].replace("-", "_") for one in ends] == list(END_STATES)
    assert len({one["shape"] for one in ends}) == len(END_STATES)


def test_pins_are_paired_with_the_scenario(result):
    with Session.open(2) as session:
        bench = Bench()
        default = bench.result(BASE, 120, session)
        setting = Setting(scenario="baseline", parameters={"provocation": 1.5})
        moved = bench.result(applied(BASE, setting), 120, session)
    found = compared(BASE, default, [(Setting(scenario="baseline"), default), (setting, moved)])
    assert [one["label"] for one in found["columns"]] == ["As the scenario is", "provocation 1.5"]
    assert [one["pin"] for one in found["columns"]] == [0, 1]
    alone = compared(BASE, default, [(setting, moved)])
    assert [one["pin"] for one in alone["columns"]] == [None, 0]
    assert [one["label"] for one in alone["columns"]] == [one["label"] for one in found["columns"]]
    assert alone["rows"] == found["rows"]
    war = found["rows"][-1]["cells"]
    assert war[0]["difference"] is None
    differences = [row["cells"][1]["difference"] for row in found["rows"]]
    differences = [one for one in differences if one is not None]
    for cell in differences:
        ends = [float(end) for end in cell["carlo"].split(" to ")]
        if cell["apart"]:
            assert cell["judged"] == f"({cell['carlo']})"
            assert ends[0] >= 0 or ends[1] <= 0
        else:
            assert cell["judged"] == f"({cell['carlo']}; not told apart)"
            assert ends[0] <= 0 <= ends[1]
    assert {one["apart"] for one in differences} == {True, False}
    assert "told apart from none?" in found["judged"]
    assert war[1]["difference"]["value"] == pytest.approx(war[1]["p"] - war[0]["p"])


@pytest.mark.parametrize("name", ["odds.png", "map.svg", "odds.csv", "days.csv"])
def test_a_download_is_what_its_name_says(result, name):
    assert name in names()
    body = made(name, result)
    if name.endswith("png"):
        assert body.startswith(b"\x89PNG")
    elif name.endswith("svg"):
        assert b"<svg" in body[:600]
    else:
        table = pd.read_csv(io.BytesIO(body))
        assert len(table) == (60 if name == "days.csv" else 8)
