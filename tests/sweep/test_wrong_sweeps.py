"""Sweep files made at random: taken, or refused at a line, and either at once."""

import cProfile
import re
from contextlib import contextmanager

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from escalation.errors import InputError
from escalation.sweep import load
from escalation.sweep.load import load_sweep, read_sweep
from escalation.sweep.plan import MOST_POINTS
from tests.sweep.fakes import write

HEAD = "sweep: x\nscenario: baseline\n"
#: Calls of Python functions that reading an ordinary sweep takes at most: they are counted, since
#: a clock would tell of the machine's other work.
CALLS = 200_000
FRACTIONS = {
    "sweep": "x",
    "scenario": "baseline",
    "vary": {"horizon_days": {"from": 9, "to": 700, "steps": 650}},
}


@contextmanager
def at_most(calls):
    """Hold how many functions written in Python are called."""
    counted = cProfile.Profile(builtins=False)
    counted.enable()
    try:
        yield
    finally:
        counted.disable()
        made = sum(entry.callcount for entry in counted.getstats())
        assert made < calls  # also of what was refused


paths = st.sampled_from(
    ["parameters.audience_cost", "parameters.rung_cost", "parameters.nonsense", "horizon_days",
     "events", "events.0.day", "claims.C02", "claims.C02.credence", "claims", "actors.dyad",
     "actors.dyad.ceasefire", "actors.dyad.sectors.0", "ensemble.seed", "title", "as_of", "", ".",
     "parameters", "war", "Runs", "a b", "outcomes.quiet_days", "\u0661"]
)  # fmt: skip
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.integers(0, 200),
    st.floats(allow_nan=True), st.floats(0, 1), st.text(max_size=6),
    st.sampled_from(["believed", "truce", "none", "2025-10-12", 10**18, 1e308, -1e308]),
)  # fmt: skip
events = st.fixed_dictionaries(
    {"day": scalars, "kind": st.sampled_from(["back_channel", "mediation", "nothing"])},
    optional={"open": scalars, "mediators": st.lists(scalars, max_size=2), "when": scalars},
)
values = st.one_of(
    scalars, st.lists(st.one_of(scalars, events), max_size=3), events,
    st.dictionaries(paths, scalars, max_size=2),
)  # fmt: skip
grids = st.fixed_dictionaries(
    {}, optional={"from": scalars, "to": scalars, "steps": scalars, "scale": scalars}
)
options = st.fixed_dictionaries(
    {"options": st.one_of(values, st.dictionaries(
        st.text(max_size=4), st.one_of(values, st.dictionaries(paths, values, max_size=3)),
        max_size=3,
    ))}
)  # fmt: skip
varied = st.dictionaries(
    paths, st.one_of(st.lists(values, max_size=4), grids, options, values), max_size=4
)
sweeps = st.fixed_dictionaries(
    {},
    optional={
        "sweep": st.one_of(st.just("x"), scalars),
        "scenario": st.one_of(st.just("baseline"), st.lists(
            st.sampled_from(["baseline", "pakistan_denies", "nobody", "no.yaml", 3, None]),
            max_size=3,
        )),
        "set": st.one_of(st.dictionaries(paths, values, max_size=3), values),
        "runs": scalars, "replicates": scalars, "seed": scalars, "keep_runs": scalars,
        "title": scalars, "vary": st.one_of(varied, values), "table": scalars,
        "latin": st.one_of(values, st.fixed_dictionaries({}, optional={
            "points": st.one_of(st.integers(0, 20), scalars),
            "over": st.one_of(values, st.dictionaries(paths, st.one_of(grids, values), max_size=3)),
        })),
        "nonsense": scalars,
    },
)  # fmt: skip


