"""The scenarios that a page may choose: those that are shipped, and those of one folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from escalation.charts.words import upper_first
from escalation.errors import InputError
from escalation.naming import in_plain_words
from escalation.scenario.library import SUFFIXES, shipped
from escalation.scenario.load import load_scenario

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


class Catalogue:
    """The scenarios there are, loaded anew when their files have changed.

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
        self._loaded: dict[str, tuple[float, Scenario]] = {}
        if chosen not in shipped() or Path(chosen).is_file():
            path = Path(chosen)
            load_scenario(chosen)
            self._own = Entry(path.name, str(path), path.name)
        self.first = self._own.id if self._own is not None else chosen

    def entries(self) -> dict[str, Entry]:
        """Return what may be chosen by its id, the shipped ones first."""
        found = {name: Entry(name, str(path), name) for name, path in shipped().items()}
        for path in self._files():
            found[path.name] = Entry(path.name, str(path), path.name)
        if self._own is not None:
            found[self._own.id] = self._own
        return found

    def scenario(self, wanted: str) -> Scenario:
        """Return a scenario by its id.

        Raises
        ------
        InputError
            If there is none, or its file has mistakes.
        """
        entry = self.entries().get(wanted)
        if entry is None:
            raise InputError.single(wanted, "is no scenario of this page")
        try:
            changed = Path(entry.source).stat().st_mtime
        except OSError:
            raise InputError.single(wanted, "is no longer there") from None
        # A file that it extends may have changed as well: a shipped one does not, others are read.
        kept = self._loaded.get(wanted)
        if kept is not None and kept[0] == changed and wanted in shipped():
            return kept[1]
        scenario = load_scenario(entry.source)
        self._loaded[wanted] = changed, scenario
        return scenario

    def extends(self, wanted: str) -> str:
        """Return what a file made from a scenario extends."""
        return self.entries()[wanted].extends

    def told(self) -> list[dict[str, Any]]:
        """Return what the page lists: each scenario's names, or what is wrong with it."""
        rows = []
        for entry in self.entries().values():
            row: dict[str, Any] = {"id": entry.id, "shipped": entry.id in shipped()}
            try:
                scenario = self.scenario(entry.id)
            except InputError as error:
                # The page need not know where on this machine the folder lies.
                wrong = [str(one).replace(entry.source, entry.id) for one in error.problems]
                row |= {"label": entry.id, "title": "", "problems": wrong}
            else:
                label = upper_first(in_plain_words(scenario.name))
                row |= {"label": label, "title": scenario.title, "problems": []}
            rows.append(row)
        return rows

    def _files(self) -> list[Path]:
        """Return the folder's own scenario files; a link that leads out of it is none of them."""
        if self._data is None:
            return []
        folder = self._data.resolve()
        return [
            path
            for path in sorted(self._data.iterdir())
            if path.suffix in SUFFIXES and path.is_file() and path.resolve().parent == folder
        ]
