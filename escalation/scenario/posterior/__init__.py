"""The posterior sample of calibrated parameters, if one is shipped in this folder.

``posterior.csv`` holds a row for each member of the sample and a column for each calibrated
parameter, in unit coordinates times `PARTS`, whole numbers: a value is the parameter's own quantile
there, so claims and scenarios still choose which distribution it is a quantile of.
``posterior.json`` says how the sample was made; among other things it holds a hash of the prior
declarations that it rests on.
``escalation calibrate`` makes both. Every file is held against its hash when it is read: of what is
shipped, in ``shipped_hashes.py``; of what was just made, in the meta file, which is sealed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from escalation.errors import InputError
from escalation.scenario.distributions import Distribution, as_mapping
from escalation.scenario.posterior.shipped_hashes import SHIPPED
from escalation.scenario.register import parameters
from escalation.sealing import check, read_sealed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FOLDER: Final = Path(__file__).resolve().parent
SAMPLE: Final = "posterior.csv"
META: Final = "posterior.json"
#: Unit coordinates are kept in whole numbers of so many parts of one.
PARTS: Final = 100_000
PATTERNS: Final = "posterior_patterns.csv"
AGAIN: Final = "run `escalation calibrate` again, or set ensemble.drawn_from to prior"
_INSTALL: Final = "install this version again, or set ensemble.drawn_from to prior"


@dataclass(frozen=True, eq=False)
class Posterior:
    """A joint sample of calibrated parameters.

    Attributes
    ----------
    names
        Parameters, one a column.
    unit
        Unit coordinates, shape (rows, parameters), each inside (0, 1).
    meta
        How the sample was made.
    """

    names: tuple[str, ...]
    unit: NDArray[np.float64]
    meta: dict[str, Any]

    def rows_at(self, u: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return the row that each uniform selects: all rows are equally likely."""
        import numpy as np

        return np.minimum((u * len(self.unit)).astype(np.int64), len(self.unit) - 1)

    @cached_property
    def members(self) -> NDArray[np.int64]:
        """Return for each row the first row that is the same: the member of the sample it is."""
        import numpy as np

        _, first, which = np.unique(self.unit, axis=0, return_index=True, return_inverse=True)
        return np.asarray(first[which.reshape(-1)], dtype=np.int64)


def shipped(folder: Path = FOLDER) -> bool:
    """Return whether the folder has a posterior; the program's own, whether it should have."""
    if folder == FOLDER:
        return bool(SHIPPED)
    return (folder / SAMPLE).is_file() and (folder / META).is_file()


def default_drawn_from() -> Literal["posterior", "prior"]:
    """Return where draws come from if a scenario doesn't say."""
    return "posterior" if shipped(FOLDER) else "prior"


def priors_hash(names: Iterable[str]) -> str:
    """Return a hash of all that is declared about these parameters' priors."""
    known = parameters()
    digest = hashlib.sha256()
    for name in names:
        one = known.get(name)
        told: object = None
        if one is not None:
            told = (one.low, one.high, _figures(one.default), _figures(one.if_claimed))
            if one.if_opposed is not None:
                told = (told, _figures(one.if_opposed), one.opposing)
        digest.update(repr((name, told)).encode())
    return digest.hexdigest()[:16]


def _figures(distribution: Distribution | None) -> object:
    return None if distribution is None else as_mapping(distribution)


def load_posterior(folder: Path = FOLDER) -> Posterior:
    """Return the posterior of a folder, once it has been held against the register.

    Raises
    ------
    InputError
        If there is none, it can't be read, it is not as it was written, or it was made from other
        priors than the register's.
    """
    return _shipped_one() if folder == FOLDER else _read(folder)


@cache
def _shipped_one() -> Posterior:
    return _read(FOLDER)


def _read(folder: Path) -> Posterior:
    import numpy as np

    if not shipped(folder):
        raise InputError.single("ensemble.drawn_from", "no posterior is shipped: use prior")
    where = str(folder / SAMPLE)
    meta = read_meta(folder)
    try:
        head, *rows = checked(SAMPLE, folder).read_text(encoding="utf-8").split()
        names = tuple(head.split(","))
        unit = np.array([row.split(",") for row in rows], dtype=np.int64) / PARTS
        priors = str(meta["priors"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError.single(where, f"is no posterior sample; {AGAIN}") from error
    inside = unit.ndim == 2 and bool(((unit > 0) & (unit < 1)).all())
    if not inside or unit.shape[1] != len(names) or len(set(names)) != len(names):
        raise InputError.single(where, f"is no posterior sample; {AGAIN}")
    if priors_hash(names) != priors:
        raise InputError.single(
            where, f"was made from other priors than the register now declares; {AGAIN}"
        )
    return Posterior(names, unit, meta)


def read_meta(folder: Path = FOLDER) -> dict[str, Any]:
    """Return what the meta file of a folder holds.

    Raises
    ------
    InputError
        If it is missing, or is not as it was written.
    """
    if folder == FOLDER:
        found: dict[str, Any] = json.loads(checked(META, folder).read_text(encoding="utf-8"))
        return found
    return read_sealed(folder / META, AGAIN)


def checked(name: str, folder: Path = FOLDER) -> Path:
    """Return the path of a posterior's file, held against its hash.

    Raises
    ------
    InputError
        If it is missing, or is not as it was written.
    """
    ours = folder == FOLDER
    known: Mapping[str, str] = SHIPPED if ours else read_meta(folder).get("files", {})
    return check(folder / name, known.get(name), _INSTALL if ours else AGAIN)


__all__ = [
    "FOLDER", "META", "PARTS", "PATTERNS", "SAMPLE", "SHIPPED", "Posterior", "checked",
    "default_drawn_from", "load_posterior", "priors_hash", "read_meta", "shipped",
]  # fmt: skip
