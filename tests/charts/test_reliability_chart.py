"""The reliability diagram says what the scores say, and keeps inside its page."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

from escalation.analysis.forecasts.score_tables import reliability_table, score_table
from escalation.charts.reliability_chart import reliability_chart
from escalation.studies.score import Scored

SEEN = np.array([1.0, 1.0, 1.0, 0.0] * 7)
OUTCOMES = ("de_escalated_14d", "de_escalated_30d", "escalated_further")


def drawn(happened, sharp=0.0):
    """Draw the diagram of a model that knows ``sharp`` of the answer."""
    answer = np.where(np.isnan(happened), 0.5, happened)
    chances = {
        "model": np.clip(0.7 * (1 - sharp) + sharp * answer, 0.05, 0.95),
        "base_rate": np.full(len(happened), 0.75),
        "chain": np.full(len(happened), 0.8),
    }
    forecasts = pd.concat(
        [
            pd.DataFrame(
                {
                    "episode_id": [str(i) for i in range(len(happened))],
                    "outcome": outcome,
                    "happened": happened if outcome != "escalated_further" else 1 - happened,
                    "forecaster": name,
                    "p": p if outcome != "escalated_further" else 1 - p,
                }
            )
            for outcome in OUTCOMES
            for name, p in chances.items()
            if (outcome, name) != ("escalated_further", "chain")
        ],
        ignore_index=True,
    )
    found = Scored(
        forecasts, score_table(forecasts), reliability_table(forecasts), "made-up episodes", 40, 1
    )
    figure = reliability_chart(found)
    figure.canvas.draw()
    return figure


def texts(figure):
    return [t for t in figure.findobj(Text) if t.get_visible() and t.get_text().strip()]


def words(figure):
    return " ".join(text.get_text().replace("\n", " ") for text in texts(figure))


@pytest.mark.parametrize(
    ("happened", "sharp", "title"),
    [
        (SEEN, 0.0, "28 episodes can't tell the model's forecasts from the base rate"),
        (SEEN, 0.9, "The model beats the base rate on quiet and on further escalation"),
        (SEEN, -0.7, "The model does worse than the base rate on quiet"),
        (SEEN[:2], 0.0, "Too few known outcomes to judge the forecasts: 2 at most"),
        (SEEN[:1], 0.0, "Too few known outcomes to judge the forecasts: 1 at most"),
        (SEEN * np.nan, 0.0, "No episode's outcome is known"),
    ],
)
def test_title_tells_the_finding_and_everything_is_on_the_page(happened, sharp, title):
    figure = drawn(happened, sharp)
    assert title in words(figure)
    assert "not a forecast of fact" in words(figure)
    assert "nan" not in words(figure)
    page = figure.bbox
    for text in texts(figure):
        box = text.get_window_extent()
        assert page.x0 <= box.x0, text.get_text()
        assert box.x1 <= page.x1, text.get_text()
        assert page.y0 <= box.y0, text.get_text()
        assert box.y1 <= page.y1, text.get_text()


def test_marks_stand_where_the_table_has_them():
    panel = drawn(SEEN, 0.5).axes[0]
    at = {
        (round(float(line.get_xdata()[0]), 3), round(float(line.get_ydata()[0]), 3))
        for line in panel.lines
        if line.get_marker() == "o"
    }
    assert at == {(0.35, 0.0), (0.85, 1.0)}
