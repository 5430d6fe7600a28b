"""Every chart stands every odd result, says where it comes from, and keeps inside its page."""

import errno
import hashlib
import subprocess
import sys
import xml.etree.ElementTree as ET
from functools import cache, partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import synthetic
from matplotlib.figure import Figure
from matplotlib.text import Text

from escalation.analysis.odds.deaths import killed_summary
from escalation.charts import all_charts as charts
from escalation.charts.all_charts import CHARTS, telling, telling_scores
from escalation.charts.saving import draw_all, save_as
from escalation.errors import InputError, OutputError


@pytest.fixture(scope="module", params=synthetic.CASES)
def case(request):
    return request.param, odd_result(request.param)


@cache
def odd_result(label):
    return synthetic.result(**synthetic.CASES[label])


@cache
def drawn(label, name):
    """Draw a chart of an odd result once for all tests that look at it."""
    figure = CHARTS[name](odd_result(label))
    figure.canvas.draw()
    return figure


@pytest.fixture(scope="module")
def usual():
    return synthetic.result()


def texts(figure):
    found = figure.findobj(Text)
    return [text for text in found if text.get_visible() and text.get_text().strip()]


def overlap(a, b):
    """How much two boxes share, as a part of the smaller."""
    width = min(a.x1, b.x1) - max(a.x0, b.x0)
    height = min(a.y1, b.y1) - max(a.y0, b.y0)
    if width <= 0 or height <= 0:
        return 0.0
    return width * height / min(a.width * a.height, b.width * b.height)


@pytest.mark.parametrize("name", CHARTS)
def test_charts_stand_odd_results(case, name):
    label, result = case
    figure = drawn(label, name)
    assert isinstance(figure, Figure)
    words = " ".join(text.get_text() for text in texts(figure)).replace("\n", " ")
    assert result.run_id in words
    assert "scenario baseline" in words.replace("\u00a0", " ")
    assert "nan" not in words.lower().split(), label
    page = figure.bbox
    for text in texts(figure):
        # Ticks beyond the limits are kept by Matplotlib but not drawn.
        box = text.get_window_extent()
        if text.axes is not None and text in (
            *text.axes.get_xticklabels(),
            *text.axes.get_yticklabels(),
        ):
            continue
        assert box.x0 >= -1, text.get_text()
        assert box.x1 <= page.x1 + 1, text.get_text()
        assert box.y0 >= -1, text.get_text()
        assert box.y1 <= page.y1 + 1, text.get_text()


@pytest.mark.parametrize("name", [name for name in CHARTS if name != "map"])
def test_no_two_texts_lie_over_each_other(case, name):
    label, _ = case
    figure = drawn(label, name)
    boxes = [
        (text.get_text(), text.get_window_extent())
        for text in texts(figure)
        if text.get_rotation() == 0
    ]
    for i, (one, box) in enumerate(boxes):
        for other, other_box in boxes[i + 1 :]:
            assert overlap(box, other_box) < 0.25, (label, one, other)


@pytest.mark.parametrize(
    ("name", "finding"),
    [
        ("odds", "Quiet begins by day 14 in"),
        ("yardsticks", "No yardstick contradicts the model on any of seven outcomes"),
        ("rungs", "On day 14 the Afghan side stands at rung 0 or 1"),
        ("end_states", "Durable quiet in"),
        ("deaths", "The two forces lose"),
        ("map", "segments hold half of the incidents"),
        ("claims", "claimed, taken to mean about"),
    ],
)
def test_titles_state_the_finding(usual, name, finding):
    title = CHARTS[name](usual).texts
    words = " ".join(t.get_text().replace("\n", " ").replace("\u00a0", " ") for t in title)
    assert finding in words


@pytest.mark.parametrize("name", CHARTS)
def test_nothing_to_show_is_said(name):
    result = synthetic.result(**synthetic.CASES["all_failed"])
    # What the ensemble leaves when every run broke: no counts at all.
    result.days, result.segments = pd.DataFrame(), pd.DataFrame()
    words = " ".join(text.get_text() for text in texts(CHARTS[name](result)))
    if name != "claims":
        assert "No run came through" in words


def test_large_tolls_stay_on_the_page():
    result = synthetic.result(n_draws=30)
    for table in (result.runs, result.days):
        columns = [column for column in table if column.startswith("killed")]
        table[columns] = table[columns].astype(float) * 60
    figure = CHARTS["deaths"](result)
    figure.canvas.draw()
    assert max(text.get_window_extent().x1 for text in texts(figure)) <= figure.bbox.x1


