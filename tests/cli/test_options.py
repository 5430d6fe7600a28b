"""An option that several commands take reads the same in all of them."""

from collections import defaultdict
from importlib import import_module

import pytest
import typer
from typer.main import get_command

from escalation.cli import options
from escalation.cli.main import COMMANDS, main

#: What may read otherwise, and why.
OWN_WORDS = {
    "--out": "names what goes there",
    "--runs": "says of what",
    "--json": "names the file, where it prints one that is kept too",
    "--outcome": "says what for",
    "--run": "one command replays it, another branches it",
}


def declared():
    """Return option, then help, then the commands that say it so."""
    found = defaultdict(lambda: defaultdict(set))
    for name, (place, _) in COMMANDS.items():
        module, _, function = place.partition(":")
        single = typer.Typer(add_completion=False)
        single.command(name)(getattr(import_module(module), function))
        for parameter in get_command(single).params:
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


def test_who_takes_runs_takes_seed_and_threads():
    found = {option: set.union(*words.values()) for option, words in declared().items()}
    assert found["--runs"] - found["--seed"] == set()
    assert found["--runs"] - found["--threads"] == set()
    assert found["--replicates"] >= {"run", "compare", "branch", "policies", "value", "watch"}
    assert found["--horizon"] == {"run", "watch", "compare", "policies"}


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
