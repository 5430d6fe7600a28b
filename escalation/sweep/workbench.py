"""A sweep as a results file of the EMA Workbench, which its ``load_results`` reads.

The format is that of the workbench's ``save_results`` (2.4 and later): a gzipped tar with
``experiments.csv``, one headerless CSV an outcome, and ``metadata.json``, which names the type of
every column and the class of every outcome. The workbench itself is not needed to write it.
"""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from escalation.files import write_atomically
from escalation.sweep.columns import DONE, FIGURES

if TYPE_CHECKING:
    import pandas as pd

    from escalation.stamp import Stamp

VERSION: Final = 0.1
_OUTCOME_CLASS: Final = "ScalarOutcome"


def write_workbench(
    table: pd.DataFrame, axes: list[str], path: Path, stamp: Stamp | None = None
) -> int:
    """Write the finished points of a sweep; return how many.

    Parameters
    ----------
    table
        The table of points; failed ones are left out, for the workbench has no place for them.
    axes
        Columns that were varied: the experiments.
    path
        Where to, ending in ``.tar.gz``.
    stamp
        Whose results they are, for the comment that such an archive has room for.

    Raises
    ------
    InputError, OutputError
        If it can't be written.
    """
    good = table.loc[table["status"] == DONE]
    experiments = good[axes].copy()
    for name in axes:
        if experiments[name].dtype.kind not in "iuf":
            # The workbench takes words, and true and false, for categories.
            experiments[name] = experiments[name].astype(str).astype("category")
    if "scenario" not in axes:
        experiments["scenario"] = good["point"].to_numpy()
    experiments["policy"] = "None"
    experiments["model"] = "escalation"
    for name in ("policy", "model"):
        experiments[name] = experiments[name].astype("category")
    files = {"experiments.csv": experiments.to_csv(index=False, lineterminator="\n")}
    outcomes = []
    for name in FIGURES:
        if good[name].isna().all():
            continue  # the horizon is too short to show it
        files[f"{name}.cls"] = _one_a_line(good[name])
        outcomes.append((_OUTCOME_CLASS, name, f"{name}.cls"))
    types = {name: str(kind.name) for name, kind in experiments.dtypes.items()}
    metadata = {"version": VERSION, "outcomes": outcomes, "experiments": types}
    files["metadata.json"] = json.dumps(metadata)
    told = {} if stamp is None else {"comment": stamp.as_text()}
    with (
        write_atomically(path) as temporary,
        temporary.open("wb") as file,
        gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed,
        tarfile.open(
            fileobj=packed, mode="w", format=tarfile.PAX_FORMAT, pax_headers=told
        ) as archive,
    ):
        for name, text in files.items():
            content = text.encode()
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return len(good)


def _one_a_line(values: pd.Series[float]) -> str:
    """Return numbers one a line; a blank line would be skipped by the reader."""
    return "".join(f"{value!r}\n" for value in values.tolist())
