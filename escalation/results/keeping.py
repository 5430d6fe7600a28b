"""Keep what was found: in a run folder with its manifest, or in a folder that the reader named."""

from __future__ import annotations

import datetime as dt
import os
import shlex
import shutil
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from escalation.errors import OutputError, PurposeError
from escalation.files import ensure_writable_folder, write_text_atomically
from escalation.results.csv_text import as_csv
from escalation.results.drawing import draw_together
from escalation.results.folder import RunFolder, made_by
from escalation.results.json_text import as_json
from escalation.results.layout import CHARTS_FOLDER, RUN
from escalation.results.manifest import Provenance, describe
from escalation.results.scenario_text import headed
from escalation.scenario.given import path_given

if TYPE_CHECKING:
    import pandas as pd

    from escalation.charts.saving import Chart
    from escalation.results.columns import Columns
    from escalation.results.drawing import Helper
    from escalation.stamp import Stamp

CHARTS_TOLD: Final = 3


@dataclass(frozen=True)
class Findings:
    """What a run or a study found, ready to be kept.

    Attributes
    ----------
    kind
        One of `escalation.results.kinds.KINDS`, or the study's name.
    summary
        Plain figures: ``summary.json`` of a run folder, ``<kind>.json`` in a folder of the
        reader's; None if the tables say all.
    documents
        Further JSON files, by name.
    tables
        For Parquet, by name: a frame, or what yields one piece by piece.
    csvs
        For spreadsheets, by name; in a folder of the reader's, cells that hold several names
        become words with a space between.
    charts
        Returns how each is drawn, and what it shows, by name; asked only where charts are wanted,
        since they need Matplotlib.
    made
        How they came about; None where no run folder can be made of them.
    stamp
        Whose results they are, in a folder of the reader's; None where they are of no scenario.
    columns
        What columns mean that only these tables have; all others are declared in
        `escalation.results.columns`.
    telling
        Names of the charts to look at first, asked for once they are drawn.
    told_as
        Formats of the charts that a run folder's summary names.
    """

    kind: str
    summary: Mapping[str, Any] | None = None
    documents: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    tables: Mapping[str, pd.DataFrame | Callable[[], Iterable[pd.DataFrame]]] = field(
        default_factory=dict
    )
    csvs: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    charts: Callable[[], Mapping[str, Chart]] = dict
    made: Provenance | None = None
    stamp: Stamp | None = None
    columns: Columns = field(default_factory=dict)
    telling: Callable[[], Sequence[str]] = list
    told_as: tuple[str, ...] = ("png", "svg")


@dataclass(frozen=True)
class Kept:
    """A run folder that was written.

    Attributes
    ----------
    path
        The folder.
    summary
        What its ``summary.json`` holds.
    charts
        Paths of the charts as PNG by name, the most telling first.
    not_drawn
        Why a chart could not be drawn, by name.
    """

    path: Path
    summary: dict[str, Any]
    charts: Mapping[str, Path]
    not_drawn: Mapping[str, str]

    @property
    def most_telling(self) -> list[Path]:
        """Return the paths of the three charts to look at first."""
        return list(self.charts.values())[:CHARTS_TOLD]


