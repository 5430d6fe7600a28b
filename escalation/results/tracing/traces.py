"""What a file may tell of its origin: a stamp, or only the id at the foot of a chart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from escalation.letters import visible
from escalation.stamp import Stamp

#: The foot of a chart and of a page; that of a sweep says "id".
_FOOT: Final = re.compile(r"(?:\brun|\bid) ([0-9a-f]{8})\b")
#: What the parts of a stamp look like; anybody may have written one into a file.
_FORMS: Final = {
    "run_id": re.compile(r"(?:[0-9a-f]{8})?"),
    "scenario_sha256": re.compile(r"[0-9a-f]{64}"),
    "version": re.compile(r"[0-9A-Za-z.+!_-]{1,64}"),
    "seed": re.compile(r"-?\d{1,40}"),
    "started": re.compile(r"(?:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\+00:00|Z))?"),
}
_LONGEST_COMMAND: Final = 10_000
#: As many ids of feet as are told of one file.
MOST_FEET: Final = 50


class UnreadableError(Exception):
    """A file is not what it seems to be, or damaged; says which, as a clause."""


@dataclass(frozen=True)
class Trace:
    """A place in a file that tells of an origin.

    Attributes
    ----------
    place
        Where it stands, in words.
    stamp
        All of it; None where only the id is told.
    foot
        The id, where it is all that is told.
    """

    place: str
    stamp: Stamp | None = None
    foot: str = ""

    @property
    def run_id(self) -> str:
        """Return the run's id; empty if the stamp is of a study that kept no run."""
        return self.foot if self.stamp is None else self.stamp.run_id

    def within(self, place: str) -> Trace:
        """Return the same as told of a file that lies within another."""
        return Trace(f"{self.place}, in {place}", self.stamp, self.foot)

    def as_dict(self) -> dict[str, Any]:
        """Return plain figures for JSON."""
        told = None if self.stamp is None else self.stamp.as_json()
        return {"place": self.place, "run_id": self.run_id, "stamp": told}


def stamped(place: str, stamp: Stamp | None) -> list[Trace]:
    """Return what a stamp tells, if there is one.

    Raises
    ------
    UnreadableError
        If it is none that this program writes.
    """
    if stamp is None:
        return []
    told = stamp.as_json()
    wrong = [name for name, form in _FORMS.items() if not form.fullmatch(told[name])]
    if len(stamp.command) > _LONGEST_COMMAND:
        wrong.append("command")
    if wrong:
        raise UnreadableError(
            f"holds a stamp in its {place} that this program never wrote (its {wrong[0]} is "
            f"{visible(told[wrong[0]][:40], keep='')!r})"
        )
    return [Trace(place, stamp)]


def feet(place: str, text: str) -> list[Trace]:
    """Return what the feet of charts and pages tell that stand in a text, each id once."""
    found = dict.fromkeys(match[1] for match in _FOOT.finditer(text))
    return [Trace(place, foot=run_id) for run_id in list(found)[:MOST_FEET]]


def each_once(traces: Iterable[Trace]) -> Iterator[Trace]:
    """Yield traces without those that say again what an earlier one said, or less."""
    stamps: set[Stamp] = set()
    ids: set[str] = set()
    ordered = sorted(traces, key=lambda trace: trace.stamp is None)
    for trace in ordered:
        if (trace.stamp is None and trace.foot in ids) or trace.stamp in stamps:
            continue
        if trace.stamp is not None:
            stamps.add(trace.stamp)
        ids.add(trace.run_id)
        yield trace
