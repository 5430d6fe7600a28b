"""The chart of differences says what was found, and no more."""

from types import SimpleNamespace

import pandas as pd
import pytest

from escalation.analysis.odds.intervals import ENDS
from escalation.charts.differences_chart import differences_chart
from escalation.charts.told.differences import finding_of
from escalation.numbers import signed


def row(arm, outcome, base, other, half=0.02):
    gap = other - base
    low, high = gap - half, gap + half
    sides = {
        f"{side}{end}": share + shift
        for side, share in (("base", base), ("other", other))
        for end, shift in zip(ENDS, (-0.1, 0.1, -0.03, 0.03), strict=True)
    }
    return sides | {
        "arm": arm, "outcome": outcome, "base": base, "other": other, "difference": gap,
        "between_draws_low": gap - 0.1, "between_draws_high": gap + 0.1, "low": low, "high": high,
        "told": low > 0 or high < 0, "note": "",
    }  # fmt: skip


def drawn(rows):
    table = pd.DataFrame(rows)
    figure = differences_chart(
        SimpleNamespace(
            differences=table,
            base=SimpleNamespace(name="baseline"),
            run_id="abc",
            source="Source: a test.",
        )
    )
    figure.canvas.draw()
    return figure, [t.get_text() for a in figure.axes for t in a.texts]


def words_of(figure):
    return " ".join(" ".join(text.get_text().split()) for text in figure.texts)


def test_a_difference_is_told_with_its_interval():
    rows = [row("strikes", "de_escalated_30d", 0.75, 0.60), row("strikes", "war", 0.11, 0.25)]
    figure, texts = drawn(rows)
    assert "−15.0" in texts
    assert "(−25 to −5)" in texts  # over draws; the Monte Carlo interval is a line
    reach = {tuple(line.get_xdata()) for line in figure.axes[0].lines}
    assert any(ends == pytest.approx((-0.25, -0.05)) for ends in reach if len(ends) == 2)
    assert any(ends == pytest.approx((-0.17, -0.13)) for ends in reach if len(ends) == 2)
    assert "75% (65–85%) → 60% (50–70%)" in texts
    assert "Monte Carlo, 95%, ±3.0 points at most" in words_of(figure)
    assert finding_of(pd.DataFrame(rows), "baseline") == (
        "De-escalated by day 30 in 60% (50–70%) of runs under strikes, 75% (65–85%) under "
        "baseline: −15.0 points (in 95% of draws −25 to −5); war in 25% (15–35%) instead of 11% "
        "(<1–21%)"
    )
    assert figure.texts


def test_where_draws_cannot_be_told_from_luck_the_other_interval_stands():
    untold = dict.fromkeys(("between_draws_low", "between_draws_high"), float("nan"))
    figure, texts = drawn([row("strikes", "war", 0.11, 0.25) | untold])
    assert "(+12.0 to +16.0)" in texts
    assert "+14.0 points (Monte Carlo +12.0 to +16.0)" in words_of(figure)


def test_what_is_not_told_has_its_shares_all_the_same():
    rows = [row("talk", "war", 0.11, 0.115)]
    _, texts = drawn(rows)
    assert "11% (<1–21%) → 12% (2–22%)" in texts
    assert finding_of(pd.DataFrame(rows), "baseline") == "The runs can't tell talk from baseline"


def test_several_scenarios_are_named_beside_their_rows():
    rows = [row(a, o, 0.5, 0.5 + s) for o in ("war", "durable") for a, s in (("x", 0.1), ("y", 0))]
    _, texts = drawn(rows)
    assert texts.count("x") == texts.count("y") == 2
    assert "one of two scenarios differs" in finding_of(pd.DataFrame(rows), "baseline")


def test_nothing_to_show_is_said():
    figure, _ = drawn([])
    assert any("nothing to compare" in t.get_text() for t in figure.texts)


@pytest.mark.parametrize(("value", "text"), [(3.2, "+3"), (-3.2, "−3"), (-0.2, "0"), (0, "0")])
def test_signs(value, text):
    assert signed(value) == text
