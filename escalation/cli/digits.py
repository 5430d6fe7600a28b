"""Options that are numbers take 0 to 9 alone: Python's reader takes the digits of all scripts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import Any, get_args, get_type_hints

from typer.models import OptionInfo

from escalation.errors import InputError
from escalation.scenario.digits import ordinary


def check_digits(function: Callable[..., Any], arguments: Sequence[str]) -> None:
    """Refuse other digits, and underscores, where an option of a command takes a number.

    Parameters
    ----------
    function
        The command's.
    arguments
        What follows the command's name.

    Raises
    ------
    InputError
        If such a number is among them.
    """
    names = set(_of_numbers(function))
    for argument, following in zip_longest(arguments, arguments[1:], fillvalue=""):
        if argument == "--":
            return
        name, equals, value = argument.partition("=")
        given = value if equals else following
        if name in names and ("_" in given or not given.isascii()):
            meant = ordinary(given).replace("_", "")
            hint = f": write {meant}" if meant.isascii() else ""
            raise InputError.single(name, f"{given!r} has other signs than 0 to 9{hint}")


def _of_numbers(function: Callable[..., Any]) -> list[str]:
    """Return the names of the options of a command that take numbers."""
    names = []
    for annotated in get_type_hints(function, include_extras=True).values():
        kind, *details = get_args(annotated) or (None,)
        if {kind, *get_args(kind)} & {int, float}:
            for one in details:
                if isinstance(one, OptionInfo):
                    # Within Annotated the first name stands where a default would.
                    names += [one.default, *(one.param_decls or ())]
    return [name for name in names if isinstance(name, str)]
