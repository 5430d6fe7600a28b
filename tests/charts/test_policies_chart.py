"""The chart of levers states what does most, and whether the ranking holds."""

from types import SimpleNamespace

import pandas as pd

from escalation.charts.policies_chart import policies_chart


def row(lever, gap, tier, half=0.01):
    low, high = gap - half, gap + half
    return {
        "durable": 0.2, "durable_between_draws_low": 0.05, "durable_between_draws_high": 0.5,
        "durable_low": 0.18, "durable_high": 0.22, "lever": lever,
        "label": f"lever {lever}".replace("_", " "), "family": "x",
        "title": f"somebody pulls {lever}", "share": 0.2 + gap,
        "difference": gap, "between_draws_low": gap - 0.2,
        "between_draws_high": gap + 0.2, "low": low, "high": high, "told": low > 0 or high < 0,
        "regret_low": 0.0, "regret_high": 0.1, "regret_from": 0.0, "regret_to": 0.12,
        "best_in": 0.4, "worst_in": 0.1, "tier": tier,
    }  # fmt: skip


def words(rows, within=0):
    found = SimpleNamespace(
        table=pd.DataFrame(rows), what="durable quiet", outcome="durable", run_id="abc",
        source="Source: a test.",
        ranking=SimpleNamespace(within_noise=["x"] * within),
    )  # fmt: skip
    figure = policies_chart(found)
    figure.canvas.draw()
    return " ".join(t.get_text().replace("\n", " ") for t in (*figure.texts, *figure.axes[0].texts))


def test_the_title_names_the_lever_that_does_most():
    said = words([row("hotline", 0.06, 0), row("as_it_is", 0.0, 1)])
    assert (
        "Durable quiet gains 6.0 points (in 95% of draws −14 to +26) where somebody pulls" in said
    )
    assert "As it is: 20% (5–50%) ±2.0 of runs" in said
    assert said.index("\u221214 to +26") < said.index("+5.0 to +7.0")  # over draws first
    assert "Pale: where 95% of draws of what is unknown lie" in said
    assert "0.0 to 12.0" in said


def test_noise_is_called_noise():
    rows = [row("a", 0.06, 0), row("b", 0.055, 0), row("as_it_is", 0.0, 1)]
    assert "one others is" not in words(rows, 1)
    assert "within noise of the best" in words(rows, 2)


def test_no_lever_beyond_noise_is_said():
    rows = [row("a", 0.001, 0), row("as_it_is", 0.0, 0)]
    assert "No lever raises the odds of durable quiet beyond noise" in words(rows)
