"""What is said of a figure is made once, of its data alone, and stands so wherever it is shown."""

import importlib
import inspect
import os
import pickle
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from test_every_chart import KINDS
from test_war_chart import a_table as a_table_of_doses

from escalation import charts, simulate
from escalation.analysis.odds.densities import densities, spreads
from escalation.analysis.record.war_hazard import MODEL, RECORD
from escalation.browser.figures import IN_PLACE_OF, live_figure
from escalation.charts import told as room
from escalation.charts.all_charts import CHARTS
from escalation.charts.densities_chart import densities_chart
from escalation.charts.sweep_charts import SWEEP_CHARTS
from escalation.charts.told import Told
from escalation.charts.told.of_runs import TOLD
from escalation.charts.told.sweeps import SWEEP_TOLD
from escalation.charts.war_chart import dose_response_chart, hazard_chart
from escalation.numbers import round_number
from escalation.report.contents.parts.pictures import pictures
from escalation.scenario.posterior import load_posterior


def modules_of(package):
    return [
        importlib.import_module(one.name)
        for one in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    ]


#: Every function that says something of a figure, by the module and name that it has.
TELLERS = {
    (module.__name__, name): function
    for module in modules_of(room)
    for name, function in inspect.getmembers(module, inspect.isfunction)
    if function.__module__ == module.__name__ and (name == "told" or name.endswith("_told"))
    if inspect.signature(function).return_annotation == "Told"
}


def hazards_made_up():
    rows = [
        {"who": who, "from_day": day, "share": 0.03 / (1 + day), "low": 0.0, "high": 0.1,
         "between_draws_low": 0.0, "between_draws_high": 0.2}
        for who in (MODEL, RECORD) for day in (0, 30, 60)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def fitted():
    odds = load_posterior().meta["odds"]
    return densities(odds), spreads(odds)


DRAWN = {
    **KINDS,
    "densities": lambda: densities_chart(*fitted()),
    "hazard": lambda: hazard_chart(hazards_made_up()),
    "doses": lambda: dose_response_chart(a_table_of_doses((0.01, 0.01, 0.1), (0.12, 0.12, 0.2))),
}


@pytest.fixture(scope="module")
def told():
    """Draw every chart, and return by its name who said what, of which data, and the figure."""
    heard = []

    def listening(function):
        def hear(*args):
            heard.append((function.__module__, function.__name__, args, said := function(*args)))
            return said

        return hear

    found = {}
    with pytest.MonkeyPatch.context() as patch:
        for module in modules_of(charts):
            if not module.__name__.startswith(room.__name__):
                for name, function in inspect.getmembers(module, inspect.isfunction):
                    if (function.__module__, function.__name__) in TELLERS:
                        patch.setattr(module, name, listening(function))
        for name, draw in DRAWN.items():
            heard.clear()
            figure = draw()
            (one,) = heard
            found[name] = (*one, figure)
    return found


def test_whoever_says_something_is_heard(told):
    assert {(module, name) for module, name, *_ in told.values()} == set(TELLERS)
    assert list(TOLD) == list(CHARTS)
    assert list(SWEEP_TOLD) == list(SWEEP_CHARTS)


@pytest.mark.parametrize("name", DRAWN)
def test_head_and_foot_say_it(told, name):
    *_, said, figure = told[name]
    assert figure.told is said
    words = {" ".join(text.get_text().split()) for text in figure.texts}
    assert {said.finding, said.caption, said.source} <= words


@pytest.mark.parametrize("name", DRAWN)
def test_it_is_whole(told, name):
    *_, said, _ = told[name]
    for text in (said.finding, said.caption, said.alt, said.source):
        assert text.strip()
        assert not re.search(r"<[a-z/]|\*\*|`|\n|\bnan\b|_", text), text
    assert not said.finding.endswith(".")
    assert f". {said.finding}." in said.alt
    assert said.source.startswith("Source: escalation") or "a test" in said.source
    heads = [column.heading for column in said.table.columns]
    assert len(set(heads)) == len(heads)
    for row in said.table.rows:
        assert len(row) == len(said.table.columns)
        assert all(isinstance(cell, str) for cell in row)
        assert not any(re.search(r"\bnan\b|_", cell) for cell in row), row


def test_none_needs_a_drawing(told, tmp_path):
    said = {name: one[:4] for name, one in told.items()}
    (tmp_path / "said").write_bytes(pickle.dumps(said))
    script = (
        "import importlib, pickle, sys\n"
        "for module, name, args, before in pickle.load(open(sys.argv[1], 'rb')).values():\n"
        "    again = getattr(importlib.import_module(module), name)(*args)\n"
        "    assert again == before, (module, name)\n"
        "drawing = [name for name in sys.modules if name.split('.')[0] == 'matplotlib']\n"
        "assert not drawing, drawing[:3]\n"
    )
    here = os.pathsep.join((str(Path(__file__).parent), str(Path.cwd())))
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "said")],
        env={**os.environ, "PYTHONPATH": here}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


