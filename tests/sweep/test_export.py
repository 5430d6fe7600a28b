"""What a sweep's summary says beside its points."""

import pytest

from escalation.sweep.export import summarise
from escalation.sweep.load import load_sweep
from tests.sweep.fakes import GRID, write


@pytest.fixture
def summary(tmp_path):
    """Return the summary of a sweep none of whose points is there, by its horizon."""
    import pandas as pd

    from escalation.sweep.columns import failed_row

    def of(horizon_days):
        text = GRID.replace("horizon_days: 120", f"horizon_days: {horizon_days}")
        plan = load_sweep(write(tmp_path, text))
        table = pd.DataFrame([failed_row(plan, point, "no") for point in range(plan.points)])
        return summarise(plan, table)

    return of


def test_the_record_stands_beside_a_sweep_with_its_own_settings(summary):
    assert "de-escalated by day 30: reference class" in summary(120)["beside"][0]
    short = summary(12)["beside"]
    assert "de-escalated" not in short[0]
    assert "war between the states" in short[0]


def test_a_sweep_without_points_has_no_findings(summary):
    found = summary(120)
    assert found["findings"] == []
    assert found["points_failed"] == found["points"]
