"""How a command loads a scenario: with a note on stderr of what in it changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from escalation.errors import Problem
    from escalation.scenario.sections import Scenario


def load_and_note(
    source: str,
    settings: Sequence[str] | None = None,
    options: Sequence[str] = (),
    *,
    quiet: bool = False,
) -> Scenario:
    """Return the scenario of a file or shipped name.

    Parameters
    ----------
    source
        The file or shipped name.
    settings
        What was typed as ``--set``.
    options
        What other options amount to, in the form of settings, laid over them.
    quiet
        Leave the note out.

    Raises
    ------
    InputError
        As `escalation.scenario.load.load_scenario`.
    """
    from escalation.scenario.idle import idle
    from escalation.scenario.load import load_scenario

    scenario = load_scenario(source, [*(settings or ()), *options])
    if not quiet:
        say_notes(idle(source, settings or (), scenario))
    return scenario


def say_notes(notes: Iterable[Problem]) -> None:
    """Say on stderr what in a scenario, or in what is laid over it, is to no effect."""
    for note in notes:
        typer.echo(f"note: {note}", err=True)