#: Numbers of a finding that are no figures of it: counts, days, names, and parts of "1 run of 20".
NOT_FIGURES = re.compile(
    r"95% of draws|9 draws of 10|of [\d,]+ runs"
    r"|\bday \d+|rung 0 or 1|P\d+|\d+ days|first 30|1 run of 20|run [\d,]+;|border's \d+"
    r"|\d+ of \d+ (patterns|recorded features)|of \d+ inputs \d+ shows?|\d+\+? fatal episodes"
    r"|rather than \d+ war|^\d+ episodes|\d+ can't be told|\bC\d+\b"
)
OF_RUNS = re.compile(r"(?:about (\d+) runs?|all but (1) run) (?:of|in) ([\d,]+)")


def figures_of(cell):
    """Return what figures a cell has, as they stand and as a finding rounds them."""
    listed = re.findall(r"[<>]?\d[\d,]*(?:\.\d+)?%?", cell)
    whole = [float(one.replace(",", "")) for one in listed if not one.endswith("%")
             and one[0] not in "<>"]  # fmt: skip
    return {*listed, *(round_number(one) for one in whole)}


@pytest.mark.parametrize("name", DRAWN)
def test_the_table_has_the_figures_that_the_finding_says(told, name):
    *_, said, _ = told[name]
    cells = [figure for row in said.table.rows for cell in row for figure in figures_of(cell)]
    shares = [float(one[:-1].lstrip("<>")) for one in cells if one.endswith("%")]
    rest = NOT_FIGURES.sub("", said.finding)
    for part, but, whole in OF_RUNS.findall(rest):
        share = int(part or but) / int(whole.replace(",", ""))
        share = 100 * (1 - share if but else share)
        assert min(abs(one - share) for one in shares) <= 6, (said.finding, share)
    for figure in re.findall(r"[<>]?\d[\d,]*(?:\.\d+)?%?", OF_RUNS.sub("", rest)):
        ends = f"{figure})" in rest  # of an interval, whose unit may stand above its column
        told = {figure, figure.removesuffix("%") if ends else figure}
        assert told & {*cells}, (said.finding, figure, sorted(set(cells)))


#: What stands without an interval: what was counted, and shares that the record has no draws of.
COUNTED = re.compile(r"\d+% of [\d,]+ runs(, the Pakistani side in \d+%)?|of runs: .*|[<>]\d+%")
OF_THE_RECORD = {"hazard", "doses"}


@pytest.mark.parametrize("name", [one for one in DRAWN if one not in OF_THE_RECORD])
def test_each_share_and_difference_of_a_finding_has_its_interval(told, name):
    *_, said, _ = told[name]
    rest = COUNTED.sub("", re.sub(r"\([^)]*\)", "()", said.finding))
    assert not re.findall(r"(?:\d%|\d points)(?! \(\)| ±)", rest), said.finding


@pytest.fixture(scope="module")
def result():
    return simulate("baseline", runs=200)


@pytest.mark.parametrize("name", IN_PLACE_OF)
def test_the_page_says_it_too(result, name):
    said, (_, data) = TOLD[name](result), live_figure(name, result)
    assert data["title"] == said.finding
    if name == "map":  # the page's goes by day, and says so
        assert data["subtitle"].startswith("Of the first 200 runs, watched day by day")
        return
    assert data["subtitle"].startswith(said.shown)
    assert data["table"] == {
        "caption": said.table.caption,
        "columns": [column.heading for column in said.table.columns],
        "rows": [list(row) for row in said.table.rows],
    }


def test_a_report_says_it_too(result):
    for picture in pictures(result, *CHARTS):
        assert picture.told == TOLD[picture.name](result)
        assert isinstance(picture.told, Told)
        assert picture.bare().told == picture.told