def keep(
    found: Findings,
    where: RunFolder | str | os.PathLike[str] = "runs",
    *,
    charts: bool = True,
    command: Sequence[str] = (),
    stop: threading.Event | None = None,
    helpers: Sequence[Helper] = (),
    timings: Mapping[str, float] = MappingProxyType({}),
) -> Kept:
    """Write findings into a run folder of their own, finish it, and then draw their charts into it.

    Parameters
    ----------
    found
        What to keep.
    where
        A folder that was begun for it, or the folder of run folders.
    charts
        Whether to draw them.
    command
        For the manifest: the command line.
    stop
        When set, charts that are not yet drawn are left out.
    helpers
        Processes that draw some of a run's charts; see `escalation.results.drawing.helpers`.
    timings
        For the summary: seconds of what was done for these findings elsewhere.

    Raises
    ------
    InputError
        If nothing can be written there.
    OutputError
        If the disk fills up or fails before all but the charts is kept; nothing is left then.
    """
    if found.made is None or found.summary is None:
        raise ValueError(f"{found.kind}: a run folder needs a summary, and whose it is")
    if not isinstance(where, RunFolder):
        made = found.made
        root = path_given(where, "folder of run folders")
        with RunFolder.create(root, made.name, made.run_id, made.started) as folder:
            return keep(
                found,
                folder,
                charts=charts,
                command=command,
                stop=stop,
                helpers=helpers,
                timings=timings,
            )
    begun = time.perf_counter()
    where.stamp = found.made.stamp(command)
    _write_tables(found, where)
    seconds = {
        **timings,
        "tables_seconds": time.perf_counter() - begun,
        "charts_seconds": 0.0,
    }
    described = describe(found.made, command=command)
    # Whole before any chart is begun: whatever becomes of drawing, this is kept.
    kept = _finish(found, where, described, seconds)
    if not charts:
        return kept
    begun = time.perf_counter()
    try:
        drawn, not_drawn = draw(
            found.charts, where.charts, stop=stop, helpers=helpers, stamp=where.stamp
        )
        seconds["charts_seconds"] = time.perf_counter() - begun
        return _finish(found, where, described, seconds, _telling_first(found, drawn), not_drawn)
    except BaseException as error:
        shutil.rmtree(where.charts, ignore_errors=True)
        if isinstance(error, KeyboardInterrupt):
            raise KeyboardInterrupt(f"results are kept in {kept.path}, without charts") from error
        if not isinstance(error, OutputError):
            raise
        missing = {"all": str(error)}
        return Kept(kept.path, {**kept.summary, "charts_not_drawn": missing}, {}, missing)


def _finish(
    found: Findings,
    folder: RunFolder,
    described: Mapping[str, Any],
    seconds: Mapping[str, float],
    drawn: Mapping[str, list[Path]] = MappingProxyType({}),
    not_drawn: Mapping[str, str] = MappingProxyType({}),
) -> Kept:
    """Write summary and manifest of what there is by now, and finish the folder."""
    assert found.made is not None
    assert found.summary is not None
    files = [file.name for each in drawn.values() for file in each]
    told = [name for name in files if name.endswith(found.told_as)]
    summary = {**found.summary, "charts": [f"{CHARTS_FOLDER}/{name}" for name in told]}
    if not_drawn:
        summary["charts_not_drawn"] = dict(not_drawn)
    timings = dict(found.made.timings)
    if "timings" in summary:
        timings = summary["timings"] = {
            **summary["timings"],
            **seconds,
            "total_seconds": (dt.datetime.now(dt.UTC) - found.made.started).total_seconds(),
        }
    summary["path"] = str(folder.target)
    summary |= made_by(folder.stamp)
    kind = {} if found.kind == RUN else {"kind": found.kind}
    path = folder.finish({**kind, **described, "timings": timings}, summary)
    pictures = {name: path / CHARTS_FOLDER / each[0].name for name, each in drawn.items()}
    return Kept(path, summary, pictures, not_drawn)


class KeptStudy(ABC):
    """A study whose findings have a run folder of their own."""

    @abstractmethod
    def to_keep(self) -> Findings:
        """Return everything that its folder holds."""

    def save(
        self,
        root: str | os.PathLike[str] = "runs",
        *,
        charts: bool = True,
        command: Sequence[str] = (),
        stop: threading.Event | None = None,
    ) -> tuple[Path, dict[str, Any]]:
        """Keep everything in a new folder under ``root``; return it and its summary.

        See `keep` for what it raises.
        """
        kept = keep(self.to_keep(), root, charts=charts, command=command, stop=stop)
        return kept.path, kept.summary


