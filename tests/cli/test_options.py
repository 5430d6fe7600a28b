"""An option that several commands take reads the same in all of them."""

import re
from collections import defaultdict
from importlib import import_module
from inspect import signature

import pytest
import typer
from typer.main import get_command

from escalation.cli import options
from escalation.cli.main import COMMANDS, main
from escalation.naming import ASKED_OF_FIRST
from escalation.results.explain import explain
from escalation.results.result import Result
from escalation.studies.levers import policies
from escalation.studies.value import value

#: What may read otherwise, and why.
OWN_WORDS = {
    "--out": "names what goes there",
    "--runs": "says of what",
    "--json": "names the file, where it prints one that is kept too",
    "--outcome": "says what for",
    "--open": "opens a report, where that is what was made",
    "--run": "one command replays it, another branches it",
}


def parameters_of(name):
    """Return what a command takes, as its parser has it."""
    module, _, function = COMMANDS[name][0].partition(":")
    single = typer.Typer(add_completion=False)
    single.command(name)(getattr(import_module(module), function))
    return get_command(single).params


def parameters_named(word):
    """Return a parameter of this name of each command that has it."""
    return {name: one for name in COMMANDS for one in parameters_of(name) if one.name == word}


def declared():
    """Return option, then help, then the commands that say it so."""
    found = defaultdict(lambda: defaultdict(set))
    for name in COMMANDS:
        for parameter in parameters_of(name):
            if parameter.param_type_name == "option":
                found[parameter.opts[0]][parameter.help or ""].add(name)
    return found


def test_shared_options_have_one_wording():
    several = {
        option: dict(words)
        for option, words in declared().items()
        if len(words) > 1 and option not in OWN_WORDS
    }
    assert not several


#: What a command works on, by its argument, and the options that it therefore has.
TAKES = {
    # a scenario
    "run": "runs seed replicates threads horizon set out",
    "compare": "runs seed replicates threads horizon set out",
    "policies": "runs seed replicates threads horizon set out",
    # a scenario or a kept run
    "value": "runs seed replicates threads horizon set in out",
    "branch": "runs seed replicates threads set in out",  # a run's horizon is that of its branch
    "pivots": "seed replicates threads horizon set in out",  # of one run, named by --run
    "watch": "seed replicates horizon set in",  # the same
    "report": "runs seed threads horizon set in out",  # replicates are the scenario's
    # kept runs
    "explain": "in out",
    "storylines": "in out",
    "diff": "in",
    "verify": "in",
    "reproduce": "threads in",
    "whence": "in",
    "runs": "in",
    # what the program brings along
    "check": "runs seed threads out",
    "ablate": "runs seed threads",
    "score": "runs seed threads out",
    "calibrate": "runs seed threads out",
    "validation": "runs seed threads out",
    # a file that says how many runs of which scenario
    "sweep": "threads out",
    # the page in the browser, which asks for the rest
    "serve": "threads",
    # what is written about scenarios, without a run
    "claims": "set",
    "validate": "set",
    "new": "out",
    "parameters": "out",
    "border": "out",
    "glossary": "",
    "columns": "out",
    "workbook": "in out",
    "schema": "out",
}
SHARED = "runs seed replicates threads horizon set in out"


def test_commands_name_what_they_share_alike():
    found = {option: set.union(*words.values()) for option, words in declared().items()}
    has = {
        command: " ".join(o for o in SHARED.split() if command in found[f"--{o}"])
        for command in COMMANDS
    }
    assert has == TAKES


def test_nothing_shared_goes_by_a_second_name():
    twice = re.compile(r"--(root|folder|dir|n-?runs|number|random-?seed|jobs|workers|days)$")
    assert not [option for option in declared() if twice.match(option)]


def test_outcomes_asked_for_first_are_one():
    said = {name: one.default for name, one in parameters_named("outcome").items()}
    assert set(said) == {"policies", "value", "explain"}
    assert set(said.values()) == {ASKED_OF_FIRST}
    asked = (policies, value, Result.explain, explain)
    assert {signature(one).parameters["outcome"].default for one in asked} == {ASKED_OF_FIRST}


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["run", "baseline", "--runs", "abc"], "--runs: 'abc' is not a whole number, such as 400"),
        (["run", "baseline", "--runs=1.5"], "--runs: '1.5' is not a whole number"),
        (["run", "baseline", "--precision", "x"], "--precision: 'x' is not a number, such as 0.01"),
        (["watch", "baseline", "--run", "two"], "--run: 'two' is not a whole number"),
    ],
)
def test_what_is_no_number_is_told_by_its_option(words, complaint, capsys):
    assert main(words) == 2
    assert capsys.readouterr().err.startswith(complaint)


@pytest.mark.parametrize("words", [["calibrate", "--out", "OUT"], ["ablate"], ["check"], ["score"]])
def test_threads_have_one_limit(words, tmp_path, capsys):
    words = [word.replace("OUT", str(tmp_path / "out")) for word in words]
    for wrong in ("0", "5000"):
        assert main([*words, "--threads", wrong]) == 2
        assert "is not between 1 and 1,024" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("settings", "horizon", "expected"),
    [
        (None, None, []),
        (["a=1"], None, ["a=1"]),
        (["a=1"], 30, ["a=1", "horizon_days=30"]),
    ],
)
def test_horizon_is_one_more_change(settings, horizon, expected):
    assert options.changes(settings, horizon) == expected


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("run baseline --runs \u0664\u0660", "--runs: '\u0664\u0660' {}: write 40"),
        ("run baseline --runs=4_0", "--runs: '4_0' {}: write 40"),
        ("run baseline --precision 0.0\uff15", "--precision: '0.0\uff15' {}: write 0.05"),
        ("watch baseline --run \u00b2", "--run: '\u00b2' {}"),
    ],
)
def test_a_number_has_ordinary_digits(capsys, command, said):
    assert main(command.split()) == 2
    assert capsys.readouterr().err == said.format("has other signs than 0 to 9") + "\n"


def test_a_text_may_have_any_digits(capsys):
    assert main(["validate", "--", "--runs", "\u0664"]) == 2
    assert "other signs" not in capsys.readouterr().err
    assert main(["validate", "\u0664"]) == 2
    assert "there is no such scenario" in capsys.readouterr().err
