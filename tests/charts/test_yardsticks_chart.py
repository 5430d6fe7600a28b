"""The chart of yardsticks: a mark a figure, quarrels in bold, the widest in the title."""

import pytest
from matplotlib.text import Text

from escalation.analysis.odds.outcomes import OUTCOMES
from escalation.charts.told.yardsticks import widest_gap
from escalation.charts.yardsticks_chart import yardsticks_chart
from escalation.scenario.start import Start
from tests.charts import synthetic


@pytest.fixture
def result():
    return synthetic.result(n_draws=60)


def texts(figure):
    return [text for text in figure.findobj(Text) if text.get_text().strip()]


def test_a_mark_for_every_figure(result):
    beside = result.yardsticks()
    figure = yardsticks_chart(result)
    said = sum(len(column) for column in beside.shown().values())
    (axes,) = figure.axes
    assert len(axes.lines) == 2 * said  # an interval and a mark each
    # The model's intervals are those over draws, and the chart says so.
    spans = {tuple(line.get_xdata()) for line in axes.lines if len(line.get_xdata()) == 2}
    assert {(low, high) for _, low, high in beside.between_draws.values()} <= spans
    assert any("95% of draws" in text.get_text() for text in texts(figure))
    dots = {
        round(float(line.get_xdata()[0]), 9) for line in axes.lines if len(line.get_xdata()) == 1
    }
    assert dots == {
        round(chance.p, 9) for column in beside.shown().values() for chance in column.values()
    }


def test_disputed_outcomes_are_bold_and_no_others():
    result = synthetic.result(war=0.9)
    disputed = {outcome for outcome, _, _ in result.yardsticks().apart()}
    assert 0 < len(disputed) < len(OUTCOMES)
    names = {
        "de_escalated_14d": "De-escalated by day 14", "de_escalated_30d": "De-escalated by day 30",
        "de_escalated_90d": "De-escalated by day 90", "durable": "Durable quiet",
        "relapsed": "Relapsed",
        "never_quiet": "Never quiet, no war",
        "war": "War between the states",
    }  # fmt: skip
    bold = {t.get_text(): t.get_fontweight() == "bold" for t in texts(yardsticks_chart(result))}
    assert {outcome for outcome, name in names.items() if bold[name]} == disputed


def test_the_score_is_the_widest_disagreement_with_the_model():
    result = synthetic.result(war=0.9)
    beside = result.yardsticks()
    gaps = [
        abs(beside.columns[one][outcome].p - beside.columns[other][outcome].p)
        for outcome, one, other in beside.apart()
        if one == "model"
    ]
    assert widest_gap(result) == max(gaps)


def test_no_contradiction_is_a_finding_too():
    result = synthetic.result(n_draws=20, horizon=1, war=0.0)
    words = [text.get_text() for text in texts(yardsticks_chart(result))]
    assert "No yardstick contradicts the model on the one outcome" in words


def test_another_start_is_held_against_another_class(result):
    result.start = Start(0.0, 2)
    words = " ".join(text.get_text() for text in texts(yardsticks_chart(result)))
    assert (
        "fewer than 10 dead on the first day, 2438 episodes of 337 pairs of states"
        in words.replace("\n", " ")
    )
