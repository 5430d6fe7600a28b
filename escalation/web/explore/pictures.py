"""What may be downloaded: charts as the command line draws them, and tables."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

from escalation.charts.all_charts import CHARTS
from escalation.charts.saving import write
from escalation.results.csv_text import as_csv
from escalation.results.summary import headline_table

if TYPE_CHECKING:
    from escalation.results.result import Result

#: Types of what is sent, by suffix.
TYPES: Final = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "csv": "text/csv; charset=utf-8",
}
TABLES: Final = ("odds", "days", "runs", "segments")
#: The chart of the border.
MAP: Final = "map"


def names() -> list[str]:
    """Return the name of every file there is, each with its suffix."""
    return [*(one for name in CHARTS for one in drawn(name)), *(f"{name}.csv" for name in TABLES)]


def drawn(chart: str) -> list[str]:
    """Return the files of a chart."""
    return [f"{chart}.{suffix}" for suffix in ("png", "svg")]


def made(name: str, result: Result) -> bytes:
    """Return a file of `names` for a result."""
    what, _, suffix = name.rpartition(".")
    if suffix == "csv":
        table = headline_table(result) if what == "odds" else result.table(what)
        return as_csv(table, stamp=result.stamp).encode()
    written = BytesIO()
    write(CHARTS[what](result), written, suffix, result.stamp)
    return written.getvalue()
