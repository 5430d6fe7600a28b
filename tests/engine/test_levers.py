"""Levers of de-escalation work both ways, pairwise on common random numbers.

Each lever has three settings: calmer, as it is, tenser. All three run the same 24 draws of what is
uncertain, 64 runs of chance each (the weakest, an open channel, 600). Two things are held:

* over all runs the calmer setting has more de-escalation than the middle one and the tenser less:
  the paired difference lies more than two standard errors from 0 (one-sided 2.3%);
* in no single draw is a lever reversed: no draw's own paired difference between the calmer and the
  tenser setting lies more than 3.4 standard errors on the wrong side (Bonferroni over 24
  draws: 0.8% for a lever without any effect).
"""

from collections.abc import Callable

import numpy as np
import pytest

from tests.engine.conftest import Prepared

DRAWS, REPLICATES, SEED = 24, 64, 31
MORE = {
    "open back channel": 600,
    "monitoring": 400,
    "lower TTP tempo": 200,
    "lower audience cost": 300,
}
CLEAR, REVERSED = 2.0, -3.4
DAYS = {14: 32, 30: 48, 90: 110}  # days to run so that quiet by the first is known
Prepare = Callable[..., Prepared]

MEDIATORS = "[qatar, turkiye]"
ALONE = "parameters.mediator_readiness=0"  # no mediator engages but the scenario's


def mediation(day: int) -> list[str]:
    return [ALONE, f"events=[{{kind: mediation, day: {day}, mediators: {MEDIATORS}}}]"]


def agreement(*, monitored: bool) -> str:
    flag = str(monitored).lower()
    return f"events=[{{kind: ceasefire, day: 1, type: agreement, monitored: {flag}}}]"


#: Settings from calm to tense, and the day by which quiet is counted.
LEVERS: dict[str, tuple[list[str], list[str], list[str], int]] = {
    "earlier mediation": (mediation(1), mediation(12), mediation(47), 30),
    "open back channel": (
        ["events=[{kind: back_channel, day: 0, open: true}]", "parameters.channel_break=0"],
        [],
        ["parameters.channel_opening=0", "parameters.back_channel_open_day0=0"],
        30,
    ),
    "monitoring": (
        [
            agreement(monitored=True), "parameters.monitoring_clarity=1",
            "parameters.monitoring_obligation=1",
        ],
        [agreement(monitored=True)],
        [agreement(monitored=False)],
        30,
    ),
    "lower TTP tempo": (
        ["parameters.ttp_attacks=10"], ["parameters.ttp_attacks=85"],
        ["parameters.ttp_attacks=300"], 90,
    ),
    "lower audience cost": (
        ["parameters.audience_cost=0"], ["parameters.audience_cost=0.25"],
        ["parameters.audience_cost=1.2"], 30,
    ),
}  # fmt: skip


def quiet(prepare: Prepare, overrides: list[str], by: int, n: int = REPLICATES) -> np.ndarray:
    """Return (DRAWS, n) whether a run was quiet by a day."""
    engine, draws = prepare("baseline", DRAWS, *overrides, days=DAYS[by])
    many = np.repeat(draws, n)
    day = engine.run(many, np.arange(len(many)), SEED).runs["deescalated_day"]
    return ((day >= 0) & (day <= by)).astype(float).reshape(DRAWS, n)


def paired_z(gain: np.ndarray) -> float:
    """Return a mean paired difference over its standard error."""
    error = gain.std(ddof=1) / np.sqrt(gain.size)
    return float(gain.mean() / error) if error > 0 else 0.0


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.slow] if name in MORE else []) for name in LEVERS],
)
def test_a_lever_works_both_ways(name: str, prepare: Prepare) -> None:
    calmer, middle, tenser, by = LEVERS[name]
    n = MORE.get(name, REPLICATES)
    calm, as_is, tense = (quiet(prepare, one, by, n) for one in (calmer, middle, tenser))
    assert paired_z(calm - as_is) > CLEAR
    assert paired_z(as_is - tense) > CLEAR
    assert min(paired_z(one) for one in calm - tense) > REVERSED


def test_the_draws_differ_and_the_test_bites(prepare: Prepare) -> None:
    _, draws = prepare("baseline", DRAWS)
    assert len(np.unique(draws["answer_base"])) == DRAWS
    calmer, _, tenser, by = LEVERS["lower audience cost"]
    wrong_way = quiet(prepare, tenser, by) - quiet(prepare, calmer, by)
    assert paired_z(wrong_way) < -CLEAR
    assert min(paired_z(one) for one in wrong_way) < REVERSED
