"""Small tables of runs, written by hand so that every answer can be checked by eye."""

import pandas as pd
import pytest

from escalation.analysis.odds.deaths import SIDES

NEVER = -1


@pytest.fixture
def few_runs():
    """Five runs that came through, one of each kind and one more durable, and one that broke."""
    table = pd.DataFrame(
        [
            # draw, status, end_state, quiet, war, after war, minor, serious, cause
            (0, 0, 0, NEVER, 40, 70, NEVER, NEVER, 0),
            (0, 0, 1, NEVER, NEVER, NEVER, NEVER, NEVER, 0),
            (1, 0, 2, 10, NEVER, NEVER, 40, 50, 2),
            (1, 0, 3, 14, NEVER, NEVER, NEVER, NEVER, 0),
            (2, 0, 3, 31, NEVER, NEVER, 61, NEVER, 1),
            (2, 7, 0, NEVER, NEVER, NEVER, NEVER, NEVER, 0),
        ],
        columns=[
            "draw",
            "status",
            "end_state",
            "deescalated_day",
            "war_day",
            "quiet_after_war_day",
            "minor_relapse_day",
            "serious_relapse_day",
            "relapse_cause",
        ],
    )
    for place, column in enumerate(SIDES):
        table[column] = [0, 10 * place, 20, 30, 40, 9999]
    return table
