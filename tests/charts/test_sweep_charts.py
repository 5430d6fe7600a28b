"""Charts of a sweep: what they say, and that odd tables break none."""

import numpy as np
import pandas as pd
import pytest

from escalation.analysis.odds.outcomes import OUTCOMES
from escalation.analysis.sweeps.points import BLOCKS, SweepTable, Varied
from escalation.charts.saving import draw_all
from escalation.charts.sweep_charts import SWEEP_CHARTS, sweep_charts


def sweep(axes, effect, failed=()):
    """Return points crossed over all levels; ``effect`` gives the odds from the values."""
    grid = [()]
    for axis in axes:
        grid = [(*row, level) for row in grid for level in axis.levels]
    table = pd.DataFrame(grid, columns=[axis.name for axis in axes])
    table["point"] = range(len(table))
    table["status"] = ["failed" if i in failed else "done" for i in range(len(table))]
    p = np.array([effect(*row) for row in grid])
    for name in OUTCOMES:
        table[name], table[f"{name}_low"], table[f"{name}_high"] = p, p - 0.02, p + 0.02
        table[f"{name}_between_draws_low"] = np.maximum(p - 0.2, 0.0)
        table[f"{name}_between_draws_high"] = np.minimum(p + 0.2, 1.0)
    # A little of each point's own, so that swings have an interval, and a narrow one.
    table[BLOCKS] = [
        [p[i] + 0.001 * ((i * 7 + j) % 5 - 2) for j in range(10 * len(OUTCOMES))]
        for i in range(len(table))
    ]
    return SweepTable("A title", "demo", "abcd1234", 100, (120,), tuple(axes), table)


NUMBERS = Varied("parameters.cost", (0.1, 0.2, 0.3), True)
WORDS = Varied("a decision", ("waits", "denies"), True)


def texts(figure):
    found = [text.get_text() for text in figure.texts]
    for axes in figure.axes:
        found += [text.get_text() for text in axes.texts]
        found += [label.get_text() for label in axes.get_xticklabels() + axes.get_yticklabels()]
        found += [axes.get_xlabel(), axes.get_ylabel()]
    return " ".join(found).replace("\n", " ")


@pytest.mark.parametrize("kind", SWEEP_CHARTS)
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_chart_of_every_outcome_says_what_it_is(kind, outcome):
    data = sweep([NUMBERS, WORDS], lambda cost, word: cost + 0.1 * (word == "denies"))
    said = texts(SWEEP_CHARTS[kind](data, outcome))
    for words in ("A title", "sweep demo, id abcd1234", "not a forecast of fact", "cost"):
        assert words in said
    assert "parameters." not in said


def test_cells_of_a_heat_map_say_what_is_unknown():
    data = sweep([NUMBERS, WORDS], lambda cost, word: cost + 0.1 * (word == "denies"))
    cells = {t.get_text() for t in SWEEP_CHARTS["heat"](data, "war").axes[0].texts}
    assert cells == {"10%\n(0–30)", "20%\n(0–40)", "30%\n(10–50)", "40%\n(20–60)"}
    ends = [f"{name}_between_draws_{end}" for name in OUTCOMES for end in ("low", "high")]
    data = sweep([NUMBERS, WORDS], lambda cost, word: cost + 0.1 * (word == "denies"))
    data.table[ends] = np.nan  # as with one replicate a draw
    figure = SWEEP_CHARTS["heat"](data, "war")
    assert {"10%", "20%", "30%", "40%"} == {t.get_text() for t in figure.axes[0].texts}
    assert "can't be told from these runs" in texts(figure)


def test_titles_state_the_finding():
    data = sweep([NUMBERS, WORDS], lambda cost, word: cost + 0.1 * (word == "denies"))
    title = SWEEP_CHARTS["tornado"](data, "war").texts
    assert any(
        "cost moves it most beyond luck, from 15% (0–35%) to 35% (15–55%)"
        in t.get_text().replace("\n", " ")
        for t in title
    )
    flat = sweep([NUMBERS, WORDS], lambda cost, word: 0.4)
    assert "nothing that was varied moves it beyond luck" in texts(
        SWEEP_CHARTS["tornado"](flat, "war")
    )
    assert "40% (20–60%) whatever is varied" in texts(SWEEP_CHARTS["heat"](flat, "war"))
    assert "10%" in texts(SWEEP_CHARTS["heat"](data, "war"))


@pytest.mark.parametrize("kind", SWEEP_CHARTS)
@pytest.mark.parametrize(
    "data",
    [
        sweep([NUMBERS, WORDS], lambda *_: 0.3, failed=range(6)),
        sweep([NUMBERS, WORDS], lambda *_: 0.3, failed=range(5)),
        sweep([NUMBERS, WORDS], lambda *_: 0.0),
        sweep([NUMBERS, WORDS], lambda *_: 1.0),
        sweep([Varied("x", tuple(np.linspace(0, 1, 40)), True), WORDS], lambda x, _: x),
        sweep([Varied("x", tuple(np.linspace(0, 1, 40)), False), NUMBERS], lambda x, _: x),
        sweep([Varied("x", (True, False), True), NUMBERS], lambda x, _: 0.5),
        sweep([Varied("x" * 60, ("y" * 50, "z" * 50), True), NUMBERS], lambda *_: 0.5),
        sweep([Varied(f"x{i}", (0, 1), True) for i in range(7)], lambda *x: sum(x) / 8),
    ],
    ids=["all failed", "all but one", "never", "always", "many", "scattered", "flags", "long", "7"],
)  # fmt: skip
def test_odd_tables_break_no_chart(kind, data):
    SWEEP_CHARTS[kind](data, "war").canvas.draw()


@pytest.mark.slow
def test_charts_are_saved_for_every_outcome_and_a_failing_one_costs_no_other(tmp_path, monkeypatch):
    data = sweep([NUMBERS, WORDS], lambda cost, word: cost)
    data.table["war"] = np.nan
    drawn, missing = draw_all(sweep_charts(data), tmp_path / "charts")
    assert len(drawn) == 3 * (len(OUTCOMES) - 1)
    assert missing == {}
    assert len(list((tmp_path / "charts").iterdir())) == 2 * len(drawn)
    one = sweep([NUMBERS], lambda cost: cost)
    drawn, missing = draw_all(sweep_charts(one), tmp_path / "one")
    assert not any(name.startswith("heat") for name in drawn)
    assert missing == {}
