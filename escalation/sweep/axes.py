"""What stands under ``vary`` and ``latin`` and in a table, as axes; complaints at their lines."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from escalation.errors import suggest
from escalation.scenario.lines import Finding, Node, Place, parse, plain, scalar
from escalation.scenario.wording import shown
from escalation.sweep.plan import MOST_POINTS, Axis, Level, Value, setting

if TYPE_CHECKING:
    from escalation.scenario.sections import Scenario

_GRID_KEYS = ("from", "to", "steps", "scale")
_LATIN_KEYS = ("points", "over")
_SCALES = ("linear", "log")
_PATH = re.compile(r"[A-Za-z_][\w-]*(\.[\w-]+)+|horizon_days|events|claims|as_of")
_LABEL_LENGTH = 40
#: What the csv module says of a table, and what that means.
_CSV_WORDS = (
    ("new-line character", "a line ends in a way of its own (a bare carriage return in a cell)"),
    ("field larger", "a cell is longer than any value is"),
    ("expected after", "something follows the quote that ends a cell"),
    ("unexpected end", "a quote opens here and is not closed"),
    ("NUL", "a character that no text file should hold"),
)


@dataclass
class Made:
    """Axes that were read, what is wrong with them, and where their levels stand.

    Attributes
    ----------
    axes, findings
        In order of the file.
    places
        Of each level, by the name of its axis and its number.
    """

    axes: list[Axis] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    places: dict[tuple[str, int], Place] = field(default_factory=dict)

    def complain(self, place: Place, path: str, message: str) -> None:
        """Add something that is wrong."""
        self.findings.append(Finding(place, path, message))

    def add(self, axis: Axis, places: list[Place]) -> None:
        """Add an axis, unless its name is taken."""
        if any(axis.name == other.name for other in self.axes):
            self.complain(places[0], axis.name, "is varied twice")
            return
        self.axes.append(axis)
        self.places |= {(axis.name, i): place for i, place in enumerate(places)}

    @property
    def next_block(self) -> int:
        """Return the number of a new block."""
        return max((axis.block for axis in self.axes), default=-1) + 1


def read_vary(node: Node, made: Made) -> None:
    """Read ``vary``: lists of values, grids, and decisions with named options."""
    if not isinstance(node.value, dict):
        made.complain(node.place, "vary", "must be a mapping from a path to its values")
        return
    for name, spec in node.value.items():
        at = f"vary.{name}"
        if isinstance(spec.value, list):
            _read_values(name, at, spec, made)
        elif isinstance(spec.value, dict) and "options" in spec.value:
            _read_options(name, at, spec, made)
        elif isinstance(spec.value, dict):
            _read_grid(name, at, spec, made)
        else:
            made.complain(
                spec.place,
                at,
                "must be a list of values, a grid {from: 0, to: 1, steps: 5}, or "
                f"{{options: ...}}, not {shown(spec.value)}",
            )


def _is_path(name: str, at: str, place: Place, made: Made) -> bool:
    if name.split(".")[0] in ("ensemble", "name", "title", "summary", "extends"):
        made.complain(place, at, "can't be varied: runs, replicates and seed are the sweep's own")
        return False
    if not _PATH.fullmatch(name):
        made.complain(
            place, at, "must be a path such as parameters.audience_cost; a decision of several "
            "settings needs options",
        )  # fmt: skip
        return False
    return True


def _read_values(name: str, at: str, spec: Node, made: Made) -> None:
    if not _is_path(name, at, spec.place, made):
        return
    if not spec.value:
        made.complain(spec.place, at, "is an empty list: there is nothing to vary")
        return
    levels = [Level(_label(plain(one)), (setting(name, plain(one)),)) for one in spec.value]
    for i, level in enumerate(levels):
        if level.value in [other.value for other in levels[:i]]:
            made.complain(spec.value[i].place, at, f"holds {shown(level.value)} twice")
    made.add(
        Axis(name, "values", tuple(levels), made.next_block), [one.place for one in spec.value]
    )


def _label(value: Any) -> Value:
    """Return a value as tables hold it: numbers and words as they are, the rest as short text."""
    if isinstance(value, int | float | bool | str):
        return value
    text = json.dumps(value, ensure_ascii=False).replace('"', "")
    return text if len(text) <= _LABEL_LENGTH else f"{text[: _LABEL_LENGTH - 3]}..."


def _read_options(name: str, at: str, spec: Node, made: Made) -> None:
    for key, node in spec.value.items():
        if key != "options":
            made.complain(
                node.place, f"{at}.{key}", f"is not known here{suggest(key, ['options'])}"
            )
    options = spec.value["options"]
    if not isinstance(options.value, dict) or not options.value:
        made.complain(options.place, at, "options must be a mapping from a name to its settings")
        return
    levels, places = [], []
    for label, settings in options.value.items():
        if not isinstance(settings.value, dict):
            made.complain(
                settings.place, f"{at}.options.{label}",
                "must be a mapping from paths to values; {} changes nothing",
            )  # fmt: skip
            continue
        pairs = tuple(setting(path, plain(value)) for path, value in settings.value.items())
        levels.append(Level(label, pairs))
        places.append(settings.place)
    if levels:
        made.add(Axis(name, "options", tuple(levels), made.next_block), places)


def _read_grid(name: str, at: str, spec: Node, made: Made) -> None:
    ends = _ends(at, spec, made, ("from", "to", "steps"), _GRID_KEYS)
    if not _is_path(name, at, spec.place, made) or ends is None:
        return
    low, high = ends
    steps = spec.value["steps"].value
    if not isinstance(steps, int) or isinstance(steps, bool) or not 2 <= steps <= MOST_POINTS:
        made.complain(
            spec.value["steps"].place, f"{at}.steps",
            f"must be a whole number from 2, not {shown(steps)}",
        )  # fmt: skip
        return
    scale = _scale(spec)
    values = [_between(low, high, i / (steps - 1), scale) for i in range(steps)]
    whole = all(isinstance(end, int) for end in (low, high)) and all(v == int(v) for v in values)
    levels = tuple(_numeric_level(name, int(v) if whole else v) for v in values)
    made.add(Axis(name, "grid", levels, made.next_block), [spec.place] * steps)


def _ends(
    at: str, spec: Node, made: Made, needed: tuple[str, ...], known: tuple[str, ...]
) -> tuple[float, float] | None:
    """Return the two ends of a range, or None after complaining."""
    held, before = spec.value, len(made.findings)
    for key, node in held.items():
        if key not in known:
            made.complain(
                node.place, f"{at}.{key}",
                f"is not known here{suggest(key, known) or '; known are ' + ', '.join(known)}",
            )  # fmt: skip
    for key in needed:
        if key not in held:
            made.complain(spec.place, at, f"lacks {key}")
    if "scale" in held and held["scale"].value not in _SCALES:
        value = held["scale"].value
        made.complain(
            held["scale"].place, f"{at}.scale",
            f"must be linear or log, not {shown(value)}{suggest(str(value), _SCALES)}",
        )  # fmt: skip
    for key in ("from", "to"):
        if key in held and not _is_number(held[key].value):
            value = held[key].value
            made.complain(held[key].place, f"{at}.{key}", f"must be a number, not {shown(value)}")
    if len(made.findings) > before:
        return None
    low, high = held["from"].value, held["to"].value
    if not low < high:
        made.complain(
            spec.place, at, f"from must lie below to, and {low:g} does not below {high:g}"
        )
        return None
    if _scale(spec) == "log" and low <= 0:
        made.complain(held["from"].place, f"{at}.from", "must be above 0 on a log scale")
        return None
    return low, high


def _scale(spec: Node) -> str:
    return str(spec.value["scale"].value) if "scale" in spec.value else "linear"


def _between(low: float, high: float, share: float, scale: str) -> float:
    """Return the value at a share of the way, rounded to twelve figures so that 0.3 stays 0.3."""
    if share in (0.0, 1.0):
        return low if share == 0.0 else high
    if scale == "log":
        value = math.exp(math.log(low) + share * (math.log(high) - math.log(low)))
    else:
        value = low + share * (high - low)
    return float(f"{value:.12g}")


def _numeric_level(name: str, value: float) -> Level:
    return Level(value, (setting(name, value),))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def read_latin(node: Node, scenario: Scenario | None, seed: int, made: Made) -> None:
    """Read ``latin``: so many points over ranges, or over what the scenario believes."""
    held = node.value
    if not isinstance(held, dict):
        made.complain(node.place, "latin", "must be a mapping with points and over")
        return
    before = len(made.findings)
    for key, child in held.items():
        if key not in ("points", "over"):
            made.complain(
                child.place, f"latin.{key}",
                f"is not known here{suggest(key, _LATIN_KEYS) or '; known are points, over'}",
            )  # fmt: skip
    for key in ("points", "over"):
        if key not in held:
            made.complain(node.place, "latin", f"lacks {key}")
    if "points" in held:
        points = held["points"].value
        if (
            not isinstance(points, int)
            or isinstance(points, bool)
            or not 2 <= points <= MOST_POINTS
        ):
            made.complain(
                held["points"].place, "latin.points",
                f"must be a whole number from 2 to {MOST_POINTS:,}, not {shown(points)}",
            )  # fmt: skip
    over = held.get("over")
    if over is not None and (not isinstance(over.value, dict) or not over.value):
        made.complain(over.place, "latin.over", "must map at least one path to its range")
    if len(made.findings) > before or over is None:
        return
    from escalation.luck.latin import latin_hypercube

    unit = latin_hypercube(list(over.value), held["points"].value, seed)
    block = made.next_block
    for column, (name, spec) in enumerate(over.value.items()):
        values = _latin_values(name, spec, unit[:, column].tolist(), scenario, made)
        if values:
            levels = tuple(_numeric_level(name, value) for value in values)
            made.add(Axis(name, "latin", levels, block), [spec.place] * len(levels))


def _latin_values(
    name: str, spec: Node, unit: list[float], scenario: Scenario | None, made: Made
) -> list[float]:
    at = f"latin.over.{name}"
    if not _is_path(name, at, spec.place, made):
        return []
    if spec.value == "believed":
        return _believed(name, at, spec, unit, scenario, made)
    if not isinstance(spec.value, dict):
        made.complain(
            spec.place, at,
            f"must be a range {{from: 0, to: 1}} or the word believed, not {shown(spec.value)}",
        )  # fmt: skip
        return []
    ends = _ends(at, spec, made, ("from", "to"), ("from", "to", "scale"))
    return [_between(*ends, u, _scale(spec)) for u in unit] if ends else []


def _believed(
    name: str, at: str, spec: Node, unit: list[float], scenario: Scenario | None, made: Made
) -> list[float]:
    """Return a parameter's values at these probabilities by the scenario's own distribution."""
    import numpy as np

    from escalation.scenario.register import parameters

    if scenario is None:
        return []
    short = name.removeprefix("parameters.")
    declared = parameters().get(short) if name.startswith("parameters.") else None
    if declared is None:
        near = suggest(short, parameters())
        made.complain(spec.place, at, f"believed is for parameters of the model{near}")
        return []
    values = scenario.parameters.get(short, declared.default).quantile(np.array(unit))
    return [float(f"{v:.12g}") for v in np.clip(values, declared.low, declared.high)]


def read_table(text: str, label: str, made: Made) -> None:
    """Read a CSV table: a header of paths, one point a row; a blank cell leaves things be."""
    try:
        rows = list(_rows(text))
    except csv.Error as error:
        made.complain(Place(label, error.args[1]), "", f"is no CSV here: {error.args[0]}")
        return
    if not rows:
        made.complain(Place(label, 1), "", "is empty: the first line must name paths")
        return
    (_, header), *body = rows
    names = [cell.strip() for cell in header]
    before = len(made.findings)
    for name in names:
        _is_path(name, name, Place(label, 1), made)
    if not body:
        made.complain(
            Place(label, 1), "", "has no row below its header, so there is nothing to run"
        )
    for line, cells in body:
        if len(cells) != len(names):
            made.complain(
                Place(label, line), "", f"has {len(cells)} cells, the header {len(names)}"
            )
    if len(made.findings) > before:
        return
    block = made.next_block
    for column, name in enumerate(names):
        levels = tuple(_cell(name, cells[column], Place(label, line), made) for line, cells in body)
        made.add(Axis(name, "table", levels, block), [Place(label, line) for line, _ in body])


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Return the rows that hold something, each with the number of its line.

    Raises
    ------
    csv.Error
        With what is wrong in our words, and the line.
    """
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    while True:
        begun = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            said = str(error)
            why = next((words for sign, words in _CSV_WORDS if sign in said), said)
            raise csv.Error(why, begun) from None
        if any("\r" in cell or "\n" in cell for cell in cells):
            raise csv.Error("a cell runs over several lines, which no value does", begun)
        if any(cell.strip() for cell in cells):
            yield reader.line_num, cells


def _cell(name: str, cell: str, place: Place, made: Made) -> Level:
    text = cell.strip()
    if not text:
        return Level(None)
    if text[0] in "[{":
        tree, findings = parse(text, place.file)
        for finding in findings:
            made.complain(place, name, finding.message)
        value = plain(tree) if tree is not None else None
    else:
        value, complaint = scalar(text, quoted=False)
        if complaint:
            made.complain(place, name, complaint)
    return Level(_label(value), (setting(name, value),))


def table_path(node: Node, folder: Path) -> Path | None:
    """Return the file that ``table`` names, beside the sweep file unless absolute."""
    return folder / node.value if isinstance(node.value, str) and node.value else None
