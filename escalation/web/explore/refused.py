"""What is wrong with what a page sent, in the page's words: no reader of it typed an option."""

from __future__ import annotations

import re
from typing import Final

from escalation.errors import InputError, Problem

#: ``--set events=[...]: events[2].day``, ``--event {...}: day``: an option, and the way to a field.
_TYPED: Final = re.compile(r"--(set|event) .*?(?:: (?P<path>[^:]*))?", re.DOTALL)
_EVENT: Final = re.compile(r"events\[(?P<place>\d+)\]\.?(?P<rest>.*)", re.DOTALL)


def in_page_words(error: InputError, events_before: int = 0) -> InputError:
    """Return an error that names fields where another names options of the command line.

    Parameters
    ----------
    error
        What the loader, or a study, found wrong.
    events_before
        How many events of the scenario come before those that the page added.
    """
    return InputError(
        Problem(_field(problem.where, events_before), problem.message) for problem in error.problems
    )


def _field(where: str, events_before: int) -> str:
    typed = _TYPED.fullmatch(where)
    if typed is None:
        return where.removeprefix("--")
    path = typed["path"] or ""
    if typed[1] == "event":
        return f"the event, {path}" if path else "the event"
    if (event := _EVENT.fullmatch(path)) is not None:
        place = int(event["place"])
        own = place >= events_before
        which = f"your event {place - events_before + 1}" if own else "an event of the scenario"
        return f"{which}, {event['rest']}" if event["rest"] else which
    section, _, name = path.partition(".")
    if section == "claims" and name.endswith(".credence"):
        return f"credence of {name.removesuffix('.credence')}"
    return name if section == "parameters" else path
