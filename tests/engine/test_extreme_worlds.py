"""What extreme worlds must do, each on draws of its own: not only run, but mean what they say.

What follows from a rule alone is held run by run; what is a matter of odds by a paired z of two
standard errors against the ordinary world, same draws and same luck.
"""

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest

from escalation import vocabulary as words
from escalation.border import load_border
from escalation.engine import Engine
from escalation.ensemble.design import Design
from escalation.scenario.load import load_scenario
from escalation.scenario.truth import DrawSpace
from escalation.scenario.world import build_world
from tests.engine.conftest import Prepared

DRAWS, SEED = 24, 17
SCENARIOS = ("baseline", "ordinary_incident", "pakistan_retaliates", "ttp_spoiler_surge")
NO_COMMITMENT = (
    "parameters.taliban_commitment_day0=0", "parameters.pakistan_commitment_day0=0",
    "parameters.accusation_pressure=0", "parameters.vow_step=0", "parameters.audience_cost=0",
    "parameters.stance_commitment=0",
)  # fmt: skip
Prepare = Callable[..., Prepared]


def rows(prepared: Prepared, replicates: int = 1) -> np.ndarray:
    engine, draws = prepared
    many = np.repeat(draws, replicates)
    found = engine.run(many, np.arange(len(many)), SEED).runs
    assert (found["status"] == 0).all()
    return found


def paired_z(calm: np.ndarray, tense: np.ndarray) -> float:
    gain = calm.astype(float) - tense
    error = gain.std(ddof=1) / np.sqrt(len(gain))
    return float(gain.mean() / error) if error > 0 else 0.0


def quiet_by(found: np.ndarray, day: int) -> np.ndarray:
    return (found["deescalated_day"] >= 0) & (found["deescalated_day"] <= day)


def test_without_armed_groups_nobody_answers_for_them(prepare: Prepare) -> None:
    engine, draws = prepare("baseline", DRAWS, "actors.ttp.bands=0", "actors.isis_k.cells=0")
    for run in range(DRAWS):
        log = engine.watch(draws[run : run + 1], run, SEED)
        assert log.days["ttp_attacks"].sum() == log.days["isis_attacks"].sum() == 0
        decided = log.events[log.events["kind"] == words.STRIKE_DECIDED]
        assert (decided["actor"] != words.PAKISTANI).all()
    without = rows(prepare("baseline", DRAWS, "actors.ttp.bands=0"), 40)
    assert without["killed_ttp"].sum() == 0
    usual = rows(prepare("baseline", DRAWS), 40)
    durable = (one["end_state"] == words.END_DURABLE for one in (without, usual))
    assert paired_z(*durable) > 2


def test_without_isis_k_nothing_is_laid_at_its_door(prepare: Prepare) -> None:
    found = rows(prepare("baseline", DRAWS, "actors.isis_k.cells=0"))
    assert found["isis_attacks"].sum() == 0
    assert found["killed_isis_k"].sum() == 0


def test_without_either_group_no_group_kills(prepare: Prepare) -> None:
    found = rows(prepare("baseline", DRAWS, "actors.ttp.bands=0", "actors.isis_k.cells=0"))
    assert found["killed_afg_by_groups"].sum() == found["killed_pak_by_groups"].sum() == 0


def test_without_commitment_quiet_comes_sooner(prepare: Prepare) -> None:
    free = rows(prepare("baseline", DRAWS, *NO_COMMITMENT, days=60), 40)
    usual = rows(prepare("baseline", DRAWS, days=60), 40)
    assert paired_z(quiet_by(free, 30), quiet_by(usual, 30)) > 2


def test_infinite_cost_of_war_keeps_answers_low(prepare: Prepare) -> None:
    dear = rows(prepare("baseline", DRAWS, "parameters.rung_cost=50"), 20)
    usual = rows(prepare("baseline", DRAWS), 20)
    # No answer goes to an offensive: at rung 7 it costs 38, and nothing pulls by more than ten.
    highest = np.maximum(dear["max_rung_afg"], dear["max_rung_pak"])
    assert highest.max() < words.OFFENSIVE
    assert (dear["end_state"] == words.END_WAR).sum() == 0
    assert (usual["end_state"] == words.END_WAR).sum() > 0


def test_without_noise_claims_are_the_truth_times_a_habit(prepare: Prepare) -> None:
    engine, draws = prepare(
        "baseline", DRAWS, "parameters.report_noise=0.01", "parameters.misperception=0",
        "parameters.taliban_inflation=1", "parameters.pakistan_inflation=1",
        "parameters.taliban_admission=1", "parameters.pakistan_admission=1",
    )  # fmt: skip
    for run in range(DRAWS):
        days = engine.watch(draws[run : run + 1], run, SEED).days[1:]
        for side, by in (("afg", "pak"), ("pak", "afg")):
            told = days[f"claimed_{side}_by_{by}"]
            np.testing.assert_allclose(told, days[f"killed_{side}_state"], rtol=0.06)
            admitted = days[f"admitted_{side}"]
            np.testing.assert_allclose(admitted, days[f"killed_{side}_state"], rtol=0.06)


def test_one_segment_is_a_border(prepare: Prepare) -> None:
    border = load_border()
    at = int(border.segments_in(afghan_province="Paktika")[0])
    arrays = {
        field.name: value[at : at + 1]
        for field in dataclasses.fields(border)
        if len(value := np.atleast_1d(np.asarray(getattr(border, field.name), dtype=object))) == 90
    }
    arrays = {name: np.asarray(one, dtype=float) for name, one in arrays.items()
              if not isinstance(one[0], str)}  # fmt: skip
    one = dataclasses.replace(
        border, **arrays, n_segments=1, crossings=(), places=(),
        afghan_province=("Paktika",), pakistan_region=(border.pakistan_region[at],),
    )  # fmt: skip
    scenario = load_scenario("baseline", ["actors.dyad.sectors=[1]"])
    space = DrawSpace(scenario)
    draws = space.transform(Design(space.names, 11).points(0, DRAWS))
    found = Engine(build_world(scenario, one), 180).run(draws, np.arange(DRAWS), SEED)
    assert (found.runs["status"] == 0).all()
    assert found.runs["incidents"].sum() > 0
    assert len(found.tally.segments_frame(DRAWS)) == 1


@pytest.mark.parametrize("name", SCENARIOS)
def test_one_day_is_too_short_for_quiet_and_for_war_by_days(name: str, prepare: Prepare) -> None:
    found = rows(prepare(name, DRAWS, days=1))
    assert (found["deescalated_day"] == -1).all()
    assert (found["serious_relapse_day"] == -1).all()
    assert np.isin(found["end_state"], (words.END_NEVER_QUIET, words.END_WAR)).all()
