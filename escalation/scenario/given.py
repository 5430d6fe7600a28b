"""What scripts and notebooks have at hand, taken for what it plainly means or refused in words.

NumPy's and pandas' numbers and columns, ranges, tuples, paths and dates become the numbers, words
and lists that a file would hold; a single word does where a list of words is due.
"""

from __future__ import annotations

import datetime as dt
import json
import numbers
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence, ValuesView
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from escalation.errors import InputError

if TYPE_CHECKING:
    from escalation.scenario.sections import Scenario

    #: Settings as a reader may give them: ``path=value``, several of it, or values by path.
    Settings = str | Mapping[str, Any] | Iterable[str]
    #: An event as YAML or as a mapping.
    OneEvent = str | Mapping[str, Any]
    #: Events as a reader may give them: one, or several.
    Events = OneEvent | Iterable[OneEvent]
    #: A scenario, or where it is.
    Source = Scenario | str | os.PathLike[str]


def plain_value(value: Any, where: str) -> Any:
    """Return what a file would hold for a value: numbers, words, lists and mappings of them.

    Parameters
    ----------
    value
        Anything.
    where
        What it is, for the message.

    Raises
    ------
    InputError
        If it holds something that stands for none of these, or itself; a set is refused, as it has
        no order.

    >>> from fractions import Fraction
    >>> plain_value({"runs": Fraction(3, 4), "over": range(3)}, "sweep")
    {'runs': 0.75, 'over': [0, 1, 2]}
    """
    try:
        return _plain(value, where)
    except RecursionError:
        message = "is nested without end: a list or mapping holds itself"
        raise InputError.single(where, message) from None


def _plain(value: Any, where: str) -> Any:
    if isinstance(value, str):
        return str(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Mapping):
        return _plain_mapping(value, where)
    if hasattr(value, "tolist"):  # numbers, arrays and columns of NumPy and pandas
        return _plain(value.tolist(), where)
    if isinstance(value, numbers.Integral):
        return int(value)
    if isinstance(value, numbers.Real | Decimal):
        return float(value)
    if isinstance(value, os.PathLike):
        return os.fsdecode(value)
    if isinstance(value, dt.datetime):
        value = value.date() if value.time() == dt.time() else value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Sequence | Iterator | ValuesView) and not isinstance(value, bytes):
        return [_plain(one, f"{where}[{i}]") for i, one in enumerate(_finite(value))]
    raise _refused(value, where, "numbers, text, lists and mappings are what is taken here")


def _plain_mapping(value: Mapping[Any, Any], where: str) -> dict[str, Any]:
    for key in value:
        if not isinstance(key, str):
            raise _refused(key, f"a key of {where}", "a key must be a word")
    return {str(key): _plain(one, f"{where}.{key}") for key, one in value.items()}


def _finite(value: Iterable[Any]) -> Iterable[Any]:
    """Return the items of what may go on for ever, up to more than any list here may hold."""
    from itertools import islice

    from escalation.scenario.lines import MAX_NODES

    return value if isinstance(value, Sequence) else islice(value, MAX_NODES + 1)


def words(value: str | Iterable[str], where: str) -> list[str]:
    """Return words given as one or as several.

    Raises
    ------
    InputError
        If there is something else among them.
    """
    found = [value] if isinstance(value, str | os.PathLike) else plain_value(value, where)
    if not isinstance(found, list):
        raise _refused(value, where, "a word or a list of words is due")
    for one in found:
        if not isinstance(one, str | os.PathLike):
            raise _refused(one, where, "a word or a list of words is due")
    return [str(one) for one in found]


def settings_of(given: Settings, where: str = "settings") -> list[str]:
    """Return settings as ``path=value`` each.

    >>> settings_of({"parameters.audience_cost": 0.4, "events": []})
    ['parameters.audience_cost=0.4', 'events=[]']

    Raises
    ------
    InputError
        If they are neither texts nor values by path.
    """
    if isinstance(given, Mapping):
        held = plain_value(given, where)
        return [f"{path}={json.dumps(one, ensure_ascii=False)}" for path, one in held.items()]
    return words(given, where)


def events_of(given: Events, where: str = "events") -> list[OneEvent]:
    """Return events as a list, each as YAML or as a mapping of plain values.

    Raises
    ------
    InputError
        If something is neither.
    """
    if isinstance(given, str | Mapping):
        given = [given]
    found = plain_value(given, where)
    for one in found if isinstance(found, list) else [given]:
        if not isinstance(one, str | dict):
            message = "an event is a mapping such as {kind: back_channel, open: true}"
            raise _refused(one, where, message)
    return list(found)


def scenario_given(source: Source) -> Scenario:
    """Return the scenario that is given, or whose file or shipped name is.

    Raises
    ------
    InputError
        If it has mistakes, or is nothing of the kind.
    """
    from escalation.scenario.load import load_scenario
    from escalation.scenario.sections import Scenario

    if isinstance(source, Scenario):
        return source
    if isinstance(source, str | os.PathLike):
        return load_scenario(source)
    raise not_a_scenario(source)


def not_a_scenario(given: Any) -> InputError:
    """Return what to say of something that is given for a scenario and is none."""
    message = "a scenario, the path of its file or the name of a shipped one is due"
    return _refused(given, "scenario", message)


def path_given(given: Any, where: str) -> str:
    """Return a path, given as text or as one of `pathlib`.

    Raises
    ------
    InputError
        If it is something else.
    """
    if isinstance(given, str | os.PathLike):
        return os.fsdecode(given)
    raise _refused(given, where, "a path is due, as text or as pathlib has it")


def moment_given(started: Any) -> dt.datetime:
    """Return when something was begun: now, unless a moment with a time zone is given.

    Raises
    ------
    InputError
        If it has no time zone, or is no moment.
    """
    if started is None:
        return dt.datetime.now(dt.UTC)
    if isinstance(started, dt.datetime) and started.tzinfo is not None:
        return started
    due = "a moment with a time zone is due, such as datetime.now(UTC)"
    raise _refused(started, "started", due)


def _refused(value: Any, where: str, message: str) -> InputError:
    kind = type(value).__name__
    article = "an" if kind[0].lower() in "aeiou" else "a"
    shown = repr(value)
    shown = "" if len(shown) > 40 or "\n" in shown or shown.startswith("<") else f" ({shown})"
    said = "is None" if value is None else f"is {article} {kind}{shown}"
    return InputError.single(where, f"{said}; {message}")
