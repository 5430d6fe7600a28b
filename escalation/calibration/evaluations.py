"""Evaluated points on disk: pieces that are whole or not there, so that a rerun continues.

A folder holds ``settings.json`` (what was asked for), and for each wave ``waveN-points.parquet``
(where) and ``waveN-FIRST-LAST.parquet`` (what came out), FIRST and LAST with six digits.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from escalation.calibration.simulator import Evaluated, Simulator, evaluate_ahead
from escalation.errors import InputError
from escalation.files import ensure_writable_folder, write_atomically, write_text_atomically
from escalation.results.json_text import as_json, plain

Floats = NDArray[np.float64]
Told = Callable[[str, int, int], None]

SETTINGS: Final = "settings.json"
PIECE_POINTS: Final = 8


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
            write_text_atomically(place, as_json(wanted))
            return
        try:
            begun = json.loads(place.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise InputError.single(str(place), "can't be read; take a fresh folder") from error
        other = [name for name in wanted if begun.get(name) != wanted[name]]
        if other:
            raise InputError.single(
                str(place), f"was begun with another {', '.join(other)}; take a fresh folder"
            )

    def points(self, wave: str, make: Callable[[], Floats], names: Sequence[str]) -> Floats:
        """Return the points of a wave: those on disk, or made now and kept."""
        place = self.folder / f"{wave}-points.parquet"
        if not place.exists():
            _write(place, make(), names)
        return _read(place, names)

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
        missing = [piece for piece in pieces if not self._place(wave, piece).exists()]
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
        if not all(self._place(wave, piece).exists() for piece in pieces):
            return None
        columns = _columns(simulator.statistics)
        table = np.vstack([_read(self._place(wave, piece), columns) for piece in pieces])
        whole, one, other = np.split(table, 3, axis=1)
        return Evaluated(first, unit, whole, one, other)

    def _place(self, wave: str, piece: tuple[int, int]) -> Path:
        return self.folder / f"{wave}-{piece[0]:06d}-{piece[1]:06d}.parquet"


def _columns(statistics: Sequence[str]) -> list[str]:
    return [f"{name}{part}" for part in ("", " first half", " second half") for name in statistics]


def _write(place: Path, values: Floats, names: Sequence[str]) -> None:
    import pandas as pd

    with write_atomically(place) as temporary:
        pd.DataFrame(values, columns=list(names)).to_parquet(temporary, index=False)


def _read(place: Path, names: Sequence[str]) -> Floats:
    import pandas as pd

    try:
        return pd.read_parquet(place)[list(names)].to_numpy(dtype=np.float64)
    except (OSError, ValueError, KeyError) as error:
        raise InputError.single(str(place), "can't be read; remove it and run again") from error