def write(
    found: Findings,
    folder: str | os.PathLike[str],
    *,
    formats: tuple[str, ...] | None = None,
    float_format: str | None = None,
    command: Sequence[str] = (),
) -> list[Path]:
    """Write findings under their names into a folder that the reader named; return the files.

    Parameters
    ----------
    found
        What to write.
    folder
        Made if need be; files of the same names are replaced, each whole.
    formats
        Of charts: suffixes that Matplotlib writes; PNG and SVG unless given.
    float_format
        Of figures in CSV; as exact as they are, unless given.

    Raises
    ------
    InputError
        If the folder can't be written to.
    OutputError
        If the disk gave out on the way.
    PurposeError
        If a chart could not be drawn; all else is written by then.
    """
    from escalation.results.columns import columns_of
    from escalation.results.tables import write_parquet

    place = Path(folder) if Path(folder).is_dir() else ensure_writable_folder(folder)
    written: list[Path] = []
    documents = dict(found.documents)
    if found.summary is not None:
        documents[found.kind] = found.summary
    stamp = found.stamp and replace(found.stamp, command=shlex.join(command))
    for name, document in documents.items():
        written.append(place / f"{name}.json")
        write_text_atomically(written[-1], as_json({**document, **made_by(stamp)}))
    for name, frames in found.tables.items():
        written.append(place / f"{name}.parquet")
        belongs = {} if stamp is None else {**stamp.as_json(), "table": name}
        pieces = frames() if callable(frames) else [frames]
        write_parquet(written[-1], pieces, belongs, {**columns_of(name), **found.columns})
    for name, table in found.csvs.items():
        written.append(place / f"{name}.csv")
        write_text_atomically(written[-1], as_csv(table, float_format, stamp))
    drawn, not_drawn = draw(found.charts, place, formats=formats, stamp=stamp)
    if not_drawn:
        missing = "; ".join(f"{name} ({why})" for name, why in not_drawn.items())
        raise PurposeError(f"{place}: kept, but these charts could not be drawn: {missing}")
    return written + [file for files in drawn.values() for file in files]


def _write_tables(found: Findings, folder: RunFolder) -> None:
    """Write all but summary and charts into a run folder."""
    from escalation.scenario.load import resolved_yaml

    assert found.made is not None
    for name, scenario in found.made.scenarios.items():
        folder.write_text(name, headed(resolved_yaml(scenario), folder.stamp))
    for name, frames in found.tables.items():
        folder.write_table(name, frames() if callable(frames) else frames, found.columns)
    for name, table in found.csvs.items():
        folder.write_csv(name, table)
    for name, document in found.documents.items():
        folder.write_json(f"{name}.json", document)


def draw(
    charts: Callable[[], Mapping[str, Chart]],
    folder: Path,
    *,
    formats: tuple[str, ...] | None = None,
    stop: threading.Event | None = None,
    tell: Callable[[int, int], None] | None = None,
    helpers: Sequence[Helper] = (),
    stamp: Stamp | None = None,
) -> tuple[dict[str, list[Path]], dict[str, str]]:
    """Draw charts for results that are kept already; see `escalation.charts.saving.draw_all`.

    With ``helpers`` the folder is that of a run's charts, and some are drawn in other processes.
    Matplotlib may not even be importable, where the machine's settings for it are broken: then
    none is drawn, and why stands under ``all``.
    """
    try:
        from escalation.charts.saving import FORMATS, draw_all

        if helpers:
            return draw_together(charts(), folder.parent, helpers, stop=stop, stamp=stamp)
        return draw_all(
            charts(), folder, formats=formats or FORMATS, stop=stop, tell=tell, stamp=stamp
        )
    except Exception as error:  # noqa: BLE001 - no chart is worth a result
        return {}, {"all": f"{type(error).__name__}: {error}"}


def _telling_first(found: Findings, drawn: Mapping[str, list[Path]]) -> dict[str, list[Path]]:
    """Return the charts that were drawn, the most telling first."""
    try:
        telling = found.telling()
    except Exception:  # noqa: BLE001 - which to name first is not worth a result
        telling = []
    first = [name for name in telling if name in drawn]
    return {name: drawn[name] for name in (*first, *drawn)}
