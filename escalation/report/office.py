"""What Word and PowerPoint have in common: letters, pictures, properties, and bytes that repeat."""

from __future__ import annotations

import datetime as dt
import os
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from lxml import etree

from escalation.charts.saving import write
from escalation.charts.words import CAVEAT
from escalation.errors import InputError
from escalation.files import unreadable, write_bytes_atomically
from escalation.letters import visible
from escalation.stamp import Stamp

if TYPE_CHECKING:
    from escalation.report.document import Document, Picture

_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_CUSTOM: Final = f"{_OFFICE}/custom-properties"
_VALUES: Final = f"{_OFFICE}/docPropsVTypes"
_IS_CUSTOM: Final = f"{_OFFICE}/relationships/custom-properties"
_CUSTOM_TYPE: Final = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
#: Of the properties that users give names to, for all there is only one.
_FORMAT_ID: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_CONTENT_TYPES, _ROOT_RELATIONS, _PROPERTIES = (
    "[Content_Types].xml",
    "_rels/.rels",
    "docProps/custom.xml",
)
#: The first year that a ZIP file can tell.
_FIRST_YEAR: Final = 1980
#: Larger than any office's template, and what a file that is none would swell to.
_MOST_BYTES: Final = 100_000_000
#: What Office takes of a title.
_LONGEST_PROPERTY: Final = 255


def png(picture: Picture, stamp: Stamp) -> BytesIO:
    """Return a picture without its head, since finding and caption are the page's own text."""
    into = BytesIO()
    write(picture.bare(), into, "png", stamp)
    into.seek(0)
    return into


def tell_properties(said: Any, document: Document) -> None:
    """Fill the core properties of a file: title, subject, keywords, when the results were made."""
    said.title = visible(document.title)[:_LONGEST_PROPERTY]
    said.subject = visible(document.subtitle)[:_LONGEST_PROPERTY]
    said.author = said.last_modified_by = "escalation"
    said.keywords = visible(", ".join(document.keywords))[:_LONGEST_PROPERTY]
    said.comments, said.language, said.revision = CAVEAT, "en-GB", 1
    said.created = said.modified = document.made.astimezone(dt.UTC).replace(tzinfo=None)


def opened_template(path: str | os.PathLike[str] | None, suffix: str) -> BytesIO | None:
    """Return an office's template for the library to open, once it is known to be one.

    Parameters
    ----------
    path
        As given; None where there is none.
    suffix
        ``docx`` or ``pptx``; what Word and PowerPoint call a template (``.dotx``, ``.potx``) is
        taken as well.

    Raises
    ------
    InputError
        If it can't be read, or is none.
    """
    if path is None:
        return None
    main = {"docx": "word/document.xml", "pptx": "ppt/presentation.xml"}[suffix]
    wanted = f"is no .{suffix} file; give one that Word or PowerPoint has saved"
    if not Path(path).exists():
        raise InputError.single(str(path), "there is no such template")
    try:
        with ZipFile(path) as there:
            size = sum(item.file_size for item in there.infolist())
            if size > _MOST_BYTES:
                raise InputError.single(
                    str(path), f"unpacks to {size / 1e6:,.0f} MB; a template has at most 100 MB"
                )
            parts = {item.filename: there.read(item) for item in there.infolist()}
    except OSError as error:
        raise unreadable(Path(path), error) from error
    except (BadZipFile, RuntimeError, NotImplementedError, zlib.error):  # damaged, or locked
        raise InputError.single(str(path), wanted) from None
    if not {main, _CONTENT_TYPES, _ROOT_RELATIONS} <= set(parts):
        raise InputError.single(str(path), wanted)
    parts[_CONTENT_TYPES] = parts[_CONTENT_TYPES].replace(
        b".template.main+xml",
        {"docx": b".document", "pptx": b".presentation"}[suffix] + b".main+xml",
    )
    into = BytesIO()
    with ZipFile(into, "w") as there:
        for name, content in parts.items():
            there.writestr(name, content)
    into.seek(0)
    return into


@contextmanager
def asking_template(path: str | os.PathLike[str] | None) -> Iterator[None]:
    """Put into words what the library makes of a template that is not what it says it is.

    Raises
    ------
    InputError
        If it can't be used.
    """
    try:
        yield
    except InputError:
        raise
    except (etree.XMLSyntaxError, LookupError, AttributeError, ValueError, TypeError) as error:
        if path is None:
            raise
        why = " ".join(str(error).split())[:200]
        told = (
            f"can't be used as a template ({type(error).__name__}: {why}); save it anew in Office"
        )
        raise InputError.single(str(path), told) from error


def save_packed(save: Callable[[BytesIO], object], document: Document, path: Path) -> None:
    """Write a file of Office with the report's stamp, and without a moment of its writing.

    Parameters
    ----------
    save
        How the library writes it.
    document
        The report: the stamp goes into its custom properties.
    path
        Where to; replaced whole.
    """
    written = BytesIO()
    save(written)
    with ZipFile(written) as there:
        parts = {item.filename: there.read(item) for item in there.infolist()}
    _add_properties(parts, document.stamp)
    packed_into = BytesIO()
    moment = _zip_time(document.made)
    with ZipFile(packed_into, "w", ZIP_DEFLATED) as there:
        for name, content in parts.items():
            item = ZipInfo(name, moment)
            item.compress_type = ZIP_DEFLATED
            item.external_attr = 0o600 << 16
            there.writestr(item, content)
    write_bytes_atomically(path, packed_into.getvalue())


def _zip_time(moment: dt.datetime) -> tuple[int, int, int, int, int, int]:
    utc = moment.astimezone(dt.UTC)
    return (max(utc.year, _FIRST_YEAR), utc.month, utc.day, utc.hour, utc.minute, utc.second)


def _add_properties(parts: dict[str, bytes], stamp: Stamp) -> None:
    """Put the stamp among the custom properties of a package, beside a template's own."""
    ours = stamp.as_mapping()
    root = _read(parts[_PROPERTIES]) if _PROPERTIES in parts else None
    if root is None:
        root = etree.Element(f"{{{_CUSTOM}}}Properties", nsmap={None: _CUSTOM, "vt": _VALUES})
        types = _read(parts[_CONTENT_TYPES])
        etree.SubElement(
            types, f"{{{_TYPES}}}Override", PartName=f"/{_PROPERTIES}", ContentType=_CUSTOM_TYPE
        )
        parts[_CONTENT_TYPES] = _written(types)
        relations = _read(parts[_ROOT_RELATIONS])
        taken = {relation.get("Id") for relation in relations}
        name = next(
            f"rId{number}" for number in range(1, len(taken) + 2) if f"rId{number}" not in taken
        )
        etree.SubElement(
            relations, f"{{{_RELATIONS}}}Relationship", Id=name, Type=_IS_CUSTOM, Target=_PROPERTIES
        )
        parts[_ROOT_RELATIONS] = _written(relations)
    for there in list(root):
        if there.get("name") in ours:
            root.remove(there)
    first = 1 + max((int(there.get("pid", "1")) for there in root), default=1)
    for number, (name, text) in enumerate(ours.items(), first):
        one = etree.SubElement(
            root, f"{{{_CUSTOM}}}property", fmtid=_FORMAT_ID, pid=str(number), name=name
        )
        etree.SubElement(one, f"{{{_VALUES}}}lpwstr").text = visible(text)
    parts[_PROPERTIES] = _written(root)


def _read(content: bytes) -> etree._Element:
    """Return the XML of a part: no entity is resolved, and nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(content, parser)


def _written(root: etree._Element) -> bytes:
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written
