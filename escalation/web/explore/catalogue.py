"""The scenarios that a page may choose: those that are shipped, and those of one folder."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from escalation.charts.words import upper_first
from escalation.errors import InputError, Problem
from escalation.files import reason
from escalation.letters import visible
from escalation.naming import in_plain_words
from escalation.scenario.library import SUFFIXES, shipped
from escalation.scenario.load import files_of, load_scenario

if TYPE_CHECKING:
    from escalation.scenario.sections import Scenario


@dataclass(frozen=True)
class Entry:
    """A scenario that may be chosen.

    Attributes
    ----------
    id
        What the page calls it: a shipped name, or a file's name.
    source
        What it is loaded from.
    extends
        What a file made from it extends.
    """

    id: str
    source: str
    extends: str


#: How a scenario's files were when they were read.
Stamps = dict[Path, tuple[int, ...] | None]


@dataclass(frozen=True)
class _Loaded:
    """What a scenario's files gave, and how they were."""

    found: Scenario | InputError
    stamps: Stamps

    def holds(self) -> bool:
        """Return whether the files are as they were."""
        return _stamps(self.stamps) == self.stamps


class Catalogue:
    """The scenarios there are, loaded anew when a file of theirs has changed.

    Parameters
    ----------
    data
        A folder whose YAML files may be chosen too; files in folders below it may not.
    chosen
        The scenario the page begins with: a shipped name or a file.

    Raises
    ------
    InputError
        If the folder is none, or the chosen scenario has mistakes.
    """

    def __init__(self, data: Path | None = None, chosen: str = "baseline") -> None:
        if data is not None and not data.is_dir():
            raise InputError.single(str(data), "is no folder of scenario files")
        self._data = data
        self._own: Entry | None = None
        self._loaded: dict[str, _Loaded] = {}
        if chosen not in shipped() or Path(chosen).is_file():
            path = Path(chosen)
            load_scenario(chosen)
            self._own = Entry(path.name, str(path), path.name)
        self.first = self._own.id if self._own is not None else chosen
        folders = [] if data is None else [data]
        self._folders = _folders([*folders, *([] if self._own is None else [path.parent])])

    def entry(self, wanted: str) -> Entry:
        """Return what may be chosen by its id.

        Raises
        ------
        InputError
            If there is none.
        """
        if self._own is not None and wanted == self._own.id:
            return self._own
        if wanted in shipped():
            return Entry(wanted, str(shipped()[wanted]), wanted)
        if self._data is not None and Path(wanted).name == wanted:
            path = self._data / wanted
            if self._is_own_file(path):
                return Entry(wanted, str(path), wanted)
        raise InputError.single(wanted, "is no scenario of this page")

    def scenario(self, wanted: str) -> Scenario:
        """Return a scenario by its id.

        Raises
        ------
        InputError
            If there is none, or its file has mistakes.
        """
        return self._scenario(self.entry(wanted))

    def _scenario(self, entry: Entry) -> Scenario:
        kept = self._loaded.get(entry.id)
        if kept is None or not kept.holds():
            kept = self._loaded[entry.id] = self._load(entry)
        if isinstance(kept.found, InputError):
            raise InputError(kept.found.problems)
        return kept.found

    def _load(self, entry: Entry) -> _Loaded:
        """Load a scenario, with how its files were just before."""
        files = files_of(Path(entry.source))
        stamps = _stamps(files)
        try:
            return _Loaded(load_scenario(entry.source), stamps)
        except InputError as error:
            # A file that it lacks may come.
            stamps |= _stamps({path.parent for path in files})
            return _Loaded(self._without_folders(error, entry), stamps)

    def extends(self, wanted: str) -> str:
        """Return what a file made from a scenario extends."""
        return self.entry(wanted).extends

    def told(self) -> list[dict[str, Any]]:
        """Return what the page lists, the shipped first: each one's names, or what is wrong.

        Of a folder that can't be read it is told why, in a row of its own.
        """
        entries = [Entry(name, str(path), name) for name, path in shipped().items()]
        troubles = []
        try:
            entries += self._own_files()
        except OSError as error:
            folder = "the folder of scenarios"
            troubles.append(_row(folder, [f"{folder}: can't be read now: {reason(error)}"]))
        if self._own is not None:
            entries = [one for one in entries if one.id != self._own.id] + [self._own]
        for gone in set(self._loaded) - {one.id for one in entries}:
            self._loaded.pop(gone, None)
        return [*(self._told(one) for one in entries), *troubles]

    def _told(self, entry: Entry) -> dict[str, Any]:
        if not _is_writable(entry.id):
            name = visible(entry.id)
            return _row(name, [f"{name}: its name has letters that none can read: rename it"])
        try:
            scenario = self._scenario(entry)
        except InputError as error:
            return _row(entry.id, [str(one) for one in error.problems])
        row = _row(entry.id, [], shipped=entry.id in shipped())
        return row | {
            "label": upper_first(in_plain_words(scenario.name)), "title": visible(scenario.title),
        }  # fmt: skip

    def _own_files(self) -> list[Entry]:
        """Return the folder's own scenario files.

        Raises
        ------
        OSError
            If the folder can't be read.
        """
        if self._data is None:
            return []
        names = sorted(path.name for path in self._data.iterdir() if self._is_own_file(path))
        return [Entry(name, str(self._data / name), name) for name in names]

    def _is_own_file(self, path: Path) -> bool:
        """Return whether a path is a scenario file of the folder, and no link that leads out."""
        assert self._data is not None
        try:
            return (
                path.suffix in SUFFIXES
                and path.is_file()
                and path.resolve().parent == self._data.resolve()
            )
        except (OSError, ValueError):
            return False

    def _without_folders(self, error: InputError, entry: Entry) -> InputError:
        """Return an error that does not say where on this machine files lie: no page needs it."""

        def told(text: str) -> str:
            text = text.replace(entry.source, entry.id)
            for folder in self._folders:
                text = re.sub(rf"(?<![\w./\\-]){re.escape(folder)}", "", text)
            return text

        return InputError(Problem(told(one.where), told(one.message)) for one in error.problems)


def _row(name: str, problems: list[str], *, shipped: bool = False) -> dict[str, Any]:
    return {"id": name, "label": name, "title": "", "shipped": shipped, "problems": problems}


def _is_writable(name: str) -> bool:
    """Return whether a file's name can be sent: a name of bytes that are no text can't."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _folders(known: Iterable[Path]) -> tuple[str, ...]:
    """Return how folders may be called in messages, each up to the name of a file in it."""
    names = {str(folder) for folder in known if str(folder) != "."}
    for folder in known:
        names |= {str(folder.absolute()), str(folder.resolve())}
    return tuple(f"{name.rstrip(os.sep)}{os.sep}" for name in sorted(names, key=len, reverse=True))


def _stamps(files: Iterable[Path]) -> Stamps:
    """Return how files are now, so that it is known when one is another; None if it isn't there."""
    return {path: _stamp(path) for path in files}


def _stamp(path: Path) -> tuple[int, ...] | None:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
