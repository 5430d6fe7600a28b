"""Reports: what leaves the building, from one document in four formats.

`escalation.report.document` says what a report is made of, ``contents`` fill one for each kind of
results, and each format has a writer of its own that decides nothing but looks.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from escalation.results.result import Result

__all__ = ["write_report"]


def write_report(
    results: Result | str | os.PathLike[str],
    path: str | os.PathLike[str],
    *,
    format: str | None = None,
    template: str | os.PathLike[str] | None = None,
    root: str | os.PathLike[str] = "runs",
) -> Path:
    """Write the report of results; nothing is run for it.

    Parameters
    ----------
    results
        A run just made, or the folder, the name or the id of anything kept, or a zip archive of
        such a folder.
    path
        The file; one there is replaced. A name without an ending is given that of the format.
    format
        One of `escalation.report.formats.FORMATS`; by the end of the file's name, unless given.
    template
        For Word and PowerPoint, a file whose styles it takes.
    root
        Folder of run folders, in which an id is looked up.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        If there are no such results, there is no such format, or nothing can be written there.
    PurposeError
        If a package is missing; it says how to get it.
    """
    from escalation.errors import InputError
    from escalation.report import formats
    from escalation.report.contents import kinds
    from escalation.report.contents.run import run_document
    from escalation.scenario.given import path_given

    file = Path(path_given(path, "file"))
    name = formats.format_of(format, file)
    file = formats.with_ending(file, name)
    styles = None if template is None else Path(path_given(template, "template"))
    formats.check_place(file, name, styles)
    if isinstance(results, str | os.PathLike):
        with kinds.given(results, root) as given:
            if given is None:
                message = "is no results: give a run, or the folder, id or zip of one that was kept"
                raise InputError.single(os.fspath(results), message)
            formats.write(given.document(), file, name, styles)
    else:
        formats.write(run_document(results), file, name, styles)
    return file
