"""Agents as windows: an attribute of an agent is a field of its row in the engine's arrays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_origin, get_type_hints

import numpy as np
from numpy.typing import NDArray

from escalation.day.rows import Pair

Columns = Mapping[str, NDArray[Any]]


def columns_of(rows: NDArray[Any]) -> Columns:
    """Return the fields of an array of records (n,), each as an array over the same memory."""
    return {name: rows[name] for name in rows.dtype.names or ()}


class Field:
    """A field of an agent's row, read and written where the engine has it."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, agent: Window | None, owner: type) -> Any:
        """Return the field as it stands, a plain number."""
        if agent is None:
            return self
        return agent.columns[self.name].item(agent.row)

    def __set__(self, agent: Window, value: Any) -> None:
        agent.columns[self.name][agent.row] = value


class PairField(Field):
    """A field of two: an array (2,) over the engine's memory."""

    def __get__(self, agent: Window | None, owner: type) -> Any:
        """Return both, to be read and written in place."""
        return self if agent is None else agent.columns[self.name][agent.row]


class Window:
    """What looks on a row of the engine's arrays.

    A class names the row that it looks on twice: as a base, by which a type checker knows the
    fields, and as ``on``, by which they are made. What it defines itself stands before a field of
    that name.

    Attributes
    ----------
    columns
        The fields of all rows of its kind.
    row
        The number of its own.
    """

    columns: Columns
    row: int

    def __init_subclass__(cls, on: type | None = None, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for name, hint in ({} if on is None else get_type_hints(on)).items():
            if name not in vars(cls):
                setattr(cls, name, PairField(name) if get_origin(hint) is Pair else Field(name))


def as_records(rows: NDArray[np.void]) -> NDArray[np.void]:
    """Return structured rows as records, whose fields plain Python takes as attributes too."""
    return np.ascontiguousarray(rows).view(np.dtype((np.record, rows.dtype)))
