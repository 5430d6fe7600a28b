"""The formats of a report: which there are, who writes each, and what that needs.

A writer's module is imported when its format is asked for.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from escalation.errors import InputError, needing, suggest
from escalation.files import check_replaceable, is_folder, present
from escalation.naming import listed

if TYPE_CHECKING:
    from escalation.report.document import Document


@dataclass(frozen=True)
class Format:
    """A format of a report.

    Attributes
    ----------
    title
        What its file is called in a sentence.
    module, function
        Who writes it.
    packages
        What that needs beyond the program itself, all in the extra ``report``.
    by_template
        Whether it takes an office's own template.
    """

    title: str
    module: str
    function: str
    packages: tuple[str, ...] = ()
    by_template: bool = False


#: Every format by the end of its files' names; the first is written unless another is asked for.
FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        "html": Format("a page", "escalation.report.html", "write_html"),
        "pdf": Format("a PDF", "escalation.report.pdf", "write_pdf", ("typst",)),
        "docx": Format(
            "a Word document", "escalation.report.word", "write_word", ("python-docx",), True
        ),
        "pptx": Format(
            "a presentation", "escalation.report.slides", "write_slides", ("python-pptx",), True
        ),
    }
)


def format_of(wanted: str | None, out: str | os.PathLike[str] | None = None) -> str:
    """Return the format that is meant: the one asked for, that of the file's name, or the first.

    Raises
    ------
    InputError
        If there is no such format, or the file's name says another.
    """
    if wanted is not None:
        where, name = "--format", wanted
    elif out is not None and Path(out).suffix:
        where, name = str(out), Path(out).suffix.removeprefix(".")
    else:
        return next(iter(FORMATS))
    if name.lower() not in FORMATS:
        known = suggest(name, FORMATS) or f"; there are {', '.join(FORMATS)}"
        raise InputError.single(where, f"{name!r} is no format of a report{known}")
    ending = "" if out is None else Path(out).suffix.removeprefix(".").lower()
    if ending in FORMATS and ending != name.lower():
        raise InputError.single(
            str(out),
            f"ends in .{ending}, and --format asks for {name.lower()}: give one, or both the same",
        )
    return name.lower()


def with_ending(path: Path, name: str) -> Path:
    """Return a report's file with the ending of its format, where its name has none."""
    return path if path.suffix else path.with_name(f"{path.name}.{name}")


def check_place(path: Path | None, name: str, template: Path | None = None) -> None:
    """Refuse what would fail after everything was computed: the place, the packages, the template.

    Parameters
    ----------
    path
        Where the report goes; None if it is yet to be named, in the current folder.
    name
        Its format, one of `FORMATS`.
    template
        A file whose styles it takes.

    Raises
    ------
    InputError
        If the path can't be written to, or the template isn't there or not for this format.
    PurposeError
        If a package is missing; it says how to get it.
    """
    if path is not None:
        check_replaceable(path)
        folder = path.absolute().parent
        if not is_folder(folder):
            raise InputError.single(str(path), f"there is no folder {folder}")
    if template is not None:
        if not FORMATS[name].by_template:
            takers = listed([one for one, form in FORMATS.items() if form.by_template])
            raise InputError.single("--template", f"{name} takes none; {takers} do")
        if not present(template):
            raise InputError.single(str(template), "there is no such file")
    _writer(name)


def write(document: Document, path: Path, name: str, template: Path | None = None) -> None:
    """Write a report: the whole file or none, and the same bytes for the same document.

    Parameters
    ----------
    document
        What it says.
    path
        Where it goes; a file there is replaced.
    name
        Its format, one of `FORMATS`.
    template
        For Word and PowerPoint, a file whose styles it takes.

    Raises
    ------
    InputError
        If nothing can be written there, or the template is none.
    OutputError
        If the disk fills up or fails on the way.
    PurposeError
        If a package is missing; it says how to get it.
    """
    writer = _writer(name)
    if FORMATS[name].by_template:
        writer(document, path, template=template)
    else:
        writer(document, path)


def _writer(name: str) -> Any:
    """Return the function that writes a format."""
    form = FORMATS[name]
    with needing(f"{form.title} needs", *form.packages, extra="report"):
        return getattr(import_module(form.module), form.function)
