"""A parameter does what its name says: raised alone, under the same draws and the same luck.

Each is set to the twentieth from below and from above of what is drawn, all else left alone. What
its name promises must come about, at three standard errors.
"""

from collections.abc import Callable

import numpy as np
import pytest

from escalation.engine import Engine
from escalation.ensemble.design import Design
from escalation.ensemble.worlds import space_of
from escalation.scenario.load import load_scenario
from escalation.scenario.world import build_world
from tests.engine.conftest import standard_errors

RUNS, SEED = 1_500, 3
CLEAR = 3.0

MEASURES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "quiet by day 30": lambda r: (r["deescalated_day"] >= 0) & (r["deescalated_day"] <= 30),
    "war": lambda r: r["war_day"] >= 0,
    "an agreement": lambda r: r["agreements"] > 0,
    "TTP attacks": lambda r: r["ttp_attacks"],
    "air strikes": lambda r: r["air_strikes"],
    "days of mediation": lambda r: r["mediation_days"],
    "incidents": lambda r: r["incidents"],
    "days with incidents": lambda r: r["active_days"],
}

#: Parameter, what it is to move, and whether more of it brings more (1) or less (-1).
PROMISES = (
    ("talks_collapse", "an agreement", -1),
    ("talks_rate", "an agreement", 1),
    ("agreement_mediated", "an agreement", 1),
    ("stance_pressure", "an agreement", 1),
    ("stance_grievance", "an agreement", -1),
    ("stance_commitment", "an agreement", -1),
    ("mediator_readiness", "days of mediation", 1),
    ("mediator_readiness", "quiet by day 30", 1),
    ("mediation_half_life", "days of mediation", 1),
    ("mediation_weight", "war", -1),
    ("rung_cost", "war", -1),
    ("overshoot_penalty", "war", -1),
    ("audience_cost", "war", 1),
    ("hawk_taste", "war", 1),
    ("taliban_hawkish_weight", "war", 1),
    ("pakistan_hawkish_weight", "war", 1),
    ("provocation", "war", 1),
    ("misperception", "war", 1),
    ("operation_growth", "war", 1),
    ("accusation_pressure", "incidents", 1),
    ("commitment_half_life", "quiet by day 30", -1),
    ("initiative", "quiet by day 30", -1),
    ("local_fire", "days with incidents", 1),
    ("ordered_fire", "incidents", 1),
    ("strike_rate", "air strikes", 1),
    ("taliban_air_capability", "air strikes", 1),
    ("ttp_attacks", "TTP attacks", 1),
    ("ttp_sanctuary", "TTP attacks", 1),
    ("ttp_recruitment", "TTP attacks", 1),
    ("spoiler_drive", "TTP attacks", 1),
    ("strike_blowback", "TTP attacks", 1),
    ("ttp_attribution", "air strikes", 1),
    ("trigger_blame", "air strikes", 1),
)


@pytest.fixture(scope="module")
def rows():
    """Return a function that gives the rows of the first runs with a parameter set low, or high."""
    scenario = load_scenario("baseline")
    space, engine = space_of(scenario), Engine(build_world(scenario), scenario.horizon_days)
    draws = space.transform(Design(space.names, SEED).points(0, RUNS))
    known: dict[tuple[str, float], list[np.ndarray]] = {}

    def run(name: str, quantile: float, last: int = RUNS) -> np.ndarray:
        parts = known.setdefault((name, quantile), [])
        first = sum(map(len, parts))
        if first < last:
            changed = draws[first:last].copy()
            changed[name] = np.quantile(draws[name], quantile)
            parts.append(engine.run(changed, np.arange(first, last), SEED).runs)
        return np.concatenate(parts)[:last]

    return run


@pytest.mark.slow
@pytest.mark.parametrize(("name", "what", "sign"), PROMISES)
def test_more_of_it_does_what_its_name_says(rows, name, what, sign):
    def gains(last: int) -> np.ndarray:
        low, high = (MEASURES[what](rows(name, q, last)).astype(float) for q in (0.05, 0.95))
        return sign * (high - low)

    assert standard_errors(gains, RUNS, CLEAR) > CLEAR


def test_what_is_in_doubt_is_looked_at_whole():
    """And what is clear is not; nothing, and the wrong way, pass at no look."""
    luck = np.tile([1.0, -1.0], RUNS)

    def seen(gain: float) -> tuple[float, int]:
        looks: list[int] = []

        def gains(last: int) -> np.ndarray:
            looks.append(last)
            return luck[:last] + gain

        return standard_errors(gains, RUNS, CLEAR), looks[-1]

    assert seen(0.5) == (pytest.approx(0.5 * np.sqrt(RUNS // 8), rel=0.02), RUNS // 8)
    assert seen(0.1) == (pytest.approx(0.1 * np.sqrt(RUNS), rel=0.02), RUNS)
    for gain in (0.0, -0.5):
        assert seen(gain)[0] <= 0
        assert seen(gain)[1] == RUNS
    assert standard_errors(lambda last: np.ones(last), RUNS, CLEAR) == 0  # no spread, no error


def test_talks_that_break_down_more_easily_bring_no_quiet(rows):
    """They once did: the daily chance of an agreement grew with that of a collapse."""
    low, high = (rows("talks_collapse", q) for q in (0.05, 0.95))
    assert high["agreements"].sum() < 0.8 * low["agreements"].sum()
    quiet = MEASURES["quiet by day 30"]
    assert quiet(high).sum() < quiet(low).sum()
    assert (high["end_state"] == 3).sum() < (low["end_state"] == 3).sum()
