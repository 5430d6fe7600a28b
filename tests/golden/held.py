"""What is held: a golden file for each scenario and study, and what has moved against it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from tests.golden import measure

HERE = Path(__file__).resolve().parent
WIDTH = 100
NOTHING = "(nothing)"


class Moved(NamedTuple):
    """A figure or sentence that is not what it was."""

    key: str
    was: str
    now: str

    def __str__(self) -> str:
        """Return it as a line, or two where one would be too long to read."""
        line = f"{self.key}: {self.was} -> {self.now}"
        if len(line) <= WIDTH:
            return line
        return f"{self.key}:\n      from {self.was}\n      to   {self.now}"


@dataclass(frozen=True)
class Held:
    """A scenario or a study with its golden file.

    Attributes
    ----------
    kind
        ``scenarios`` or ``studies``, the folder of the file.
    name
        The file's name without suffix.
    tolerance
        How far a number may be off, relative to its size.
    slow
        Whether measuring it takes more than a second or two.
    """

    kind: str
    name: str
    tolerance: float
    slow: bool = False

    @property
    def path(self) -> Path:
        """Return where the golden file is."""
        return HERE / self.kind / f"{self.name}.json"

    def stored(self) -> Any:
        """Return what the golden file holds, or None if there is none."""
        if not self.path.is_file():
            return None
        return json.loads(self.path.read_text(encoding="utf-8"))

    def measure(self) -> Any:
        """Return what the program says now."""
        if self.kind == "scenarios":
            return measure.measure_scenario(self.name)
        return measure.measure_study(self.name)

    def moved(self, now: Any) -> list[Moved]:
        """Return what of the golden file is no longer so, given what the program says now."""
        was = self.stored()
        if was is None:
            return [Moved(str(self.path.relative_to(HERE)), NOTHING, "a golden file")]
        return list(differences(was, now, self.tolerance))


def everything() -> list[Held]:
    """Return all that is held, scenarios first."""
    scenarios = [Held("scenarios", name, measure.OTHERS_ARITHMETIC) for name in measure.scenarios()]
    studies = [
        Held("studies", name, study.tolerance, study.slow)
        for name, study in sorted(measure.STUDIES.items())
    ]
    return [*scenarios, *studies]


def orphans() -> list[Path]:
    """Return golden files that belong to nothing any more."""
    owned = {held.path for held in everything()}
    files = [path for kind in ("scenarios", "studies") for path in (HERE / kind).glob("*.json")]
    return sorted(set(files) - owned)


def differences(was: Any, now: Any, tolerance: float, key: str = "") -> Iterator[Moved]:
    """Yield every leaf that differs between two documents, by its dotted key.

    Numbers may differ by ``tolerance`` of their size; all else must be equal.
    """
    if isinstance(was, dict) and isinstance(now, dict):
        for name in sorted({*was, *now}):
            below = f"{key}.{name}" if key else name
            if name not in was or name not in now:
                yield Moved(below, _told(was, name), _told(now, name))
            else:
                yield from differences(was[name], now[name], tolerance, below)
    elif isinstance(was, list) and isinstance(now, list):
        if len(was) != len(now):
            yield Moved(f"{key} (entries)", str(len(was)), str(len(now)))
        for place, (before, after) in enumerate(zip(was, now, strict=False)):
            yield from differences(before, after, tolerance, f"{key}[{place}]")
    elif not _same(was, now, tolerance):
        yield Moved(key, *_shown(was, now))


def _same(was: Any, now: Any, tolerance: float) -> bool:
    numbers = (int, float)
    if isinstance(was, bool) or isinstance(now, bool):
        return was is now
    if isinstance(was, numbers) and isinstance(now, numbers):
        return math.isclose(was, now, rel_tol=tolerance, abs_tol=tolerance / 1000)
    return type(was) is type(now) and bool(was == now)


def _told(document: dict[str, Any], name: str) -> str:
    return _cut(json.dumps(document[name], ensure_ascii=False)) if name in document else NOTHING


def _shown(was: Any, now: Any) -> tuple[str, str]:
    """Return two values as text; of long ones the part where they begin to differ."""
    before, after = (json.dumps(value, ensure_ascii=False) for value in (was, now))
    pairs = enumerate(zip(before, after, strict=False))
    parting = next((i for i, (a, b) in pairs if a != b), min(len(before), len(after)))
    first = max(0, parting - 30) if max(len(before), len(after)) > WIDTH else 0
    return _cut(before, first), _cut(after, first)


def _cut(text: str, first: int = 0) -> str:
    cut = text[first : first + WIDTH - 20]
    return f"{'…' if first else ''}{cut}{'…' if first + len(cut) < len(text) else ''}"


def as_text(document: Any) -> str:
    """Return a document as JSON for readers: keys sorted, and whatever fits on one line there."""
    return "\n".join(_lines(document, "", "")) + "\n"


def _lines(value: Any, indent: str, before: str) -> list[str]:
    whole = indent + before + json.dumps(value, ensure_ascii=False, sort_keys=True)
    if len(whole) <= WIDTH or not isinstance(value, dict | list) or not value:
        return [whole]
    deeper = indent + "  "
    if isinstance(value, dict) and len(indent) >= 2 and _flat(value):
        pairs = [f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in _sorted(value)]
        inside, ends = _filled(pairs, deeper), "{}"
    elif isinstance(value, dict):
        parts = [_lines(entry, deeper, f"{json.dumps(key)}: ") for key, entry in _sorted(value)]
        for part in parts[:-1]:
            part[-1] += ","
        inside, ends = [line for part in parts for line in part], "{}"
    else:
        inside, ends = _filled([json.dumps(v, ensure_ascii=False) for v in value], deeper), "[]"
    return [f"{indent}{before}{ends[0]}", *inside, f"{indent}{ends[1]}"]


def _sorted(value: dict[str, Any]) -> list[tuple[str, Any]]:
    return sorted(value.items())


def _flat(value: dict[str, Any]) -> bool:
    """Tell whether each entry of a mapping fits on a line of its own, none being a mapping."""
    entries = value.values()
    return not any(isinstance(e, dict) or len(json.dumps(e)) > WIDTH - 40 for e in entries)


def _filled(entries: list[str], indent: str) -> list[str]:
    """Return the entries of a list, as many to a line as there is room for."""
    lines = [indent]
    for place, entry in enumerate(entries):
        text = entry + ("," if place + 1 < len(entries) else "")
        gap = "" if lines[-1] == indent else " "
        if gap and len(lines[-1]) + len(gap) + len(text) > WIDTH:
            lines.append(indent)
            gap = ""
        lines[-1] += gap + text
    return lines