@pytest.fixture(autouse=True, scope="module")
def what_is_read_once():
    """Read the posterior and the baseline, which are kept for every sweep to come."""
    load_sweep("what_matters")


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(sweeps)
def test_any_sweep_is_taken_or_refused_at_a_line_and_at_once(described):
    text = yaml.safe_dump(described, sort_keys=False, allow_unicode=True)
    try:
        with at_most(CALLS):
            plan = load._plan(text, "f.yaml", load.Path())
        assert 1 <= plan.points <= MOST_POINTS
        assert len({level.value for level in plan.axes[0].levels}) == len(plan.axes[0].levels)
    except InputError as error:
        for problem in error.problems:
            assert re.match(r"f\.yaml(:\d+|: is empty|: holds)", str(problem)), problem
            assert "\n" not in str(problem)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("vary:\n" + "".join(f"  parameters.p{i}: {{from: 0, to: 1, steps: 200000}}\n"
                             for i in range(3000)),
         "makes more than 1,000,000,000,000,000 points (200,000 x 200,000 x "),
        ("vary:\n  parameters.audience_cost: {from: 0, to: 1, steps: 200000}\n  horizon_days: "
         "[9, 10]\n", "makes 400,000 points (200,000 x 2); at most 200,000 are taken"),
        ("latin:\n  points: 200000\n  over:\n    parameters.audience_cost: believed\nvary:\n"
         "  horizon_days: [9, 10]\n", "makes 400,000 points"),
        ("latin:\n  points: 200000\n  over:\n" + "".join(
            f"    parameters.p{i}: {{from: 0, to: 1}}\n" for i in range(500)),
         "asks for 200,000 points of 500 paths, 100,000,000 values; at most 2,000,000"),
        ("latin:\n  points: 200000\n  over:\n    parameters.audience_cost: {from: 0, to: 77}\n",
         "sweep.yaml:6: parameters.audience_cost: "),
        ("vary:\n  parameters.audience_cost: {from: 0, to: 77, steps: 200000}\n",
         "sweep.yaml:4: parameters.audience_cost: "),
        ("vary:\n  horizon_days: [" + ", ".join(map(str, range(1, 40000))) + "]\n", "at most 730"),
        ("vary:\n  parameters.audience_cost: [" + ", ".join(["0.1"] * 40000) + "]\n", "twice"),
        ("vary:\n" + "".join(f"  nonsense{i}: [1]\n" for i in range(9000)), "must be a path"),
        ("".join(f"nonsense{i}: 1\n" for i in range(9000)), "is not known here"),
        ("vary:\n  A:\n    options:\n" + "".join(
            f"      o{i}: {{parameters.audience_cost: 0.2, parameters: {{audience_cost: {i}}}}}\n"
            for i in range(6000)), "one would overwrite the other"),
        ("vary:\n  horizon_days: {from: 30, to: 60, steps: 2000}\nruns: 10000000\n",
         "asks for 2,000 points of 10,000,000 runs, 20,000,000,000 in all; at most 10,000,000,000"),
        ("vary:\n  parameters.audience_cost: {from: 0.1, to: 0.1000000000001, steps: 90}\n",
         "fewer than 90 values"),
        ("vary:\n  parameters.audience_cost: {from: -1e308, to: 1e308, steps: 90}\n",
         "is wider than numbers go"),
        ("vary:\n  parameters.audience_cost: {from: 0, to: 1, steps: 200001}\n",
         "makes 200,001 points; at most 200,000 are taken"),
    ],
)  # fmt: skip
def test_what_is_too_much_is_refused_before_it_is_made(tmp_path, text, says):
    path = write(tmp_path, HEAD + text)
    with at_most(20 * CALLS), pytest.raises(InputError) as caught:  # most make levels
        load_sweep(path)
    assert says in str(caught.value)
    assert len(caught.value.problems) <= 101


def test_a_table_of_too_many_rows_is_refused_before_its_cells_are_read(tmp_path):
    (tmp_path / "t.csv").write_text("horizon_days\n" + "9\n" * 400_000)
    with at_most(10 * CALLS), pytest.raises(InputError, match="holds more than 200,000 points"):
        load_sweep(write(tmp_path, HEAD + "table: t.csv\n"))


def test_the_same_scenario_many_times_is_loaded_once(tmp_path):
    text = "sweep: x\nscenario: [" + ", ".join(["baseline"] * 9000) + "]\n"
    with at_most(CALLS), pytest.raises(InputError, match="'baseline' is the scenario at"):
        load_sweep(write(tmp_path, text))


def test_a_great_sound_sweep_is_read_at_once():
    over = {f"parameters.{name}": "believed" for name in ("audience_cost", "rung_cost")}
    with at_most(20 * CALLS):
        plan = read_sweep(
            {"sweep": "x", "scenario": "baseline", "latin": {"points": 100_000, "over": over}}
        )
    assert plan.points == 100_000


def test_numbers_that_are_not_whole_are_tried_beside_those_that_are():
    with pytest.raises(InputError, match="whole number"):
        read_sweep(FRACTIONS)
