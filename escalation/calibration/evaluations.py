"""Evaluated points on disk: pieces that are whole or not there, so that a rerun continues.

A folder holds ``settings.json`` (what was asked for, sealed), and for each wave
``waveN-points-HASH.parquet`` (where) and ``waveN-FIRST-LAST-HASH.parquet`` (what came out), FIRST
and LAST with six digits. HASH is the beginning of the file's own, held against it when it is read.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from escalation.calibration.simulator import Evaluated, Simulator, evaluate_ahead
from escalation.errors import InputError
from escalation.files import (
    ensure_writable_folder,
    unreadable,
    write_bytes_atomically,
    write_text_atomically,
)
from escalation.results.json_text import as_json, plain
from escalation.results.tables import read_parquet
from escalation.sealing import DamagedError, read_sealed, sealed

Floats = NDArray[np.float64]
Told = Callable[[str, int, int], None]

SETTINGS: Final = "settings.json"
PIECE_POINTS: Final = 8
_DIGITS: Final = 16


class Evaluations:
    """The evaluated points of one calibration.

    Parameters
    ----------
    folder
        Where they are kept; made if need be.
    settings
        What they depend on. A folder begun with other settings is refused.

    Raises
    ------
    InputError
        If the folder can't be written to, or was begun with other settings.
    """

    def __init__(self, folder: str | os.PathLike[str], settings: Mapping[str, Any]) -> None:
        self.folder = ensure_writable_folder(folder)
        place = self.folder / SETTINGS
        wanted = plain(settings)
        if not place.exists():
            if any(self.folder.glob("*-*.parquet")):
                raise InputError.single(str(place), "is missing; take a fresh folder")
            write_text_atomically(place, sealed(as_json(wanted)))
            return
        begun = read_sealed(place, "take a fresh folder")
        other = [name for name in wanted if begun.get(name) != wanted[name]]
        if other:
            raise InputError.single(
                str(place), f"was begun with another {', '.join(other)}; take a fresh folder"
            )

    def points(self, wave: str, make: Callable[[], Floats], names: Sequence[str]) -> Floats:
        """Return the points of a wave: those on disk, or made now and kept."""
        stem = self.folder / f"{wave}-points"
        if _found(stem) is None:
            _write(stem, make(), names)
        return _read(stem, names)

    def evaluate(
        self,
        wave: str,
        simulator: Simulator,
        unit: Floats,
        *,
        runs_per_point: int,
        seed: int,
        first: int,
        threads: int,
        stop: threading.Event,
        told: Told | None = None,
    ) -> Evaluated | None:
        """Return all points of a wave, evaluating those that are not on disk; None if stopped."""
        ends = range(0, len(unit), PIECE_POINTS)
        pieces = [(start, min(start + PIECE_POINTS, len(unit))) for start in ends]
        missing = [piece for piece in pieces if _found(self._place(wave, piece)) is None]
        done = len(unit) - sum(end - start for start, end in missing)
        if told is not None:
            told(wave, done, len(unit))
        for piece, found in evaluate_ahead(
            simulator, unit, missing, runs_per_point=runs_per_point, seed=seed, first=first,
            threads=threads, stop=stop,
        ):  # fmt: skip
            table = np.hstack([found.whole, found.one, found.other])
            _write(self._place(wave, piece), table, _columns(simulator.statistics))
            done += len(found)
            if told is not None:
                told(wave, done, len(unit))
        if any(_found(self._place(wave, piece)) is None for piece in pieces):
            return None
        columns = _columns(simulator.statistics)
        table = np.vstack([_read(self._place(wave, piece), columns) for piece in pieces])
        whole, one, other = np.split(table, 3, axis=1)
        return Evaluated(first, unit, whole, one, other)

    def _place(self, wave: str, piece: tuple[int, int]) -> Path:
        return self.folder / f"{wave}-{piece[0]:06d}-{piece[1]:06d}"


def _columns(statistics: Sequence[str]) -> list[str]:
    return [f"{name}{part}" for part in ("", " first half", " second half") for name in statistics]


def _found(stem: Path) -> Path | None:
    """Return the file whose name begins so; the first, if there are several."""
    return min(stem.parent.glob(f"{stem.name}-{'?' * _DIGITS}.parquet"), default=None)


def _write(stem: Path, values: Floats, names: Sequence[str]) -> None:
    """Write a piece under its hash."""
    import pandas as pd

    content = pd.DataFrame(values, columns=list(names)).to_parquet(index=False)
    place = stem.with_name(f"{stem.name}-{hashlib.sha256(content).hexdigest()[:_DIGITS]}.parquet")
    write_bytes_atomically(place, content)


def _read(stem: Path, names: Sequence[str]) -> Floats:
    """Read a piece, held against its name.

    Raises
    ------
    InputError
        If it can't be read.
    DamagedError
        If it is not as it was written.
    """
    place = _found(stem)
    assert place is not None, f"{stem} was written before"
    try:
        content = place.read_bytes()
    except OSError as error:
        raise unreadable(place, error) from error
    if hashlib.sha256(content).hexdigest()[:_DIGITS] != place.stem.rpartition("-")[2]:
        raise DamagedError.single(
            str(place), "is damaged: it is not as it was written; remove it and run again"
        )
    return read_parquet(content)[list(names)].to_numpy(dtype=np.float64)
