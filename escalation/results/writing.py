"""Write what a study found into a folder that the reader named: JSON, tables and charts."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from escalation.files import ensure_writable_folder, write_atomically, write_text_atomically

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


def write_findings(
    folder: str | os.PathLike[str],
    *,
    documents: Mapping[str, Mapping[str, Any]] | None = None,
    tables: Mapping[str, pd.DataFrame] | None = None,
    charts: Mapping[str, tuple[Figure, str]] | None = None,
    formats: tuple[str, ...] | None = None,
) -> list[Path]:
    """Write documents, tables and charts under their names, each file whole; return the files.

    Parameters
    ----------
    folder
        Made if need be; files of the same names are replaced.
    documents
        Plain figures, for JSON.
    tables
        For CSV; cells that hold several names become words with a space between.
    charts
        Each with what it shows, for alternative texts.
    formats
        Suffixes that Matplotlib writes; PNG and SVG unless given.

    Raises
    ------
    InputError
        If the folder can't be written to.
    OutputError
        If the disk gave out on the way.
    """
    from escalation.charts.all_charts import FORMATS, save_as
    from escalation.results.folder import as_json

    place = ensure_writable_folder(folder)
    written: list[Path] = []
    for name, document in (documents or {}).items():
        written.append(place / f"{name}.json")
        write_text_atomically(written[-1], as_json(document))
    for name, table in (tables or {}).items():
        written.append(place / f"{name}.csv")
        with write_atomically(written[-1]) as temporary:
            _flat(table).to_csv(temporary, index=False, lineterminator="\n")
    for name, (figure, meaning) in (charts or {}).items():
        written += save_as(figure, place, name, meaning, formats or FORMATS)
    return written


def _flat(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose lists are words."""
    lists = [name for name in table if table[name].map(_several).any()]
    return table.assign(
        **{str(name): [" ".join(map(str, cell)) for cell in table[name]] for name in lists}
    )


def _several(cell: Any) -> bool:
    return isinstance(cell, list | tuple)