def test_the_deaths_chart_says_what_the_table_says():
    result = synthetic.result()
    columns = [f"killed_{side}_q{q:02d}" for side in ("afg", "pak") for q in (5, 25, 50, 75, 95)]
    result.days[columns] = np.floor(result.days[columns] * 0.9)  # as bins have it
    summary = killed_summary(result.runs)
    said = [text.get_text() for text in texts(CHARTS["deaths"](result))]
    for column in ("killed_afg_state", "killed_pak_state"):
        assert f"median {summary.loc[column, 'q50']:,.0f}" in said
        assert f"1 run of 20 above {summary.loc[column, 'q95']:,.0f}" in said


def test_claims_without_draws_or_figures(usual):
    bare = synthetic.result(n_draws=10)
    bare.draws = bare.draws[["draw"]]
    bare.claims = [{**claim, "value": None, "credence": None} for claim in bare.claims]
    CHARTS["claims"](bare).canvas.draw()
    bare.claims = []
    words = [text.get_text() for text in texts(CHARTS["claims"](bare))]
    assert "no claim in words" in words


@pytest.mark.slow
def test_saved_charts_are_whole_and_the_same_each_time(usual, tmp_path):
    waiting = {name: partial(draw, usual) for name, draw in CHARTS.items()}
    first, second = (
        [path for files in draw_all(waiting, tmp_path / name)[0].values() for path in files]
        for name in ("one", "two")
    )
    assert [path.name for path in first] == [f"{c}.{s}" for c in CHARTS for s in ("png", "svg")]
    for a, b in zip(first, second, strict=True):
        assert digest(a) == digest(b), a.name
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == sorted(
        path.name for path in first
    )
    for path in first:
        if path.suffix == ".png":
            assert path.read_bytes().startswith(b"\x89PNG")
        else:
            tree = ET.parse(path)
            svg = "{http://www.w3.org/2000/svg}"
            assert tree.getroot().tag == f"{svg}svg"
            words = " ".join("".join(t.itertext()) for t in tree.iter(f"{svg}text"))
            assert usual.run_id in words


def digest(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def test_a_disk_that_fills_leaves_no_half_chart(usual, tmp_path, monkeypatch):
    def full(self, *args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Figure, "savefig", full)
    with pytest.raises(OutputError, match="disk is full"):
        save_as(CHARTS["odds"](usual), tmp_path, "odds")
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_way_is_said(usual, tmp_path):
    (tmp_path / "charts").write_text("here")
    with pytest.raises(InputError, match=r"a file, not a folder|in the way"):
        draw_all({}, tmp_path / "charts")


def test_a_chart_that_fails_costs_no_other_and_leaves_nothing(usual, tmp_path):
    told = []

    def fails():
        raise ValueError("no\nsuch column")

    waiting = {"map": fails, "odds": partial(CHARTS["odds"], usual)}
    drawn, missing = draw_all(waiting, tmp_path, tell=lambda *how_far: told.append(how_far))
    assert missing == {"map": "ValueError: no such column"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["odds.png", "odds.svg"]
    assert [path.name for path in drawn["odds"]] == ["odds.png", "odds.svg"]
    assert told == [(1, 2), (2, 2)]


def test_the_most_telling_follow_their_rule(case):
    _, result = case
    names = telling(result)
    assert len(set(names)) == 3
    assert names[0] == "odds"
    scores = telling_scores(result)
    assert list(scores) == [name for name in CHARTS if name != "odds"]
    assert all(0 <= score <= 1 for score in scores.values())
    left_out = [name for name in scores if name not in names]
    assert min(scores[name] for name in names[1:]) >= max(scores[name] for name in left_out)


def test_scores_mean_what_they_say(usual, monkeypatch):
    even = synthetic.result(n_draws=40)
    even.runs["status"] = 0
    even.runs["end_state"] = np.arange(len(even.runs)) % 4
    assert telling_scores(even)["end_states"] == pytest.approx(1)
    even.segments["incidents_per_run"] = 1.0
    assert telling_scores(even)["map"] == pytest.approx(0, abs=1e-9)
    even.segments["incidents_per_run"] = [7.0] + [0.0] * 89
    assert telling_scores(even)["map"] == pytest.approx(1 - 1 / 90)
    assert charts.telling(even, 1) == ["odds"]


def test_no_global_figure_and_no_screen():
    script = (
        "import sys, escalation.charts.all_charts\n"
        "assert 'matplotlib.pyplot' not in sys.modules, 'pyplot'\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
