"""Commands that a report names, as they are typed, and chapters that have nothing but one."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from escalation.report.document import Code, Section, Text

if TYPE_CHECKING:
    from escalation.results.result import Result


def typed(*words: str) -> str:
    """Return a command line of the program, each word quoted where a shell asks for it.

    >>> typed("run", "my scenario.yaml")
    "escalation run 'my scenario.yaml'"
    """
    return shlex.join(["escalation", *words])


def of_run(result: Result, command: str, *words: str) -> str:
    """Return a command that asks a kept run; its id stands for it, wherever its folder lies."""
    return typed(command, result.run_id, *words)


def of_scenario(result: Result, command: str) -> str:
    """Return a command that asks a run's scenario, named and changed as it was for the run."""
    name, settings = result.scenario_name, []
    if result.folder is not None:
        told = result.manifest["scenario"]
        name, settings = told["source"] or name, told["settings"]
    return typed(command, name, *(word for one in settings for word in ("--set", one)))


def unanswered(name: str, title: str, what: str, command: str, why: str = "") -> Section:
    """Return a chapter that these results don't fill: what it would say, and how to ask.

    Parameters
    ----------
    name, title
        Of the chapter.
    what
        A sentence: what was not asked.
    command
        Which command asks it.
    why
        Why it could not be told, where it was asked.
    """
    said = f"This was asked, and could not be told: {why.rstrip('.')}." if why else what
    return Section(name, title, (Text(said), Text("To ask it:"), Code([command])))
