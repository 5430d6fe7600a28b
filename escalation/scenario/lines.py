"""YAML read as data that remembers its lines: no tags, no bombs, no surprises with ``no``.

PyYAML turns text into events; the tree is built from them here, with a stack of its own, so that
depth and size are bounded while reading and every value knows the file and line it came from.
Plain scalars follow YAML 1.2's core rules: ``no``, ``on`` and ``2025-10-12`` are text, ``1e-3`` is
a number. What readers of YAML disagree about (leading zeros, tags, merge keys) is refused.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import Any, NoReturn

import yaml

from escalation.errors import Problem
from escalation.luck.seeds import MOST_SEED
from escalation.scenario.slips import (
    glued,
    key_slip,
    lookalike,
    nested_key_slip,
    outer_space,
    strange_space,
)

MAX_BYTES = 1 << 20
MAX_DEPTH = 32
MAX_NODES = 50_000
MAX_SCALAR = 10_000

# libyaml is some twenty times faster; where PyYAML came without it, its own reader does as well.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_DIGITS = re.compile(r"[0-9]+")
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_ZEROS = re.compile(r"[-+]?0[0-9]+")
_REAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_WORDS = {
    "null": None, "Null": None, "NULL": None, "~": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]|[\ud800-\udfff]")
_MAX_DIGITS = len(str(MOST_SEED))  # a seed is the largest number that any file holds

_PLAIN_WORDS = (
    # the reader of PyYAML 6.0.4 has a limit of its own, far above ours
    ("maximum nesting depth", f"nested more than {MAX_DEPTH} deep"),
    (
        "mapping values are not allowed",
        "a colon where none can be: check the indentation, or put text that holds ': ' in quotes",
    ),
    (
        "could not find expected ':'",
        "a line without the colon and space that belong between a key and its value",
    ),
    ("node content", "a value is missing here, or a bracket is not closed"),
    ("<document start>", "more follows where the file should end: perhaps a bracket too many"),
    ("directive", "a line that begins with %: directives are not taken"),
    ("unknown escape character", "a backslash that starts no escape: use single quotes"),
    ("escape", "an escape in double quotes that stands for nothing: use single quotes"),
    ("control characters", "a character that no text file should hold"),
    ("special characters", "a character that no text file should hold"),
)
_OPENED = (
    ("quoted scalar", "a quote opens here and is not closed as it should be"),
    ("flow sequence", "the [ opened here does not end as a list should: a comma or ] is missing"),
    ("flow mapping", "the { opened here does not end as it should: a comma or } is missing"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A file, or an option of the command line, and a line in it."""

    file: str
    line: int | None = None

    def __str__(self) -> str:
        """Return the place as editors understand it: ``file:line``."""
        return self.file if self.line is None else f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong: where, on the way to which key, and what."""

    place: Place
    path: str
    message: str

    def problem(self) -> Problem:
        """Return it as what the user reads."""
        return Problem(f"{self.place}: {self.path}" if self.path else str(self.place), self.message)


class UnreadableError(Exception):
    """The text can't be read on from here."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding)
        self.finding = finding


@dataclass(slots=True)
class Node:
    """A value and where it stands; under a key, the place is that of the key.

    ``value`` is a dict of nodes, a list of nodes, or a scalar. ``size`` and ``height`` count the
    nodes and levels under it with aliases written out, so that they can be bounded.
    """

    value: Any
    place: Place
    size: int = 1
    height: int = 1


def plain(node: Node) -> Any:
    """Return the data without the places."""
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return [plain(child) for child in node.value]
    return node.value


def tree_of(data: Any, place: Place) -> Node:
    """Return data as a tree that stands at one place."""
    if isinstance(data, dict):
        return Node({str(key): tree_of(child, place) for key, child in data.items()}, place)
    if isinstance(data, list | tuple):
        return Node([tree_of(child, place) for child in data], place)
    return Node(data, place)


