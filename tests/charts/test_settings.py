"""Charts look alike and say what was written, whatever settings a machine or a notebook has."""

import importlib
import os
import pkgutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
import synthetic

import escalation.charts
from escalation.analysis.sweeps.points import Varied
from escalation.charts import settings, style
from escalation.charts.all_charts import CHARTS
from escalation.charts.saving import draw_all, save_as
from escalation.charts.sweep_charts import sweep_charts
from tests.charts.test_sweep_charts import sweep

THEIRS = {
    "text.usetex": True,
    "text.parse_math": True,
    "axes.facecolor": "red",
    "font.family": "monospace",
    "savefig.bbox": "tight",
    "svg.fonttype": "path",
}
#: Each would be mathematics, a fault of mathematics, or a command, if it were not text.
HOSTILE = (
    "Aid of $5 million, then $10 million",
    "$5_$",
    r"50% ^2 & $\frac{$ #1 {a} \n",
    "$$",
    "\\",
)


def made_by(package):
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        module = importlib.import_module(found.name)
        for name, made in vars(module).items():
            charted = name.endswith(("_chart", "border_map_figure")) and not name.startswith("_")
            if charted and getattr(made, "__module__", "") == found.name and name != "empty_chart":
                yield name, made


CHARTED = dict(made_by(escalation.charts))


@pytest.mark.parametrize("name", CHARTED)
def test_every_chart_is_made_under_our_settings(name):
    assert hasattr(CHARTED[name], "__wrapped__"), f"{name} lacks @drawn_alike"


def test_the_list_of_charts_is_not_empty():
    assert {"odds_chart", "policies_chart", "heat_chart", "border_map_figure"} <= set(CHARTED)
    assert set(CHARTS.values()) <= set(CHARTED.values())


@pytest.mark.parametrize("name", ["odds", "claims"])
def test_their_settings_change_nothing_and_stay_theirs(name, tmp_path):
    usual = synthetic.result(n_draws=30)
    save_as(CHARTS[name](usual), tmp_path, "ours")
    with mpl.rc_context(THEIRS):
        save_as(CHARTS[name](usual), tmp_path, "theirs")
        assert {key: mpl.rcParams[key] for key in THEIRS} == {
            **THEIRS, "font.family": ["monospace"]
        }  # fmt: skip
    for suffix in ("png", "svg"):
        ours, theirs = (tmp_path / f"{whose}.{suffix}" for whose in ("ours", "theirs"))
        assert ours.read_bytes() == theirs.read_bytes()


def test_a_chart_that_is_shown_by_others_looks_alike():
    drawn = []
    for theirs in ({}, THEIRS):
        with mpl.rc_context(theirs):
            figure = CHARTS["end_states"](synthetic.result(n_draws=30))
            figure.get_tightbbox()
            figure.canvas.draw()
            drawn.append(np.asarray(figure.canvas.buffer_rgba()).copy())
    assert np.array_equal(*drawn)


@pytest.mark.parametrize("text", HOSTILE)
def test_signs_of_mathematics_are_text(text, tmp_path):
    with settings.own_settings():
        figure = style.new_figure(3, 2)
        style.head(figure, text)
        figure.add_axes((0.2, 0.2, 0.5, 0.3)).set_yticks([0.5], [text])
    svg = save_as(figure, tmp_path, "one", ("svg", "png"))[0].read_text()
    written = text.replace("&", "&amp;")
    assert written in svg  # on the axis, whole
    assert "".join(written.split()) in "".join(svg.split())


def test_options_and_titles_of_a_sweep_are_text(tmp_path):
    costs = Varied("aid", ("costs $5, then $10", "$5_$"), False)
    data = sweep([costs, Varied("b^2_$", (0.1, 0.2), True)], lambda a, b: 0.2 + b)
    data = type(data)("Aid of $5_$ or $10", *list(vars(data).values())[1:])
    drawn, missing = draw_all(
        {k: v for k, v in sweep_charts(data).items() if k.endswith("durable")}, tmp_path
    )
    assert missing == {}
    svg = "".join(files[1].read_text() for files in drawn.values())
    for text in ("costs $5, then $10", "$5_$", "b^2_$", "Aid of $5_$ or $10"):
        assert text in svg


BROKEN = {
    "a backend that is not installed": ({"MPLBACKEND": "module://no.such.backend"}, None),
    "no backend at all": ({"MPLBACKEND": "nonsense"}, None),
    "settings that are a folder of nothing": ({"MATPLOTLIBRC": os.sep}, None),
    "settings that are no text": ({}, b"\xff\xfe\x00"),
    "a time for builds that is none": ({"SOURCE_DATE_EPOCH": "x"}, None),
    "TeX": ({}, b"text.usetex: True\n"),
}

IMPORTED = """
from escalation.charts.settings import hide_machine_settings
hide_machine_settings()
import numpy.f2py
from escalation.charts import style, settings
from escalation.charts.saving import save_as
from pathlib import Path
import matplotlib
with settings.own_settings():
    figure = style.new_figure(2, 1)
    style.head(figure, "$5_$")
save_as(figure, Path("."), "chart")
print(matplotlib.get_backend(), Path.cwd().name)
"""


@pytest.mark.parametrize("case", BROKEN)
def test_broken_settings_of_a_machine_are_not_read(case, tmp_path):
    environment, file = BROKEN[case]
    if file is not None:
        (tmp_path / "matplotlibrc").write_bytes(file)
    done = subprocess.run(
        [sys.executable, "-c", IMPORTED], cwd=tmp_path, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(Path.cwd()), **environment},
    )  # fmt: skip
    assert done.stdout.lower().split() == ["agg", tmp_path.name.lower()], done.stderr
    assert done.stderr == ""
    assert (tmp_path / "chart.png").stat().st_size > 0


def test_one_drawing_at_a_time(tmp_path):
    """Settings are the whole process's: two threads would leave theirs behind for good."""
    from concurrent.futures import ThreadPoolExecutor

    before = mpl.rcParams.copy()
    draw = partial(CHARTS["end_states"], synthetic.result(n_draws=10))
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: draw(), range(8)))
    assert mpl.rcParams == before
