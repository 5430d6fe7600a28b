"""When a sweep was begun, and by which command: what its folder keeps of its first sitting."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from escalation.errors import InputError
from escalation.results.layout import SWEEP_FILES
from escalation.results.reading import SWEEP_AGAIN, begun
from escalation.sealing import read_sealed
from escalation.stamp import MADE_BY, Stamp


def first_sitting(path: Path, stamp: Stamp) -> Stamp:
    """Return what a sweep's folder says of its first sitting: the command, and when it began.

    A folder from before it was kept, or whose list is lost, has the time of its plan's file.

    Parameters
    ----------
    path
        The folder.
    stamp
        Of the sweep.
    """
    when = begun(path)
    with suppress(InputError):
        told = Stamp.from_json(read_sealed(path / SWEEP_FILES, SWEEP_AGAIN).get(MADE_BY))
        if told is not None and told == replace(stamp, command=told.command, started=when):
            return told
    return replace(stamp, started=when)