def find(node: Node, path: tuple[str | int, ...]) -> Node:
    """Return the node at a path, or the deepest one on the way to it."""
    for step in path:
        held = node.value
        inside = (
            step in held
            if isinstance(held, dict)
            else (isinstance(held, list) and isinstance(step, int) and 0 <= step < len(held))
        )
        if not inside:
            break
        node = held[step]
    return node


def parse(text: str, file: str) -> tuple[Node | None, list[Finding]]:
    """Return the tree of a YAML text, and what is wrong with it.

    Parameters
    ----------
    text : str
        The text; it may begin with a byte order mark.
    file : str
        Its name, for places.

    Returns
    -------
    tree : Node or None
        None where the text can't be read to its end (broken syntax, too deep, too large), or where
        its spaces and colons are not YAML's, so that nothing says what belongs under what.
    findings : list of Finding
        What was refused (tags, doubled keys, infinite numbers) and why reading stopped. Where
        spaces or colons are not YAML's, those alone: what else seems wrong may follow from them.
    """
    text = text.removeprefix("\ufeff")
    builder = _Builder(file)
    stop: Finding | None = None
    try:
        for event in yaml.parse(text, Loader=LOADER):
            builder.take(event)
    except UnreadableError as unreadable:
        stop = unreadable.finding
    except yaml.MarkedYAMLError as error:
        slip = _layout_finding(error, text, file)
        builder.slips += [slip] if slip and not builder.slips else []
        stop = _syntax_finding(error, text, file)
    except yaml.reader.ReaderError as error:
        place = Place(file, text.count("\n", 0, error.position) + 1)
        stop = Finding(place, "", _PLAIN_WORDS[-1][1])
    except (ValueError, OverflowError):
        # PyYAML's own reader stumbles over escapes beyond Unicode.
        stop = Finding(Place(file), "", "holds what is no character")
    if builder.slips:
        return None, builder.slips
    if stop is None and builder.root is None:
        stop = Finding(Place(file), "", "is empty")
    if stop is not None:
        return None, [*builder.findings, stop]
    return builder.root, builder.findings


def scalar(text: str, *, quoted: bool) -> tuple[Any, str]:
    """Return what a scalar stands for, and a complaint or an empty string.

    >>> scalar("1e-3", quoted=False), scalar("no", quoted=False), scalar("7", quoted=True)
    ((0.001, ''), ('no', ''), ('7', ''))
    """
    if len(text) > MAX_SCALAR:
        return text[:20], f"is longer than {MAX_SCALAR} characters"
    if _CONTROL.search(text):
        return "", "holds a control character"
    if quoted:
        return text, ""
    if complaint := outer_space(text) or glued(text):
        return text.strip(), complaint
    if text in _WORDS:
        return _WORDS[text], ""
    if not text:
        return None, "is empty: give it a value, or null to delete what the parent says"
    if _WHOLE.fullmatch(text):
        if len(text.lstrip("+-")) > _MAX_DIGITS or abs(int(text)) > MOST_SEED:
            return 0, (
                "is larger than any number here may be; the largest, a seed, is "
                f"{MOST_SEED} (2**63 - 1)"
            )
        return int(text), ""
    if _ZEROS.fullmatch(text):
        return 0, (
            f"has a leading zero, which readers of YAML take differently: write "
            f"{int(text[:_MAX_DIGITS])}, or put it in quotes if it is text"
        )
    if _NOT_FINITE.fullmatch(text):
        return 0.0, "must be a finite number"
    if _REAL.fullmatch(text):
        value = float(text)
        return (value, "") if math.isfinite(value) else (0.0, "must be a finite number")
    return text, ""


@dataclass(slots=True)
class _Open:
    """A mapping or list that is being read."""

    node: Node
    anchor: str | None
    key: str | None = None
    key_line: int = 0
    lines: dict[str, int] = field(default_factory=dict)

    @property
    def wants_key(self) -> bool:
        return isinstance(self.node.value, dict) and self.key is None


