"""Parquet tables that carry the run's id, written piece by piece so that memory stays small."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from escalation.files import write_atomically

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from escalation.results.columns import Columns, Meaning

_PREFIX = "escalation."


def write_parquet(
    path: Path,
    frames: Iterable[pd.DataFrame],
    metadata: Mapping[str, str],
    columns: Columns = MappingProxyType({}),
) -> dict[str, Any]:
    """Write frames of one shape as one table.

    Parameters
    ----------
    path
        Where to; its folder must exist.
    frames
        At least one; pieces of the table from top to bottom.
    metadata
        Put into the file's schema, with the prefix ``escalation.``.
    columns
        What each means: its field's metadata, under ``description`` and ``unit``.

    Returns
    -------
    dict
        ``rows`` and ``columns`` (name to type), for the manifest.

    Raises
    ------
    ValueError
        If there is no frame.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = 0
    schema = None
    writer = None
    with write_atomically(path) as temporary:
        try:
            for frame in frames:
                table = pa.Table.from_pandas(frame, schema=schema, preserve_index=False)
                if writer is None:
                    ours = {_PREFIX + key: text for key, text in metadata.items()}
                    told = pa.schema(
                        [_told(field, columns.get(field.name)) for field in table.schema]
                    )
                    schema = told.with_metadata({**(table.schema.metadata or {}), **ours})
                    writer = pq.ParquetWriter(temporary, schema, compression="zstd")
                writer.write_table(table.cast(schema))
                rows += table.num_rows
            if schema is None:
                raise ValueError(f"{path.name}: a table needs at least one frame")
        finally:
            if writer is not None:
                writer.close()
    return {"rows": rows, "columns": {item.name: str(item.type) for item in schema}}


def _told(field: pa.Field, meaning: Meaning | None) -> pa.Field:
    """Return a field of a schema with what it means, where that is declared."""
    if meaning is None:
        return field
    return field.with_metadata({"description": meaning.meaning, "unit": meaning.unit})


def parquet_file(source: Path | bytes) -> Any:
    """Return a Parquet file, or the content of one, for Arrow to read in the thread that asks.

    Read with ``use_threads=False``. Arrow's own threads may still hold the bytes that they have
    read when the call is over; if one lets go of them while Python ends, the process is aborted
    ("terminate called without an active exception", apache/arrow 34314 and 49942).

    Raises
    ------
    OSError, ValueError
        If the file is missing or is not Parquet.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    return pq.ParquetFile(
        pa.BufferReader(source) if isinstance(source, bytes) else source, pre_buffer=False
    )


def arrow_table(source: Path | bytes) -> pa.Table:
    """Return what `parquet_file` holds, as Arrow has it."""
    table: pa.Table = parquet_file(source).read(use_threads=False)
    return table


def meanings_of(schema: pa.Schema) -> Columns:
    """Return what a file says that its columns mean; see `write_parquet`."""
    from escalation.results.columns import Meaning

    found = {}
    for one in schema:
        told = {key.decode(): text.decode() for key, text in (one.metadata or {}).items()}
        if "description" in told:
            found[one.name] = Meaning(told["description"], told.get("unit", ""))
    return found


def read_parquet(source: Path | bytes) -> pd.DataFrame:
    """Return a table that `write_parquet` wrote; whether it is as it was written is known before.

    Raises
    ------
    OSError, ValueError
        If the file is missing or is not Parquet.
    """
    frame: pd.DataFrame = arrow_table(source).to_pandas(use_threads=False)
    return frame
