"""The list of purposes: each has a number of its own, and there is no other list."""

import ast
from collections import Counter
from pathlib import Path

from escalation.calibration.plan import Plan
from escalation.calibration.sampler import LAST_MOVES
from escalation.calibration.targets import TARGETS
from escalation.luck import purposes

PACKAGE = Path(purposes.__file__).parent.parent
NO_PURPOSES = ("STEPS_A_SAMPLE", "STEP", "SAMPLE", "SAMPLES")
#: Functions that draw, and which of their arguments is the purpose.
DRAWN = {"uniform": 1, "bits": 1, "resampled": 3}


def listed():
    return {
        name: number
        for name, number in vars(purposes).items()
        if isinstance(number, int) and not name.endswith(NO_PURPOSES)
    }


def test_no_two_purposes_share_a_number_but_the_pair_that_says_so():
    numbers = Counter(listed().values())
    twice = {name for name, number in listed().items() if numbers[number] > 1}
    assert twice == purposes.SHARED == {"WHICH_START", "BOOTSTRAP"}
    assert len(listed()) == len(numbers) + 1
    assert all(0 < number < 2**20 for number in numbers)


def test_samples_of_the_calibration_take_steps_apart():
    waves = range(purposes.WAVE_SAMPLES + 2, purposes.WAVE_SAMPLES + Plan().waves + 1)
    left_out = range(purposes.LEFT_OUT_SAMPLES, purposes.LEFT_OUT_SAMPLES + len(TARGETS))
    scenarios = len({target.scenario for target in TARGETS.values()})
    across = range(purposes.SCENARIO_SAMPLES, purposes.SCENARIO_SAMPLES + scenarios)
    alone = (purposes.POSTERIOR_SAMPLE, purposes.WITHOUT_SAMPLE)
    taken = [*alone, *waves, *across, *left_out, purposes.TRUTH_SAMPLES]
    assert len(set(taken)) == len(taken)
    assert max(taken) == purposes.TRUTH_SAMPLES  # known truths take what comes after
    # Blocks by themselves: of truths at most a thousand of either kind, each a block of noise.
    steps = (
        purposes.CONFIRMED_STEP, purposes.OBSERVED_STEP, purposes.OBSERVED_STEP + 10 + 2 * 1000,
        purposes.JOINT_STEP, purposes.ODDS_STEP, purposes.FELT_STEP, purposes.STEPS_A_SAMPLE,
    )  # fmt: skip
    assert list(steps) == sorted(set(steps))
    assert 2 * LAST_MOVES + 1 < 1000


def bare(source):
    """List calls that draw for a purpose that no name of the list stands for."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).split(".")[-1]
            given = node.args[DRAWN.get(name, len(node.args)) :]
            if given and ast.unparse(given[0]).split(".")[-1] not in {*listed(), "purpose"}:
                found.append(f"line {node.lineno}")
    return found


def test_purposes_are_named_wherever_something_is_drawn():
    found = {
        str(path.relative_to(PACKAGE)): lines
        for path in PACKAGE.rglob("*.py")
        if (lines := bare(path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_a_bare_number_is_seen():
    assert bare("u = uniform(key, 905, 0, 0)\nv = uniform(key, purposes.RAID, 0, 0)") == ["line 1"]
    assert bare("_MINE = 905\nblocks.bits(key, _MINE, 0, 0)") == ["line 2"]
    assert bare("resampled(9, 99, seed)\nresampled(9, 99, seed, 905)") == ["line 2"]