class _Builder:
    """Takes events one by one and builds the tree."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Node | None = None
        self.findings: list[Finding] = []
        self.slips: list[Finding] = []
        self.stack: list[_Open] = []
        self.anchors: dict[str, Node] = {}
        self.documents = 0
        self.strays = 0

    def take(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self._stop(line, "a second document (after ---): a file holds one scenario")
        elif isinstance(event, yaml.AliasEvent):
            self._alias(str(event.anchor), line)
        elif isinstance(event, yaml.ScalarEvent):
            self._refuse_tag(event, line)
            if self.stack and self.stack[-1].wants_key:
                self._key(event, line)
            else:
                self._scalar(event, line)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._refuse_tag(event, line)
            if len(self.stack) >= MAX_DEPTH:
                self._stop(line, f"nested more than {MAX_DEPTH} deep")
            value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
            self.stack.append(_Open(Node(value, Place(self.file, line)), event.anchor))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            closed = self.stack.pop()
            if closed.anchor:
                self.anchors[closed.anchor] = closed.node
            self._add(closed.node, closed.node.place.line or line)

    def _scalar(self, event: Any, line: int) -> None:
        quoted = event.style not in (None, "")
        value, complaint = scalar(event.value, quoted=quoted)
        if complaint and not event.value:
            if self._in_mapping() and (slip := key_slip(self.stack[-1].key or "")):
                self._slip(self.stack[-1].key_line, slip)
            complaint = self._decimal_comma() or complaint
        elif not quoted and (slip := outer_space(event.value) or glued(event.value)):
            self._slip(line, slip, self._path(None))
        if complaint:
            of_key = self._in_mapping() and not event.value
            self._complain(self.stack[-1].key_line if of_key else line, complaint)
        node = Node(value, Place(self.file, line))
        if event.anchor:
            self.anchors[event.anchor] = node
        self._add(node, line)

    def _decimal_comma(self) -> str:
        """Return a complaint if a key without a value is the decimals of the number before it."""
        top = self.stack[-1] if self._in_mapping() else None
        if top is None or top.key is None or not _DIGITS.fullmatch(top.key) or not top.node.value:
            return ""
        before = list(top.node.value.values())[-1].value
        if isinstance(before, float):
            return "in {...} a comma ends a value: write a number with one point at most, no comma"
        if isinstance(before, bool) or not isinstance(before, int):
            return ""
        return (
            f"in {{...}} a comma ends a value, so {before},{top.key} is no number: "
            f"write {before}.{top.key}"
        )

    def _alias(self, name: str, line: int) -> None:
        if any(open_.anchor == name for open_ in self.stack):
            self._stop(line, f"*{name} stands inside what it repeats")
        if name not in self.anchors:
            self._stop(line, f"*{name} repeats nothing: there is no &{name} above it")
        known = self.anchors[name]
        copy = Node(known.value, known.place, known.size, known.height)
        if len(self.stack) + copy.height > MAX_DEPTH:
            self._stop(line, f"nested more than {MAX_DEPTH} deep")
        self._add(copy, line)

    def _key(self, event: Any, line: int) -> None:
        top = self.stack[-1]
        text = event.value
        quoted = event.style not in (None, "")
        _, complaint = unfit = scalar(text, quoted=True)
        if not quoted and (slip := outer_space(text) or nested_key_slip(text)):
            self._slip(line, slip)
        if not text or (not quoted and text in ("~", "null")):
            complaint = "a key is empty"
        elif text == "<<" and not quoted:
            complaint = "merge keys (<<) are not taken: use extends, or repeat the values"
        elif text in top.lines:
            complaint = f"stands here again; it is on line {top.lines[text]} already"
        if complaint:
            self._complain(line, complaint, None if unfit[1] else text or None)
            text = self._stray()
        top.lines[text] = line
        top.key, top.key_line = text, line

    def _stray(self) -> str:
        """Name a key that was refused; its value is read and left behind."""
        self.strays += 1
        return f"\0{self.strays}"

    def _in_mapping(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1].node.value, dict)

    def _add(self, node: Node, line: int) -> None:
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        if isinstance(top.node.value, list):
            top.node.value.append(node)
        elif top.key is None:
            self._complain(line, "a key must be a word, not a list or a mapping")
            top.key, top.key_line = self._stray(), line
            return
        else:
            node.place = Place(self.file, top.key_line)
            if not top.key.startswith("\0"):
                top.node.value[top.key] = node
            top.key = None
        top.node.size += node.size
        top.node.height = max(top.node.height, node.height + 1)
        if top.node.size > MAX_NODES:
            self._stop(line, f"holds more than {MAX_NODES} values, repeated ones counted")

    def _refuse_tag(self, event: Any, line: int) -> None:
        if event.tag is not None:
            self._complain(line, "tags (!) are not taken: write the value alone")

    def _path(self, last: str | None) -> str:
        steps: list[str | int] = []
        for open_ in self.stack:
            if isinstance(open_.node.value, list):
                steps.append(len(open_.node.value))
            elif open_.key is not None:
                steps.append(open_.key)
        if last is not None:
            steps.append(last)
        text = ""
        for step in steps:
            if isinstance(step, int):
                text += f"[{step}]"
            elif not step.startswith("\0"):
                text += f".{step}" if text else step
        return text

    def _complain(self, line: int, message: str, last: str | None = None) -> None:
        self.findings.append(Finding(Place(self.file, line), self._path(last), message))

    def _slip(self, line: int, message: str, path: str = "") -> None:
        """Note a space or colon that isn't YAML's: with it, the tree isn't what was meant."""
        self.slips.append(Finding(Place(self.file, line), path, message))

    def _stop(self, line: int, message: str) -> NoReturn:
        raise UnreadableError(Finding(Place(self.file, line), "", message))


