"""The command `diff`: what differs between two scenarios or kept runs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from escalation.cli import completions, options
from escalation.cli.emit import print_json
from escalation.naming import in_plain_words

if TYPE_CHECKING:
    from escalation.studies.differ import Differing

_HELP = "Scenario file, name of a shipped one, or folder or id of a kept run."


def diff(
    base: Annotated[
        str, typer.Argument(metavar="A", help=_HELP, autocompletion=completions.scenarios_or_runs)
    ],
    other: Annotated[
        str,
        typer.Argument(
            metavar="B",
            help="What is set beside it, the same.",
            autocompletion=completions.scenarios_or_runs,
        ),
    ],
    root: options.Root = Path("runs"),
    as_json: options.AsJson = False,
) -> None:
    """Say what differs between two scenarios or kept runs: what they say, and what they found."""
    from escalation.studies.differ import differ

    found = differ(base, other, root)
    if as_json:
        print_json(found.as_dict())
    else:
        _print(found)


def _print(found: Differing) -> None:
    from rich.text import Text

    from escalation.charts.words import intervals_of
    from escalation.cli.screen import console
    from escalation.cli.words import wrapped
    from escalation.telling.odds import CAVEAT

    screen = console(sys.stdout)
    one, two = found.base, found.other
    screen.print(Text(f"{two.told} beside {one.told}", style="bold"))
    for change in found.as_dict()["changes"]:
        screen.print(Text(_place(change)))
        for label, side in (("-", "old"), ("+", "new")):
            screen.print(Text(f"  {label} {_said(change[side])}"))
    if not found.odds.empty:
        screen.print()
        screen.print(_odds_table(found))
    screen.print()
    for finding in found.findings:
        for line in wrapped(finding):
            screen.print(Text(line))
    if not found.odds.empty:
        intervals = intervals_of(found.odds["base_between_draws_low"])
        for line in wrapped(f"{intervals} ~ not told from no difference."):
            screen.print(Text(line, style="dim"))
        screen.print(Text(CAVEAT, style="italic"))


def _odds_table(found: Differing) -> Any:
    from escalation.cli.screen import plain_table
    from escalation.numbers import odds_of, plus_minus
    from escalation.numbers import points as in_points
    from escalation.telling.odds import LABELS

    table = plain_table("", "A", "B", "points", "±")
    for row in found.odds.to_dict("records"):
        label = LABELS.get(str(row["outcome"]))
        if label is None:
            continue
        if row["note"]:
            table.add_row(label, "–", "–")
            continue
        table.add_row(
            label,
            odds_of(row, "base"),
            odds_of(row, "other"),
            in_points(row["difference"]) + ("" if row["told"] else " ~"),
            plus_minus((row["high"] - row["low"]) / 2),
        )
    return table


def _place(change: dict[str, Any]) -> str:
    """Return where a change is: a parameter in words, with its path and what it rests on."""
    path, basis = change["path"], change["basis"]
    words = in_plain_words(path) if path.startswith("parameters.") else path
    behind = ", ".join(text for text in (path if words != path else "", basis) if text)
    return f"{words} ({behind})" if behind else words


def _said(value: Any) -> str:
    """Return a value as a scenario file has it, in one line and without what is not set."""
    if value is None:
        return "(nothing)"
    if not isinstance(value, (dict, list)):
        return str(value)
    import yaml

    if isinstance(value, dict):
        value = {key: part for key, part in value.items() if part is not None}
    flow = yaml.safe_dump(
        value, default_flow_style=True, sort_keys=False, allow_unicode=True, width=float("inf")
    )
    return flow.strip()
