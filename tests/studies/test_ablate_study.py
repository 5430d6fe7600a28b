"""Every mechanism has a switch that works, and a table says what became of it."""

import json

import pytest

from escalation.cli.ablate_command import NOTHING, lines
from escalation.cli.main import main
from escalation.errors import InputError
from escalation.scenario.load import load_scenario
from escalation.scenario.register import parameters
from escalation.studies.ablate import Ablation, ablate
from escalation.studies.mechanisms import MECHANISMS

#: The mechanisms that the model is said to rest on; each must have a switch.
NAMED = {
    "audience costs", "misperception", "unauthorised fire", "spoilers", "mediation",
    "reporting bias", "space",
}  # fmt: skip


@pytest.fixture(scope="module")
def small() -> Ablation:
    return ablate(only=["militant triggers", "blowback"], runs=160, logs=80, seed=7)


@pytest.mark.parametrize("mechanism", MECHANISMS, ids=lambda one: one.name)
@pytest.mark.parametrize("scenario", ["baseline", "ordinary_incident"])
def test_every_switch_is_a_change_that_a_scenario_takes(mechanism, scenario) -> None:
    changed = load_scenario(scenario, list(mechanism.overrides))
    for override in mechanism.overrides:
        path, _, value = override.partition("=")
        if path.startswith("parameters."):
            declared = parameters()[path.removeprefix("parameters.")]
            assert declared.low <= float(value) <= declared.high
            assert changed.parameters[declared.name].quantile(0.5) == float(value)
    assert mechanism.stands_for
    assert mechanism.stays


def test_the_named_mechanisms_are_there_once() -> None:
    names = [one.name for one in MECHANISMS]
    assert len(set(names)) == len(names)
    assert set(names) >= NAMED


def test_a_mechanism_that_matters_loses_patterns_and_moves_odds(small: Ablation) -> None:
    blowback, triggers = sorted(small.rows, key=lambda row: row.mechanism.name)
    assert "P11" in triggers.moved
    assert triggers.touched > 0.5
    assert not triggers.does_nothing
    assert blowback.lost == blowback.won == ()


def test_one_that_changes_nothing_is_flagged_with_its_reason(small: Ablation) -> None:
    text = " ".join("\n".join(lines(small)).split())
    idle = [row for row in small.rows if row.does_nothing]
    assert [row.mechanism.name for row in idle] == ["blowback"]
    assert NOTHING in text
    assert f"It stays: {idle[0].mechanism.stays}" in text
    assert max(map(len, lines(small))) <= 100


def test_threads_change_nothing_and_json_is_plain(small: Ablation) -> None:
    again = ablate(only=["militant triggers", "blowback"], runs=160, logs=80, seed=7, threads=1)
    assert json.dumps(small.as_dict(), allow_nan=False) == json.dumps(again.as_dict())


def test_a_mechanism_nobody_knows_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InputError, match="mediation"):
        ablate(only=["mediaton"], runs=80)
    assert main(["ablate", "--only", "mediaton"]) == 2
    assert "mediation" in capsys.readouterr().err