def _near(error: yaml.MarkedYAMLError, text: str) -> range:
    """Return the lines, from 0, between which the text stops to be YAML, and the one before."""
    mark, opened = error.problem_mark or error.context_mark, error.context_mark
    # What is missing at the end is looked for on the last line that holds something.
    row = min(mark.line, text.rstrip().count("\n")) if mark else 0
    return range(max(min(row, opened.line if opened else row) - 1, 0), row + 1)


def _layout_finding(error: yaml.MarkedYAMLError, text: str, file: str) -> Finding | None:
    """Return the space or the sign that isn't YAML's near where a text fails to be YAML."""
    near, lines = _near(error, text), text.split("\n")
    strange = strange_space(text)
    if strange is not None and strange[0] in near:
        return Finding(Place(file, strange[0] + 1), "", strange[1])
    for line in near:
        if said_of := lookalike(lines[line].partition(" #")[0]) or key_slip(lines[line]):
            return Finding(Place(file, line + 1), "", said_of)
    return None


def _syntax_finding(error: yaml.MarkedYAMLError, text: str, file: str) -> Finding:
    """Say in plain words where and how the text fails to be YAML."""
    said, context = str(error.problem or ""), str(error.context or "")
    mark, opened = error.problem_mark or error.context_mark, error.context_mark
    row = _near(error, text)[-1]
    message = f"is not YAML: {said or context}"
    if "cannot start any token" in said and mark:
        sign = text.split("\n")[row][mark.column : mark.column + 1]
        message = f"text can't begin with {sign!r}: put it in quotes"
        if sign == "\t":
            message = "a tab: YAML indents with spaces"
    elif words := next((words for sign, words in _PLAIN_WORDS if sign in said), None):
        message = words
        if "could not find" in said and opened:
            row = opened.line
    elif opened and (words := next((words for sign, words in _OPENED if sign in context), None)):
        message, row = words, opened.line
    elif "block" in context and "scalar" not in context:
        message = "does not fit the indentation of the lines above"
    return Finding(Place(file, row + 1), "", message)
