"""What the Tab key offers: names that a command takes, found without importing the model.

A shell asks at each press of the key, so nothing here may load a scenario whole or NumPy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import typer

#: Parameters of commands that may hold a scenario, and the root of kept runs.
_SCENARIO_PARAMETERS: Final = ("scenario", "scenarios", "source", "files")
#: A longer scenario is not looked into while somebody types.
_MOST_BYTES: Final = 200_000
_NOT_OUTCOMES: Final = frozenset({"quiet_after_war"})
_NOT_RANKED: Final = frozenset({"relapsed"})  # neither more nor fewer of it is better


def scenarios(incomplete: str) -> list[str]:
    """Return shipped scenarios, scenario files and folders that begin so."""
    from escalation.scenario.library import shipped

    return [*_beginning(shipped(), incomplete), *_files(incomplete)]


def sweeps(incomplete: str) -> list[str]:
    """Return shipped sweeps, their files and folders that begin so."""
    from escalation.scenario.library import shipped_sweeps

    return [*_beginning(shipped_sweeps(), incomplete), *_files(incomplete)]


def kept_runs(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return ids, and folders once their beginning is typed, of what was kept."""
    from escalation.results.layout import named_id

    folders = _folders(Path(str(ctx.params.get("root") or "runs")))
    ids = [found for folder in folders if (found := named_id(folder.name))]
    paths = [str(folder) for folder in folders] if incomplete else []
    return _beginning([*ids, *paths], incomplete)


def scenarios_or_runs(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return scenarios and what was kept, for commands that take either."""
    return list(dict.fromkeys([*scenarios(incomplete), *kept_runs(ctx, incomplete)]))


def files_or_ids(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return files of any kind and folders that begin so, and ids of what was kept."""
    return [*_files(incomplete, ()), *kept_runs(ctx, incomplete)]


def kept_or_zipped(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return what was kept, and zip archives and folders that begin so."""
    zipped = _files(incomplete, (".zip",)) if incomplete else []
    return list(dict.fromkeys([*kept_runs(ctx, incomplete), *zipped]))


def scenarios_runs_or_zips(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return scenarios, what was kept, and zip archives of it."""
    return list(dict.fromkeys([*scenarios(incomplete), *kept_or_zipped(ctx, incomplete)]))


def settings(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return what ``--set`` can change, as ``PATH=``: parameters, and all that scenarios say."""
    from escalation.scenario.register import parameters

    known = [f"parameters.{name}" for name in parameters()]
    return _beginning((f"{path}=" for path in dict.fromkeys([*_said(ctx), *known])), incomplete)


def levers(incomplete: str) -> list[str]:
    """Return the names of levers that begin so."""
    from escalation.scenario.levers import all_names

    return _beginning(all_names(), incomplete)


def outcomes(incomplete: str) -> list[str]:
    """Return the names of outcomes that begin so."""
    from escalation.naming import OUTCOME_NAMES

    return _beginning((name for name in OUTCOME_NAMES if name not in _NOT_OUTCOMES), incomplete)


def ranked_outcomes(incomplete: str) -> list[str]:
    """Return the names of outcomes that levers are ranked by."""
    return [name for name in outcomes(incomplete) if name not in _NOT_RANKED]


def _beginning(names: Iterable[str], incomplete: str) -> list[str]:
    return [name for name in names if name.startswith(incomplete)]


def _files(incomplete: str, suffixes: tuple[str, ...] | None = None) -> list[str]:
    """Return files, and folders with a slash, whose path begins so; none where none may look.

    Files are those that end in one of the suffixes: YAML's, unless given; all of them, if there is
    none. Hidden ones are offered once their dot is typed.
    """
    from escalation.scenario.library import SUFFIXES

    wanted = SUFFIXES if suffixes is None else suffixes
    head, slash, tail = incomplete.rpartition("/")
    try:
        there = sorted(Path(f"{head}{slash}" or ".").expanduser().iterdir())
    except (OSError, RuntimeError):  # the latter of a user who has no home
        return []
    found = []
    for path in there:
        if path.name.startswith(tail) and (tail or not path.name.startswith(".")):
            typed = f"{head}{slash}{path.name}"
            if path.is_dir():
                found.append(f"{typed}/")
            elif not wanted or path.suffix in wanted:
                found.append(typed)
    return found


def _folders(root: Path) -> list[Path]:
    """Return finished folders under a root, the newest first."""
    try:
        return sorted(
            (path for path in root.iterdir() if path.is_dir() and not path.name.startswith(".")),
            key=lambda path: path.stat().st_mtime,
            reverse=True,
        )
    except OSError:
        return []


def _said(ctx: typer.Context) -> list[str]:
    """Return the paths of what the baseline says, and the scenario that was typed."""
    import yaml

    from escalation.scenario.library import OWN_KEYS, shipped
    from escalation.scenario.lines import LOADER

    known = shipped()
    typed: list[str] = []
    for name in _SCENARIO_PARAMETERS:
        given = ctx.params.get(name) or ()
        typed += [given] if isinstance(given, str) else [str(one) for one in given]
    found: list[str] = []
    for file in dict.fromkeys(
        [known["baseline"], *(known.get(name, Path(name)) for name in typed)]
    ):
        try:
            if not file.is_file() or file.stat().st_size > _MOST_BYTES:
                continue
            tree = yaml.load(file.read_bytes(), LOADER)  # noqa: S506
        except (OSError, ValueError, yaml.YAMLError):
            continue  # a file that can't be read is refused by the command itself
        if isinstance(tree, dict):
            found += _paths(tree)
    unsettable = (*OWN_KEYS, "extends")
    return [path for path in dict.fromkeys(found) if path not in unsettable]


def _paths(tree: dict[Any, Any], begun: str = "") -> Iterator[str]:
    for key, value in tree.items():
        path = f"{begun}{key}"
        if isinstance(value, dict) and not path.startswith("parameters."):
            yield from _paths(value, f"{path}.")
        else:
            yield path
